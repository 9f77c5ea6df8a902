"""Everything kept, read-only: the store's side of `assistant.domain.reads.Reads`."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from assistant.domain.calendar import Event, placed
from assistant.domain.codec import loads
from assistant.domain.contacts import Contact
from assistant.domain.labels import Labels
from assistant.domain.mail import Address, Draft
from assistant.domain.occurrences import instances
from assistant.domain.reads import Occurrence, R
from assistant.domain.reminders import Reminder
from assistant.domain.words import wanted
from assistant.store.database import Database
from assistant.store.driver import Value
from assistant.store.stamps import earlier, stamp
from assistant.store.tables import (
    BRIEF,
    CONTACTS,
    DRAFTS,
    EVENTS,
    NOUNS,
    REMINDERS,
    Noun,
    read,
    read_labels,
)

# Brief events start at most `BRIEF` before they end, so that one range of one index holds them.
_WEEK = (
    "SELECT data FROM events WHERE lasting = 0 AND earliest >= ? AND earliest <= ? AND latest >= ?"
    " UNION ALL SELECT data FROM events"
    " WHERE lasting = 1 AND latest >= ? AND earliest <= ?"
)


@lru_cache(maxsize=4_096)
def _repeats(data: str, start: datetime, end: datetime, zone: ZoneInfo) -> tuple[Occurrence, ...]:
    """Return the instances of a repeating event: views ask for the same week again and again.

    Remembered by the text of the event, since events in different zones may count as equal.
    """
    return tuple(instances(read(data, Event), start, end, zone))


class Reader:
    """Implements `Reads` over the database. Safe under threads; sees what is committed."""

    def __init__(self, database: Database, zone: ZoneInfo) -> None:
        self._database = database
        self._zone = zone

    def get(self, kind: type[R], key: str) -> R | None:
        """Return the record with this id, or None."""
        found = self._records(NOUNS[kind], "WHERE id = ?", key)
        return found[0] if found else None

    def labels(self, kind: type[Any], key: str) -> Labels:
        """Return where a record comes from; nothing where there is no such record."""
        table = NOUNS[kind].table
        row = self._database.row(f"SELECT labels FROM {table} WHERE id = ?", key)  # noqa: S608
        return read_labels(row[0]) if row else frozenset()

    def events(self, start: datetime, end: datetime) -> Sequence[Occurrence]:
        """Return the occurrences that overlap [start, end) (aware), earliest first."""
        low, high = stamp(start), stamp(end)
        since = stamp(earlier(start, BRIEF + timedelta(days=2)))  # two for floating times
        near = self._database.rows(_WEEK, since, high, low, low, high)
        found = [one for (data,) in near for one in self._instances(data, start, end)]
        return tuple(sorted(found, key=lambda one: (one.start, one.end, one.event.id)))

    def find_events(self, words: str) -> Sequence[Event]:
        """Return events whose title, location or guests contain all of `words`, newest first."""
        found = self._containing(EVENTS, words)
        return tuple(sorted(found, key=lambda one: placed(one.start, self._zone), reverse=True))

    def reminders(self, *, done: bool = False) -> Sequence[Reminder]:
        """Return open reminders (or the done ones), soonest first."""
        return self._records(REMINDERS, "WHERE done = ? ORDER BY fires, seq", int(done))

    def contacts(self, words: str = "") -> Sequence[Contact]:
        """Return contacts whose name or address contains all of `words`, by name."""
        return self._containing(CONTACTS, words, order="ORDER BY name, seq")

    def drafts(self, words: str = "", *, sent: bool | None = None) -> Sequence[Draft]:
        """Return drafts and sent letters that contain all of `words`, newest first."""
        found = self._containing(DRAFTS, words, order="ORDER BY seq DESC")
        return tuple(one for one in found if sent is None or one.sent is sent)

    def written_to(self) -> Sequence[Address]:
        """Return everyone that mail was sent to, most recent first."""
        rows = self._database.rows(
            "SELECT outbox.recipients, drafts.data FROM outbox"
            " LEFT JOIN drafts ON drafts.id = outbox.draft"
            " WHERE outbox.state = 'sent' ORDER BY outbox.settled DESC, outbox.seq DESC"
        )
        people: dict[str, Address] = {}
        for recipients, data in rows:
            known = read(data, Draft).recipients if data else ()
            names = {person.email.casefold(): person for person in known}
            for email in loads(recipients, tuple[str, ...]):
                people.setdefault(email.casefold(), names.get(email.casefold(), Address(email)))
        return tuple(people.values())

    def _instances(self, data: str, start: datetime, end: datetime) -> Iterable[Occurrence]:
        event = read(data, Event)
        if event.repeat:
            return _repeats(data, start, end, self._zone)
        return instances(event, start, end, self._zone)

    def _containing(self, noun: Noun[R], words: str, order: str = "") -> Sequence[R]:
        parts = wanted(words)
        clause = " AND ".join("instr(words, ?)" for _ in parts)
        return self._records(noun, f"{'WHERE ' if parts else ''}{clause} {order}", *parts)

    def _records(self, noun: Noun[R], clause: str, *values: Value) -> Sequence[R]:
        rows = self._database.rows(f"SELECT data FROM {noun.table} {clause}", *values)  # noqa: S608
        return tuple(read(row[0], noun.kind) for row in rows)
