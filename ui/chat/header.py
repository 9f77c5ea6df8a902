"""The strip above a conversation: its title, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from assistant.base.i18n import tr
from ui.look.follow import follow
from ui.look.parts import icon_button
from ui.look.tongue import tongue


class ChatHeader(QWidget):
    """Title at the left, rename and the week's switch at the right."""

    rename = Signal()
    week = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("chatHeader")
        self._text = ""
        self._title = QLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setProperty("tone", "muted")
        self._title.setMinimumWidth(10)
        self._edit = icon_button("edit", "Rename this conversation", "renameChat", self.rename.emit)
        self.toggle = icon_button("panel", "Show or hide the week", "toggleWeek", self.week.emit)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 8, 12, 4)
        layout.setSpacing(4)
        layout.addWidget(self._title, 1)
        layout.addWidget(self._edit)
        layout.addWidget(self.toggle)
        follow(self, tongue.changed, self._fit)

    def show_title(self, text: str) -> None:
        """Show the title of a conversation; none for a new one."""
        self._text = " ".join(text.split())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the title to what fits."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self._text or tr("New conversation")
        room = max(40, self.width() - 130)
        metrics = self._title.fontMetrics()
        self._title.setText(metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room))
        self._edit.setVisible(bool(self._text))
