"""One `Noun` for each kind of record: its table, and the columns that are computed from it.

A new kind of record: a frozen dataclass in `domain`, a migration that creates its table
(`seq`, `id`, the columns, `labels`, `data`), and one `Noun` here.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any, Generic, cast

from assistant.domain.calendar import Event
from assistant.domain.calendars import Calendar
from assistant.domain.changes import Record
from assistant.domain.codec import dumps, loads
from assistant.domain.contacts import Contact
from assistant.domain.documents import Document
from assistant.domain.labels import Label, Labels
from assistant.domain.mail import Draft
from assistant.domain.occurrences import bounds
from assistant.domain.reads import R
from assistant.domain.received import Received
from assistant.domain.reminders import Reminder
from assistant.domain.searching import indexed
from assistant.domain.tasks import Task
from assistant.domain.words import fold
from assistant.store.database import Transaction
from assistant.store.driver import Value
from assistant.store.stamps import FOREVER, stamp

BRIEF = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Noun(Generic[R]):
    """How records of `kind` lie in `table`; `columns` name what is computed for each record."""

    kind: type[R]
    table: str
    columns: Mapping[str, Callable[[R], Value]]

    def text(self, change: Transaction, key: str) -> str | None:
        """Return the stored record as it would be written today, or None."""
        row = change.row(f"SELECT data FROM {self.table} WHERE id = ?", key)  # noqa: S608
        return canonical(read(row[0], self.kind)) if row else None

    def labels(self, change: Transaction, key: str) -> Labels | None:
        """Return where the stored record comes from, or None where there is none."""
        row = change.row(f"SELECT labels FROM {self.table} WHERE id = ?", key)  # noqa: S608
        return read_labels(row[0]) if row else None

    def put(self, change: Transaction, record: R, labels: Labels) -> None:
        """Write `record` in place of the one with its id, if any."""
        self.drop(change, record.id)
        names = ("id", *self.columns, "labels", "data")
        computed: list[Value] = [compute(record) for compute in self.columns.values()]
        change.execute(
            f"INSERT INTO {self.table} ({', '.join(names)})"  # noqa: S608
            f" VALUES ({', '.join('?' * len(names))})",
            *(record.id, *computed, write_labels(labels), canonical(record)),
        )

    def drop(self, change: Transaction, key: str) -> None:
        """Take the record out."""
        change.execute(f"DELETE FROM {self.table} WHERE id = ?", key)  # noqa: S608


def read(data: str, kind: type[R]) -> R:
    """Return the record in a `data` column. Records are frozen: equal text gives one object."""
    record: R = _read(data, cast("Hashable", kind))
    return record


@lru_cache(maxsize=8_192)
def _read(data: str, kind: Any) -> Any:  # noqa: ANN401 - the cache knows no type variables
    return loads(data, kind)


def canonical(record: Record) -> str:
    """Return the one text for `record`: wall times that a DST change skips are moved on."""
    return dumps(loads(dumps(record), type(record)))


def write_labels(labels: Labels) -> str:
    """Return labels as JSON, sorted."""
    return dumps(sorted(labels), list[Label])


def read_labels(text: str) -> Labels:
    """Return what `write_labels` wrote."""
    return frozenset(loads(text, list[Label]))


def _earliest(event: Event) -> str:
    return stamp(bounds(event)[0])


def _latest(event: Event) -> str:
    last = bounds(event)[1]
    return stamp(last) if last else FOREVER


def _lasting(event: Event) -> int:
    first, last = bounds(event)
    return int(event.repeats or last is None or last - first > BRIEF)


def _event_words(event: Event) -> str:
    texts = (
        text
        for one in (event, *event.overrides)
        for text in (one.title, one.location, *map(str, one.attendees))
    )
    return fold("\n".join(texts))


def _draft_words(draft: Draft) -> str:
    people = (str(person) for person in draft.recipients)
    return fold("\n".join((draft.subject, draft.body, *people)))


def _letter_words(letter: Received) -> str:
    names = (one.name for one in letter.attachments)
    return indexed("\n".join((*names, letter.text)))


EVENTS = Noun(
    Event,
    "events",
    {
        "lasting": _lasting,
        "earliest": _earliest,
        "latest": _latest,
        "words": _event_words,
        "uid": lambda one: one.uid,
        "calendar": lambda one: one.calendar,
    },
)
CALENDARS = Noun(Calendar, "calendars", {"name": lambda one: fold(one.name)})
REMINDERS = Noun(
    Reminder,
    "reminders",
    {"done": lambda one: int(not one.open), "fires": lambda one: stamp(one.fires_at)},
)
CONTACTS = Noun(
    Contact,
    "contacts",
    {
        "name": lambda one: fold(one.name),
        "words": lambda one: fold("\n".join((one.name, *one.emails))),
    },
)
DRAFTS = Noun(Draft, "drafts", {"sent": lambda one: int(one.sent), "words": _draft_words})
LETTERS_KEPT = Noun(
    Received,
    "letters",
    {
        "account": lambda one: one.account,
        "folder": lambda one: one.folder,
        "role": lambda one: one.role,
        "uid": lambda one: one.uid,
        "message_id": lambda one: one.message_id,
        "date": lambda one: stamp(one.date),
        "unread": lambda one: int(not one.seen),
        "sender": lambda one: indexed(str(one.sender)),
        "people": lambda one: indexed("\n".join(map(str, (*one.to, *one.cc)))),
        "subject": lambda one: indexed(one.subject),
        "attached": lambda one: int(any(not part.inline for part in one.attachments)),
        "words": _letter_words,
    },
)

TASKS = Noun(
    Task,
    "tasks",
    {
        "done": lambda one: int(not one.open),
        "list": lambda one: fold(one.list),
        "place": lambda one: float(one.order),
        "completed": lambda one: stamp(one.completed) if one.completed else "",
        "words": lambda one: fold("\n".join((one.title, one.notes))),
        "uid": lambda one: one.uid,
    },
)

DOCUMENTS = Noun(
    Document,
    "documents",
    {"words": lambda one: fold("\n".join((one.title, one.text)))},
)

NOUNS: Mapping[type, Noun[Any]] = {
    noun.kind: noun
    for noun in (*(EVENTS, REMINDERS, CONTACTS, DRAFTS, LETTERS_KEPT, TASKS, DOCUMENTS, CALENDARS),)
}


def noun_of(record: Record) -> Noun[Any]:
    """Return the noun of `record`; an unknown kind is our bug (`KeyError`)."""
    return NOUNS[type(record)]
