"""What the contract suite (tests/contracts/test_reads.py) does not say: how the reader looks."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from assistant.base.clock import FrozenClock
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Record, Update
from assistant.store.reader import Reader
from assistant.store.store import Store
from tests.assistant.store.world import BERLIN, DAY, HOUR, LUNCH, NOW, proposal

WEEK = timedelta(weeks=1)


def add(store: Store, *records: Record) -> None:
    changes = (Add(record) for record in records)
    store.journal.apply(proposal(*changes), entry_id=f"{records[0].id}+", cause="typed")


def ids(reader: Reader, start: datetime, length: timedelta = DAY) -> list[str]:
    return [one.event.id for one in reader.events(start, start + length)]


def test_a_week_is_a_range_of_an_index(store: Store) -> None:
    seen: list[str] = []
    store.reads.events(NOW, NOW + WEEK)
    reader: Any = store.database._readers[0]
    reader.set_trace_callback(seen.append)
    store.reads.events(NOW, NOW + WEEK)
    reader.set_trace_callback(None)
    (query,) = seen
    plan = " ".join(row[3] for row in store.database.rows(f"EXPLAIN QUERY PLAN {query}"))
    assert "USING INDEX events_brief (earliest>? AND earliest<?)" in plan
    assert "USING INDEX events_lasting (latest>?)" in plan
    assert "SCAN events" not in plan


def test_brief_events_up_to_a_week_are_found_to_their_end(store: Store) -> None:
    floating = NOW.replace(tzinfo=None)
    add(
        store,
        replace(LUNCH, id="week", start=NOW, end=NOW + WEEK),
        replace(LUNCH, id="longer", start=NOW, end=NOW + WEEK + HOUR),
        replace(LUNCH, id="floating", start=floating, end=floating + WEEK),
        replace(LUNCH, id="days", start=date(2026, 11, 23), end=date(2026, 11, 30)),
    )
    last = NOW + WEEK - timedelta(minutes=1)
    assert sorted(ids(store.reads, last, timedelta(minutes=1))) == ["floating", "longer", "week"]
    assert ids(store.reads, datetime(2026, 11, 29, 23, 59, tzinfo=BERLIN), HOUR)[0] == "days"
    assert ids(store.reads, NOW + WEEK, HOUR) == ["longer"]


def test_floating_times_follow_the_reader(store: Store) -> None:
    noon = NOW.replace(tzinfo=None)
    add(store, replace(LUNCH, id="floating", start=noon, end=noon + HOUR))
    for name in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Shanghai"):
        zone = ZoneInfo(name)
        reader = Reader(store.database, zone)
        here = noon.replace(tzinfo=zone)
        assert ids(reader, here, HOUR) == ["floating"]
        assert ids(reader, here + HOUR, HOUR) == []


def test_a_repeat_in_another_zone_is_another_repeat(store: Store) -> None:
    """Two events may be equal (same moments) and yet repeat at different times."""
    london = ZoneInfo("Europe/London")
    lagos = ZoneInfo("Africa/Lagos")
    winter = datetime(2026, 1, 5, 9, tzinfo=lagos)
    first = Event("m", "Meeting", winter, winter + HOUR, repeat="FREQ=WEEKLY")
    moved = replace(first, start=winter.astimezone(BERLIN), end=first.end.astimezone(BERLIN))  # type: ignore[union-attr]
    assert moved == first
    add(store, first)
    july = datetime(2026, 7, 6, tzinfo=london)
    (before,) = store.reads.events(july, july + DAY)
    store.journal.apply(proposal(Update(first, moved)), entry_id="2", cause="typed")
    (after,) = store.reads.events(july, july + DAY)
    assert (before.start.hour, after.start.hour) == (10, 9)


def test_repeats_that_have_ended_are_left_out(store: Store) -> None:
    for key, rule in (("count", "COUNT=3"), ("until", "UNTIL=20261201T000000Z"), ("ever", "")):
        add(
            store,
            replace(
                LUNCH, id=key, start=NOW, end=NOW + HOUR, repeat=f"FREQ=DAILY;{rule}".strip(";")
            ),
        )
    assert sorted(ids(store.reads, NOW + 2 * DAY)) == ["count", "ever", "until"]
    assert ids(store.reads, NOW + 60 * DAY) == ["ever"]
    rows = store.database.rows("SELECT id, substr(latest, 1, 4) FROM events")
    assert sorted(rows) == [("count", "2026"), ("ever", "9999"), ("until", "2026")]


def test_the_edges_of_the_calendar(store: Store, clock: FrozenClock) -> None:
    samoa = ZoneInfo("Pacific/Kiritimati")
    add(
        store,
        replace(LUNCH, id="first", start=date(1, 1, 1), end=date(1, 1, 2)),
        replace(LUNCH, id="last", start=date(9999, 12, 30), end=date(9999, 12, 31)),
        replace(
            LUNCH,
            id="kiribati",
            start=datetime(1, 1, 1, tzinfo=samoa),
            end=datetime(1, 1, 2, tzinfo=samoa),
        ),
    )
    assert len(store.reads.find_events("lunch")) == 3
    assert ids(store.reads, NOW) == []
