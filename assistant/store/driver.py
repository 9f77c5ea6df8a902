"""The driver (SQLCipher's build of SQLite) as far as the store uses it."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias

from sqlcipher3 import dbapi2 as sqlite

Value: TypeAlias = str | int | float | bytes | None
Row: TypeAlias = tuple[Any, ...]
DriverError: type[Exception] = sqlite.Error
_BUSY_MS = 5_000


class Cursor(Protocol):
    """What a statement gives (PEP 249)."""

    @property
    def rowcount(self) -> int:
        """How many rows the statement changed."""
        ...

    def fetchone(self) -> Any:  # noqa: ANN401 - a row holds what the statement asked for
        """Return the next row, or None."""
        ...

    def fetchall(self) -> list[Row]:
        """Return all rows."""
        ...


class Connection(Protocol):
    """A connection (PEP 249, with the additions of Python's sqlite3)."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        ...

    def execute(self, sql: str, values: Sequence[Value] = (), /) -> Cursor:
        """Run one statement."""
        ...

    def executescript(self, sql: str, /) -> Cursor:
        """Run many statements."""
        ...

    def close(self) -> None:
        """Close it."""
        ...


def connect(address: str) -> Connection:
    """Return a connection to a `file:` address that starts no transaction by itself."""
    connection: Connection = sqlite.connect(
        address, uri=True, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection
