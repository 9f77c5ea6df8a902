from pathlib import Path

import pytest

from assistant.base.errors import OutsideError
from assistant.store.database import Database
from assistant.store.migrations import Migration, migrations

FIRST = Migration(1, "first", "CREATE TABLE notes (text TEXT) STRICT;")
SECOND = Migration(2, "second", "ALTER TABLE notes ADD COLUMN title TEXT;\nDELETE FROM notes;")
THIRD = Migration(3, "third", "CREATE INDEX titles ON notes (title);")
BROKEN = Migration(2, "broken", "DELETE FROM notes;\nALTER TABLE missing ADD COLUMN title TEXT;")


def notes(path: Path, *steps: Migration) -> list[str]:
    database = Database(path, steps)
    found = [row[0] for row in database.rows("SELECT text FROM notes")]
    database.close()
    return found


@pytest.fixture
def old(path: Path) -> Path:
    database = Database(path, (FIRST,))
    with database.transaction() as change:
        change.execute("INSERT INTO notes VALUES ('keep me')")
    database.close()
    return path


def test_ours_are_numbered_one_by_one() -> None:
    assert [step.number for step in migrations()] == list(range(1, len(migrations()) + 1))


def test_numbers_must_not_have_gaps(tmp_path: Path) -> None:
    for name in ("0001_first.sql", "0003_third.sql"):
        (tmp_path / name).write_text("SELECT 1;")
    with pytest.raises(ValueError, match="one by one"):
        migrations(tmp_path)


def test_a_new_file_takes_all_steps_and_needs_no_copy(path: Path) -> None:
    assert notes(path, FIRST, SECOND, THIRD) == []
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_each_step_leaves_a_copy_of_what_was(old: Path) -> None:
    assert notes(old, FIRST, SECOND, THIRD) == []
    copies = sorted(one.name for one in old.parent.iterdir() if one != old)
    assert copies == [f"{old.name}.v1", f"{old.name}.v2"]
    assert notes(old.with_name(f"{old.name}.v1"), FIRST) == ["keep me"]
    assert notes(old.with_name(f"{old.name}.v2"), FIRST, SECOND) == []


def test_steps_are_taken_once(old: Path) -> None:
    notes(old, FIRST, SECOND)
    old.with_name(f"{old.name}.v1").unlink()
    notes(old, FIRST, SECOND)
    assert [one.name for one in old.parent.iterdir()] == [old.name]


def test_a_step_that_fails_changes_nothing(old: Path) -> None:
    with pytest.raises(Exception, match="missing"):
        Database(old, (FIRST, BROKEN))
    assert notes(old, FIRST) == ["keep me"]


def test_no_step_without_a_copy(old: Path) -> None:
    old.with_name(f"{old.name}.v1.new").mkdir()
    with pytest.raises(OutsideError):
        Database(old, (FIRST, SECOND))
    assert notes(old, FIRST) == ["keep me"]
