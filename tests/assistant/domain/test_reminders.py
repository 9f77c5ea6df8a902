"""What becomes of a reminder that the user answers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assistant.domain.reminders import Reminder, done, later_times, put_off, rings
from tests.assistant.store.world import NOW

HOUR = timedelta(hours=1)
PILLS = Reminder("1", "pills", NOW + HOUR, repeat="FREQ=DAILY")


@pytest.mark.parametrize(
    ("reminder", "over"),
    [
        (Reminder("1", "tea", NOW), True),
        (Reminder("1", "tea", NOW + HOUR), True),
        (Reminder("1", "tea", NOW, repeat="FREQ=DAILY;COUNT=1", start=NOW), True),
        (replace(PILLS, snoozed=NOW), False),
    ],
)
def test_done(reminder: Reminder, over: bool) -> None:
    after = done(reminder, NOW)
    assert (after.done == NOW, after.snoozed) == (over, None)


def test_done_with_what_comes_again_leaves_it_as_it_is() -> None:
    assert done(PILLS, NOW) == PILLS


def test_put_off() -> None:
    assert put_off(PILLS, NOW + HOUR).fires_at == NOW + HOUR


def test_this_evening_is_offered_until_it_begins() -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    names = [name for name, _, _ in later_times(noon)]
    assert names == ["snooze", "hour", "tonight", "tomorrow", "monday"]
    late = [name for name, _, _ in later_times(noon + timedelta(hours=6))]
    assert late == ["snooze", "hour", "tomorrow", "monday"]


@pytest.mark.parametrize(
    ("words", "loud"),
    [
        ("set an alarm for 7 am", True),
        ("wake me at 6:30", True),
        ("每天早上七点叫我起床", True),
        ("设一个下午三点的闹钟", True),
        ("remind me of the fire drill", False),
        ("I read Finnegans Wake", False),
        ("提醒我给妈妈打电话", False),
    ],
)
def test_who_asks_to_be_woken_wants_a_sound(words: str, loud: bool) -> None:
    assert rings(words) is loud
