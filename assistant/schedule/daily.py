"""Something that comes once a day, at a time of day, also when nobody was there at that time."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from assistant.base.clock import Clock
from assistant.schedule.reminders import Firings
from assistant.schedule.scheduler import Scheduler
from assistant.schedule.series import reached

WITHIN = timedelta(hours=12)  # later than this a morning's work is of no use any more
_DAY = timedelta(days=1)


class Daily:
    """Calls `work` once a day from `at` on; the day is written down first, as (name, midnight).

    `check` reads the table, so it does not matter who calls it how often, nor how late: a computer
    that slept at the time, or a program that was closed, catches up within `WITHIN`. `at` returns
    the time of day, or None where it is not wanted; `quiet` until when it has to wait.
    """

    def __init__(  # noqa: PLR0913 - what it reads, writes and calls, named where it is put together
        self,
        name: str,
        at: Callable[[], time | None],
        firings: Firings,
        clock: Clock,
        scheduler: Scheduler,
        *,
        work: Callable[[], object],
        wake: Callable[[], object],
        quiet: Callable[[datetime], datetime | None] = lambda _: None,
    ) -> None:
        self._name = name
        self._at = at
        self._firings = firings
        self._clock = clock
        self._scheduler = scheduler
        self._work = work
        self._wake = wake
        self._quiet = quiet

    def check(self) -> bool:
        """Do today's work if its time has come, then arm for the next; return whether it did."""
        now, at = self._clock.now(), self._at()
        if at is None:
            self._scheduler.cancel(self._name)
            return False
        moment, held = _on(now, at), self._quiet(now)
        due = reached(moment, now) and not reached(moment + WITHIN, now)
        fresh = due and held is None and self._record(now)
        if fresh:
            self._work()
        if due and held is not None:
            self._scheduler.at(self._name, held, self._wake)
        else:
            ahead = moment if not reached(moment, now) else _on(now + _DAY, at)
            self._scheduler.at(self._name, ahead, self._wake)
        return fresh

    def begin_tomorrow(self) -> None:
        """Leave today out where its time has passed: it was switched on or moved just now."""
        now, at = self._clock.now(), self._at()
        if at is not None and reached(_on(now, at), now):
            self._record(now)

    def _record(self, now: datetime) -> bool:
        fresh = self._firings.record(self._name, _on(now, time()), now)
        self._firings.acknowledge(self._name)
        return fresh


def _on(day: datetime, at: time) -> datetime:
    """Return the moment of `at` on the local day of `day`; one that DST skips comes an hour on."""
    wall = datetime.combine(day.date(), at, day.tzinfo)
    return wall.astimezone(UTC).astimezone(day.tzinfo)
