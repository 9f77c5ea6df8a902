"""Quick add over the window: opened from anywhere, gone with Enter or Escape."""

from PySide6.QtCore import QRect, QTimer
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.look.parts import row, words
from ui.look.theme import look
from ui.panels.calendar.float import Float
from ui.panels.quick.add import QuickAdd

_WIDTH = 620


class QuickBar(Float):
    """One line in the middle of the window."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window, "quickBar")
        self._room = window
        self.add = QuickAdd(desk, "Lunch with Ben tomorrow at 12:30 for 45 minutes")
        self.inner.addLayout(row(words("Quick add", step="lead", wrap=False), None))
        self.inner.addWidget(self.add)
        self.add.added.connect(self.close_it)
        self.add.field.textChanged.connect(self._again)

    def open_it(self, text: str = "") -> None:
        """Show it, with what was typed elsewhere."""
        self.show_at(QRect())
        self.add.begin(text)

    def _width(self) -> int:
        return min(look.theme.pixels(_WIDTH), self._room.width() - 40)

    def _again(self) -> None:
        """Be as high as what is understood takes."""
        self._fit()
        QTimer.singleShot(0, self, self._fit)
