"""The window over a desk in memory, dressed as the program dresses it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assistant.base import i18n
from tests.fakes.desk import FakeDesk, furnish
from ui.look.tongue import tongue
from ui.shell.bridge import Bridge
from ui.shell.news import News
from ui.shell.theme import Wardrobe
from ui.shell.window import Window
from ui.shell.words import Interpreter

# Read before the world of a test clears the environment.
ARTEFACTS = Path(os.environ.get("DESKMATE_ARTEFACTS", "artefacts")).resolve()


@pytest.fixture(scope="session")
def wardrobe(qapp: QApplication) -> Wardrobe:
    """Dress the application once."""
    return Wardrobe(qapp)


@pytest.fixture(autouse=True)
def dressed(wardrobe: Wardrobe) -> Iterator[None]:
    """Start light, in English, at the usual size; go back to it."""
    i18n.use("en")
    wardrobe.percent = 100
    wardrobe.choose("light")
    yield
    i18n.use("en")
    tongue.changed.emit()


@pytest.fixture
def interpreter(qapp: QApplication) -> Iterator[Interpreter]:
    """Return what switches the language."""
    made = Interpreter(qapp)
    yield made
    made.use("en")


@pytest.fixture
def desk(tmp_path: Path) -> FakeDesk:
    """Return a desk with a believable week."""
    made = FakeDesk(tmp_path)
    furnish(made)
    return made


@pytest.fixture
def window(qtbot: QtBot, desk: FakeDesk) -> Iterator[Window]:
    """Return the whole window, shown, fed by the bridge."""
    made = Window(desk)
    bridge = Bridge(desk)
    news = News(made)
    bridge.happened.connect(news.take)
    qtbot.addWidget(made)
    made.resize(1280, 820)
    made.show()
    qtbot.waitExposed(made)
    yield made
    bridge.close()


@pytest.fixture(scope="session")
def artefacts() -> Path:
    """Return the folder in which pictures are left."""
    folder = ARTEFACTS / "ui"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
