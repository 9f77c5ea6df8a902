"""Letters on their way out: each leaves once, whatever happens in between (TRUST rule 10)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from assistant.base.clock import Clock
from assistant.domain.cards import Letter
from assistant.domain.codec import dumps, loads
from assistant.domain.mail import OutboxState, Outgoing
from assistant.store.database import Database, Transaction
from assistant.store.driver import Row
from assistant.store.failures import stale
from assistant.store.stamps import moment_of, stamp
from assistant.store.tables import DRAFTS, read

_COLUMNS = (
    "id, draft, account, state, sender, recipients, message, message_id, not_before, attempts,"
    " error"
)
DRAFT, READY, SENDING, SENT, UNKNOWN = OutboxState


class _NotPossible(RuntimeError):
    """A letter is not in a state from which the step leads."""


@contextmanager
def _asked_by_user() -> Iterator[None]:
    """The user may be slower than the drain: then the letter has changed, which is no bug."""
    try:
        yield
    except _NotPossible as error:
        raise stale() from error


class Outbox:
    """The states of every letter: DRAFT -> READY -> SENDING -> SENT | READY | UNKNOWN.

    Every method commits before it returns. In a state that does not allow a step the letter stays
    as it is: what the user asked for is a `StaleError`, what the drain asks for our bug
    (`RuntimeError`).
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def due(self, now: datetime) -> Sequence[Outgoing]:
        """Return the READY letters that are not held and have rested until `now`, oldest first."""
        return self._letters(
            "WHERE state = 'ready' AND NOT held AND not_before <= ? ORDER BY not_before, seq",
            stamp(now),
        )

    def next_due(self) -> datetime | None:
        """Return when the next READY letter that is not held may leave (user's zone)."""
        row = self._database.row(
            "SELECT min(not_before) FROM outbox WHERE state = 'ready' AND NOT held"
        )
        return moment_of(row[0], self._clock.zone) if row and row[0] else None

    def all(self) -> Sequence[Outgoing]:
        """Return the letters in all states, newest first."""
        return self._letters("ORDER BY seq DESC")

    def get(self, key: str) -> Outgoing | None:
        """Return the letter with this id, or None."""
        found = self._letters("WHERE id = ?", key)
        return found[0] if found else None

    def of_draft(self, draft: str) -> Sequence[Outgoing]:
        """Return the letters that were made of a draft, newest first."""
        return self._letters("WHERE draft = ? ORDER BY seq DESC", draft)

    def leaving_since(self, moment: datetime) -> int:
        """Return how many letters left, or were to leave, after `moment`."""
        row = self._database.row(
            "SELECT count(*) FROM outbox WHERE state <> 'draft' AND not_before > ?", stamp(moment)
        )
        return int(row[0]) if row else 0

    def claim(self, key: str) -> Outgoing | None:
        """Make a READY letter SENDING, before its first byte leaves; None if it is not READY."""
        with self._database.transaction() as change:
            won = change.execute(
                "UPDATE outbox SET state = 'sending', attempts = attempts + 1, error = '',"
                " held = 0 WHERE id = ? AND state = 'ready'",
                key,
            )
        return self.get(key) if won else None

    def sent(self, key: str) -> None:
        """Record that the server took the letter; its draft counts as sent from now on."""
        self._settle(key, SENDING, UNKNOWN)

    def failed(self, key: str, error: str, retry_at: datetime | None) -> None:
        """Record that it certainly did not leave: READY again, at `retry_at` or held (None)."""
        with self._database.transaction() as change:
            _move(change, key, READY, SENDING, error=error)
            change.execute("UPDATE outbox SET held = ? WHERE id = ?", int(retry_at is None), key)
            if retry_at is not None:
                change.execute(
                    "UPDATE outbox SET not_before = ? WHERE id = ?", stamp(retry_at), key
                )

    def unknown(self, key: str, error: str) -> None:
        """Record that nobody can tell whether it arrived: never sent again by itself."""
        with self._database.transaction() as change:
            _move(change, key, UNKNOWN, SENDING, error=error)

    def recover(self) -> int:
        """At start: letters found SENDING become UNKNOWN; return how many."""
        with self._database.transaction() as change:
            return change.execute("UPDATE outbox SET state = 'unknown' WHERE state = 'sending'")

    def resolve(self, key: str, *, sent: bool) -> None:
        """Record what the user says about an UNKNOWN letter: it arrived, or it goes again."""
        with _asked_by_user():
            if sent:
                self._settle(key, UNKNOWN)
            else:
                self._make_ready(key, UNKNOWN)

    def retry(self, key: str) -> None:
        """Let a READY letter that failed leave now."""
        with _asked_by_user():
            self._make_ready(key, READY)

    def give_up(self, key: str) -> None:
        """Take a READY or UNKNOWN letter out for good; its draft stays."""
        with _asked_by_user(), self._database.transaction() as change:
            _move(change, key, DRAFT, READY, UNKNOWN)

    def _make_ready(self, key: str, state: OutboxState) -> None:
        with self._database.transaction() as change:
            _move(change, key, READY, state)
            change.execute(
                "UPDATE outbox SET held = 0, not_before = ? WHERE id = ?",
                stamp(self._clock.now()),
                key,
            )

    def _settle(self, key: str, *states: OutboxState) -> None:
        with self._database.transaction() as change:
            _move(change, key, SENT, *states)
            change.execute(
                "UPDATE outbox SET settled = ? WHERE id = ?", stamp(self._clock.now()), key
            )
            _mark_draft(change, key)

    def _letters(self, clause: str, *values: str) -> Sequence[Outgoing]:
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM outbox {clause}", *values)  # noqa: S608
        return tuple(self._letter(row) for row in rows)

    def _letter(self, row: Row) -> Outgoing:
        key, draft, account, state, sender, recipients, message, message_id, rests, *rest = row
        return Outgoing(
            id=key,
            draft=draft,
            account=account,
            state=OutboxState(state),
            sender=sender,
            recipients=loads(recipients, tuple[str, ...]),
            message=message,
            message_id=message_id,
            not_before=moment_of(rests, self._clock.zone),
            attempts=rest[0],
            error=rest[1],
        )


def under_way(change: Transaction, draft: str) -> bool:
    """Return whether a letter of this draft is in the outbox, or has left."""
    return bool(change.row("SELECT 1 FROM outbox WHERE draft = ? AND state <> 'draft'", draft))


def lay_out(  # noqa: PLR0913, PLR0917 - the columns of one row
    change: Transaction, key: str, entry: str, draft: str, letter: Letter, not_before: datetime
) -> None:
    """Put `letter` into the outbox, READY."""
    change.execute(
        "INSERT INTO outbox (id, entry, draft, account, state, sender, recipients, message,"
        " message_id, not_before) VALUES (?, ?, ?, ?, 'ready', ?, ?, ?, ?, ?)",
        key,
        entry,
        draft,
        letter.account,
        letter.sender,
        dumps(letter.recipients),
        letter.message,
        letter.message_id,
        stamp(not_before),
    )


def take_back(change: Transaction, entry: str, draft: str) -> bool:
    """Make a READY letter of `entry` a DRAFT; return False where it is not there any more."""
    return bool(
        change.execute(
            "UPDATE outbox SET state = 'draft'"
            " WHERE entry = ? AND draft = ? AND state IN ('ready', 'draft')",
            entry,
            draft,
        )
    )


def _move(
    change: Transaction, key: str, to: OutboxState, *states: OutboxState, error: str = ""
) -> None:
    row = change.row("SELECT state FROM outbox WHERE id = ?", key)
    if row is None or row[0] not in states:
        raise _NotPossible(f"The letter {key} is {row and row[0]}: it cannot become {to}.")
    change.execute("UPDATE outbox SET state = ?, error = ? WHERE id = ?", to.value, error, key)


def _mark_draft(change: Transaction, key: str) -> None:
    """Mark the draft of a letter as sent; one that the user has removed stays removed."""
    row = change.row(
        "SELECT drafts.data, drafts.id FROM outbox"
        " JOIN drafts ON drafts.id = outbox.draft WHERE outbox.id = ?",
        key,
    )
    if row is None:
        return
    labels = DRAFTS.labels(change, row[1]) or frozenset()
    DRAFTS.put(change, replace(read(row[0], DRAFTS.kind), sent=True), labels)
