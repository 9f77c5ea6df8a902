"""The calendar: free time between the events of a month, and a file of 20,000 events."""

from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from zoneinfo import ZoneInfo

from assistant.app.importing import take_in
from assistant.base.clock import FrozenClock
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Proposal
from assistant.domain.free import free
from assistant.store.store import Store

EVENTS = 20_000
BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 11, 2, tzinfo=BERLIN)
HOUR = timedelta(hours=1)
Row = tuple[str, float | str, str, str]


def rows() -> list[Row]:
    """Return the rows of the table."""
    with TemporaryDirectory() as folder:
        clock = FrozenClock(START, BERLIN)
        store = Store(Path(folder) / "deskmate.db", clock)
        try:
            return [
                ("free time of 4 people over a month", 1e3 * _free(store), "ms", "< 50"),
                ("a file of 20,000 events", _taken(store, clock), "s", "< 10"),
            ]
        finally:
            store.close()


def _free(store: Store) -> float:
    """Fill the calendars of four people for a month, six events a day each; return seconds."""
    made = tuple(
        Add(_event(f"{person} {day} {slot}", START + timedelta(days=day, hours=8 + slot)))
        for person in range(4)
        for day in range(31)
        for slot in range(person % 2, 12, 2)
    )
    store.journal.apply(Proposal("", made), entry_id="month", cause="bench")
    end = START + timedelta(days=31)
    took = []
    for shift in range(10):
        low = START + timedelta(minutes=shift)
        began = perf_counter()
        free(store.reads.events(low, end), low, end, length=HOUR)
        took.append(perf_counter() - began)
    return median(took)


def _event(key: str, start: datetime) -> Event:
    return Event(key, key, start, start + HOUR / 2, calendar=key[0])


def _taken(store: Store, clock: FrozenClock) -> float:
    """Take in a file; return seconds."""
    data = "\r\n".join(["BEGIN:VCALENDAR", *map(_text, range(EVENTS)), "END:VCALENDAR"]).encode()
    began = perf_counter()
    found = take_in("big.ics", data, store, clock, lambda _: None)
    assert found.items == EVENTS
    return perf_counter() - began


def _text(number: int) -> str:
    start = START + timedelta(hours=number)
    rule = "\r\nRRULE:FREQ=WEEKLY;COUNT=20" if number % 50 == 0 else ""
    return (
        f"BEGIN:VEVENT\r\nUID:{number}@bench\r\nDTSTART;TZID=Europe/Berlin:{start:%Y%m%dT%H%M%S}"
        f"\r\nDURATION:PT45M\r\nSUMMARY:Meeting {number}\r\nLOCATION:Room 5{rule}\r\nEND:VEVENT"
    )
