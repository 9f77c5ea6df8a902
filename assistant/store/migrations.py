"""Numbered steps from one form of the file to the next: `resources/migrations/NNNN_name.sql`."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.base.paths import resources
from assistant.store.driver import Connection


@dataclass(frozen=True, slots=True)
class Migration:
    """One step; `number` becomes the file's `PRAGMA user_version`."""

    number: int
    name: str
    sql: str


@cache
def migrations(folder: Path | None = None) -> Sequence[Migration]:
    """Return the steps in order; their numbers run from 1 without gaps (else `ValueError`)."""
    files = sorted((folder or resources() / "migrations").glob("[0-9]*_*.sql"))
    steps = [
        Migration(int(file.stem[:4]), file.stem[5:], file.read_text("utf-8")) for file in files
    ]
    if [step.number for step in steps] != list(range(1, len(steps) + 1)):
        raise ValueError(f"The migrations are not numbered one by one: {[s.name for s in files]}")
    return tuple(steps)


def version(connection: Connection) -> int:
    """Return the number of the last step that the file has taken."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def upgrade(connection: Connection, steps: Sequence[Migration], keep: Path | None = None) -> None:
    """Take the steps that the file has not taken yet, each in one transaction.

    Before each, the file is copied to "`keep`.vN", N being the version of the copy.
    """
    for step in steps[version(connection) :]:
        if keep is not None:
            _back_up(connection, keep.with_name(f"{keep.name}.v{step.number - 1}"))
        try:
            connection.executescript(
                f"BEGIN IMMEDIATE;\n{step.sql}\nPRAGMA user_version = {step.number};\nCOMMIT;"
            )
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def _back_up(connection: Connection, target: Path) -> None:
    """Write a whole copy beside the file, or nothing."""
    unfinished = target.with_name(target.name + ".new")
    unfinished.unlink(missing_ok=True)
    connection.execute("VACUUM INTO ?", (str(unfinished),))
    os.replace(unfinished, target)
