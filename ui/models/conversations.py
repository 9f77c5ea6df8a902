"""The list of conversations, newest first, narrowed by what is typed into the search field."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from assistant.base.i18n import tr
from assistant.domain.talk import Conversation
from ui.desk import Desk

KEY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class Conversations(QAbstractListModel):
    """One row a conversation: its title; `KEY` gives its id."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._words = ""
        self._rows: list[Conversation] = []
        self.refresh()

    def refresh(self) -> None:
        """Read the store again."""
        found = self._desk.conversations()
        words = self._words.casefold().split()
        self.beginResetModel()
        self._rows = [one for one in found if all(w in one.title.casefold() for w in words)]
        self.endResetModel()

    def search(self, words: str) -> None:
        """Keep only the conversations whose titles contain all of `words`."""
        self._words = words
        self.refresh()

    def row_of(self, key: str) -> QModelIndex:
        """Return where a conversation stands, or an invalid index."""
        at = next((at for at, one in enumerate(self._rows) if one.id == key), -1)
        return self.index(at) if at >= 0 else QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many conversations are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own
        """Return title or id."""
        if not index.isValid():
            return None
        one = self._rows[index.row()]
        title = " ".join(one.title.split()) or tr("New conversation")
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return title
        return one.id if role == KEY else None
