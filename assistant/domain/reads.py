"""What may be read: the read-only view of everything kept, for skills, core and window alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from assistant.domain.calendar import Event
from assistant.domain.contacts import Contact
from assistant.domain.mail import Address, Draft
from assistant.domain.reminders import Reminder

R = TypeVar("R", Event, Reminder, Contact, Draft)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One instance of an event: `start` and `end` are aware, in the zone that was asked for."""

    event: Event
    start: datetime
    end: datetime


class Reads(Protocol):
    """Read-only; reading never changes anything (TRUST rule 4)."""

    def get(self, kind: type[R], key: str) -> R | None:
        """Return the record with this id, or None."""
        ...

    def events(self, start: datetime, end: datetime) -> Sequence[Occurrence]:
        """Return the occurrences that overlap [start, end) (aware), earliest first."""
        ...

    def find_events(self, words: str) -> Sequence[Event]:
        """Return events whose title, location or guests contain all of `words`, newest first."""
        ...

    def reminders(self, *, done: bool = False) -> Sequence[Reminder]:
        """Return open reminders (or the done ones), soonest first."""
        ...

    def contacts(self, words: str = "") -> Sequence[Contact]:
        """Return contacts whose name or address contains all of `words`, by name."""
        ...

    def drafts(self, words: str = "", *, sent: bool | None = None) -> Sequence[Draft]:
        """Return drafts and sent letters that contain all of `words`, newest first."""
        ...

    def written_to(self) -> Sequence[Address]:
        """Return everyone that mail was sent to, most recent first."""
        ...
