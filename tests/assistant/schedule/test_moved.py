"""The wall clock is moved forward and back under a running program: nothing lost, nothing twice."""

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from assistant.domain.reminders import Reminder
from tests.assistant.schedule.desk import DAY, HOUR, MINUTE, NOW, Desk
from tests.assistant.schedule.faked import Moved

DAILY = Reminder("daily", "Daily", NOW + 2 * HOUR, repeat="FREQ=DAILY", start=NOW + 2 * HOUR)
ONCE, LATER = Reminder("once", "Once", NOW + HOUR), Reminder("later", "Later", NOW + 5 * HOUR)
AGAIN = DAILY.due + DAY


def written(home: Path) -> None:
    desk = Desk(home / "deskmate.db")
    desk.add(ONCE, DAILY, LATER)
    desk.store.close()


def wait(until: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_the_clock_is_moved_forward_and_back(tmp_path: Path) -> None:
    """Forward over one, back over all, forward again: each occurrence comes once."""
    written(tmp_path)
    with Moved(tmp_path, NOW, look=0.3) as program:
        time.sleep(1)
        assert program.fired() == []
        program.to(NOW + HOUR + MINUTE)
        wait(lambda: len(program.fired()) == 1)
        program.to(NOW - 2 * HOUR)
        time.sleep(1)
        program.to(NOW + 3 * HOUR)
        wait(lambda: len(program.fired()) == 2)
        program.to(NOW)
        time.sleep(1)
        program.to(NOW + 30 * HOUR)
        wait(lambda: len(program.fired()) == 4)
        time.sleep(1)
        found = program.fired()
    assert found == [
        ("once", ONCE.due.isoformat()),
        ("daily", DAILY.due.isoformat()),
        ("later", LATER.due.isoformat()),
        ("daily", AGAIN.isoformat()),
    ]


def test_moved_to_just_before_its_time_it_comes_at_its_time(tmp_path: Path) -> None:
    written(tmp_path)
    with Moved(tmp_path, NOW - DAY, look=0.3) as program:
        program.to(NOW + HOUR - timedelta(seconds=3))
        wait(lambda: bool(program.fired()))
        (found,) = program.fired()
    assert found == ("once", ONCE.due.isoformat())
