"""What a reminder is (RFC 5545 VALARM without its event)."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

_ALARM = re.compile(
    r"\balarms?\b|\bwake\s+(?:me|us)\b|闹钟|闹铃|叫醒|叫我起床|喊我起床|唤醒", re.IGNORECASE
)


class Missed(StrEnum):
    """What becomes of a nudge that could not come at its moment."""

    LATE = "late"
    WITHIN = "within"
    SKIP = "skip"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A nudge: `due` (aware) is the next occurrence, `repeat` an RRULE value, `start` its anchor.

    `snoozed` (aware) overrides `due` once. `done` is the moment the user said so. `missed` says
    what happens when nobody was there: it comes late, only within so many minutes (`within`), not
    at all, or it is listed to be asked about. An `alarm` has a sound; it and what is `urgent` come
    in quiet hours too. One that waits `at_return` has no time: it comes when the user is back at
    the computer after `due`, the moment at which that was asked for.
    """

    id: str
    text: str
    due: datetime
    repeat: str | None = None
    start: datetime | None = None
    snoozed: datetime | None = None
    done: datetime | None = None
    missed: Missed = Missed.LATE
    within: int = 15
    urgent: bool = False
    alarm: bool = False
    at_return: bool = False

    @property
    def fires_at(self) -> datetime:
        """The moment at which the next nudge comes."""
        return self.snoozed or self.due

    @property
    def open(self) -> bool:
        """Whether it still waits."""
        return self.done is None

    @property
    def insists(self) -> bool:
        """Whether it comes in quiet hours."""
        return self.urgent or self.alarm


@dataclass(frozen=True, slots=True)
class Firing:
    """One delivery of a reminder, written before it is shown; (reminder, occurrence) is unique."""

    reminder: str
    occurrence: datetime
    fired_at: datetime


def done(reminder: Reminder, now: datetime) -> Reminder:
    """Return `reminder` as the user is done with it; unchanged where nothing is left to do.

    One that comes again goes on: "taken the pills" speaks of today.
    """
    goes_on = reminder.repeat is not None and reminder.due > now
    return replace(reminder, done=None if goes_on else now, snoozed=None)


_EVENING = 18  # from this hour on "this evening" lies behind
_LATER = (
    ("snooze", "10 minutes", "10 minutes"),
    ("hour", "1 hour", "1 hour"),
    ("tonight", "This evening", "this evening"),
    ("tomorrow", "Tomorrow morning", "tomorrow at 9"),
    ("monday", "Monday morning", "next Monday at 9"),
)


def later_times(now: datetime) -> tuple[tuple[str, str, str], ...]:
    """Return the times to which a reminder is put off by a click: name, label, words."""
    return tuple(one for one in _LATER if one[0] != "tonight" or now.hour < _EVENING)


def rings(words: str) -> bool:
    """Return whether somebody who says so wants to be woken, or rung for."""
    return _ALARM.search(words) is not None


def put_off(reminder: Reminder, until: datetime) -> Reminder:
    """Return `reminder` coming once more at `until` (aware)."""
    return replace(reminder, snoozed=until, at_return=False)
