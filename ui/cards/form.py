"""The fields of a card while they are being changed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from ui.cards.face import Field
from ui.look.parts import words
from ui.look.tongue import say

Said = str | tuple[str, ...]


class Form(QWidget):
    """One editor a field; `changed` is what differs from what the card says."""

    edited = Signal()

    def __init__(self, fields: Sequence[Field]) -> None:
        super().__init__()
        self._editors: list[tuple[Field, QLineEdit | QPlainTextEdit]] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for at, field in enumerate(fields):
            editor = self._editor(field)
            label = words(field.label, tone="muted", wrap=False)
            label.setBuddy(editor)
            grid.addWidget(label, at, 0, _TOP if field.long else _MIDDLE)
            grid.addWidget(editor, at, 1)
            self._editors.append((field, editor))

    def begin(self) -> None:
        """Put the cursor into the first field."""
        if self._editors:
            self._editors[0][1].setFocus()

    def changed(self) -> dict[str, Said]:
        """Return the arguments that were changed, with their new words."""
        typed = {field: _text(editor) for field, editor in self._editors}
        return {
            field.argument: _listed(text) if field.many else text
            for field, text in typed.items()
            if text != field.text
        }

    def _editor(self, field: Field) -> QLineEdit | QPlainTextEdit:
        if field.long:
            long = QPlainTextEdit(field.text)
            long.setTabChangesFocus(True)
            long.setMinimumHeight(150)
            long.textChanged.connect(self.edited)
            made: QLineEdit | QPlainTextEdit = long
        else:
            line = QLineEdit(field.text)
            line.textChanged.connect(lambda _: self.edited.emit())
            made = line
        made.setObjectName(f"field_{field.argument}")
        say(made, made.setAccessibleName, field.label)
        return made


def _text(editor: QLineEdit | QPlainTextEdit) -> str:
    return editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()


def _listed(text: str) -> tuple[str, ...]:
    parts = text.replace("；", ",").replace(";", ",").replace("，", ",").split(",")
    return tuple(part.strip() for part in parts if part.strip())


_TOP = Qt.AlignmentFlag.AlignTop
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
