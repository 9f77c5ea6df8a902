"""What a tool's arguments are made of. Each keeps the user's words beside the value (`said`)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assistant.domain.calendar import Event
from assistant.domain.calendars import Calendar
from assistant.domain.contacts import Contact
from assistant.domain.mail import Address, Draft
from assistant.domain.reads import Occurrence
from assistant.domain.received import Received
from assistant.domain.reminders import Reminder
from assistant.domain.tasks import Task


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that the user named; `start` and `end` are aware, in the user's zone.

    `all_day` is set when no time of day was said; `end` (exclusive) where a span was said;
    `repeat` is an RRULE value where the words repeat. `past` marks one that has passed.
    """

    said: str
    start: datetime
    end: datetime | None = None
    all_day: bool = False
    repeat: str | None = None
    past: bool = False

    @property
    def day(self) -> date:
        """The local date on which it starts."""
        return self.start.date()

    @property
    def nudge(self) -> datetime:
        """When to remind of it: a day without a time of day means the morning, 9 o'clock."""
        return self.start + timedelta(hours=9) if self.all_day else self.start


@dataclass(frozen=True, slots=True)
class Cue(Moment):
    """A moment, or the user's return to the computer: then `start` is now."""

    at_return: bool = False


@dataclass(frozen=True, slots=True)
class Move(Moment):
    """A moment to which something moves: its words are read from where that stands now."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time to look through, [start, end), aware, in the user's zone."""

    said: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repetition: an RRULE value (RFC 5545 3.3.10) and its first occurrence, aware."""

    said: str
    rule: str
    start: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Someone the user named. `email` is empty where only a name is known."""

    said: str
    name: str
    email: str = ""

    @property
    def address(self) -> Address:
        """The person as a mailbox."""
        return Address(self.email, self.name)


class Phone(str):
    """A telephone number as the user wrote it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class EventRef:
    """An event that the user spoke of, and which instance of it, where it repeats."""

    said: str
    event: Event
    instance: Occurrence | None = None


@dataclass(frozen=True, slots=True)
class CalendarRef:
    """A calendar that the user spoke of."""

    said: str
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class ReminderRef:
    """A reminder that the user spoke of."""

    said: str
    reminder: Reminder


@dataclass(frozen=True, slots=True)
class TaskRef:
    """A task that the user spoke of."""

    said: str
    task: Task


@dataclass(frozen=True, slots=True)
class MailRef:
    """A letter of the user's own that they spoke of."""

    said: str
    draft: Draft


@dataclass(frozen=True, slots=True)
class LetterRef:
    """A letter from somebody else that the user spoke of."""

    said: str
    letter: Received


@dataclass(frozen=True, slots=True)
class ContactRef:
    """A contact that the user spoke of."""

    said: str
    contact: Contact
