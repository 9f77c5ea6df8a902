"""The frame of every page: a title, a sentence, and a column that scrolls."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.look.canvas import Canvas, bounded
from ui.look.icons import picture
from ui.look.parts import clear, plain, words

_WIDEST = 820


class Page(QWidget):
    """`body` takes the widgets; `tools` the buttons beside the title."""

    def __init__(self, name: str, title: str, sentence: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.name = name
        column = QWidget()
        bounded(column, _WIDEST)
        inner = QVBoxLayout(column)
        inner.setContentsMargins(0, 30, 0, 30)
        inner.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        heading = words(title, step="title")
        heading.setObjectName("pageTitle")
        head.addWidget(heading, 1)
        self.tools = QHBoxLayout()
        self.tools.setSpacing(8)
        head.addLayout(self.tools)
        inner.addLayout(head)
        inner.addWidget(words(sentence, tone="muted"))
        inner.addSpacing(14)
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        inner.addLayout(self.body)
        inner.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(_scrolling(column))

    def refresh(self) -> None:
        """Read the core again; pages that show what may change do it here."""

    def take(self, event: object) -> None:
        """Follow what happened in the core; pages that have to do it here."""

    def clear(self) -> None:
        """Take everything out of the body."""
        clear(self.body)


def nothing(icon: str, text: str, hint: str) -> QWidget:
    """Return what an empty list shows: an icon, what is missing and what to do."""
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 40, 0, 20)
    layout.setSpacing(6)
    layout.addWidget(picture(icon, "control", 44), 0, Qt.AlignmentFlag.AlignHCenter)
    for label in (plain(text, tone="strong"), plain(hint, tone="muted")):
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(label)
    return made


def _scrolling(column: QWidget) -> QScrollArea:
    canvas = Canvas()
    row = QHBoxLayout(canvas)
    row.setContentsMargins(32, 0, 32, 0)
    row.addStretch(1)
    row.addWidget(column, 1000)
    row.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    area.setWidget(canvas)
    return area
