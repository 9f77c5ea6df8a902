"""The store: a week among 100,000 events, finding words among them, doing and undoing.

Medians; the file is on disk. Of the events that a week touches, some 50 repeat.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from zoneinfo import ZoneInfo

from assistant.base.clock import FrozenClock
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Proposal
from assistant.domain.labels import TYPED
from assistant.domain.mail import Address
from assistant.domain.reminders import Reminder
from assistant.store import tables
from assistant.store.store import Store

EVENTS = 100_000
REPEATING = 100
BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2017, 1, 2, tzinfo=BERLIN)
YEARS = 10
RULES = ("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=YEARLY")
Row = tuple[str, float | str, str, str]


def rows() -> list[Row]:
    """Return the rows of the table."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "deskmate.db", FrozenClock(START, BERLIN))
        try:
            _fill(store)
            size = sum(path.stat().st_size for path in Path(folder).iterdir())
            return [*_reading(store), *_writing(store), ("file", size / 2**20, "MiB", "")]
        finally:
            store.close()


def _reading(store: Store) -> list[Row]:
    weeks = [START + timedelta(weeks=52 * YEARS // 2 + number) for number in range(20)]
    cold = [_timed(partial(_week, store, week)) for week in weeks]
    warm = [_timed(partial(_week, store, week)) for week in weeks]
    return [
        ("a week among 100,000 events, first look", 1e3 * median(cold), "ms", "< 10"),
        ("the same week again", 1e3 * median(warm), "ms", "< 10"),
        ("an event by its words", 1e3 * _often(lambda: store.reads.find_events("99999")), "ms", ""),
        ("open the file", 1e3 * _often(lambda: _reopen(store)), "ms", ""),
        ("check the whole file", 1e3 * _timed(store.database.healthy), "ms", ""),
    ]


def _writing(store: Store) -> list[Row]:
    names = count()
    done: list[str] = []

    def apply() -> None:
        key = f"bench-{next(names)}"
        reminder = Reminder(key, "stretch", START + timedelta(days=1))
        store.journal.apply(Proposal("stretch", (Add(reminder),)), entry_id=key, cause="bench")
        done.append(key)

    def undo() -> None:
        key = done.pop()
        store.journal.undo(key, new_id=f"{key}-undo")

    return [
        ("apply a proposal", 1e3 * _often(apply), "ms", ""),
        ("undo it", 1e3 * _often(undo), "ms", ""),
    ]


def _fill(store: Store) -> None:
    chance = random.Random(7)
    with store.database.transaction() as change:
        for number in range(EVENTS):
            tables.EVENTS.put(change, _event(number, chance), TYPED)


def _event(number: int, chance: random.Random) -> Event:
    start = START + timedelta(minutes=15 * chance.randrange(YEARS * 365 * 96))
    repeat = RULES[number % len(RULES)] if number < REPEATING else None
    guests = (Address("anna@example.org", "Anna"),) if number % 3 == 0 else ()
    length = timedelta(minutes=chance.choice((30, 60, 90, 24 * 60)))
    return Event(
        f"e{number}", f"Meeting {number}", start, start + length, attendees=guests, repeat=repeat
    )


def _week(store: Store, start: datetime) -> None:
    found = store.reads.events(start, start + timedelta(weeks=1))
    assert len(found) > 100


def _reopen(store: Store) -> None:
    Store(store.database.path, FrozenClock(datetime(2026, 1, 1, tzinfo=UTC), BERLIN)).close()


def _often(work: Callable[[], object], times: int = 20) -> float:
    return median(_timed(work) for _ in range(times))


def _timed(work: Callable[[], object]) -> float:
    """Return the seconds that `work` took."""
    start = perf_counter()
    work()
    return perf_counter() - start
