"""What becomes of a reminder that the user answers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.domain.reminders import Reminder, done, put_off
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
