"""Closing goes on in the tray; Quit asks where a reminder would not come."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from assistant.domain.reminders import Reminder
from tests.fakes.desk import MONDAY, FakeDesk
from tests.ui.helpers import find
from ui.shell.leaving import Leaving
from ui.shell.tray import Tray
from ui.shell.window import Window


@dataclass
class Icon:
    """A tray, or none; offscreen there is no real one (the stories have one)."""

    there: bool = True
    said: list[str] = field(default_factory=list)

    def tell(self, text: str) -> None:
        self.said.append(text)


@dataclass
class Scene:
    leaving: Leaving
    tray: Icon
    ended: list[bool]


@pytest.fixture
def scene(window: Window, desk: FakeDesk) -> Scene:
    for one in desk.reads.reminders():
        del desk.records[one.id]
    tray, ended = Icon(), list[bool]()
    made = Leaving(desk, window, cast("Tray", tray), lambda: ended.append(True))
    window.closing.connect(made.close)
    window.quit_asked.connect(made.quit)
    return Scene(made, tray, ended)


def answer(click: str) -> list[str]:
    """Click a button of the question that comes next; return what it will have said."""
    said: list[str] = []

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        said.extend(one.text() for one in dialog.findChildren(QLabel))
        find(dialog, QPushButton, click).click()

    QTimer.singleShot(50, act)
    return said


def test_closing_goes_on_in_the_tray_and_says_so_once(window: Window, scene: Scene) -> None:
    for _ in range(2):
        window.close()
        assert (window.isVisible(), scene.ended) == (False, [])
        window.come_up()
    assert scene.tray.said == ["Deskmate goes on here, and reminds you. Quit ends it."]


@pytest.mark.parametrize("tray", [False, True])
def test_closing_quits_where_there_is_no_tray_or_where_it_shall(
    window: Window, desk: FakeDesk, scene: Scene, tray: bool
) -> None:
    scene.tray.there = tray
    if tray:
        desk.settings.set("closing", "quit")
    window.close()
    assert scene.ended == [True]


def test_quit_asks_where_a_reminder_would_not_come(
    qtbot: QtBot, window: Window, desk: FakeDesk, scene: Scene
) -> None:
    desk.records["tea"] = Reminder("tea", "tea", MONDAY + timedelta(days=1))
    said = answer("confirmNo")
    window.quit_asked.emit()
    assert scene.ended == []
    assert said == [
        "No reminder comes while Deskmate is closed. The next one: tea, Tomorrow, 10:00."
    ]
    answer("confirmYes")
    window.quit_asked.emit()
    assert scene.ended == [True]
    desk.settings.set("warn_at_quit", "no")
    window.quit_asked.emit()
    assert scene.ended == [True, True]
