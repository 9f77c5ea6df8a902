"""Late, within minutes, not at all, or asked; several at once; quiet hours; alarms of events."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta

import pytest

from assistant.domain.calendar import Event, EventStatus
from assistant.domain.events import ReminderMissed, WhileAway
from assistant.domain.quiet import Quiet, quiet_hours
from assistant.domain.reminders import Missed, Reminder
from assistant.schedule.events import event_of
from tests.assistant.schedule.desk import DAY, HOUR, MINUTE, NOW, Desk

STRETCH = Reminder("stretch", "Stretch", NOW + MINUTE)
PILLS = Reminder("pills", "Pills", NOW + HOUR, repeat="FREQ=DAILY", start=NOW + HOUR)
LUNCH = Event("lunch", "Lunch", NOW + 2 * HOUR, NOW + 3 * HOUR, reminder_minutes=15, leads=(60,))


@pytest.fixture
def desk() -> Iterator[Desk]:
    one = Desk()
    yield one
    one.store.close()


def away(desk: Desk, by: timedelta) -> None:
    """Let time pass while the program is off."""
    desk.clock.advance(by)
    desk.restart()


def test_one_that_is_skipped_is_done_and_never_told(desk: Desk) -> None:
    desk.add(replace(STRETCH, missed=Missed.SKIP))
    away(desk, HOUR)
    assert not desk.fired
    assert desk.get("stretch").done == desk.clock.now()
    assert not desk.store.firings.unacknowledged()


def test_one_that_is_skipped_comes_at_its_moment_all_the_same(desk: Desk) -> None:
    desk.add(replace(STRETCH, missed=Missed.SKIP))
    desk.alarms.check()
    assert len(desk.advance(MINUTE)) == 1


@pytest.mark.parametrize(("minutes", "comes"), [(9, True), (10, True), (12, False)])
def test_within_so_many_minutes(desk: Desk, minutes: int, comes: bool) -> None:
    desk.add(replace(STRETCH, missed=Missed.WITHIN, within=9))
    away(desk, minutes * MINUTE)
    assert bool(desk.fired) is comes


def test_a_series_that_skips_goes_on(desk: Desk) -> None:
    desk.add(replace(PILLS, missed=Missed.SKIP))
    away(desk, DAY + 2 * HOUR)
    assert not desk.fired
    assert desk.get("pills").due == PILLS.due + 2 * DAY
    assert len(desk.advance(DAY - HOUR)) == 1


def test_one_that_asks_is_listed(desk: Desk) -> None:
    desk.add(replace(STRETCH, missed=Missed.ASK))
    away(desk, HOUR)
    assert not desk.fired
    (missed,) = desk.said
    assert isinstance(missed, ReminderMissed)
    assert desk.get("stretch").open
    assert len(desk.store.firings.unacknowledged()) == 1


def test_several_that_come_late_are_told_once(desk: Desk) -> None:
    tea = replace(STRETCH, id="tea", text="Tea", due=NOW + 2 * MINUTE)
    desk.add(STRETCH, tea, PILLS)
    away(desk, 2 * HOUR)
    assert [event.together for event in desk.fired] == [True] * 3
    (digest,) = desk.said
    assert isinstance(digest, WhileAway)
    assert [one.reminder.id for one in digest.due] == ["stretch", "tea", "pills"]
    desk.restart()
    assert len(desk.fired) == 3


def test_quiet_hours_hold_back_all_but_what_insists(desk: Desk) -> None:
    desk.quiet = Quiet(time(10), time(12))
    alarm = replace(STRETCH, id="alarm", alarm=True)
    urgent = replace(STRETCH, id="urgent", urgent=True)
    desk.add(STRETCH, alarm, urgent)
    desk.alarms.check()
    assert {event.reminder.id for event in desk.advance(MINUTE)} == {"alarm", "urgent"}
    assert not desk.advance(HOUR)
    (event,) = desk.advance(HOUR)
    assert (event.reminder, event.late) == (STRETCH, True)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("22:00-07:00", Quiet(time(22), time(7))),
        (" 9:30 – 10:00", Quiet(time(9, 30), time(10))),
        ("", None), ("22-7", None), ("25:00-07:00", None), ("07:00-07:00", None),
    ],
)  # fmt: skip
def test_quiet_hours_are_read(text: str, hours: Quiet | None) -> None:
    assert quiet_hours(text) == hours


def test_quiet_hours_over_midnight() -> None:
    night = Quiet(time(22), time(7))
    assert night.until(NOW) is None
    assert night.until(NOW.replace(hour=23)) == NOW.replace(hour=7) + DAY
    assert night.until(NOW.replace(hour=2)) == NOW.replace(hour=7)


def test_an_event_reminds_before_it_begins(desk: Desk) -> None:
    desk.add(LUNCH)
    desk.alarms.check()
    (first,) = desk.advance(HOUR)
    assert event_of(first.reminder.id) == "lunch"
    assert first.reminder.text == "Lunch, Monday 23 November 2026, 12:00"
    (second,) = desk.advance(45 * MINUTE)
    assert second.occurrence == NOW + HOUR + 45 * MINUTE
    desk.restart()
    assert len(desk.fired) == 2


def test_a_series_of_events_reminds_each_time(desk: Desk) -> None:
    desk.add(replace(LUNCH, repeat="FREQ=DAILY", leads=()))
    desk.alarms.check()
    for wait in (HOUR + 45 * MINUTE, DAY, DAY):
        assert len(desk.advance(wait)) == 1


def test_an_event_that_moves_reminds_again(desk: Desk) -> None:
    desk.add(replace(LUNCH, leads=()))
    desk.alarms.check()
    assert len(desk.advance(2 * HOUR - 15 * MINUTE)) == 1
    before = replace(LUNCH, leads=())
    later = replace(before, start=before.start + HOUR, end=before.end + HOUR)
    desk.change(before, later)
    desk.alarms.check()
    assert len(desk.advance(HOUR)) == 1


def test_what_is_over_or_called_off_reminds_of_nothing(desk: Desk) -> None:
    desk.add(LUNCH, replace(LUNCH, id="off", status=EventStatus.CANCELLED))
    away(desk, 4 * HOUR)
    assert not desk.fired


def test_late_for_an_event_that_goes_on_is_better_than_never(desk: Desk) -> None:
    desk.add(replace(LUNCH, leads=()))
    away(desk, 2 * HOUR + 10 * MINUTE)
    assert [event.late for event in desk.fired] == [True]
