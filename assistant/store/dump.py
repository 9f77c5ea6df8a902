"""All rows of all tables, out and in again: what an export holds and an import restores.

Nothing is named here that a table holds, so that a table which is added later travels along.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from assistant.store.database import Database, Transaction
from assistant.store.driver import Row, Value
from assistant.store.migrations import migrations
from assistant.store.tables import NOUNS

# What belongs to the history of one home: taken along into an empty home, else left out.
_HISTORY = ("journal", "journal_kept", "outbox", "cards", "firings", "questions", "filed")
_STEPS = "user_version"
# A letter that waited there may have left since: it is not sent a second time from here.
_AT_REST = {"ready": "draft", "sending": "unknown"}


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one table, in the order in which they were written."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


Tables: TypeAlias = Mapping[str, Table]


@dataclass(frozen=True, slots=True)
class Restored:
    """How many records were new here, and how many were here already."""

    new: int
    known: int


def form_of(database: Database) -> int:
    """Return the number of the last migration that the file has taken."""
    row = database.row(f"PRAGMA {_STEPS}")
    return int(row[0]) if row else 0


def dump(database: Database) -> Tables:
    """Return everything in the file but indexes of words, which are made anew."""
    found = {}
    for name in _names(database):
        columns = tuple(row[1] for row in database.rows(f"PRAGMA table_info({name})"))
        listed = ", ".join(columns)
        order = "ORDER BY seq" if "seq" in columns else ""
        rows = database.rows(f"SELECT {listed} FROM {name} {order}")  # noqa: S608 - names of the schema
        found[name] = Table(columns, tuple(rows))
    return found


def restore(database: Database, form: int, tables: Tables) -> Restored:
    """Put rows back that are not here already, all or none; those of an older form are upgraded.

    Raises `ValueError` for a form that is newer than this program's.
    """
    if not 0 < form <= len(migrations()):
        raise ValueError(f"The form {form} is not known.")
    if form < len(migrations()):
        tables = _upgraded(form, tables)
    return _put(database, tables)


def _names(database: Database) -> Sequence[str]:
    listed = database.rows("SELECT name, type FROM pragma_table_list WHERE schema = 'main'")
    return sorted(n for n, kind in listed if kind == "table" and not n.startswith("sqlite_"))


def _upgraded(form: int, tables: Tables) -> Tables:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "old.db"
        old = Database(path, migrations()[:form])
        _put(old, tables)
        old.close()
        new = Database(path)
        try:
            return dump(new)
        finally:
            new.close()


def _put(database: Database, tables: Tables) -> Restored:
    counted = {noun.table for noun in NOUNS.values()} | {"conversations"}
    new = known = 0
    with database.transaction() as change:
        change.execute("PRAGMA defer_foreign_keys = ON")
        left_out = _HISTORY if change.row("SELECT 1 FROM journal LIMIT 1") else ()
        for name in _names(database):
            if name not in tables or name in left_out:
                continue
            fresh = change.row(f"SELECT 1 FROM {name} LIMIT 1") is None  # noqa: S608
            here = {row[1] for row in change.rows(f"PRAGMA table_info({name})")}
            for row in _rows(name, tables[name], here, keep_seq=fresh):
                added = _insert(change, name, row)
                if name in counted:
                    new, known = new + added, known + (not added)
    return Restored(new, known)


def _rows(
    name: str, table: Table, here: set[str], *, keep_seq: bool
) -> Iterator[Mapping[str, Value]]:
    for values in table.rows:
        row = dict(zip(table.columns, values, strict=True))
        if not keep_seq:
            row.pop("seq", None)
        if name == "outbox":
            row["state"] = _AT_REST.get(row["state"], row["state"])
        yield {column: value for column, value in row.items() if column in here}


def _insert(change: Transaction, name: str, row: Mapping[str, Value]) -> bool:
    places = ", ".join("?" * len(row))
    statement = f"INSERT OR IGNORE INTO {name} ({', '.join(row)}) VALUES ({places})"  # noqa: S608
    return bool(change.execute(statement, *row.values()))
