"""What may be read: the read-only view of everything kept, for skills, core and window alike."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, TypeAlias, TypeVar

from assistant.domain.calendar import Event
from assistant.domain.calendars import Calendar
from assistant.domain.contacts import Contact
from assistant.domain.documents import Document
from assistant.domain.mail import Address, Draft
from assistant.domain.received import Received
from assistant.domain.reminders import Reminder
from assistant.domain.tasks import Task

R = TypeVar("R", Event, Reminder, Contact, Draft, Received, Task, Document, Calendar)

Since: TypeAlias = tuple[datetime, datetime] | None
LETTERS = 50  # the most that `letters` returns


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One instance of an event: `start` and `end` are aware, in the zone that was asked for."""

    event: Event
    start: datetime
    end: datetime
    recurrence: datetime | date | None = field(default=None, compare=False)
    """Which instance of a series it is: the start that the rule gives it (RECURRENCE-ID)."""
    series: Event | None = field(default=None, compare=False)
    """The record that holds `event`, where that is an override; changes are made to this one."""

    @property
    def record(self) -> Event:
        """The record as it is stored: the series, or the event itself."""
        return self.series or self.event


class Reads(Protocol):
    """Read-only; reading never changes anything (TRUST rule 4)."""

    def get(self, kind: type[R], key: str) -> R | None:
        """Return the record with this id, or None."""
        ...

    def events(self, start: datetime, end: datetime) -> Sequence[Occurrence]:
        """Return the occurrences that overlap [start, end) (aware), earliest first."""
        ...

    def calendars(self) -> Sequence[Calendar]:
        """Return every calendar that has a record or an event, the own one first, by name."""
        ...

    def events_in(self, calendar: str) -> Sequence[Event]:
        """Return the events of the calendar with this id, in the order of writing."""
        ...

    def find_events(self, words: str) -> Sequence[Event]:
        """Return events whose title, location or guests contain all of `words`, newest first."""
        ...

    def reminders(self, *, done: bool = False) -> Sequence[Reminder]:
        """Return open reminders (or the done ones), soonest first."""
        ...

    def tasks(self, words: str = "", *, done: bool = False) -> Sequence[Task]:
        """Return open tasks (or the done ones) that contain all of `words`, list by list.

        Within a list by `order`, then in the order of writing; the done ones latest first.
        """
        ...

    def task_lists(self) -> Sequence[str]:
        """Return the names of the lists that have tasks, open or done, by name."""
        ...

    def documents(self, words: str = "") -> Sequence[Document]:
        """Return documents whose title or text contains all of `words`, written last first."""
        ...

    def contacts(self, words: str = "") -> Sequence[Contact]:
        """Return contacts whose name or address contains all of `words`, by name."""
        ...

    def drafts(self, words: str = "", *, sent: bool | None = None) -> Sequence[Draft]:
        """Return drafts and sent letters that contain all of `words`, newest first."""
        ...

    def letters(
        self, words: str = "", *, sender: str = "", since: Since = None, unread: bool = False
    ) -> Sequence[Received]:
        """Return received letters, newest first, 50 at most.

        `words` must all occur in subject, people or text, as beginnings of words, those of `sender`
        in its From; operators of `assistant.domain.searching` hold. `since` is [start, end), aware.
        """
        ...

    def myself(self) -> Sequence[Address]:
        """Return the user's own mailboxes, the one that sends first."""
        ...

    def written_to(self) -> Sequence[Address]:
        """Return everyone that mail was sent to, most recent first."""
        ...
