"""The column of a conversation: it scrolls, and keeps its end in view."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.look.canvas import Canvas, bounded
from ui.look.parts import clear

WIDEST = 760  # pixels: lines longer than some 90 letters are hard to read
_NEAR = 24
_PATIENCE, _SETTLED = 2000, 200  # milliseconds until, and after, heights change


class Thread(QScrollArea):
    """Widgets one under the other. It follows the end only if the end was in view."""

    reached_top = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("thread")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        canvas = Canvas()
        self._column = QWidget()
        bounded(self._column, WIDEST)
        self._lines = QVBoxLayout(self._column)
        self._lines.setContentsMargins(0, 12, 0, 12)
        self._lines.setSpacing(4)
        self._lines.addStretch(1)
        outer = QHBoxLayout(canvas)
        outer.setContentsMargins(24, 0, 13, 0)
        outer.addStretch(1)
        outer.addWidget(self._column, 1000)
        outer.addStretch(1)
        self.setWidget(canvas)
        self._stick = True
        self._below: int | None = None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.timeout.connect(self._let_go)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._grown)
        bar.valueChanged.connect(self._moved)

    def add(self, widget: QWidget) -> None:
        """Put `widget` at the end."""
        self._lines.addWidget(widget)

    def add_first(self, widget: QWidget, at: int = 0) -> None:
        """Put `widget` before what is there, keeping what is seen where it is."""
        self._lines.insertWidget(at + 1, widget)

    def lines(self) -> list[QWidget]:
        """Return the widgets from top to bottom."""
        items = [self._lines.itemAt(at) for at in range(self._lines.count())]
        return [widget for item in items if item and (widget := item.widget()) is not None]

    def empty(self) -> None:
        """Take everything out."""
        clear(self._lines)
        self._lines.addStretch(1)
        self._stick = True

    def to_end(self) -> None:
        """Scroll to the end, and stay there."""
        self._stick = True
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())

    def hold(self) -> None:
        """Keep what is seen in place while lines are added above it."""
        bar = self.verticalScrollBar()
        self._below = bar.maximum() - bar.value()
        self._stick = False

    def release(self) -> None:
        """The lines were added; once they have found their heights, scrolling is free again."""
        self._settling.start(_PATIENCE)

    def page(self, by: int) -> None:
        """Scroll by most of what is seen."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + by * int(self.viewport().height() * 0.9))

    @property
    def at_end(self) -> bool:
        """Whether the end is followed."""
        return self._stick

    def _grown(self, _low: int, high: int) -> None:
        if self._below is not None:
            self.verticalScrollBar().setValue(high - self._below)
            self._settling.start(_SETTLED)
        elif self._stick:
            self.verticalScrollBar().setValue(high)

    def _let_go(self) -> None:
        self._below = None

    def _moved(self, value: int) -> None:
        high = self.verticalScrollBar().maximum()
        self._stick = value >= high - _NEAR
        if value == 0 and high > 0 and self._below is None:
            self.reached_top.emit()
