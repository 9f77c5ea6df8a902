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
from assistant.domain.events import ReminderDue, ReminderMissed, WhileAway
from assistant.domain.reminders import Missed, Reminder
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

    def acknowledge(self, reminder: str) -> None:
        """Note that nobody needs to react to what has fired so far."""
        ...


class Alarms:
    """Finds what is due, writes it down, tells it, and moves repeating reminders on.

    `open_reminders` reads the table; `move(before, after)` changes it through the journal (cause
    "schedule") before it returns, and may raise `StaleError` when the user was faster. `wake` is
    what the scheduler calls: it queues `check` on a lane of the core. `also` gives reminders that
    no table holds; `quiet` says until when all but those that insist have to wait.
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
        also: Callable[[datetime], Sequence[Reminder]] = lambda _: (),
        quiet: Callable[[datetime], datetime | None] = lambda _: None,
    ) -> None:
        self._open = open_reminders
        self._firings = firings
        self._move = move
        self._clock = clock
        self._post = post
        self._scheduler = scheduler
        self._wake = wake
        self._also = also
        self._quiet = quiet
        self._known: set[tuple[str, datetime]] = set()

    def check(self) -> int:
        """Fire everything due, then arm for the next; return how many fired."""
        now = self._clock.now()
        held = self._quiet(now)
        due = [
            one
            for one in (*self._open(), *self._also(now))
            if not one.at_return and reached(one.fires_at, now) and (held is None or one.insists)
        ]
        late = [one for one in due if _utc(now) - _utc(one.fires_at) > LATE]
        told = [self._fire(one, now, alone=len(late) < 2) for one in due]
        events = [event for event in told if event is not None]
        if together := tuple(event for event in events if event.together):
            self._post(WhileAway(together))
        self.arm([*self._open(), *self._also(now)], held)
        return len(events)

    def returned(self, asked_before: datetime | None = None) -> int:
        """Fire what waits until the user is back at the computer; return how much there was.

        Quiet hours hold nothing back: somebody is there, and has asked for it. `asked_before`
        leaves out what was asked for later.
        """
        now = self._clock.now()
        waiting = [
            one
            for one in self._open()
            if one.at_return and (asked_before is None or reached(one.due, asked_before))
        ]
        for one in waiting:
            if self._record(one, one.due, now):
                self._post(ReminderDue(one, now))
            self._try_move(one, replace(one, at_return=False))
        return len(waiting)

    def waits_for_return(self) -> bool:
        """Whether anything waits until the user is back."""
        return any(one.at_return for one in self._open())

    def arm(self, reminders: Sequence[Reminder], held: datetime | None = None) -> None:
        """Ask to be woken at the soonest moment ahead among `reminders`, or when quiet is over."""
        now = self._clock.now()
        timed = [one.fires_at for one in reminders if not one.at_return]
        ahead = [moment for moment in timed if not reached(moment, now)]
        ahead += [held] if held is not None else []
        if ahead:
            self._scheduler.at(NAME, min(ahead, key=_utc), self._wake)
        else:
            self._scheduler.cancel(NAME)

    def _fire(self, reminder: Reminder, now: datetime, *, alone: bool) -> ReminderDue | None:
        """Fire the latest occurrence that has come; those missed before it are not repeated.

        What comes late and is not `alone` is marked, for a note that tells of all at once.
        """
        place = _place(reminder, now)
        occurrence = _occurrence(reminder, place, now)
        event = None
        after = _moved_on(reminder, place, now)
        if self._record(reminder, occurrence, now):
            late = _utc(now) - _utc(occurrence)
            if late <= LATE or _comes_late(reminder, late):
                many = late > LATE and not alone
                event = ReminderDue(reminder, occurrence, late=late > LATE, together=many)
                self._post(event)
            elif reminder.missed is Missed.ASK:
                self._post(ReminderMissed(reminder, occurrence))
            else:
                self._firings.acknowledge(reminder.id)
                after = after if after.repeat else replace(after, done=now)
        if after != reminder:
            self._try_move(reminder, after)
        return event

    def _try_move(self, reminder: Reminder, after: Reminder) -> None:
        try:
            self._move(reminder, after)
        except StaleError:
            log.info("reminder %s changed while it fired", reminder.id)

    def _record(self, reminder: Reminder, occurrence: datetime, now: datetime) -> bool:
        """Write the firing down; what this run knows to have fired is not asked again."""
        key = (reminder.id, _utc(occurrence))
        if key in self._known:
            return False
        fresh = self._firings.record(reminder.id, occurrence, now)
        self._known.add(key)
        return fresh


def _comes_late(reminder: Reminder, late: timedelta) -> bool:
    if reminder.missed is Missed.WITHIN:
        return late <= timedelta(minutes=reminder.within)
    return reminder.missed is Missed.LATE


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
