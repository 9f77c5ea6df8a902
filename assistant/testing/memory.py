"""Records in a list that read like the store: for tests of skills and rules, without a file."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from assistant.domain.calendar import Event, placed
from assistant.domain.calendars import Calendar, completed
from assistant.domain.changes import Record
from assistant.domain.contacts import Contact
from assistant.domain.documents import Document
from assistant.domain.mail import Address, Draft
from assistant.domain.occurrences import instances
from assistant.domain.reads import LETTERS, Occurrence, R, Since
from assistant.domain.received import Received
from assistant.domain.reminders import Reminder
from assistant.domain.searching import Query, query_of
from assistant.domain.tasks import Task
from assistant.domain.words import fold, wanted


class MemoryReads:
    """Implements `assistant.domain.reads.Reads` over `records`, a list in the order of writing.

    Change the list as you like. A draft with `sent=True` counts as mail that was sent to all its
    recipients.
    """

    def __init__(self, records: Iterable[Record] = (), zone: ZoneInfo | None = None) -> None:
        self.records = list(records)
        self.zone = zone or ZoneInfo("UTC")
        self.own: list[Address] = []
        """The user's mailboxes."""

    def get(self, kind: type[R], key: str) -> R | None:
        """Return the record with this id, or None."""
        return next((one for one in self._all(kind) if one.id == key), None)

    def events(self, start: datetime, end: datetime) -> Sequence[Occurrence]:
        """Return the occurrences that overlap [start, end) (aware), earliest first."""
        found = [
            one for event in self._all(Event) for one in instances(event, start, end, self.zone)
        ]
        return tuple(sorted(found, key=lambda one: (one.start, one.end, one.event.id)))

    def calendars(self) -> Sequence[Calendar]:
        """Return every calendar that has a record or an event, the own one first, by name."""
        return completed(self._all(Calendar), (one.calendar for one in self._all(Event)))

    def events_in(self, calendar: str) -> Sequence[Event]:
        """Return the events of the calendar with this id, in the order of writing."""
        return tuple(one for one in self._all(Event) if one.calendar == calendar)

    def find_events(self, words: str) -> Sequence[Event]:
        """Return events whose title, location or guests contain all of `words`, newest first."""
        found = [
            one
            for one in self._all(Event)
            if _holds(words, one.title, one.location, *one.attendees)
        ]
        return tuple(sorted(found, key=lambda one: placed(one.start, self.zone), reverse=True))

    def reminders(self, *, done: bool = False) -> Sequence[Reminder]:
        """Return open reminders (or the done ones), soonest first."""
        found = [one for one in self._all(Reminder) if one.open is not done]
        return tuple(sorted(found, key=lambda one: one.fires_at))

    def tasks(self, words: str = "", *, done: bool = False) -> Sequence[Task]:
        """Return open tasks (or the done ones) that contain all of `words`, list by list."""
        found = [
            one
            for one in self._all(Task)
            if one.open is not done and _holds(words, one.title, one.notes)
        ]
        if done:
            return tuple(sorted(found, key=_completed, reverse=True))
        return tuple(sorted(found, key=lambda one: (fold(one.list), one.order)))

    def task_lists(self) -> Sequence[str]:
        """Return the names of the lists that have tasks, open or done, by name."""
        names = {fold(one.list): one.list for one in self._all(Task)}
        return tuple(names[key] for key in sorted(names))

    def documents(self, words: str = "") -> Sequence[Document]:
        """Return documents whose title or text contains all of `words`, written last first."""
        found = [one for one in self._all(Document) if _holds(words, one.title, one.text)]
        return tuple(reversed(found))

    def contacts(self, words: str = "") -> Sequence[Contact]:
        """Return contacts whose name or address contains all of `words`, by name."""
        found = [one for one in self._all(Contact) if _holds(words, one.name, *one.emails)]
        return tuple(sorted(found, key=lambda one: fold(one.name)))

    def drafts(self, words: str = "", *, sent: bool | None = None) -> Sequence[Draft]:
        """Return drafts and sent letters that contain all of `words`, newest first."""
        found = [
            one
            for one in self._all(Draft)
            if _holds(words, one.subject, one.body, *one.recipients)
            and (sent is None or one.sent is sent)
        ]
        return tuple(reversed(found))

    def letters(
        self, words: str = "", *, sender: str = "", since: Since = None, unread: bool = False
    ) -> Sequence[Received]:
        """Return received letters, newest first."""
        found = [
            one
            for one in self._all(Received)
            if one.role not in {"sent", "drafts", "trash", "junk"}
            and _fits(one, query_of(words))
            and _holds(sender, one.sender)
            and (since is None or since[0] <= one.date < since[1])
            and not (unread and one.seen)
        ]
        found.reverse()
        return tuple(sorted(found, key=lambda one: one.date, reverse=True)[:LETTERS])

    def myself(self) -> Sequence[Address]:
        """Return the user's own mailboxes."""
        return tuple(self.own)

    def written_to(self) -> Sequence[Address]:
        """Return everyone that mail was sent to, most recent first."""
        people: dict[str, Address] = {}
        for draft in self.drafts(sent=True):
            for person in draft.recipients:
                people.setdefault(person.email.casefold(), person)
        return tuple(people.values())

    def _all(self, kind: type[R]) -> list[R]:
        return [one for one in self.records if isinstance(one, kind)]


def _completed(task: Task) -> float:
    return task.completed.timestamp() if task.completed else 0.0


def _holds(words: str, *texts: Any) -> bool:  # noqa: ANN401 - whatever `str` shows
    text = fold("\n".join(map(str, texts)))
    return all(word in text for word in wanted(words))


def _fits(one: Received, asked: Query) -> bool:
    names = (part.name for part in one.attachments)
    places = {
        "": (one.subject, one.text, one.sender, *one.to, *one.cc, *names),
        "sender": (one.sender,),
        "people": (*one.to, *one.cc),
        "subject": (one.subject,),
    }
    return (
        all(_holds(words, *places[place]) for place, words in asked.words)
        and not (asked.unread and one.seen)
        and not (asked.attached and all(part.inline for part in one.attachments))
        and (asked.before is None or one.date.date() < asked.before)
        and (asked.after is None or one.date.date() >= asked.after)
    )
