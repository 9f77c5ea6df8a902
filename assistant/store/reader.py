"""Everything kept, read-only: the store's side of `assistant.domain.reads.Reads`."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from assistant.domain.calendar import Event, placed
from assistant.domain.calendars import Calendar, completed
from assistant.domain.codec import loads
from assistant.domain.contacts import Contact
from assistant.domain.documents import Document
from assistant.domain.labels import Labels
from assistant.domain.mail import Address, Draft
from assistant.domain.occurrences import instances
from assistant.domain.reads import LETTERS, Occurrence, R, Since
from assistant.domain.received import Received
from assistant.domain.reminders import Reminder
from assistant.domain.searching import Query, expression, query_of
from assistant.domain.tasks import Task
from assistant.domain.words import wanted
from assistant.store.accounts import Accounts
from assistant.store.database import Database
from assistant.store.driver import Value
from assistant.store.stamps import earlier, stamp
from assistant.store.tables import (
    BRIEF,
    CALENDARS,
    CONTACTS,
    DOCUMENTS,
    DRAFTS,
    EVENTS,
    LETTERS_KEPT,
    NOUNS,
    REMINDERS,
    TASKS,
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

# One step through the index a calendar, however many events it has.
_USED = (
    "WITH RECURSIVE used (name) AS (SELECT min(calendar) FROM events UNION ALL"
    " SELECT (SELECT min(calendar) FROM events WHERE calendar > used.name) FROM used"
    " WHERE used.name IS NOT NULL) SELECT name FROM used WHERE name IS NOT NULL"
)

# What others wrote to the user: neither their own letters nor what was thrown away.
_INCOMING = "role NOT IN ('sent', 'drafts', 'trash', 'junk')"


@lru_cache(maxsize=4_096)
def _repeats(data: str, start: datetime, end: datetime, zone: ZoneInfo) -> tuple[Occurrence, ...]:
    """Return the instances of a repeating event: views ask for the same week again and again.

    Remembered by the text of the event, since events in different zones may count as equal.
    """
    return tuple(instances(read(data, Event), start, end, zone))


_AT_ONCE = 500


def _uid(record: object) -> str:
    return record.uid if isinstance(record, Event | Task) else ""


class Reader:
    """Implements `Reads` over the database. Safe under threads; sees what is committed."""

    def __init__(self, database: Database, zone: ZoneInfo) -> None:
        self._database = database
        self._zone = zone
        self._accounts = Accounts(database)

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

    def calendars(self) -> Sequence[Calendar]:
        """Return every calendar that has a record or an event, the own one first, by name."""
        used = (name for (name,) in self._database.rows(_USED))
        return completed(self._records(CALENDARS, ""), used)

    def events_in(self, calendar: str) -> Sequence[Event]:
        """Return the events of the calendar with this id, in the order of writing."""
        return self._records(EVENTS, "WHERE calendar = ? ORDER BY seq", calendar)

    def find_events(self, words: str) -> Sequence[Event]:
        """Return events whose title, location or guests contain all of `words`, newest first."""
        found = self._containing(EVENTS, words)
        return tuple(sorted(found, key=lambda one: placed(one.start, self._zone), reverse=True))

    def reminders(self, *, done: bool = False) -> Sequence[Reminder]:
        """Return open reminders (or the done ones), soonest first."""
        return self._records(REMINDERS, "WHERE done = ? ORDER BY fires, seq", int(done))

    def tasks(self, words: str = "", *, done: bool = False) -> Sequence[Task]:
        """Return open tasks (or the done ones) that contain all of `words`, list by list."""
        order = "completed DESC, seq" if done else "list, place, seq"
        parts = wanted(words)
        clause = "".join(" AND instr(words, ?)" for _ in parts)
        return self._records(TASKS, f"WHERE done = ?{clause} ORDER BY {order}", int(done), *parts)

    def task_lists(self) -> Sequence[str]:
        """Return the names of the lists that have tasks, open or done, by name."""
        rows = self._database.rows("SELECT data FROM tasks GROUP BY list ORDER BY list")
        return tuple(read(data, Task).list for (data,) in rows)

    def documents(self, words: str = "") -> Sequence[Document]:
        """Return documents whose title or text contains all of `words`, written last first."""
        return self._containing(DOCUMENTS, words, order="ORDER BY seq DESC")

    def contacts(self, words: str = "") -> Sequence[Contact]:
        """Return contacts whose name or address contains all of `words`, by name."""
        return self._containing(CONTACTS, words, order="ORDER BY name, seq")

    def drafts(self, words: str = "", *, sent: bool | None = None) -> Sequence[Draft]:
        """Return drafts and sent letters that contain all of `words`, newest first."""
        found = self._containing(DRAFTS, words, order="ORDER BY seq DESC")
        return tuple(one for one in found if sent is None or one.sent is sent)

    def letters(
        self, words: str = "", *, sender: str = "", since: Since = None, unread: bool = False
    ) -> Sequence[Received]:
        """Return received letters, newest first."""
        asked = query_of(words)
        terms = [*asked.words, *([("sender", sender)] if sender.strip() else [])]
        found = " AND ".join(filter(None, (expression(*term) for term in terms)))
        conditions, values = [_INCOMING], list[Value]()
        if found:
            conditions.append("seq IN (SELECT rowid FROM letters_text WHERE letters_text MATCH ?)")
            values.append(found)
        for start, end in filter(None, (since, self._days(asked))):
            conditions.append("date >= ? AND date < ?")
            values += [stamp(start), stamp(end)]
        if unread or asked.unread:
            conditions.append("unread = 1")
        if asked.attached:
            conditions.append("attached = 1")
        order = "ORDER BY date DESC, seq DESC"
        # Sorted by number first: whole letters in the sorter would cost ten times as much.
        newest = f"SELECT seq FROM letters WHERE {' AND '.join(conditions)} {order} LIMIT {LETTERS}"  # noqa: S608
        return self._records(LETTERS_KEPT, f"WHERE seq IN ({newest}) {order}", *values)

    def _days(self, asked: Query) -> Since:
        """Return the stretch that "before:" and "after:" leave, None without them."""
        if asked.before is None and asked.after is None:
            return None
        first = asked.after or date(1970, 1, 1)
        last = asked.before or date(2100, 1, 1)
        start, end = (datetime.combine(day, time(), self._zone) for day in (first, last))
        return start, end

    def myself(self) -> Sequence[Address]:
        """Return the user's own mailboxes, the one that sends first."""
        return tuple(Address(one.address, one.name) for one in self._accounts.all())

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

    def by_uid(self, kind: type[R], uids: Sequence[str]) -> Mapping[str, R]:
        """Return the events or tasks that have these UIDs; an instance alone by UID and moment."""
        noun = NOUNS[kind]
        found: dict[str, R] = {}
        for at in range(0, len(uids), _AT_ONCE):
            some = tuple(uids[at : at + _AT_ONCE])
            marks = ", ".join("?" * len(some))
            for one in self._records(noun, f"WHERE uid IN ({marks})", *some):
                alone = one.recurrence_id if isinstance(one, Event) else None
                found[_uid(one) if alone is None else f"{_uid(one)} {alone}"] = one
        return found

    def all_events(self) -> Sequence[Event]:
        """Return every event, in the order of writing."""
        return self._records(EVENTS, "ORDER BY seq")

    def all_tasks(self) -> Sequence[Task]:
        """Return every task, in the order of writing."""
        return self._records(TASKS, "ORDER BY seq")

    def _instances(self, data: str, start: datetime, end: datetime) -> Iterable[Occurrence]:
        event = read(data, Event)
        if event.repeats:
            return _repeats(data, start, end, self._zone)
        return instances(event, start, end, self._zone)

    def _containing(self, noun: Noun[R], words: str, order: str = "") -> Sequence[R]:
        parts = wanted(words)
        clause = " AND ".join("instr(words, ?)" for _ in parts)
        return self._records(noun, f"{'WHERE ' if parts else ''}{clause} {order}", *parts)

    def _records(self, noun: Noun[R], clause: str, *values: Value) -> Sequence[R]:
        rows = self._database.rows(f"SELECT data FROM {noun.table} {clause}", *values)  # noqa: S608
        return tuple(read(row[0], noun.kind) for row in rows)
