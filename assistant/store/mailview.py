"""The mail window's side of the store: steps of a list by an index, never the whole of it."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.domain.gleaning import asks
from assistant.domain.mail import Draft
from assistant.domain.mailview import PAGE, Box, Glance, Step, Waiting
from assistant.domain.received import Received
from assistant.domain.searching import expression, query_of
from assistant.store.database import Database
from assistant.store.driver import Value
from assistant.store.stamps import earlier, moment_of, stamp
from assistant.store.tables import read

_NEWEST = ("9999", 1 << 62)
_SOON, _LONG_AGO = timedelta(days=2), timedelta(days=45)  # when a missing answer is one
_MOST_STEPS = 20  # a folder in which one thread has thousands of letters
_GLANCE = (
    "SELECT letters.id, coalesce(threads.thread, letters.id),"
    " json_extract(data, '$.sender.name'), json_extract(data, '$.sender.email'),"
    " json_extract(data, '$.to[0].name'), json_extract(data, '$.to[0].email'),"
    " json_extract(data, '$.subject'), substr(json_extract(data, '$.text'), 1, 240),"
    " date, unread, attached, data LIKE '%\"\\\\Flagged\"%',"
    " (SELECT count(*) FROM threads AS other WHERE other.thread = threads.thread)"
    " FROM letters LEFT JOIN threads ON threads.letter = letters.id"
)


class MailView:
    """Implements `assistant.domain.mailview.MailReads`."""

    def __init__(self, database: Database, zone: ZoneInfo) -> None:
        self._database = database
        self._zone = zone

    def boxes(self) -> Sequence[Box]:
        """Return the folders of all accounts, inboxes first."""
        rows = self._database.rows(
            "SELECT * FROM (SELECT account, name, role FROM folders UNION"
            " SELECT DISTINCT account, folder, role FROM letters WHERE account = '')"
            " ORDER BY account, role <> 'inbox', role = '', name"
        )
        return tuple(
            Box(account, name, role, self._unread(account, name)) for account, name, role in rows
        )

    def _unread(self, account: str, folder: str) -> int:
        row = self._database.row(
            "SELECT count(*) FROM letters WHERE account = ? AND folder = ? AND unread = 1",
            account,
            folder,
        )
        return int(row[0]) if row else 0

    def step(
        self,
        box: Box,
        words: str = "",
        after: tuple[str, int] | None = None,
        shown: Collection[str] = (),
    ) -> Step:
        """Return the next rows of a folder, or of what holds `words`, newest first."""
        place = after or _NEWEST
        if words.strip():
            found, rest = self._found(words, place)
            return Step(self._glances(found), rest)
        seen, kept = set(shown), list[str]()
        for _ in range(_MOST_STEPS):
            rows = self._database.rows(
                "SELECT letters.id, coalesce(threads.thread, letters.id), date, letters.seq"
                " FROM letters LEFT JOIN threads ON threads.letter = letters.id"
                " WHERE account = ? AND folder = ? AND (date, letters.seq) < (?, ?)"
                " ORDER BY date DESC, letters.seq DESC LIMIT ?",
                box.account,
                box.folder,
                *place,
                PAGE,
            )
            for key, thread, date, seq in rows:
                place = (date, seq)
                if thread not in seen:
                    seen.add(thread)
                    kept.append(key)
            if len(rows) < PAGE:
                return Step(self._glances(kept), None)
            if len(kept) >= PAGE // 2:
                break
        return Step(self._glances(kept), place)

    def thread(self, key: str) -> Sequence[Received]:
        """Return the thread of a letter, oldest first, without what was thrown away."""
        rows = self._database.rows(
            "SELECT data FROM letters WHERE id IN (SELECT letter FROM threads WHERE thread ="
            " (SELECT thread FROM threads WHERE letter = ?)) OR id = ? ORDER BY date, seq",
            key,
            key,
        )
        letters = [read(row[0], Received) for row in rows]
        away = {"trash", "junk", "drafts"}
        kept = [one for one in letters if one.id == key or one.role not in away]
        names = [one.message_id or one.id for one in kept]  # one's own letter lies in two folders
        return tuple(
            one
            for at, one in enumerate(kept)
            if one.id == key or (one.message_id or one.id) not in names[:at]
        )

    def waiting(self, now: datetime) -> Sequence[Waiting]:
        """Return own letters that asked for something two days ago or more, and got no answer."""
        first, last = stamp(earlier(now, _LONG_AGO)), stamp(earlier(now, _SOON))
        found: dict[str, tuple[Waiting, str]] = {}
        for subject, data, date, message_id in self._database.rows(
            "SELECT '', drafts.data, settled, message_id FROM outbox"
            " JOIN drafts ON drafts.id = outbox.draft"
            " WHERE state = 'sent' AND settled BETWEEN ? AND ?",
            first,
            last,
        ):
            draft = read(data, Draft)
            people = ", ".join(one.name or one.email for one in draft.to)
            since = moment_of(date, self._zone)
            one = Waiting(people, subject or draft.subject, since)
            found[message_id] = (one, draft.body)
        for (data,) in self._database.rows(
            "SELECT data FROM letters WHERE role = 'sent' AND date BETWEEN ? AND ?", first, last
        ):
            letter = read(data, Received)
            people = ", ".join(one.name or one.email for one in letter.to)
            since = letter.date.astimezone(self._zone)
            waiting = Waiting(people, letter.subject, since, letter.id)
            found[letter.message_id or letter.id] = (waiting, letter.text)
        kept = [
            one
            for message_id, (one, text) in found.items()
            if asks(text) and not self._answered(message_id, one.since)
        ]
        return tuple(sorted(kept, key=lambda one: one.since))

    def _answered(self, message_id: str, since: datetime) -> bool:
        """Return whether anything came in that thread later."""
        row = self._database.row(
            "SELECT 1 FROM letters JOIN threads ON threads.letter = letters.id"
            " WHERE thread = (SELECT thread FROM thread_ids WHERE message_id = ?)"
            " AND date > ? AND role NOT IN ('sent', 'drafts') LIMIT 1",
            message_id,
            stamp(since),
        )
        return row is not None

    def _found(
        self, words: str, place: tuple[str, int]
    ) -> tuple[list[str], tuple[str, int] | None]:
        asked = query_of(words)
        found = " AND ".join(filter(None, (expression(*term) for term in asked.words)))
        conditions, values = ["(date, seq) < (?, ?)"], list[Value](place)
        if found:
            conditions.append("seq IN (SELECT rowid FROM letters_text WHERE letters_text MATCH ?)")
            values.append(found)
        if asked.unread:
            conditions.append("unread = 1")
        if asked.attached:
            conditions.append("attached = 1")
        for day, sign in ((asked.before, "<"), (asked.after, ">=")):
            if day is not None:
                conditions.append(f"date {sign} ?")
                values.append(day.isoformat())
        rows = self._database.rows(
            f"SELECT id, date, seq FROM letters WHERE {' AND '.join(conditions)}"  # noqa: S608
            " ORDER BY date DESC, seq DESC LIMIT ?",
            *values,
            PAGE,
        )
        rest = (rows[-1][1], rows[-1][2]) if len(rows) == PAGE else None
        return [row[0] for row in rows], rest

    def _glances(self, keys: Sequence[str]) -> tuple[Glance, ...]:
        if not keys:
            return ()
        marks = ", ".join("?" * len(keys))
        rows = self._database.rows(f"{_GLANCE} WHERE letters.id IN ({marks})", *keys)
        by_id = {row[0]: self._glance(row) for row in rows}
        return tuple(by_id[key] for key in keys if key in by_id)

    def _glance(self, row: Sequence[object]) -> Glance:
        key, thread, name, email, to_name, to_email, subject, text, date, unread, files, *rest = row
        return Glance(
            id=str(key),
            thread=str(thread),
            sender=str(name or email or ""),
            to=str(to_name or to_email or ""),
            subject=str(subject or ""),
            text=" ".join(str(text or "").split()),
            date=moment_of(str(date), self._zone),
            seen=not unread,
            attached=bool(files),
            flagged=bool(rest[0]),
            count=max(1, int(str(rest[1] or 1))),
        )
