"""Back at the computer: once for each absence, and never for who has not been away."""

from datetime import timedelta

import pytest

from assistant.domain.events import ReminderDue
from assistant.domain.quiet import quiet_hours
from assistant.domain.reminders import Reminder, put_off
from assistant.schedule.presence import AWAY, Presence
from tests.assistant.schedule.desk import HOUR, MINUTE, NOW, Desk

SECOND = timedelta(seconds=1)
BACK = Reminder("back", "Call Ben", NOW, at_return=True)


class Person:
    """Somebody whose idle time is known, or not."""

    def __init__(self, still: timedelta | None = timedelta()) -> None:
        self.still = still
        self.backs = 0
        self.presence = Presence(lambda: self.still, self._back)

    def _back(self) -> None:
        self.backs += 1


def test_who_moves_after_a_pause_is_back_once() -> None:
    person = Person()
    for still, backs in ((0, 0), (60, 0), (121, 0), (400, 0), (3, 1), (4, 1), (130, 1), (0, 2)):
        person.still = still * SECOND
        person.presence.look()
        assert person.backs == backs, still


def test_a_lock_counts_at_once_and_an_unlock_alone_does_not() -> None:
    person = Person()
    person.presence.returned()
    assert person.backs == 0
    person.presence.left()
    assert person.presence.away
    person.presence.returned()
    person.presence.returned()
    assert person.backs == 1


def test_a_computer_that_wakes_by_itself_waits_for_somebody() -> None:
    person = Person(still=10 * MINUTE)
    person.presence.woke()
    person.presence.look()
    assert person.backs == 0
    person.still = SECOND
    person.presence.look()
    assert person.backs == 1


def test_where_nothing_tells_of_idle_time_waking_is_coming_back() -> None:
    person = Person(still=None)
    person.presence.look()
    assert person.backs == 0
    person.presence.woke()
    assert person.backs == 1


def test_what_waits_for_the_return_comes_then_and_not_by_the_clock() -> None:
    desk = Desk()
    desk.add(BACK, Reminder("later", "Later", NOW + HOUR))
    desk.alarms.check()
    assert desk.scheduler.next_due() == NOW + HOUR
    assert [one.reminder.id for one in desk.advance(2 * HOUR)] == ["later"]
    assert desk.alarms.waits_for_return()
    assert desk.alarms.returned() == 1
    assert desk.fired[-1] == ReminderDue(BACK, NOW + 2 * HOUR)
    assert not desk.alarms.waits_for_return()
    kept = desk.get("back")
    assert (kept.open, kept.at_return) == (True, False)
    desk.alarms.check()
    desk.restart()
    assert [one.reminder.id for one in desk.fired] == ["later", "back"]
    desk.store.close()


def test_quiet_hours_do_not_hold_back_who_is_there() -> None:
    desk = Desk()
    desk.quiet = quiet_hours("00:00-23:59")
    desk.add(BACK)
    desk.alarms.check()
    assert desk.alarms.returned() == 1
    desk.store.close()


@pytest.mark.parametrize(("waited", "comes"), [(AWAY, 1), (AWAY - SECOND, 0)])
def test_a_start_after_an_absence_counts_as_a_return(waited: timedelta, comes: int) -> None:
    desk = Desk()
    desk.add(BACK)
    desk.advance(waited)
    assert desk.alarms.returned(desk.clock.now() - AWAY) == comes
    desk.store.close()


def test_killed_between_the_record_and_the_note_it_is_listed_and_not_told_twice() -> None:
    desk = Desk()
    desk.add(BACK)
    desk.advance(HOUR)
    assert desk.store.firings.record("back", BACK.due, desk.clock.now())  # and killed here
    desk.restart()
    desk.alarms.returned()
    assert desk.fired == []
    assert [one.reminder for one in desk.store.firings.unacknowledged()] == ["back"]
    desk.store.close()


def test_put_off_it_is_an_ordinary_reminder() -> None:
    desk = Desk()
    desk.add(BACK)
    desk.alarms.returned()
    kept = desk.get("back")
    desk.change(kept, put_off(kept, NOW + HOUR))
    desk.alarms.check()
    assert [one.occurrence for one in desk.advance(2 * HOUR)] == [NOW + HOUR]
    desk.store.close()
