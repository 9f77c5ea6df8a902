"""A hand at the window: real mouse and keys through the X server (xdotool), and a camera.

Qt is asked only where things are; what happens comes in as X events, as from a person.
"""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QSpinBox,
    QTextEdit,
    QWidget,
)

ARTEFACTS = Path(os.environ.get("DESKMATE_ARTEFACTS", Path(__file__).parents[2] / "artefacts"))


class Hand:
    """Clicks, types, waits and takes pictures of one window."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    def find(self, name: str) -> QWidget:
        """Return the visible widget with this object name, the last one where there are many."""
        found = [one for one in self._all() if one.objectName() == name and one.isVisible()]
        assert found, f"there is no visible {name}"
        return found[-1]

    def sees(self, name: str) -> bool:
        """Whether a widget of this name is visible."""
        return any(one.objectName() == name and one.isVisible() for one in self._all())

    def button(self, words: str) -> QAbstractButton:
        """Return the visible button that says `words`."""
        found = [
            one
            for one in self._all()
            if isinstance(one, QAbstractButton) and words in one.text() and one.isVisible()
        ]
        assert found, f"there is no button that says {words}"
        return found[-1]

    def click(self, where: QWidget | str) -> None:
        """Move the mouse there and press the left button."""
        widget = self.find(where) if isinstance(where, str) else where
        at = widget.mapToGlobal(QPoint(widget.width() // 2, widget.height() // 2))
        _x("mousemove", str(at.x()), str(at.y()), "click", "1")
        live(120)

    def type(self, text: str, read: Callable[[], str]) -> None:
        """Type into what has the focus until `read` says that it stands there.

        The X server has no key for most Chinese characters; xdotool borrows one for each, and
        where that goes wrong a person would look and type again.
        """
        slow = "12" if text.isascii() else "150"
        for _ in range(4):
            _x("type", "--delay", slow, text)
            live(200)
            if read() == text:
                return
            self.key("ctrl+a")
            self.key("BackSpace")
        assert read() == text

    def fill(self, name: str, text: str) -> None:
        """Click into a field and type in place of what stands there."""
        field = self.find(name)
        assert isinstance(field, QLineEdit | QSpinBox | QTextEdit)
        self.click(field)
        self.key("ctrl+a")
        if not text:
            self.key("BackSpace")
        self.type(text, lambda: _text_of(field))

    def says(self, words: str) -> bool:
        """Whether a visible label or button says `words`."""
        return any(
            words in one.text()
            for one in self._all()
            if isinstance(one, QLabel | QAbstractButton) and one.isVisible()
        )

    def key(self, name: str) -> None:
        """Press a key, such as Return or ctrl+z."""
        _x("key", name)
        live(60)

    def wait(self, until: Callable[[], bool], what: str, seconds: float = 60) -> None:
        """Let the window live until `until` holds; fail with `what` after `seconds`."""
        end = time.monotonic() + seconds
        while not until():
            if time.monotonic() > end:
                self.picture("failed")
                raise AssertionError(f"in {seconds} s it did not happen that {what}")
            live(20)

    def picture(self, name: str) -> Path:
        """Take a picture of the whole screen."""
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        path = ARTEFACTS / f"story-{name}.png"
        live(300)
        screen = QGuiApplication.primaryScreen()
        geometry = self.window.frameGeometry()
        shot = screen.grabWindow(0, geometry.x(), geometry.y(), geometry.width(), geometry.height())
        assert shot.save(str(path))
        return path

    def _all(self) -> list[QWidget]:
        return [widget for widget in QApplication.allWidgets() if widget.window().isVisible()]


def live(milliseconds: int) -> None:
    """Let the window live for a while.

    `QTest.qWait` would hold the interpreter's lock, and with it the threads of the core.
    """
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def _x(*words: str) -> None:
    """Run xdotool while the window goes on living."""
    with subprocess.Popen(["xdotool", *words]) as running:
        while running.poll() is None:
            live(5)
    assert running.returncode == 0


def _text_of(field: QLineEdit | QSpinBox | QTextEdit) -> str:
    match field:
        case QTextEdit():
            return field.toPlainText()
        case QSpinBox():
            return field.cleanText()
        case _:
            return field.text()
