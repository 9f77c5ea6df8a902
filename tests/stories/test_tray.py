"""Closing the window, beside a real tray: the program goes on there and comes back from there."""

import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from assistant.domain.changes import Add, Proposal
from assistant.domain.events import ReminderDue
from assistant.domain.reminders import Reminder
from assistant.testing import Script
from tests.stories.hand import ARTEFACTS, live
from tests.stories.stage import opened


@pytest.fixture
def tray(qtbot: QtBot) -> Iterator[None]:
    """Put a tray into the lower left corner of the screen."""
    line = ["trayer", "--edge", "bottom", "--align", "left", "--widthtype", "request"]
    line += ["--height", "48", "--SetDockType", "false"]
    with subprocess.Popen(line, stderr=subprocess.DEVNULL) as running:
        for _ in range(200):
            if QSystemTrayIcon.isSystemTrayAvailable():
                break
            live(50)
        yield
        running.terminate()


def test_closing_goes_on_in_the_tray(tray: None, tmp_path: Path) -> None:
    with opened(tmp_path / "home", model=Script([])) as stage:
        window, desk = stage.program.window, stage.desk
        stage.wait(lambda: desk.notifies is not None, "it stands", 20)
        due: list[ReminderDue] = []
        desk.on(ReminderDue, due.append)
        soon = desk.clock.now() + timedelta(seconds=4)
        later = Reminder("cake", "cake", soon + timedelta(hours=1))
        desk.propose(Proposal("tea", (Add(Reminder("tea", "tea", soon)), Add(later))))
        window.close()
        stage.wait(lambda: not window.isVisible(), "the window is gone", 20)
        stage.wait(lambda: bool(due), "the reminder comes all the same", 30)
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        screen = QGuiApplication.primaryScreen()
        assert screen.grabWindow(0).save(str(ARTEFACTS / "story-in-the-tray.png"))
        subprocess.run(["xdotool", "mousemove", "20", "976", "click", "1"], check=True)
        stage.wait(window.isVisible, "a click on the icon brings it back", 20)
        stage.wait(lambda: stage.hand.sees("notice"), "the reminder waits in it", 20)
        stage.hand.picture("back-from-the-tray")
        asked: list[Path] = []

        def look_and_stay() -> None:  # the question has a loop of its own
            stage.wait(lambda: stage.hand.sees("confirm"), "Quit asks first", 20)
            asked.append(stage.hand.picture("quit-asks"))
            stage.hand.click("confirmNo")

        QTimer.singleShot(500, look_and_stay)
        stage.hand.key("ctrl+q")
        stage.wait(lambda: bool(asked) and window.isVisible(), "the program stays", 20)
