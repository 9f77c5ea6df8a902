"""The one database file: one writer, any number of readers, no change outside a transaction."""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from assistant.base.errors import OutsideError
from assistant.base.lanes import RLock
from assistant.store import driver, failures
from assistant.store.driver import Connection, Cursor, Row, Value
from assistant.store.migrations import Migration, migrations, upgrade, version

APPLICATION = 0x44534B4D  # "DSKM": PRAGMA application_id tells our files from others


class Transaction:
    """The only thing that can change the file; dead once its `with` block is left."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._open = True

    def execute(self, sql: str, *values: Value) -> int:
        """Run one statement; return how many rows it changed."""
        return int(self._run(sql, values).rowcount)

    def rows(self, sql: str, *values: Value) -> list[Row]:
        """Return the rows of a query, changes of this transaction included."""
        return list(self._run(sql, values).fetchall())

    def row(self, sql: str, *values: Value) -> Row | None:
        """Return the first row of a query, or None."""
        found: Row | None = self._run(sql, values).fetchone()
        return found

    def close(self) -> None:
        """Refuse whatever comes later."""
        self._open = False

    def _run(self, sql: str, values: Sequence[Value]) -> Cursor:
        if not self._open:
            raise RuntimeError("A change outside a transaction.")
        return self._connection.execute(sql, values)


class Database:
    """A file, or memory where `path` is None (for tests and for planning without a home).

    In memory, readers wait until a transaction is over; those of a file do not.
    Safe under threads: writers take turns, each reader has a connection of its own that cannot
    write. A file that is empty, damaged, foreign or newer raises `AssistantError` and is left
    as it is. A new file appears whole, under its name, or not at all.
    """

    def __init__(self, path: Path | None, steps: Sequence[Migration] | None = None) -> None:
        self.path = path
        self._lock = RLock()
        self._inside = False
        self._readers: deque[Connection] = deque()
        self._closed = False
        steps = migrations() if steps is None else steps
        with failures.outside(path):
            if path is None:
                self._address = f"file:/{uuid4()}?vfs=memdb"
                self._writer = driver.connect(self._address)
                _begin(self._writer, steps)
            else:
                self._address = f"{path.absolute().as_uri()}?mode=ro"
                self._writer = _open_file(path, steps)

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Make changes: all of them, or none where the block raises. Does not nest."""
        with self._lock, failures.outside(self.path):
            if self._inside:
                raise RuntimeError("A transaction inside a transaction.")
            self._roll_back()  # where the last one could not be, for want of a disk
            change = Transaction(self._writer)
            self._inside = True
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                yield change
                self._writer.execute("COMMIT")
            finally:
                self._inside = False
                change.close()
                self._roll_back()

    def rows(self, sql: str, *values: Value) -> list[Row]:
        """Return the rows of a query on what is committed."""
        with failures.outside(self.path), self._reader() as connection:
            return list(connection.execute(sql, values).fetchall())

    def row(self, sql: str, *values: Value) -> Row | None:
        """Return the first row of a query on what is committed, or None."""
        found = self.rows(sql, *values)
        return found[0] if found else None

    def healthy(self) -> bool:
        """Return whether SQLite finds the whole file in order; reads all of it."""
        try:
            return self.row("PRAGMA quick_check(1)") == ("ok",)
        except OutsideError:
            return False

    def close(self) -> None:
        """Close all connections; the write-ahead log is folded into the file."""
        with self._lock:
            self._closed = True
            while self._readers:
                self._readers.pop().close()
            self._writer.close()

    def _roll_back(self) -> None:
        if self._writer.in_transaction:
            self._writer.execute("ROLLBACK")

    @contextmanager
    def _reader(self) -> Iterator[Connection]:
        """Lend a reading connection: an idle one, or a new one where all are busy."""
        try:
            connection = self._readers.pop()
        except IndexError:
            connection = driver.connect(self._address)
            connection.execute("PRAGMA query_only = ON")
        try:
            yield connection
        finally:
            if self._closed:
                connection.close()
            else:
                self._readers.append(connection)


def _open_file(path: Path, steps: Sequence[Migration]) -> Connection:
    """Return the writer's connection to `path`, which is created first where it is missing."""
    if not path.exists():
        _create(path, steps)
    if not path.stat().st_size:
        raise failures.damaged(path)
    connection = driver.connect(f"{path.absolute().as_uri()}?mode=rw")
    try:
        _check(connection, path, len(steps))
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        upgrade(connection, steps, keep=path)
    except BaseException:
        connection.close()
        raise
    return connection


def _create(path: Path, steps: Sequence[Migration]) -> None:
    """Build the file under another name: a kill on the way leaves nothing that looks like it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = path.with_name(path.name + ".new")
    for rest in (new, path.with_name(path.name + ".new-journal")):
        rest.unlink(missing_ok=True)
    new.touch(mode=0o600)
    connection = driver.connect(new.absolute().as_uri())
    try:
        _begin(connection, steps)
    finally:
        connection.close()
    new.replace(path)


def _begin(connection: Connection, steps: Sequence[Migration]) -> None:
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    upgrade(connection, steps)


def _check(connection: Connection, path: Path, known: int) -> None:
    """Raise unless this is one of our files, in a form that we know."""
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    if mark != APPLICATION or version(connection) < 1:
        raise failures.damaged(path)
    if version(connection) > known:
        raise failures.newer(path)
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
