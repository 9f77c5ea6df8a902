import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import apscheduler.schedulers.base
import pytest

from assistant.base.clock import FrozenClock, SystemClock
from assistant.schedule.scheduler import (
    ClockScheduler,
    Scheduler,
    StillScheduler,
    scheduler_for,
)

ZONE = ZoneInfo("Europe/Berlin")
SOON, HOUR, LONG = timedelta(milliseconds=50), timedelta(hours=1), 30.0


class Bell:
    """Work that can be waited for."""

    def __init__(self) -> None:
        self.rung = 0
        self.thread = ""
        self._event = threading.Event()

    def __call__(self) -> None:
        self.rung += 1
        self.thread = threading.current_thread().name
        self._event.set()

    def wait(self) -> bool:
        return self._event.wait(LONG)


class LooseClock(SystemClock):
    """The computer's clock, as somebody sets it."""

    def __init__(self) -> None:
        super().__init__(ZONE)
        self.off = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.off


@pytest.fixture
def clock() -> LooseClock:
    return LooseClock()


@pytest.fixture
def jumps() -> Bell:
    return Bell()


@pytest.fixture
def scheduler(clock: LooseClock, jumps: Bell) -> Iterator[ClockScheduler]:
    one = ClockScheduler(clock, jumps, look=timedelta(hours=1))
    yield one
    one.close()


@pytest.mark.parametrize("ahead", [SOON, -SOON, -HOUR, -1000 * 24 * HOUR])
@pytest.mark.parametrize("started", [True, False])
def test_work_is_called_at_its_moment_or_at_once(
    scheduler: ClockScheduler, clock: LooseClock, ahead: timedelta, started: bool
) -> None:
    """APScheduler by itself drops what is more than a second late (misfire_grace_time)."""
    bell = Bell()
    if started:
        scheduler.start()
    scheduler.at("one", clock.now() + ahead, bell)
    if not started:
        scheduler.start()
    assert bell.wait()
    assert bell.rung == 1


def test_work_runs_on_the_schedulers_own_thread(
    scheduler: ClockScheduler, clock: LooseClock
) -> None:
    bell = Bell()
    scheduler.start()
    scheduler.at("one", clock.now(), bell)
    assert bell.wait()
    assert bell.thread == "APScheduler"


def test_the_last_one_told_counts(scheduler: ClockScheduler, clock: LooseClock) -> None:
    first, second, last = Bell(), Bell(), Bell()
    scheduler.at("one", clock.now(), first)
    scheduler.at("one", clock.now() + SOON, second)
    scheduler.start()
    assert second.wait()
    scheduler.at("one", clock.now() + HOUR, first)
    scheduler.at("one", clock.now() + SOON, last)
    assert last.wait()
    assert first.rung == 0


def test_cancelled_work_is_not_called(scheduler: ClockScheduler, clock: LooseClock) -> None:
    dropped, kept = Bell(), Bell()
    scheduler.start()
    scheduler.at("dropped", clock.now() + SOON, dropped)
    scheduler.at("kept", clock.now() + 2 * SOON, kept)
    scheduler.cancel("dropped")
    scheduler.cancel("never there")
    assert kept.wait()
    assert dropped.rung == 0


def test_work_that_fails_leaves_the_scheduler_alive(
    scheduler: ClockScheduler, clock: LooseClock, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise RuntimeError("our bug")

    bell = Bell()
    scheduler.start()
    scheduler.at("broken", clock.now(), broken)
    scheduler.at("good", clock.now() + SOON, bell)
    assert bell.wait()
    assert "our bug" in caplog.text


def test_the_same_moment_in_another_zone_is_the_same_moment(
    scheduler: ClockScheduler, clock: LooseClock
) -> None:
    bell = Bell()
    scheduler.start()
    scheduler.at("one", (clock.now() + SOON).astimezone(ZoneInfo("Asia/Kathmandu")), bell)
    assert bell.wait()


@pytest.mark.parametrize("by", [HOUR, -HOUR, timedelta(seconds=10), timedelta(seconds=-10)])
def test_a_jump_of_the_clock_is_noticed(
    scheduler: ClockScheduler, clock: LooseClock, jumps: Bell, by: timedelta
) -> None:
    scheduler.start()
    scheduler.look()
    assert jumps.rung == 0
    clock.off += by
    scheduler.look()
    assert jumps.rung == 1
    scheduler.look()
    assert jumps.rung == 1


def test_the_clock_is_looked_at_by_itself(clock: LooseClock, jumps: Bell) -> None:
    scheduler = ClockScheduler(clock, jumps, look=timedelta(milliseconds=10))
    scheduler.start()
    clock.off += HOUR
    assert jumps.wait()
    scheduler.close()


def test_sleep_does_not_delay_what_fell_due(
    scheduler: ClockScheduler, clock: LooseClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """APScheduler waits on a monotonic clock: after two hours of suspend it would wait on."""
    bell = Bell()
    scheduler.start()
    scheduler.at("one", clock.now() + HOUR, bell)

    class After(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) + 2 * HOUR

    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", After)
    clock.off += 2 * HOUR
    scheduler.look()
    assert bell.wait()


def test_closed_it_calls_nothing(clock: LooseClock, jumps: Bell) -> None:
    bell = Bell()
    scheduler = ClockScheduler(clock, jumps)
    scheduler.start()
    scheduler.at("one", clock.now() + HOUR, bell)
    scheduler.close()
    scheduler.close()
    assert not [one for one in threading.enumerate() if one.name in {"APScheduler", "clock"}]
    assert bell.rung == 0


def test_a_clock_that_stands_still_has_a_scheduler_that_does(jumps: Bell) -> None:
    clock = FrozenClock(datetime(2026, 11, 23, 10, tzinfo=ZONE), ZONE)
    found = scheduler_for(clock, jumps)
    assert isinstance(found, StillScheduler)
    assert isinstance(scheduler_for(SystemClock(ZONE), jumps), ClockScheduler)


def test_still_work_waits_for_the_clock_to_be_moved() -> None:
    clock = FrozenClock(datetime(2026, 11, 23, 10, tzinfo=ZONE), ZONE)
    scheduler = StillScheduler(clock)
    called: list[str] = []
    scheduler.start()
    for name, after in (("b", 2 * HOUR), ("a", HOUR), ("c", 3 * HOUR), ("gone", HOUR)):
        scheduler.at(name, clock.now() + after, noting(called, name))
    scheduler.cancel("gone")
    assert scheduler.run_due() == 0
    clock.advance(2 * HOUR)
    assert scheduler.run_due() == 2
    assert called == ["a", "b"]
    assert scheduler.run_due() == 0
    clock.advance(HOUR)
    assert scheduler.run_due() == 1
    scheduler.at("d", clock.now(), noting(called, "d"))
    scheduler.close()
    assert scheduler.run_due() == 0


def test_still_work_that_comes_up_meanwhile_waits_for_the_next_call() -> None:
    clock = FrozenClock(datetime(2026, 11, 23, 10, tzinfo=ZONE), ZONE)
    scheduler = StillScheduler(clock)
    called: list[str] = []

    def again() -> None:
        called.append("again")
        scheduler.at("again", clock.now(), again)

    scheduler.at("again", clock.now(), again)
    assert scheduler.run_due() == 1
    assert scheduler.run_due() == 1
    assert called == ["again", "again"]


def noting(called: list[str], name: str) -> Callable[[], None]:
    return lambda: called.append(name)


def test_both_are_schedulers(scheduler: ClockScheduler, clock: LooseClock) -> None:
    both: list[Scheduler] = [scheduler, StillScheduler(clock)]
    for one in both:
        one.cancel("nothing")
