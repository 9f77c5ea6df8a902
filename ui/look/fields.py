"""The fields of a form: each with its words before it, and named so for a screen reader."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from ui.look.parts import words
from ui.look.tongue import say


def lay_fields(grid: QGridLayout, fields: Sequence[tuple[str, QWidget]]) -> None:
    """Put `fields` one below the other into `grid`: words, or none, and the field they name."""
    for at, (label, field) in enumerate(fields):
        if label:
            grid.addWidget(words(label, tone="muted", wrap=False), at, 0)
            say(field, field.setAccessibleName, label)
        grid.addWidget(field, at, 1)


def line_field(name: str, label: str) -> QLineEdit:
    """Return a field for one line, with an object name and the words that name it."""
    made = QLineEdit()
    made.setObjectName(name)
    say(made, made.setAccessibleName, label)
    return made
