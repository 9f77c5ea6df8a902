"""What a skill would do: values, not deeds. Each change knows its own inverse."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import TypeAlias

from assistant.domain.calendar import Event
from assistant.domain.calendars import Calendar
from assistant.domain.contacts import Contact
from assistant.domain.documents import Document
from assistant.domain.labels import Labels
from assistant.domain.mail import Draft
from assistant.domain.received import Received
from assistant.domain.reminders import Reminder
from assistant.domain.tasks import Task

Record: TypeAlias = Event | Reminder | Contact | Draft | Received | Task | Document | Calendar


class Risk(IntEnum):
    """How hard it is to take a change back (TRUST rule 4)."""

    READ = 0
    REVERSIBLE = 1
    DESTRUCTIVE = 2
    EXTERNAL = 3


def _has_guests(record: Record) -> bool:
    """Whether others have a say in it: an event with guests who can be reached (TRUST rule 4)."""
    return isinstance(record, Event) and any(guest.email for guest in record.attendees)


def _leaves_out(before: Record, after: Record) -> bool:
    """Whether instances of a series would be gone: by EXDATE, or by an earlier end of the rule."""
    if not isinstance(before, Event) or not isinstance(after, Event):
        return False
    if len(after.exdates) > len(before.exdates):
        return True
    return "UNTIL=" in (after.repeat or "") and after.repeat != before.repeat and before.repeats


@dataclass(frozen=True, slots=True)
class Add:
    """Put a new record into the store."""

    record: Record

    @property
    def risk(self) -> Risk:
        """Reversible, unless others are invited."""
        return Risk.EXTERNAL if _has_guests(self.record) else Risk.REVERSIBLE

    def inverse(self) -> "Remove":
        """Take it out again."""
        return Remove(self.record)


@dataclass(frozen=True, slots=True)
class Update:
    """Replace `before` by `after` (same id); once `before` is no longer true, it is stale."""

    before: Record
    after: Record

    @property
    def risk(self) -> Risk:
        """Reversible, since the former record is kept, unless others are invited.

        To leave instances of a series out is to delete them.
        """
        if _has_guests(self.after):
            return Risk.EXTERNAL
        return Risk.DESTRUCTIVE if _leaves_out(self.before, self.after) else Risk.REVERSIBLE

    def inverse(self) -> "Update":
        """Put the former record back."""
        return Update(self.after, self.before)


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a record out of the store; the journal keeps it 30 days."""

    record: Record

    @property
    def risk(self) -> Risk:
        """Destructive."""
        return Risk.DESTRUCTIVE

    def inverse(self) -> Add:
        """Put it back."""
        return Add(self.record)


@dataclass(frozen=True, slots=True)
class Send:
    """Let a letter leave the computer: soon, or `at` a moment (aware) that the user named."""

    draft: Draft
    at: datetime | None = None

    @property
    def risk(self) -> Risk:
        """External: nothing calls it back once it has left."""
        return Risk.EXTERNAL

    def inverse(self) -> "Unsend":
        """Take it out of the outbox, as long as it rests there."""
        return Unsend(self.draft)


@dataclass(frozen=True, slots=True)
class Unsend:
    """Take a letter back out of the outbox; fails once it has left. Made by undo alone."""

    draft: Draft

    @property
    def risk(self) -> Risk:
        """Reversible: the draft is still there."""
        return Risk.REVERSIBLE

    def inverse(self) -> Send:
        """Send it after all; needs a card of its own."""
        return Send(self.draft)


Change: TypeAlias = Add | Update | Remove | Send | Unsend


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sentence for the card and the changes behind it."""

    summary: str
    changes: tuple[Change, ...]

    @property
    def risk(self) -> Risk:
        """The worst risk among the changes; no author can talk it down."""
        return max((change.risk for change in self.changes), default=Risk.READ)

    def inverse(self) -> "Proposal":
        """The proposal that undoes this one."""
        undone = tuple(change.inverse() for change in reversed(self.changes))
        return Proposal(self.summary, undone)


@dataclass(frozen=True, slots=True)
class Answer:
    """Something to tell; nothing changes. `records` are shown as links to the objects.

    `labels` say where words in `text` come from that no record here carries, as of a web page.
    """

    text: str
    records: tuple[Record, ...] = ()
    labels: Labels = frozenset()


def record_of(change: Change) -> Record:
    """Return the record that a change is about, as it stands after it."""
    match change:
        case Add(record) | Remove(record):
            return record
        case Update(after=after):
            return after
        case Send(draft) | Unsend(draft):
            return draft
