"""kill -9 between any two steps: nothing is lost, nothing happens twice."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from assistant.domain.mail import OutboxState
from assistant.store.database import Database
from assistant.store.journal import REST
from assistant.store.migrations import Migration
from assistant.store.store import Store
from tests.assistant.store.world import NOW
from tests.chaos.deeds import DEEDS, contents, furnish, open_store
from tests.chaos.killing import killed

SENT, UNKNOWN = OutboxState.SENT, OutboxState.UNKNOWN


class Home:
    """A folder that can be put back to what it was."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._first = folder.with_name("first")
        folder.mkdir()
        self.path = folder / "deskmate.db"

    def remember(self) -> None:
        """Note what it looks like now."""
        shutil.copytree(self._folder, self._first)

    def reset(self) -> None:
        """Put it back."""
        shutil.rmtree(self._folder)
        shutil.copytree(self._first, self._folder)

    def store(self) -> Store:
        """Open the store as after a restart."""
        return open_store(self.path)


@pytest.fixture
def home(folder: Path) -> Home:
    return Home(folder / "home")


def kills(home: Home, work: Callable[[], None]) -> Iterator[int]:
    """Kill `work` at its first step, its second, ..., each time from the same beginning."""
    home.remember()
    for step in count(1):
        home.reset()
        if not killed(work, step):
            break
        yield step
    assert step > 20, "the counting is broken"


@pytest.mark.parametrize("deed", DEEDS)
def test_old_or_new_and_once(home: Home, deed: str) -> None:
    store = home.store()
    furnish(store)
    old = contents(store)
    DEEDS[deed](store)
    new = contents(store)
    store.close()
    assert old != new
    home.path.unlink()
    store = home.store()
    furnish(store)
    store.close()

    def work() -> None:
        opened = home.store()
        DEEDS[deed](opened)
        opened.close()

    seen = []
    for step in kills(home, work):
        store = home.store()
        found = contents(store)
        assert found in (old, new), step
        seen.append(found == new)
        DEEDS[deed](store)
        assert contents(store) == new, step
        assert store.journal.verify()
        store.close()
    assert seen == sorted(seen), "done, and at a later step not done"
    assert set(seen) == {False, True}


def test_the_first_start(home: Home) -> None:
    def work() -> None:
        home.store().close()

    for _ in kills(home, work):
        store = home.store()
        furnish(store)
        assert store.database.healthy()
        store.close()
        assert [one.name for one in home.path.parent.iterdir()] == [home.path.name]


def test_a_migration(home: Home) -> None:
    first = Migration(1, "first", "CREATE TABLE notes (text TEXT) STRICT;")
    more = "ALTER TABLE notes ADD COLUMN size INTEGER;\nUPDATE notes SET size = length(text);"
    second = Migration(2, "second", more)
    database = Database(home.path, (first,))
    with database.transaction() as change:
        change.execute("INSERT INTO notes VALUES ('keep me')")
    database.close()

    def work() -> None:
        Database(home.path, (first, second)).close()

    for _ in kills(home, work):
        database = Database(home.path, (first, second))
        assert database.rows("SELECT * FROM notes") == [("keep me", 7)]
        database.close()


def drain(home: Home) -> None:
    """Start, send what is due to the server (a file), and end."""
    store = home.store()
    store.outbox.recover()
    for waiting in store.outbox.due(NOW + REST):
        claimed = store.outbox.claim(waiting.id)
        assert claimed is not None
        with home.path.with_name("server").open("ab") as inbox:
            inbox.write(claimed.message)
        store.outbox.sent(waiting.id)
    store.close()


def test_a_letter_leaves_once(home: Home) -> None:
    store = home.store()
    furnish(store)
    store.close()
    ends = set()
    for _ in kills(home, lambda: drain(home)):
        drain(home)
        drain(home)
        ends.add(_outcome(home))
    assert ends == {(SENT, 1), (UNKNOWN, 1), (UNKNOWN, 0)}


def _outcome(home: Home) -> tuple[OutboxState, int]:
    """Return what the store says of the letter, and how often the server has it."""
    store = home.store()
    kept = store.outbox.get("rest.1")
    assert kept is not None
    assert (kept.state is SENT) == bool(store.reads.written_to())
    store.close()
    server = home.path.with_name("server")
    arrived = server.read_bytes() if server.exists() else b""
    assert arrived.replace(kept.message, b"") == b""
    return kept.state, arrived.count(kept.message)
