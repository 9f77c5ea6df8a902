"""A field of one line that colours the words it understood; Backspace makes them plain again."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QTextEdit

from assistant.skill.quick import LONGEST, Mark
from ui.look.parts import restyle
from ui.look.theme import color, look

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class QuickField(QTextEdit):
    """`entered` says that Enter was pressed; `refused` carries a phrase that is no time."""

    entered = Signal()
    refused = Signal(str)
    escaped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("quickAdd")
        self.setProperty("kind", "field")
        self.setAcceptRichText(False)
        self.setLineWrapMode(QTextEdit.LineWrapMode.NoWrap)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(1)
        self._marks: Sequence[Mark] = ()
        self._hint = ""
        look.changed.connect(self._restyled)
        self._restyled()

    def text(self) -> str:
        """Return what is typed."""
        return self.toPlainText().replace("\n", " ")

    def setText(self, text: str) -> None:
        """Put `text` in the place of what is typed."""
        super().setPlainText(" ".join(text.split("\n")))
        self.moveCursor(QTextCursor.MoveOperation.End)

    def set_hint(self, hint: str) -> None:
        """Show what could be typed, as long as nothing is."""
        self._hint = hint
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, or the hint."""
        super().paintEvent(event)
        if not self._hint or not self.document().isEmpty():
            return
        painter = QPainter(self.viewport())
        painter.setPen(color("muted"))
        area = self.viewport().rect().adjusted(2, 0, -2, 0)
        end = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self._hint, end, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Colour what was understood."""
        self._marks = marks
        made = []
        for mark in marks:
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(mark.start)
            cursor.setPosition(mark.end, QTextCursor.MoveMode.KeepAnchor)
            ink = QTextCharFormat()
            ink.setBackground(color("accent_soft"))
            ink.setForeground(color("accent"))
            selection.cursor = cursor
            selection.format = ink
            made.append(selection)
        self.setExtraSelections(made)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(240, self.fontMetrics().lineSpacing() + 18)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds, Backspace after coloured words makes them plain."""
        key = Qt.Key(event.key())
        if key in _ENTER:
            self.entered.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
            event.ignore()
        elif key == Qt.Key.Key_Backspace and (said := self._just_behind()):
            self.refused.emit(said)
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Only text can be pasted."""
        return source.hasText()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as one line that is not too long."""
        room = max(0, LONGEST - len(self.toPlainText()))
        self.insertPlainText(" ".join(source.text().split())[:room])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that it has the focus."""
        super().focusInEvent(event)
        restyle(self, focused="true")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it has lost the focus."""
        super().focusOutEvent(event)
        restyle(self, focused="false")

    def _just_behind(self) -> str:
        """Return the coloured words that end where the cursor stands."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            return ""
        at = cursor.position()
        found = (self.text()[mark.start : mark.end] for mark in self._marks if mark.end == at)
        return next(found, "").strip()

    def _restyled(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.show_marks(self._marks)
