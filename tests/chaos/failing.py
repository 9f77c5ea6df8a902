"""A disk that fails at the N-th statement that SQLite is asked to run."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import Any

from sqlcipher3 import dbapi2 as sqlite

from assistant.store import driver


class How(StrEnum):
    """How the disk fails: the statement does not run, runs but is not confirmed, nothing runs."""

    BEFORE = "before it runs"
    AFTER = "after it ran"
    FOR_GOOD = "from then on"


class Disk:
    """Counts statements, on all connections, and fails as it is told."""

    def __init__(self) -> None:
        self.count = 0
        self.failures = 0
        self._at = 0
        self._how = How.BEFORE
        self._connect = driver.connect

    def fail(self, at: int, how: How) -> None:
        """Fail at the `at`-th statement from now (1 is the next)."""
        self.count = self.failures = 0
        self._at, self._how = at, how

    def repair(self) -> None:
        """Fail no more."""
        self._at = 0

    def connect(self, address: str) -> Any:
        """Return a connection on this disk."""
        return Connection(self._connect(address), self)

    def run(self, work: Callable[[], Any]) -> Any:
        """Run one statement, or fail."""
        self.count += 1
        due = self._at and (
            self.count >= self._at if self._how is How.FOR_GOOD else self.count == self._at
        )
        if not due:
            return work()
        self.failures += 1
        if self._how is How.AFTER:
            work()
        error = sqlite.OperationalError("disk I/O error")
        error.sqlite_errorname = "SQLITE_IOERR_WRITE"
        raise error


class Connection:
    """A connection on a `Disk`; scripts run statement by statement."""

    def __init__(self, real: Any, disk: Disk) -> None:
        self._real = real
        self._disk = disk

    @property
    def in_transaction(self) -> bool:
        return bool(self._real.in_transaction)

    def execute(self, sql: str, values: Sequence[object] = ()) -> Any:
        return self._disk.run(lambda: self._real.execute(sql, values))

    def executescript(self, sql: str) -> None:
        for statement in statements(sql):
            self.execute(statement)

    def close(self) -> None:
        self._real.close()


def statements(script: str) -> Iterator[str]:
    """Yield the statements of `script`."""
    one = ""
    for line in script.splitlines(keepends=True):
        one += line
        if sqlite3.complete_statement(one):
            yield one
            one = ""
    assert not one.strip(), one
