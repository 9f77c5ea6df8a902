"""Where a repeating reminder stands: its latest occurrence that has come, and the next one."""

from datetime import UTC, datetime

from assistant.domain.recurrence import MOST, occurrences
from assistant.domain.reminders import Reminder

Around = tuple[datetime | None, datetime | None]


def reached(moment: datetime, now: datetime) -> bool:
    """Return whether `moment` has come by `now` (both aware), in absolute time.

    Two moments of one zone compare by their wall time in Python, which is wrong in the autumn fold.
    """
    return _utc(moment) <= _utc(now)


def around(reminder: Reminder, now: datetime) -> Around:
    """Return the latest occurrence up to `now` and the first after it; None where there is none.

    Counts from `due`, which is an occurrence itself, so that an old series costs no more than a
    young one; only COUNT has to start at the beginning. Raises `AssistantError` for a rule that
    cannot be read.
    """
    if reminder.repeat is None:
        return None, None
    if "COUNT=" in reminder.repeat:
        return _split(reminder.repeat, reminder.start or reminder.due, now)
    return _walk(reminder.repeat, _anchor(reminder), now)


def _anchor(reminder: Reminder) -> datetime:
    """Return `due`, on the wall clock of `start`.

    Where the wall time of `start` fell into the spring gap, `due` may be kept as the hour after;
    it is the same moment, but the days after it shall not move along.
    """
    if reminder.start is None:
        return reminder.due
    due = reminder.due.astimezone(reminder.start.tzinfo)
    wall = reminder.start.replace(year=due.year, month=due.month, day=due.day)
    return wall if _utc(wall) == _utc(due) else due


def _walk(rule: str, anchor: datetime, now: datetime) -> Around:
    """Go on from batch to batch: a batch is bounded, the time the program was off is not."""
    latest, ahead = _split(rule, anchor, now)
    for _ in range(MOST):
        if ahead is not None or latest is None or latest == anchor:
            break
        anchor = latest
        latest, ahead = _split(rule, anchor, now)
    return latest, ahead


def _split(rule: str, start: datetime, now: datetime) -> Around:
    latest = None
    for moment in occurrences(rule, start):
        if not reached(moment, now):
            return latest, moment
        latest = moment
    return latest, None


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
