"""Letters that arrived: nobody proposed them, so the journal does not hold them."""

from assistant.domain.mime.bounces import bounce_of
from assistant.domain.received import Received
from assistant.store.database import Database
from assistant.store.mailboxes import came_back
from assistant.store.tables import LETTERS_KEPT
from assistant.store.threads import join


class Letters:
    """Takes in what arrives, with its bytes; reading goes through `Reader`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, letter: Received, raw: bytes, trouble: str = "") -> bool:
        """Keep a letter and its source; return False where it is here already.

        `trouble` says why it could not be read, if so: it is kept all the same.
        """
        with self._database.transaction() as change:
            known = change.row("SELECT 1 FROM letters WHERE id = ?", letter.id)
            if known is None:
                LETTERS_KEPT.put(change, letter, letter.labels)
                join(change, letter)
                if (bounce := bounce_of(raw)) is not None:
                    came_back(change, bounce)
                change.execute(
                    "INSERT OR REPLACE INTO sources (id, raw, trouble) VALUES (?, ?, ?)",
                    letter.id,
                    raw,
                    trouble,
                )
        return known is None

    def source(self, key: str) -> bytes | None:
        """Return the bytes of a letter exactly as they came, or None."""
        row = self._database.row("SELECT raw FROM sources WHERE id = ?", key)
        return bytes(row[0]) if row else None
