"""Files that were put with a draft, by the hash of their bytes."""

import hashlib

from assistant.base.errors import AssistantError
from assistant.domain.mail import Enclosed
from assistant.domain.mime.opening import attachment
from assistant.store.database import Database

LARGEST = 50_000_000  # bytes; hardly a server takes more


class Files:
    """Keeps bytes once, and gives those of anything that is enclosed with a draft."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, name: str, content_type: str, data: bytes) -> Enclosed:
        """Keep a file; raises `AssistantError` for one that no server would take."""
        if len(data) > LARGEST:
            raise AssistantError(
                "{name} is too large to be sent by mail.",
                hint="At most 50 MB are possible; many servers take 25 MB.",
                name=name,
            )
        digest = hashlib.sha256(data).hexdigest()
        with self._database.transaction() as change:
            change.execute("INSERT OR IGNORE INTO files (digest, data) VALUES (?, ?)", digest, data)
        return Enclosed(name, content_type, len(data), digest=digest)

    def content(self, one: Enclosed) -> bytes:
        """Return the bytes of a file, or of the part of a letter that is passed on."""
        if one.letter:
            row = self._database.row("SELECT raw FROM sources WHERE id = ?", one.letter)
            found = attachment(bytes(row[0]), one.part) if row else None
        else:
            row = self._database.row("SELECT data FROM files WHERE digest = ?", one.digest)
            found = bytes(row[0]) if row else None
        if found is None:
            raise AssistantError(
                "The file {name} is not there any more.",
                hint="Take it out of the letter, or put it in again.",
                name=one.name,
            )
        return found
