"""What of a file could not be read: kept whole, so that nothing is lost."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.base.clock import Clock
from assistant.store.database import Database
from assistant.store.stamps import stamp


@dataclass(frozen=True, slots=True)
class SetAside:
    """A piece of `file` that could not be read, and why."""

    file: str
    text: str
    reason: str


class Asides:
    """Pieces of files, each kept once."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def keep(self, pieces: Sequence[SetAside]) -> None:
        """Write pieces down; one that is kept already is fine."""
        now = stamp(self._clock.now())
        with self._database.transaction() as change:
            for one in pieces:
                change.execute(
                    "INSERT INTO set_aside (file, at, reason, text) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT DO NOTHING",
                    *(one.file, now, one.reason, one.text),
                )

    def all(self) -> Sequence[SetAside]:
        """Return everything that was set aside, oldest first."""
        rows = self._database.rows("SELECT file, text, reason FROM set_aside ORDER BY seq")
        return tuple(SetAside(*row) for row in rows)
