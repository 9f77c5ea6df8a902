"""What is said in a conversation: the user's words at the right, the answers at the left."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.look.icons import picture
from ui.look.markdown import split_closed
from ui.look.parts import frame, words
from ui.look.prose import Prose
from ui.look.tongue import say

_WIDEST = 0.82  # of the column
_PADDING = 32
_LONG = 2_000  # characters; a text this long takes the whole width without measuring


class UserBubble(QWidget):
    """What the user typed, letter by letter."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text
        self.prose = Prose()
        self.prose.setObjectName("userText")
        self.prose.show_plain(text)
        say(self.prose, self.prose.setAccessibleName, "You said")
        inner = QVBoxLayout()
        inner.addWidget(self.prose)
        self._frame: QFrame = frame("bubble", inner, (16, 10, 16, 10))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 6)
        layout.addStretch(1)
        layout.addWidget(self._frame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as wide as the words, up to most of the column."""
        super().resizeEvent(event)
        widest = int(self.width() * _WIDEST)
        wanted = widest if len(self.text) > _LONG else self.prose.natural_width() + _PADDING
        self._frame.setFixedWidth(max(48, min(wanted, max(widest, 120))))


class AnswerBubble(QWidget):
    """An answer that grows: closed blocks as Markdown, the open one as plain text."""

    def __init__(self, text: str = "", *, stopped: bool = False, open_: bool = False) -> None:
        super().__init__()
        self.text = text
        self._closed = ""
        self._tail: Prose | None = None
        self._done = _prose("answerText")
        self._column = QVBoxLayout()
        self._column.setSpacing(6)
        self._column.setContentsMargins(0, 3, 0, 0)
        self._column.addWidget(self._done)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 6, 24, 6)
        layout.setSpacing(12)
        layout.addWidget(picture("deskmate", size=26), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(self._column, 1)
        if not open_:
            self.finish(stopped=stopped)

    def add(self, text: str) -> None:
        """Append a piece of the answer."""
        self.text += text
        closed, tail = split_closed(self.text)
        if closed != self._closed:
            self._closed = closed
            self._done.show_markdown(closed)
            self._done.setVisible(bool(closed.strip()))
        if self._tail is None:
            self._tail = _prose("answerTail")
            self._column.addWidget(self._tail)
        self._tail.show_plain(tail)
        self._tail.setVisible(bool(tail.strip()))

    def finish(self, *, stopped: bool = False) -> None:
        """The answer is complete, or was cut off by the user."""
        self._closed = self.text
        self._done.show_markdown(self.text)
        self._done.setVisible(bool(self.text.strip()))
        if self._tail is not None:
            self._tail.hide()
        if stopped:
            mark = words("Stopped", step="small", tone="muted", wrap=False)
            mark.setObjectName("stoppedMark")
            self._column.addWidget(mark)


def _prose(name: str) -> Prose:
    made = Prose()
    made.setObjectName(name)
    say(made, made.setAccessibleName, "Deskmate said")
    made.hide()
    return made
