"""Wakes the rest of the program at a moment. What it is told to do must only post or queue.

APScheduler waits on a monotonic clock that stands still while the computer sleeps, and drops what
is a second late unless told otherwise (`misfire_grace_time`). So nothing here is trusted to be on
time: every `LOOK` seconds the wall clock is looked at, and whoever is woken asks the tables again.
"""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from assistant.base.clock import Clock, FrozenClock
from assistant.base.lanes import RLock, Ticker

if TYPE_CHECKING:
    from apscheduler.schedulers.background import BackgroundScheduler

log = logging.getLogger(__name__)
LOOK = timedelta(seconds=15)
JUMP = timedelta(seconds=2)
Task = Callable[[], object]


class Scheduler(Protocol):
    """Calls work at a moment; one piece of work a name, the last one told counts."""

    def start(self) -> None:
        """Begin to watch the clock."""
        ...

    def at(self, name: str, moment: datetime, work: Task) -> None:
        """Call `work` once at `moment` (aware), or at once where that is past."""
        ...

    def cancel(self, name: str) -> None:
        """Forget the work of this name; none is fine."""
        ...

    def close(self) -> None:
        """Stop watching; what was waiting is forgotten."""
        ...


class ClockScheduler:
    """Watches the computer's clock. Work runs on the scheduler's own thread: post or queue only.

    `on_jump` is called after the wall clock was set or the computer slept, to re-arm from the
    tables.
    """

    def __init__(self, clock: Clock, on_jump: Task, *, look: timedelta = LOOK) -> None:
        self._clock = clock
        self._on_jump = on_jump
        self._look = look
        self._jobs: BackgroundScheduler | None = None
        self._before: dict[str, tuple[datetime, Task]] = {}
        self._lock = RLock()
        self._ticker: Ticker | None = None
        self._mark()

    def start(self) -> None:
        """Begin to watch the clock; what was told before is not lost."""
        self._mark()
        with self._lock:
            jobs = self._jobs = _jobs()
            for name, (moment, work) in self._before.items():
                self.at(name, moment, work)
        jobs.start()
        self._ticker = Ticker("clock", self._look, self.look)

    def at(self, name: str, moment: datetime, work: Task) -> None:
        """Call `work` once at `moment` (aware), or at once where that is past."""
        with self._lock:
            if self._jobs is None:
                self._before[name] = (moment, work)
                return
            self._jobs.add_job(
                work, "date", run_date=moment.astimezone(UTC), id=name, replace_existing=True
            )

    def cancel(self, name: str) -> None:
        """Forget the work of this name; none is fine."""
        with self._lock:
            self._before.pop(name, None)
            if self._jobs is not None:
                _remove(self._jobs, name)

    def close(self) -> None:
        """Stop watching; what was waiting is forgotten."""
        if self._ticker is not None and self._jobs is not None:
            self._ticker.close()
            self._jobs.shutdown(wait=False)
            self._ticker = None

    def look(self) -> None:
        """Compare the wall clock with the steady one; wake APScheduler, which may have slept."""
        passed = self._clock.now().astimezone(UTC) - self._wall.astimezone(UTC)
        steady = timedelta(seconds=time.monotonic() - self._steady)
        self._mark()
        if abs(passed - steady) > JUMP:
            log.info("the clock jumped by %s", passed - steady)
            self._on_jump()
        if self._jobs is not None:
            self._jobs.wakeup()

    def _mark(self) -> None:
        self._wall = self._clock.now()
        self._steady = time.monotonic()


def _jobs() -> "BackgroundScheduler":
    """Return an APScheduler that drops nothing; imported late, since it takes 0.1 s."""
    from apscheduler.executors.debug import DebugExecutor
    from apscheduler.schedulers.background import BackgroundScheduler

    return BackgroundScheduler(
        timezone=UTC,
        # Runs a job where it is: on the scheduler's own thread, with no pool.
        executors={"default": DebugExecutor()},
        job_defaults={"misfire_grace_time": None, "coalesce": True},
    )


def _remove(jobs: "BackgroundScheduler", name: str) -> None:
    from apscheduler.jobstores.base import JobLookupError

    with suppress(JobLookupError):  # it has run
        jobs.remove_job(name)


class StillScheduler:
    """Goes with a clock that stands still: nothing happens until `run_due` is called."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._work: dict[str, tuple[datetime, Task]] = {}

    def start(self) -> None:
        """Do nothing: there is no clock to watch."""

    def at(self, name: str, moment: datetime, work: Task) -> None:
        """Keep `work` until the clock has been moved past `moment` (aware)."""
        self._work[name] = (moment.astimezone(UTC), work)

    def cancel(self, name: str) -> None:
        """Forget the work of this name; none is fine."""
        self._work.pop(name, None)

    def close(self) -> None:
        """Forget everything."""
        self._work.clear()

    def next_due(self) -> datetime | None:
        """Return the earliest moment that something waits for (UTC), or None."""
        return min((moment for moment, _ in self._work.values()), default=None)

    def run_due(self) -> int:
        """Run what is due by the clock now, earliest first; return how much ran.

        Work that comes up meanwhile waits for the next call, so that this one ends.
        """
        now = self._clock.now().astimezone(UTC)
        ready = sorted((moment, name) for name, (moment, _) in self._work.items() if moment <= now)
        for _, name in ready:
            if name in self._work:
                _, work = self._work.pop(name)
                work()
        return len(ready)


def scheduler_for(clock: Clock, on_jump: Task) -> Scheduler:
    """Return the scheduler that fits `clock`: a frozen one has nothing to watch."""
    if isinstance(clock, FrozenClock):
        return StillScheduler(clock)
    return ClockScheduler(clock, on_jump)
