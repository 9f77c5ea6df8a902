import stat
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sqlite

from assistant.base.errors import AssistantError, OutsideError
from assistant.store import migrations
from assistant.store.database import Database

INSERT = "INSERT INTO accounts (id, data) VALUES (?, '{}')"


@pytest.fixture
def database(path: Path) -> Any:
    opened = Database(path)
    yield opened
    opened.close()


def ids(database: Database) -> list[str]:
    return [row[0] for row in database.rows("SELECT id FROM accounts ORDER BY seq")]


def test_a_new_file_is_whole_and_private(database: Database, path: Path) -> None:
    (version,) = database.row("PRAGMA user_version") or (None,)
    assert version == len(migrations.migrations()) > 0
    assert database.healthy()
    assert not path.with_name(path.name + ".new").exists()
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_it_is_written_through_to_the_disk(database: Database) -> None:
    with database.transaction() as change:
        assert change.row("PRAGMA journal_mode") == ("wal",)
        assert change.row("PRAGMA synchronous") == (2,)
        assert change.row("PRAGMA foreign_keys") == (1,)


def test_what_is_written_is_there_after_a_restart(database: Database, path: Path) -> None:
    with database.transaction() as change:
        change.execute(INSERT, "a")
    database.close()
    again = Database(path)
    assert ids(again) == ["a"]
    again.close()


def test_a_change_outside_a_transaction_is_an_error(database: Database) -> None:
    with database.transaction() as change:
        change.execute(INSERT, "a")
    with pytest.raises(RuntimeError, match="outside a transaction"):
        change.execute(INSERT, "b")
    with pytest.raises(OutsideError):
        database.rows("INSERT INTO accounts (id, data) VALUES ('c', '{}') RETURNING id")
    assert ids(database) == ["a"]


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    def work() -> None:
        with database.transaction() as change:
            change.execute(INSERT, "a")
            raise KeyError

    with pytest.raises(KeyError):
        work()
    assert ids(database) == []
    with database.transaction() as change:
        change.execute(INSERT, "b")
    assert ids(database) == ["b"]


def test_transactions_do_not_nest(database: Database) -> None:
    inner = database.transaction()
    with database.transaction(), pytest.raises(RuntimeError, match="inside"):
        inner.__enter__()


def test_readers_see_what_is_committed_only(database: Database) -> None:
    with database.transaction() as change:
        change.execute(INSERT, "a")
        assert change.rows("SELECT id FROM accounts") == [("a",)]
        assert ids(database) == []
    assert ids(database) == ["a"]


@pytest.mark.parametrize("memory", [False, True])
def test_many_threads(path: Path, memory: bool) -> None:
    database = Database(None if memory else path)

    def work(number: int) -> int:
        with database.transaction() as change:
            change.execute(INSERT, f"{number}")
        return len(ids(database))

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(work, range(64)))
    assert len(ids(database)) == 64
    assert all(seen)
    database.close()


def spoil_empty(path: Path) -> None:
    path.write_bytes(b"")


def spoil_garbage(path: Path) -> None:
    path.write_bytes(b"Dear diary, " * 1000)


def spoil_header(path: Path) -> None:
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])


def spoil_foreign(path: Path) -> None:
    path.unlink()
    connection = sqlite.connect(str(path))
    connection.execute("CREATE TABLE recipes (name)")
    connection.close()


def spoil_newer(path: Path) -> None:
    connection = sqlite.connect(str(path))
    connection.execute("PRAGMA user_version = 9999")
    connection.close()


def spoil_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9_000])


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (spoil_empty, "damaged"),
        (spoil_garbage, "damaged"),
        (spoil_header, "damaged"),
        (spoil_half, "damaged"),
        (spoil_foreign, "damaged"),
        (spoil_newer, "newer"),
    ],
)
def test_a_file_that_cannot_be_used_is_left_as_it_is(
    path: Path, spoil: Callable[[Path], None], words: str
) -> None:
    Database(path).close()
    spoil(path)
    before = path.read_bytes()
    for _ in range(2):
        with pytest.raises(AssistantError, match=words) as caught:
            Database(path)
        assert caught.value.next_step()
        assert str(path) in caught.value.shown()
    assert path.read_bytes() == before


def test_damage_inside_is_told_when_it_is_met(path: Path) -> None:
    database = Database(path)
    with database.transaction() as change:
        for number in range(500):
            change.execute(INSERT, f"{number}" * 50)
    database.close()
    whole = path.read_bytes()
    kept = len(whole) * 3 // 4  # the tables that are read at the start lie in front
    path.write_bytes(whole[:kept] + b"x" * (len(whole) - kept))
    database = Database(path)
    assert not database.healthy()
    with pytest.raises(OutsideError, match="damaged"):
        ids(database)
    database.close()


def test_a_folder_in_its_place(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(OutsideError, match="cannot be read or written"):
        Database(path)


def test_a_creation_that_was_cut_short_is_begun_again(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.with_name(path.name + ".new").write_bytes(b"half")
    path.with_name(path.name + ".new-journal").write_bytes(b"half")
    Database(path).close()
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_another_program_holds_the_file(database: Database, path: Path) -> None:
    other = sqlite.connect(str(path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    database._writer.execute("PRAGMA busy_timeout = 1")
    with pytest.raises(OutsideError, match="in use"), database.transaction():
        pass
    other.execute("ROLLBACK")
    other.close()
    with database.transaction() as change:
        change.execute(INSERT, "a")


def test_a_full_disk(database: Database) -> None:
    with database.transaction() as change:
        change.execute(INSERT, "a")
    limit = database.row("PRAGMA page_count") or (0,)
    database._writer.execute(f"PRAGMA max_page_count = {limit[0]}")

    def work() -> None:
        with database.transaction() as change:
            for number in range(1_000):
                change.execute(INSERT, f"{number}" * 100)

    with pytest.raises(OutsideError, match="The disk is full") as caught:
        work()
    assert caught.value.next_step()
    assert ids(database) == ["a"]
    database._writer.execute("PRAGMA max_page_count = 100000")
    with database.transaction() as change:
        change.execute(INSERT, "b")
    assert ids(database) == ["a", "b"]
    assert database.healthy()


def test_a_full_disk_at_the_first_start(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(Path, "touch", full)
        with pytest.raises(OutsideError, match="The disk is full"):
            Database(path)
    assert not path.exists()
    Database(path).close()
