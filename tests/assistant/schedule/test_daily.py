"""Once a day, at its time; also after a night's sleep, never twice, and not when it is too late."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assistant.base.clock import FrozenClock
from assistant.domain.quiet import quiet_hours
from assistant.schedule.daily import Daily
from assistant.schedule.scheduler import StillScheduler
from assistant.store.store import Store

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = timedelta(hours=1)


class Morning:
    """A daily piece of work over a real table of firings."""

    def __init__(self, path: Path | None, now: datetime) -> None:
        self.clock = FrozenClock(now, BERLIN)
        self.store = Store(path, self.clock)
        self.scheduler = StillScheduler(self.clock)
        self.at: time | None = time(8)
        self.quiet = ""
        self.came: list[str] = []
        self.daily = Daily(
            "brief",
            lambda: self.at,
            self.store.firings,
            self.clock,
            self.scheduler,
            work=lambda: self.came.append(f"{self.clock.now():%d %H:%M}"),
            wake=self.look,
            quiet=lambda now: hours.until(now) if (hours := quiet_hours(self.quiet)) else None,
        )

    def look(self) -> None:
        """Look at the table once more."""
        self.daily.check()

    def run_to(self, moment: datetime) -> list[str]:
        """Move the clock from one wake-up to the next until `moment`."""
        while (due := self.scheduler.next_due()) is not None and due <= moment:
            self.clock.advance(max(due - self.clock.now(), timedelta()))
            self.scheduler.run_due()
        self.clock.advance(moment - self.clock.now())
        return self.came


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


@pytest.fixture
def morning() -> Iterator[Morning]:
    made = Morning(None, at(23, 6))
    yield made
    made.store.close()


def test_it_comes_once_a_day_however_often_one_looks(morning: Morning) -> None:
    morning.daily.check()
    assert morning.came == []
    for _ in range(3):
        morning.run_to(at(25, 12))
        morning.daily.check()
    assert morning.came == ["23 08:00", "24 08:00", "25 08:00"]


def test_a_computer_that_slept_catches_up_within_half_a_day(morning: Morning) -> None:
    morning.daily.check()
    morning.clock.advance(8 * HOUR)  # asleep: nothing was woken at eight
    assert morning.daily.check()
    assert morning.came == ["23 14:00"]
    morning.clock.advance(30 * HOUR)
    assert not morning.daily.check()  # 20:00: too late for a morning
    assert morning.run_to(at(25, 9)) == ["23 14:00", "25 08:00"]


def test_a_restart_on_the_same_day_tells_nothing_twice(tmp_path: Path) -> None:
    for hour, came in ((9, True), (10, False)):
        morning = Morning(tmp_path / "one.db", at(23, hour))
        assert morning.daily.check() is came
        morning.store.close()


def test_quiet_hours_make_it_wait(morning: Morning) -> None:
    morning.quiet = "22:00-09:30"
    morning.daily.check()
    assert morning.run_to(at(24, 12)) == ["23 09:30", "24 09:30"]


def test_switched_on_after_its_time_it_begins_tomorrow(morning: Morning) -> None:
    morning.at = None
    morning.clock.advance(4 * HOUR)
    assert not morning.daily.check()
    morning.at = time(8)
    morning.daily.begin_tomorrow()
    assert not morning.daily.check()
    assert morning.run_to(at(24, 12)) == ["24 08:00"]


def test_switched_on_before_its_time_it_comes_today_and_off_it_stays_away(
    morning: Morning,
) -> None:
    morning.daily.begin_tomorrow()
    morning.daily.check()
    morning.run_to(at(23, 12))
    assert morning.came == ["23 08:00"]
    morning.at = None
    morning.daily.check()
    assert morning.scheduler.next_due() is None


def test_in_the_gap_of_spring_it_comes_an_hour_on_and_once_in_the_fold() -> None:
    for first, month in ((28, 3), (24, 10)):
        morning = Morning(None, datetime(2026, month, first, 20, tzinfo=BERLIN))
        morning.at = time(2, 30)
        morning.daily.check()
        morning.run_to(datetime(2026, month, first + 1, 20, tzinfo=BERLIN))
        assert morning.came == ["29 03:30" if month == 3 else "25 02:30"]
        morning.store.close()
