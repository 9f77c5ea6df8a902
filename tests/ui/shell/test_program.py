"""The window over the real core: settings, a reminder by hand and its way back, a bug."""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from assistant.app import Assistant
from assistant.app.build import build
from assistant.base import i18n
from assistant.base.paths import find_paths
from assistant.base.secrets import MemorySecrets
from tests.ui.helpers import find, shown
from ui.look.theme import look
from ui.panels.quick.field import QuickField
from ui.shell.application import Program, _log_bug
from ui.shell.theme import Wardrobe
from ui.shell.words import Interpreter


@pytest.fixture
def desk(tmp_path: Path) -> Assistant:
    made = build(find_paths(tmp_path / "home"), secrets=MemorySecrets())
    made.settings.set("warn_at_quit", "no")  # the window is closed after each test
    return made


@pytest.fixture
def program(
    qtbot: QtBot,
    qapp: QApplication,
    desk: Assistant,
    interpreter: Interpreter,
    wardrobe: Wardrobe,
) -> Iterator[Program]:
    made = Program(qapp, desk, interpreter, wardrobe)
    qtbot.addWidget(made.window)
    made.show()
    qtbot.waitExposed(made.window)
    yield made
    made.end()


def test_settings_count_at_once_and_last(program: Program, desk: Assistant) -> None:
    page = program.window.books.page("settings")
    for name, value in (("language", "zh"), ("theme", "dark"), ("text_percent", 150)):
        desk.settings.set(name, value)
        program.window.setting_changed.emit(name)
    assert i18n.language() == "zh"
    assert look.theme.name == "dark"
    assert look.theme.points > 14
    program.window.zoomed.emit(-10)
    assert desk.settings.number("text_percent") == 140
    program.window.zoomed.emit(0)
    assert desk.settings.number("text_percent") == 100
    for _ in range(30):
        program.window.zoomed.emit(10)
    assert desk.settings.number("text_percent") == 200
    program.window.zoomed.emit(0)
    assert page.isVisible() is False


def test_a_reminder_typed_by_hand_stands_in_the_real_store(
    qtbot: QtBot, program: Program, desk: Assistant
) -> None:
    program.window.show_page("reminders")
    field = find(program.window, QuickField, "quickAdd")
    QTest.keyClicks(field, "water the plants in two hours")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(desk.reads.reminders()) == 1)
    assert desk.reads.reminders()[0].text == "water the plants"
    qtbot.waitUntil(lambda: bool(shown(program.window, QPushButton, "done")))
    program.window.undo_last()
    qtbot.waitUntil(lambda: desk.reads.reminders() == ())


def test_what_is_deleted_by_hand_comes_back_by_the_toast(
    qtbot: QtBot, program: Program, desk: Assistant
) -> None:
    window = program.window
    window.show_page("reminders")
    QTest.keyClicks(find(window, QuickField, "quickAdd"), "water the plants in two hours")
    QTest.keyClick(find(window, QuickField, "quickAdd"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(shown(window, QToolButton, "deleteReminder")))
    QTest.mouseClick(find(window, QToolButton, "deleteReminder"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.reads.reminders() == ())
    qtbot.waitUntil(lambda: find(window, QLabel, "toastText").text().startswith("Removed"))
    QTest.mouseClick(find(window, QPushButton, "toastUndo"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(desk.reads.reminders()) == 1)


def test_a_bug_is_written_down_and_told(program: Program, caplog: pytest.LogCaptureFixture) -> None:
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        with caplog.at_level(logging.ERROR):
            kind, bug, trace = sys.exc_info()
            assert kind is not None
            assert bug is not None
            _log_bug(kind, bug, trace)
    assert "ZeroDivisionError" in caplog.text
    said = find(program.window, QLabel, "toastText").text()
    assert said.startswith("Something went wrong inside Deskmate.")
