"""The strip above a conversation: its title, and what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from assistant.base.i18n import tr
from ui.look.follow import follow
from ui.look.parts import Elided, icon_button
from ui.look.tongue import tongue


class ChatHeader(QWidget):
    """Title at the left, rename and the week's switch at the right."""

    rename = Signal()
    week = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("chatHeader")
        self._text = ""
        self._title = Elided(tone="muted")
        self._title.setObjectName("chatTitle")
        self._edit = icon_button("edit", "Rename this conversation", "renameChat", self.rename.emit)
        self.toggle = icon_button("panel", "Show or hide the week", "toggleWeek", self.week.emit)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(24, 8, 12, 4)
        layout.setSpacing(4)
        layout.addWidget(self._title, 1)
        layout.addWidget(self._edit)
        layout.addWidget(self.toggle)
        follow(self, tongue.changed, self._say)

    def show_title(self, text: str) -> None:
        """Show the title of a conversation; none for a new one."""
        self._text = " ".join(text.split())
        self._say()

    def _say(self) -> None:
        self._title.setText(self._text or tr("New conversation"))
        self._edit.setVisible(bool(self._text))
