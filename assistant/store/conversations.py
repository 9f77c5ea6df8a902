"""Talk on disk: conversations and their lines."""

from collections.abc import Sequence
from datetime import datetime

from assistant.base.clock import Clock
from assistant.base.errors import AssistantError
from assistant.domain.labels import Labels, tainted
from assistant.domain.talk import Conversation, Line, Role
from assistant.store.database import Database
from assistant.store.driver import Row, Value
from assistant.store.stamps import moment_of, stamp
from assistant.store.tables import read_labels, write_labels

_CONVERSATION = "SELECT id, title, created, updated, labels FROM conversations "
_LINE = "SELECT id, conversation, turn, role, text, at, card, entry, stopped, model FROM lines "


class Conversations:
    """Threads of talk. Renaming and the like of one that is not there raises `AssistantError`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def create(self, conversation: Conversation) -> None:
        """Write a new conversation; its id must be new."""
        with self._database.transaction() as change:
            change.execute(
                "INSERT INTO conversations (id, title, created, updated, tainted, labels)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                conversation.id,
                conversation.title,
                stamp(conversation.created),
                stamp(conversation.updated),
                int(conversation.tainted),
                write_labels(conversation.labels),
            )

    def get(self, key: str) -> Conversation | None:
        """Return the conversation with this id, or None."""
        row = self._database.row(_CONVERSATION + "WHERE id = ?", key)
        return self._conversation(row) if row else None

    def all(self) -> Sequence[Conversation]:
        """Return all conversations, the one talked in last first."""
        rows = self._database.rows(_CONVERSATION + "ORDER BY updated DESC, seq DESC")
        return tuple(self._conversation(row) for row in rows)

    def rename(self, key: str, title: str) -> None:
        """Give it another title."""
        self._set(key, "title", title)

    def touch(self, key: str, at: datetime) -> None:
        """Note that something was said in it at `at` (aware)."""
        self._set(key, "updated", stamp(at))

    def taint(self, key: str, labels: Labels) -> None:
        """Note where text that entered it comes from; it stays so (TRUST rule 2)."""
        with self._database.transaction() as change:
            row = change.row("SELECT labels FROM conversations WHERE id = ?", key)
            if row is None:
                raise _gone()
            joined = read_labels(row[0]) | labels
            change.execute(
                "UPDATE conversations SET labels = ?, tainted = ? WHERE id = ?",
                write_labels(joined),
                int(tainted(joined)),
                key,
            )

    def delete(self, key: str) -> None:
        """Throw it and its lines away; the journal keeps what was done in it."""
        with self._database.transaction() as change:
            change.execute("DELETE FROM conversations WHERE id = ?", key)

    def add(self, line: Line) -> None:
        """Write a line at the end, or in place of the one with its id, and touch.

        What is said into a conversation that was thrown away meanwhile goes with it.
        """
        with self._database.transaction() as change:
            touched = change.execute(
                "UPDATE conversations SET updated = max(updated, ?) WHERE id = ?",
                stamp(line.at),
                line.conversation,
            )
            if not touched:
                return
            change.execute(
                "INSERT INTO lines (id, conversation, turn, role, text, at, card, entry, stopped,"
                " model) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
                " text = excluded.text, card = excluded.card, entry = excluded.entry,"
                " stopped = excluded.stopped",
                line.id,
                line.conversation,
                line.turn,
                line.role.value,
                line.text,
                stamp(line.at),
                line.card,
                line.entry,
                int(line.stopped),
                line.model,
            )

    def lines(self, conversation: str) -> Sequence[Line]:
        """Return what was said, oldest first."""
        rows = self._database.rows(_LINE + "WHERE conversation = ? ORDER BY seq", conversation)
        return tuple(self._line(row) for row in rows)

    def _set(self, key: str, column: str, value: Value) -> None:
        with self._database.transaction() as change:
            if not change.execute(
                f"UPDATE conversations SET {column} = ? WHERE id = ?",  # noqa: S608
                value,
                key,
            ):
                raise _gone()

    def _conversation(self, row: Row) -> Conversation:
        key, title, created, updated, labels = row
        zone = self._clock.zone
        return Conversation(
            key, title, moment_of(created, zone), moment_of(updated, zone), read_labels(labels)
        )

    def _line(self, row: Row) -> Line:
        key, conversation, turn, role, text, at, card, entry, stopped, model = row
        return Line(
            id=key,
            conversation=conversation,
            turn=turn,
            role=Role(role),
            text=text,
            at=moment_of(at, self._clock.zone),
            card=card,
            entry=entry,
            stopped=bool(stopped),
            model=model,
        )


def _gone() -> AssistantError:
    return AssistantError("This conversation is not there any more.", hint="Start a new one.")
