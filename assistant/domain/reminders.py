"""What a reminder is (RFC 5545 VALARM without its event)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """A nudge: `due` (aware) is the next occurrence, `repeat` an RRULE value, `start` its anchor.

    `snoozed` (aware) overrides `due` once. `done` is the moment the user said so.
    """

    id: str
    text: str
    due: datetime
    repeat: str | None = None
    start: datetime | None = None
    snoozed: datetime | None = None
    done: datetime | None = None

    @property
    def fires_at(self) -> datetime:
        """The moment at which the next nudge comes."""
        return self.snoozed or self.due

    @property
    def open(self) -> bool:
        """Whether it still waits."""
        return self.done is None


@dataclass(frozen=True, slots=True)
class Firing:
    """One delivery of a reminder, written before it is shown; (reminder, occurrence) is unique."""

    reminder: str
    occurrence: datetime
    fired_at: datetime
