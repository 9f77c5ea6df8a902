"""Where the user types."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from ui.look.icons import wear
from ui.look.parts import restyle
from ui.look.tongue import say

_LINES = 8
_HISTORY = 100


class Editor(QPlainTextEdit):
    """A text that grows with what is typed. Enter sends, but not while an input method composes."""

    entered = Signal()
    focused = Signal(bool)
    undo_past = Signal()
    paged = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("composer")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(2)
        self._history: list[str] = []
        self._at = 0
        self._composing = False
        self.textChanged.connect(self.updateGeometry)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        self._fit()

    def remember(self, text: str) -> None:
        """Keep what was sent, for the up arrow."""
        self._history = [*self._history, text][-_HISTORY:]
        self._at = len(self._history)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether an input method holds an unfinished word."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends, Shift+Enter breaks the line, arrows at the edges walk through history."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            if not self._composing:
                self.entered.emit()
            return
        if event.matches(QKeySequence.StandardKey.Undo) and not self.toPlainText():
            self.undo_past.emit()
            return
        page = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()))
        if page is not None:
            self.paged.emit(page)
            return
        if event.key() == Qt.Key.Key_Up and self._recall(-1):
            return
        if event.key() == Qt.Key.Key_Down and self._recall(1):
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus on the frame around."""
        super().focusInEvent(event)
        self.focused.emit(True)  # noqa: FBT003 - a signal of one bool

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus off the frame around."""
        super().focusOutEvent(event)
        self._composing = False
        self.focused.emit(False)  # noqa: FBT003 - a signal of one bool

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of type."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def sizeHint(self) -> QSize:
        """As high as the text, within reason."""
        return QSize(400, self._wanted())

    def _recall(self, step: int) -> bool:
        typed = self.toPlainText()
        own = self._at < len(self._history) and typed == self._history[self._at]
        if typed and not own:
            return False
        at = self._at + step
        if not 0 <= at <= len(self._history):
            return False
        self._at = at
        self.setPlainText(self._history[at] if at < len(self._history) else "")
        self.moveCursor(self.textCursor().MoveOperation.End)
        return True

    def _wanted(self) -> int:
        line = self.fontMetrics().lineSpacing()
        lines = max(1, min(_LINES, int(self.document().size().height())))
        return lines * line + 8

    def _fit(self) -> None:
        self.setFixedHeight(self._wanted())


class Composer(QFrame):
    """The field and its button: Send, or Stop while an answer is being written."""

    sent = Signal(str)
    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "composer")
        self.editor = Editor()
        self._busy = False
        say(self.editor, self.editor.setAccessibleName, "Message")
        say(self.editor, self.editor.setPlaceholderText, "What can I do for you?")
        self.send = self._button("send", "Send", self._send)
        self.stop = self._button("stop", "Stop", self.stopped.emit)
        self.stop.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 9, 9, 9)
        layout.setSpacing(10)
        layout.addWidget(self.editor, 1, Qt.AlignmentFlag.AlignVCenter)
        buttons = QVBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.send)
        buttons.addWidget(self.stop)
        layout.addLayout(buttons)
        self.editor.entered.connect(self._send)
        self.editor.textChanged.connect(self._adjust)
        self.editor.focused.connect(lambda on: restyle(self, focused="true" if on else "false"))
        self._adjust()

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - Qt's own way for setters
        """Offer Stop instead of Send while an answer is being written."""
        had_focus = self.send.hasFocus() or self.stop.hasFocus()
        self._busy = busy
        self.stop.setVisible(busy)
        self.send.setVisible(not busy)
        if had_focus:
            self.editor.setFocus()

    def fill(self, text: str) -> None:
        """Put words into the field, ready to be changed or sent."""
        self.editor.setPlainText(text)
        self.editor.moveCursor(self.editor.textCursor().MoveOperation.End)
        self.editor.setFocus()

    def taken(self, text: str) -> None:
        """What was sent was taken: forget it here, remember it for the up arrow."""
        self.editor.remember(text)
        self.editor.clear()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the text is a click into it."""
        super().mousePressEvent(event)
        self.editor.setFocus()

    def _button(self, name: str, text: str, work: Callable[[], object]) -> QPushButton:
        made = QPushButton()
        made.setObjectName(name)
        made.setProperty("kind", "send")
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.setAutoDefault(True)
        say(made, made.setAccessibleName, text)
        say(made, made.setToolTip, text)
        wear(made, name, "accent_text", 18)
        made.clicked.connect(lambda _checked: work())
        return made

    def _send(self) -> None:
        text = self.editor.toPlainText()
        if text.strip():
            self.sent.emit(text)

    def _adjust(self) -> None:
        self.send.setEnabled(bool(self.editor.toPlainText().strip()))
