"""What a card shows of one change, and which of its facts can be changed in place."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.look.icons import picture
from ui.look.parts import plain, words
from ui.look.prose import Prose

_SHORT, _WORD = 300, 30  # letters; what is longer must be able to wrap anywhere
_TOP = Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True)
class Field:
    """A fact that can be changed: the tool's argument, its words and how it is typed.

    `many` is a list separated by commas; `long` takes several lines.
    """

    argument: str
    label: str
    text: str
    many: bool = False
    long: bool = False


@dataclass(frozen=True, slots=True)
class Face:
    """One change as a card shows it; `verb` names what the button does, already translated."""

    icon: str
    title: str
    verb: str
    body: QWidget
    fields: tuple[Field, ...] = ()
    leaves_to: str = ""
    destructive: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is called (English, translated here) and its value."""

    icon: str
    label: str
    value: str


def facts(rows: Sequence[Fact]) -> QWidget:
    """Return the facts in two aligned columns; empty ones are left out."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(2, 1)
    for at, fact in enumerate(row for row in rows if row.value):
        grid.addWidget(picture(fact.icon, "muted", 17), at, 0, _TOP)
        grid.addWidget(words(fact.label, tone="muted", wrap=False), at, 1, _TOP)
        grid.addWidget(value(fact.value), at, 2, _TOP)
    return made


def value(text: str) -> QWidget:
    """Return a value, whole and letter by letter: long ones wrap anywhere, none is cut."""
    if len(text) < _SHORT and all(len(word) < _WORD for word in text.split()):
        label: QLabel = plain(text)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label
    prose = Prose()
    prose.show_plain(text)
    return prose
