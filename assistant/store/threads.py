"""Which letters belong together: by the letters they name, else by subject (RFC 5256 in spirit).

An answer names what it answers (In-Reply-To, References, RFC 5322 3.6.4). Every name is put into
one table with its thread, also those whose letter is not here: whoever comes later finds it. Where
a letter joins two threads, they become one.
"""

from collections.abc import Sequence
from datetime import timedelta

from assistant.domain.received import Received
from assistant.domain.words import fold
from assistant.domain.writing import bare_subject
from assistant.store.database import Database, Transaction
from assistant.store.stamps import earlier, stamp
from assistant.store.tables import read

_MOST_NAMES = 50  # of one letter; lists of thousands come from nobody who writes
_NEAR = timedelta(days=60)  # an answer by its subject alone comes within this time


def join(change: Transaction, letter: Received) -> str:
    """Put a letter into its thread, which is returned; a letter that has one keeps it."""
    known = change.row("SELECT thread FROM threads WHERE letter = ?", letter.id)
    if known is not None:
        return str(known[0])
    names = _names(letter)
    found = _threads(change, names)
    thread = found[0] if found else _by_subject(change, letter) or letter.id
    for other in found[1:]:
        for table in ("threads", "thread_ids", "thread_subjects"):
            change.execute(
                f"UPDATE {table} SET thread = ? WHERE thread = ?",  # noqa: S608
                thread,
                other,
            )
    change.execute("INSERT INTO threads (letter, thread) VALUES (?, ?)", letter.id, thread)
    for name in names:
        change.execute(
            "INSERT OR IGNORE INTO thread_ids (message_id, thread) VALUES (?, ?)", name, thread
        )
    if subject := _key(letter):
        change.execute(
            "INSERT INTO thread_subjects (subject, thread, date) VALUES (?, ?, ?)"
            " ON CONFLICT (subject) DO UPDATE SET thread = excluded.thread, date = excluded.date"
            " WHERE excluded.date >= date",
            subject,
            thread,
            stamp(letter.date),
        )
    return thread


def catch_up(database: Database, most: int = 500) -> int:
    """Put letters into threads that were kept before there were any; return how many."""
    rows = database.rows(
        "SELECT data FROM letters WHERE id NOT IN (SELECT letter FROM threads)"
        " ORDER BY date LIMIT ?",
        most,
    )
    if rows:
        with database.transaction() as change:
            for (data,) in rows:
                join(change, read(data, Received))
    return len(rows)


def _names(letter: Received) -> Sequence[str]:
    named = (letter.message_id, letter.in_reply_to, *letter.references)
    return tuple(dict.fromkeys(one for one in named if one))[:_MOST_NAMES]


def _threads(change: Transaction, names: Sequence[str]) -> list[str]:
    marks = ", ".join("?" * len(names))
    rows = change.rows(
        f"SELECT DISTINCT thread FROM thread_ids WHERE message_id IN ({marks})",  # noqa: S608
        *names,
    )
    return [str(row[0]) for row in rows]


def _by_subject(change: Transaction, letter: Received) -> str:
    """Return the thread of an answer that names no letter; "" for what is no answer."""
    answers = bare_subject(letter.subject) != letter.subject.strip()
    if letter.in_reply_to or letter.references or not answers or not (key := _key(letter)):
        return ""
    row = change.row(
        "SELECT thread FROM thread_subjects WHERE subject = ? AND date BETWEEN ? AND ?",
        key,
        stamp(earlier(letter.date, _NEAR)),
        stamp(letter.date),
    )
    return str(row[0]) if row else ""


def _key(letter: Received) -> str:
    subject = " ".join(fold(bare_subject(letter.subject)).split())
    return f"{letter.account} {subject}" if len(subject) > 3 else ""
