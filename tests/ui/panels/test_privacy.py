"""One's own data, and the connections: by hand, and as pictures in both languages."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from assistant.app.connecting import Overview
from assistant.base.connections import Allowed, Use, Why
from assistant.domain.changes import Add, Proposal
from assistant.domain.contacts import Contact
from assistant.llm.sandbox import Walls
from tests.fakes.desk import FakeDesk
from tests.ui.helpers import find, says, shown
from tests.ui.test_pictures import LOOKS, cut_off
from ui.panels.settings import SettingsPage
from ui.shell.theme import Wardrobe
from ui.shell.window import Window
from ui.shell.words import Interpreter

LEFT = Qt.MouseButton.LeftButton
NOON = 1795431600.0  # Monday 23 November 2026, 12:00 in Berlin
LISTED = (
    Allowed("smtp.example.org", 465, Why.MAIL_OUT, "me@example.org"),
    Allowed("imap.example.org", 993, Why.MAIL_IN, "me@example.org"),
    Allowed("models.example.org", 443, Why.MODEL, "work"),
    Allowed("huggingface.co", 443, Why.CATALOGUE),
)
USES = (
    Use("evil.example", 443, None, "", NOON, NOON, refused=True),
    Use("imap.example.org", 993, Why.MAIL_IN, "me@example.org", NOON - 9000, NOON, 3, 1),
    Use("smtp.example.org", 465, Why.MAIL_OUT, "me@example.org", NOON, NOON, 1, 0, "timed out"),
)


@pytest.fixture
def busy(desk: FakeDesk) -> FakeDesk:
    walls = Walls(7, files=True, tcp=True, sockets=True)
    desk.overview = Overview(LISTED, USES, guarded=True, walls=walls)
    return desk


def test_each_place_tells_what_for_and_when(qtbot: QtBot, busy: FakeDesk, window: Window) -> None:
    window.show_page("connections")
    assert window.rail.buttons["settings"].isChecked()
    qtbot.waitUntil(lambda: len(shown(window, QFrame, "connectionRow")) == 4)
    for text in (
        "smtp.example.org, port 465",
        "for me@example.org",
        "Once since the start",
        "3 times since the start",
        "Not used since the start",
        "timed out",
        "connected",
        "Refused: evil.example:443 is not on the list",
        "opens no connection (Landlock 7, seccomp)",
    ):
        assert says(window, text), text


def test_it_follows_what_happens(qtbot: QtBot, busy: FakeDesk, window: Window) -> None:
    window.show_page("connections")
    qtbot.waitUntil(lambda: bool(shown(window, QFrame, "refusedConnection")))
    walls = Walls(0, files=False, tcp=False, sockets=False)
    busy.overview = Overview(LISTED, USES[1:], guarded=False, walls=walls)
    qtbot.waitUntil(lambda: not shown(window, QFrame, "refusedConnection"))
    qtbot.waitUntil(lambda: says(window, "This process is not held to the list."))
    assert says(window, "This system has no walls for the model")


def test_the_settings_lead_there(qtbot: QtBot, busy: FakeDesk, window: Window) -> None:
    window.show_page("settings")
    qtbot.waitUntil(lambda: bool(shown(window, QPushButton, "showConnections")))
    find(window, QPushButton, "showConnections").click()
    qtbot.waitUntil(lambda: len(shown(window, QFrame, "connectionRow")) == 4)


def test_export_and_import_say_what_came_of_it(qtbot: QtBot, desk: FakeDesk) -> None:
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.privacy.export_to("/tmp/there")
    qtbot.waitUntil(lambda: says(page, "7 files were written to /tmp/there."))
    page.privacy.import_from("/tmp/there")
    qtbot.waitUntil(lambda: says(page, "5 were brought back, 2 were here already."))
    assert desk.asked.of("export_all") == [("/tmp/there",)]
    assert desk.asked.of("restore") == [("/tmp/there",)]


@pytest.mark.parametrize(
    ("word", "sure", "gone"),
    [("erase", True, 1), ("erase", False, 0), ("delete", True, 0), ("", True, 0)],
)
def test_erasing_takes_a_word_and_a_click(
    qtbot: QtBot, desk: FakeDesk, word: str, sure: bool, gone: int
) -> None:
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    page.show()
    heard: list[int] = []
    page.privacy.erased.connect(lambda: heard.append(1))

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        if dialog.objectName() == "typed":
            QTimer.singleShot(0, answer)
            field = find(dialog, QLineEdit, "typedText")
            field.setText(word)
            dialog.accept()
        else:
            find(dialog, QPushButton, "confirmYes" if sure else "confirmNo").click()

    def only_word() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        find(dialog, QLineEdit, "typedText").setText(word)
        dialog.accept()

    QTimer.singleShot(0, answer if word == "erase" else only_word)
    QTest.mouseClick(find(page, QPushButton, "eraseAll"), LEFT)
    assert len(heard) == gone


@pytest.fixture(params=LOOKS, ids="-".join)
def worn(
    request: pytest.FixtureRequest, wardrobe: Wardrobe, interpreter: Interpreter
) -> tuple[str, str]:
    language, theme = request.param
    interpreter.use(language)
    wardrobe.choose(theme)
    return language, theme


def test_pictures(
    qtbot: QtBot, busy: FakeDesk, window: Window, artefacts: Path, worn: tuple[str, str]
) -> None:
    busy.apply(Proposal("Anna", (Add(Contact("z", "Z")),)), cause="add Anna", approval="ab" * 32)
    for width in (1100, 760):
        window.resize(width, 760)
        for name in ("connections", "activity", "settings"):
            window.show_page(name)
            page = window.books.page(name)
            if name == "activity":
                qtbot.waitUntil(lambda: bool(shown(window, QToolButton, "entryDetails")))
                details = shown(window, QToolButton, "entryDetails")[0]
                if not shown(window, QWidget, "entryMore"):
                    details.click()
            area = page.findChild(QScrollArea)
            qtbot.wait(60)
            if name == "settings" and area is not None:
                area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
            qtbot.waitUntil(lambda page=page: cut_off(page) == [])  # type: ignore[misc]
            file = f"{name}-trust-{'-'.join(worn)}-{width}.png"
            window.grab().save(str(artefacts / file))
