"""Reminders fall due: each (id, occurrence) fires once, written down before it is shown.

`check` reads the table, so it does not matter who calls it how often, nor how late: at the start,
at the moment, after an edit, after a clock jump. Between the writing and the showing a kill loses
the showing at most; the reminder itself stays open and is listed as overdue.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from assistant.base.clock import Clock
from assistant.base.errors import AssistantError, StaleError
from assistant.domain.events import ReminderDue
from assistant.domain.reminders import Reminder
from assistant.schedule.scheduler import Scheduler
from assistant.schedule.series import Around, around, reached

log = logging.getLogger(__name__)
NAME = "reminders"
LATE = timedelta(minutes=1)


class Firings(Protocol):
    """The table of what has fired."""

    def record(self, reminder: str, occurrence: datetime, fired_at: datetime) -> bool:
        """Write one firing down and commit; False where this occurrence has fired before."""
        ...


class Alarms:
    """Finds what is due, writes it down, tells it, and moves repeating reminders on.

    `open_reminders` reads the table; `move(before, after)` changes it through the journal (cause
    "schedule") before it returns, and may raise `StaleError` when the user was faster. `wake` is
    what the scheduler calls: it queues `check` on a lane of the core.
    """

    def __init__(  # noqa: PLR0913 - what it reads, writes and tells, named where it is put together
        self,
        open_reminders: Callable[[], Sequence[Reminder]],
        firings: Firings,
        move: Callable[[Reminder, Reminder], object],
        clock: Clock,
        post: Callable[[object], None],
        *,
        scheduler: Scheduler,
        wake: Callable[[], object],
    ) -> None:
        self._open = open_reminders
        self._firings = firings
        self._move = move
        self._clock = clock
        self._post = post
        self._scheduler = scheduler
        self._wake = wake
        self._known: set[tuple[str, datetime]] = set()

    def check(self) -> int:
        """Fire everything due, then arm for the next; return how many fired."""
        now = self._clock.now()
        due = [one for one in self._open() if reached(one.fires_at, now)]
        fired = sum(self._fire(one, now) for one in due)
        self.arm(self._open())
        return fired

    def arm(self, reminders: Sequence[Reminder]) -> None:
        """Ask to be woken at the soonest moment ahead among `reminders`."""
        now = self._clock.now()
        ahead = [one.fires_at for one in reminders if not reached(one.fires_at, now)]
        if ahead:
            self._scheduler.at(NAME, min(ahead, key=_utc), self._wake)
        else:
            self._scheduler.cancel(NAME)

    def _fire(self, reminder: Reminder, now: datetime) -> bool:
        """Fire the latest occurrence that has come; those missed before it are not repeated."""
        place = _place(reminder, now)
        occurrence = _occurrence(reminder, place, now)
        fresh = self._record(reminder, occurrence, now)
        if fresh:
            late = _utc(now) - _utc(occurrence) > LATE
            self._post(ReminderDue(reminder, occurrence, late=late))
        after = _moved_on(reminder, place, now)
        if after != reminder:
            try:
                self._move(reminder, after)
            except StaleError:
                log.info("reminder %s changed while it fired", reminder.id)
        return fresh

    def _record(self, reminder: Reminder, occurrence: datetime, now: datetime) -> bool:
        """Write the firing down; what this run knows to have fired is not asked again."""
        key = (reminder.id, _utc(occurrence))
        if key in self._known:
            return False
        fresh = self._firings.record(reminder.id, occurrence, now)
        self._known.add(key)
        return fresh


def _place(reminder: Reminder, now: datetime) -> Around:
    """Return where its series stands; one that cannot be read counts as one that is over."""
    try:
        return around(reminder, now)
    except AssistantError as error:
        log.warning("reminder %s: %s", reminder.id, error)
        return None, None


def _occurrence(reminder: Reminder, place: Around, now: datetime) -> datetime:
    latest = place[0] or reminder.due
    come = [moment for moment in (latest, reminder.fires_at) if reached(moment, now)]
    return max(come, key=_utc)


def _moved_on(reminder: Reminder, place: Around, now: datetime) -> Reminder:
    """Return `reminder` after it fired: a repeating one waits for its next time.

    One that does not repeat, or whose series is over, stays open until the user is done with it.
    """
    latest, ahead = place
    if reminder.repeat is None or (latest is None and ahead is None):
        return reminder
    if not reached(reminder.due, now):
        return replace(reminder, snoozed=None)
    if ahead is not None:
        return replace(reminder, due=ahead, snoozed=None)
    return replace(reminder, due=latest or reminder.due)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
