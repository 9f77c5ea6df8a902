"""A disk that fails at any statement: the old state or the new, never in between."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from assistant.base.errors import AssistantError, OutsideError
from assistant.store import driver
from assistant.store.database import Database
from assistant.store.migrations import Migration
from assistant.store.store import Store
from tests.chaos.deeds import DEEDS, contents, furnish, open_store
from tests.chaos.failing import Disk, How


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(driver, "connect", disk.connect)
    return disk


@pytest.fixture
def furnished(disk: Disk, folder: Path) -> Callable[[], Store]:
    """Return what opens a furnished store, each time a new one."""
    store = open_store(folder / "first.db")
    furnish(store)
    store.close()
    names = count()

    def another() -> Store:
        path = folder / f"{next(names)}.db"
        shutil.copy(folder / "first.db", path)
        return open_store(path)

    return another


def told(work: Callable[..., object], *arguments: object) -> bool:
    """Run `work`; return False where it said, in a sentence, that it failed."""
    try:
        work(*arguments)
    except OutsideError as error:
        return not error.next_step()
    return True


@pytest.mark.parametrize("how", How)
@pytest.mark.parametrize("deed", DEEDS)
def test_old_or_new(disk: Disk, furnished: Callable[[], Store], deed: str, how: How) -> None:
    store = furnished()
    old = contents(store)
    DEEDS[deed](store)
    new = contents(store)
    store.close()
    ends = []
    for at in count(1):
        store = furnished()
        assert contents(store) == old
        disk.fail(at, how)
        done = told(DEEDS[deed], store)
        disk.repair()
        found = contents(store)
        assert found == new if done else found in (old, new), at
        DEEDS[deed](store)
        assert contents(store) == new, at
        assert store.journal.verify()
        store.close()
        ends.append((done, found == new))
        if not disk.failures:
            break
    assert ends[-1] == (True, True)
    assert (False, False) in ends
    assert len(ends) > 3


@pytest.mark.parametrize("how", How)
def test_the_first_start(disk: Disk, folder: Path, how: How) -> None:
    path = folder / "home" / "deskmate.db"
    for at in steps(disk):
        path.unlink(missing_ok=True)
        disk.fail(at, how)
        told(lambda: open_store(path).close())
        disk.repair()
        store = open_store(path)
        furnish(store)
        assert store.database.healthy()
        store.close()
        assert [one.name for one in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("how", How)
def test_a_migration(disk: Disk, folder: Path, how: How) -> None:
    first = Migration(1, "first", "CREATE TABLE notes (text TEXT) STRICT;")
    more = "ALTER TABLE notes ADD COLUMN size INTEGER;\nUPDATE notes SET size = length(text);"
    second = Migration(2, "second", more)
    for at in steps(disk):
        path = folder / f"{at}" / "deskmate.db"
        database = Database(path, (first,))
        with database.transaction() as change:
            change.execute("INSERT INTO notes VALUES ('keep me')")
        database.close()
        disk.fail(at, how)
        told(lambda path=path: Database(path, (first, second)).close())
        disk.repair()
        database = Database(path, (first, second))
        assert database.rows("SELECT * FROM notes") == [("keep me", 7)]
        database.close()


def steps(disk: Disk) -> Iterator[int]:
    """Return the statements at which to fail, until there is no such statement any more."""
    for at in count(1):
        yield at
        if not disk.failures:
            break
    assert at > 5


@pytest.mark.parametrize("deed", DEEDS)
def test_a_disk_that_fills_up(furnished: Callable[[], Store], deed: str) -> None:
    """SQLite's own FULL, with any number of pages left."""
    for room in range(20):
        store = furnished()
        old = contents(store)
        (pages,) = store.database.rows("PRAGMA page_count")[0]
        store.database._writer.execute(f"PRAGMA max_page_count = {pages + room}")
        done = told(DEEDS[deed], store)
        assert (contents(store) == old) is not done
        store.database._writer.execute("PRAGMA max_page_count = 1000000")
        DEEDS[deed](store)
        assert contents(store) != old
        assert store.database.healthy()
        store.close()
        if done:
            return
    pytest.fail("never enough room")


def test_reading_fails_in_a_sentence(disk: Disk, furnished: Callable[[], Store]) -> None:
    store = furnished()
    disk.fail(1, How.BEFORE)
    with pytest.raises(AssistantError, match="cannot be read or written"):
        store.reads.find_events("")
    assert len(store.reads.find_events("")) == 1
    store.close()
