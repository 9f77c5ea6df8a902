from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.base.clock import FrozenClock
from assistant.store.store import Store
from tests.assistant.store.world import BERLIN, NOW


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOW, BERLIN)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home of 同桌 #1?%20" / "deskmate.db"


@pytest.fixture
def store(path: Path, clock: FrozenClock) -> Iterator[Store]:
    opened = Store(path, clock)
    yield opened
    opened.close()
