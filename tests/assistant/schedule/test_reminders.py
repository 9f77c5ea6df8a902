from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.base.errors import OutsideError
from assistant.domain.changes import Proposal, Remove
from assistant.domain.reminders import Reminder
from tests.assistant.schedule.desk import BERLIN, DAY, HOUR, MINUTE, NOW, Desk

STRETCH = Reminder("stretch", "Stretch", NOW + MINUTE)
PILLS = Reminder("pills", "Pills", NOW + HOUR, repeat="FREQ=DAILY", start=NOW + HOUR)


@pytest.fixture
def desk() -> Iterator[Desk]:
    one = Desk()
    yield one
    one.store.close()


def test_it_fires_at_its_moment_and_once(desk: Desk) -> None:
    desk.add(STRETCH)
    desk.alarms.check()
    assert desk.advance(MINUTE - timedelta(microseconds=1)) == []
    (event,) = desk.advance(timedelta(microseconds=1))
    assert event.reminder == STRETCH
    assert event.occurrence == NOW + MINUTE
    assert not event.late
    for _ in range(3):
        assert desk.alarms.check() == 0
    assert desk.advance(DAY) == []
    assert desk.get("stretch").open


def test_it_is_written_down_before_it_is_told() -> None:
    steps: list[str] = []
    desk = Desk(step=steps.append)
    desk.add(PILLS)
    desk.clock.advance(HOUR)
    told: list[int] = []
    desk.alarms._post = lambda event: told.append(len(steps))
    desk.alarms.check()
    assert steps == ["before record", "after record", "before move", "after move"]
    assert told == [2]
    desk.store.close()


def test_what_was_missed_comes_once_at_the_start_and_says_it_is_late(desk: Desk) -> None:
    desk.add(STRETCH)
    desk.clock.advance(2 * DAY)
    desk.restart()
    (event,) = desk.fired
    assert event.late
    assert event.occurrence == NOW + MINUTE
    desk.restart()
    assert len(desk.fired) == 1


def test_what_fired_does_not_fire_after_a_restart(desk: Desk) -> None:
    desk.add(STRETCH)
    desk.alarms.check()
    assert desk.advance(MINUTE)
    desk.restart()
    assert len(desk.fired) == 1


def test_snoozed_it_comes_again_once(desk: Desk) -> None:
    desk.add(STRETCH)
    desk.alarms.check()
    desk.advance(MINUTE)
    later = replace(STRETCH, snoozed=desk.clock.now() + 10 * MINUTE)
    desk.change(STRETCH, later)
    desk.alarms.check()
    assert desk.advance(9 * MINUTE) == []
    (event,) = desk.advance(MINUTE)
    assert event.occurrence == later.snoozed
    assert desk.advance(DAY) == []
    desk.restart()
    assert len(desk.fired) == 2


def test_done_or_removed_it_is_quiet(desk: Desk) -> None:
    desk.add(STRETCH, replace(STRETCH, id="other"))
    desk.alarms.check()
    desk.change(STRETCH, replace(STRETCH, done=NOW))
    removal = Proposal("remove", (Remove(desk.get("other")),))
    desk.store.journal.apply(removal, entry_id="removal", cause="clicked")
    assert desk.advance(DAY) == []


def test_moved_to_another_moment_it_fires_then(desk: Desk) -> None:
    desk.add(STRETCH)
    desk.alarms.check()
    desk.advance(MINUTE)
    desk.change(STRETCH, replace(STRETCH, due=NOW + HOUR))
    desk.alarms.check()
    (event,) = desk.advance(HOUR)
    assert event.occurrence == NOW + HOUR


def test_the_soonest_is_armed_first(desk: Desk) -> None:
    desk.add(PILLS, STRETCH, replace(STRETCH, id="soon", due=NOW + timedelta(seconds=5)))
    desk.alarms.check()
    fired = [desk.advance(by) for by in (timedelta(seconds=5), timedelta(seconds=55), HOUR)]
    assert [[one.reminder.id for one in some] for some in fired] == [
        ["soon"],
        ["stretch"],
        ["pills"],
    ]


def test_a_repeating_one_moves_on(desk: Desk) -> None:
    desk.add(PILLS)
    desk.alarms.check()
    desk.advance(HOUR)
    assert desk.get("pills") == replace(PILLS, due=NOW + DAY + HOUR)
    (event,) = desk.advance(DAY)
    assert event.occurrence == NOW + DAY + HOUR
    assert not event.late


def test_days_missed_come_as_one_the_latest(desk: Desk) -> None:
    desk.add(PILLS)
    desk.clock.advance(5 * DAY + 2 * HOUR)
    desk.restart()
    (event,) = desk.fired
    assert event.occurrence == NOW + 5 * DAY + HOUR
    assert event.late
    assert desk.get("pills").due == NOW + 6 * DAY + HOUR
    desk.restart()
    assert len(desk.fired) == 1


def test_a_snoozed_repeating_one_keeps_its_series(desk: Desk) -> None:
    desk.add(PILLS)
    desk.alarms.check()
    desk.advance(HOUR)
    moved = desk.get("pills")
    desk.change(moved, replace(moved, snoozed=desk.clock.now() + 10 * MINUTE))
    desk.alarms.check()
    (event,) = desk.advance(10 * MINUTE)
    assert event.occurrence == NOW + HOUR + 10 * MINUTE
    assert desk.get("pills") == moved
    (event,) = desk.advance(DAY - 10 * MINUTE)
    assert event.occurrence == moved.due


def test_snoozed_past_its_next_time_it_comes_once_and_moves_on(desk: Desk) -> None:
    desk.add(PILLS)
    desk.alarms.check()
    desk.advance(HOUR)
    moved = desk.get("pills")
    desk.change(moved, replace(moved, snoozed=moved.due + 2 * HOUR))
    desk.alarms.check()
    assert len(desk.advance(DAY + 2 * HOUR)) == 1
    assert desk.get("pills") == replace(PILLS, due=NOW + 2 * DAY + HOUR)


@pytest.mark.parametrize("rule", ["FREQ=DAILY;COUNT=3", "FREQ=DAILY;UNTIL=20261125T235959Z"])
def test_a_series_ends(desk: Desk, rule: str) -> None:
    desk.add(replace(PILLS, repeat=rule))
    desk.alarms.check()
    fired = [len(desk.advance(by)) for by in (HOUR, DAY, DAY, DAY, DAY)]
    assert fired == [1, 1, 1, 0, 0]
    assert desk.get("pills").due == NOW + 2 * DAY + HOUR
    assert desk.get("pills").open
    desk.restart()
    assert len(desk.fired) == 3


def test_a_series_that_ended_unseen_comes_once(desk: Desk) -> None:
    desk.add(replace(PILLS, repeat="FREQ=DAILY;COUNT=3"))
    desk.clock.advance(30 * DAY)
    desk.restart()
    desk.restart()
    (event,) = desk.fired
    assert event.occurrence == NOW + 2 * DAY + HOUR
    assert desk.get("pills").due == event.occurrence


def test_an_old_series_goes_on(desk: Desk) -> None:
    """Thousands of occurrences lie behind it: limits count what is ahead."""
    start = NOW + HOUR - 4000 * DAY
    desk.add(replace(PILLS, start=start, due=NOW + HOUR))
    desk.alarms.check()
    assert len(desk.advance(HOUR)) == 1
    assert desk.get("pills").due == NOW + DAY + HOUR


def test_a_long_absence_from_a_fast_series(desk: Desk) -> None:
    desk.add(replace(PILLS, repeat="FREQ=MINUTELY;INTERVAL=10"))
    desk.clock.advance(60 * DAY)
    desk.restart()
    (event,) = desk.fired
    assert event.occurrence == NOW + 60 * DAY
    assert desk.get("pills").due == NOW + 60 * DAY + 10 * MINUTE


@pytest.mark.parametrize("rule", ["FREQ=NEVER", "nonsense", "FREQ=DAILY;INTERVAL=0"])
def test_a_rule_that_cannot_be_read_does_not_silence_the_others(desk: Desk, rule: str) -> None:
    desk.add(replace(PILLS, id="a", repeat=rule, due=NOW + MINUTE), STRETCH)
    desk.alarms.check()
    assert {one.reminder.id for one in desk.advance(MINUTE)} == {"a", "stretch"}
    desk.restart()
    assert len(desk.fired) == 2


def test_the_user_was_faster(desk: Desk) -> None:
    """Edited between the look at the table and the move: the edit stands."""
    desk.add(PILLS)
    desk.alarms.check()
    edited = replace(PILLS, text="Vitamins")
    desk.alarms._post = lambda event: desk.change(PILLS, edited)
    desk.advance(HOUR)
    assert desk.get("pills") == edited
    desk.alarms._post = desk._tell
    desk.alarms.check()
    assert desk.fired == []
    assert desk.get("pills") == replace(edited, due=NOW + DAY + HOUR)


def test_a_full_disk_delays_it(desk: Desk) -> None:
    """What cannot be written down is not shown, and comes once there is room."""

    def full(name: str) -> None:
        raise OutsideError("The disk is full.", hint="Make room.")

    desk.add(STRETCH)
    desk.clock.advance(HOUR)
    desk._step = full
    with pytest.raises(OutsideError):
        desk.alarms.check()
    assert desk.fired == []
    desk._step = lambda name: None
    assert desk.alarms.check() == 1


def test_undo_takes_back_what_the_user_did_not_what_the_clock_did(desk: Desk) -> None:
    desk.add(PILLS)
    desk.alarms.check()
    desk.advance(HOUR)
    last = desk.store.journal.last_undoable()
    assert last is not None
    assert last.cause == "clicked"


def test_nothing_open_nothing_armed(desk: Desk) -> None:
    desk.add(STRETCH)
    desk.alarms.check()
    desk.change(STRETCH, replace(STRETCH, done=NOW))
    desk.alarms.check()
    desk.clock.advance(DAY)
    assert desk.scheduler.run_due() == 0


def test_twice_in_autumn_is_two_moments() -> None:
    """02:30 comes twice on 25 October 2026 in Berlin; one-shots keep them apart."""
    first = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    second = first.replace(fold=1)
    desk = Desk(now=datetime(2026, 10, 25, 0, 0, tzinfo=BERLIN))
    desk.add(Reminder("first", "a", first), Reminder("second", "b", second))
    desk.alarms.check()
    ids = [[one.reminder.id for one in desk.advance(HOUR / 2)] for _ in range(9)]
    assert ids == [[], [], [], [], ["first"], [], ["second"], [], []]
    desk.store.close()


def test_a_clock_set_back_fires_nothing_again(desk: Desk) -> None:
    desk.add(STRETCH, PILLS)
    desk.alarms.check()
    desk.advance(2 * HOUR)
    desk.clock.advance(-3 * HOUR)
    desk.restart()
    assert desk.advance(3 * HOUR) == []
    assert len(desk.fired) == 2


ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Shanghai",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "America/Santiago",
    "Pacific/Chatham",
    "Antarctica/Troll",
]


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("wall", [(0, 0), (2, 30), (12, 0)])
def test_daily_through_every_change_of_a_year(name: str, wall: tuple[int, int]) -> None:
    """Once a day, on the wall clock, in any zone: a gap delays it, a fold does not repeat it."""
    zone = ZoneInfo(name)
    start = datetime(2026, 1, 1, *wall, tzinfo=zone)
    desk = Desk(now=start - HOUR, zone=zone)
    desk.add(Reminder("daily", "d", start, repeat="FREQ=DAILY", start=start))
    desk.alarms.check()
    for _ in range(366 * 4):
        desk.advance(6 * HOUR)
    days = [one.occurrence.astimezone(zone) for one in desk.fired]
    assert Counter(one.date() for one in days) == Counter(
        {(start.replace(tzinfo=None) + n * DAY).date(): 1 for n in range(366)}
    )
    off = [one for one in days if (one.hour, one.minute) != wall]
    assert all(_in_gap(one, wall, zone) for one in off)
    desk.store.close()


def _in_gap(one: datetime, wall: tuple[int, int], zone: ZoneInfo) -> bool:
    there = datetime(one.year, one.month, one.day, *wall, tzinfo=zone)
    back = there.astimezone(UTC).astimezone(zone)
    return (back.hour, back.minute) != wall


@settings(max_examples=40, deadline=None)
@given(
    delays=st.lists(st.integers(1, 300), min_size=1, max_size=8),
    steps=st.lists(st.tuples(st.integers(-60, 200), st.booleans()), min_size=1, max_size=12),
)
def test_whatever_the_clock_does_each_fires_once(
    delays: list[int], steps: list[tuple[int, bool]]
) -> None:
    desk = Desk()
    reminders = [Reminder(str(n), "x", NOW + m * MINUTE) for n, m in enumerate(delays)]
    desk.add(*reminders)
    desk.alarms.check()
    latest = desk.clock.now()
    for minutes, restarted in steps:
        desk.advance(minutes * MINUTE)
        if restarted:
            desk.restart()
        latest = max(latest, desk.clock.now())
        fired = Counter(one.reminder.id for one in desk.fired)
        assert set(fired.values()) <= {1}
        assert set(fired) <= {one.id for one in reminders if one.due <= latest}
        if restarted:
            due = {one.id for one in reminders if one.due <= desk.clock.now()}
            assert due <= set(fired)
    desk.store.close()
