"""The letters of a folder as a list model: a step of rows at a time, as it is scrolled."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from assistant.base.i18n import tr
from assistant.domain.mailview import Box, Glance, MailReads

ROW = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class Letters(QAbstractListModel):
    """`ROW` gives a `Glance`. Only rows that were looked at are here, however many there are."""

    def __init__(self, mail: MailReads) -> None:
        super().__init__()
        self._mail = mail
        self._rows: list[Glance] = []
        self._threads: set[str] = set()
        self._after: tuple[str, int] | None = None
        self._box: Box | None = None
        self._words = ""

    def show_box(self, box: Box | None, words: str = "") -> None:
        """Show a folder, or what holds `words` anywhere, from its newest."""
        same = (box, words) == (self._box, self._words)
        wanted = max(1, len(self._rows)) if same else 1
        self.beginResetModel()
        self._box, self._words = box, words
        self._rows, self._threads, self._after = [], set(), None
        if box is not None:
            self._read()
            while self._after is not None and len(self._rows) < wanted:
                self._read()
        self.endResetModel()

    def row_of(self, thread: str) -> int:
        """Return the row of a thread among those that are here, -1 where it is not."""
        return next((at for at, one in enumerate(self._rows) if one.thread == thread), -1)

    def canFetchMore(self, parent: Index | None = None) -> bool:
        """Whether there are older letters."""
        return not (parent is not None and parent.isValid()) and self._after is not None

    def fetchMore(self, _parent: Index | None = None) -> None:
        """Read the next step."""
        before = len(self._rows)
        step = self._step()
        if step:
            self.beginInsertRows(QModelIndex(), before, before + len(step) - 1)
            self._rows += step
            self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows are here."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Return a row, or what a screen reader says of it."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        one = self._rows[index.row()]
        if role == ROW:
            return one
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            state = "" if one.seen else f"{tr('unread')}, "
            return f"{state}{one.sender}, {one.subject or tr('(no subject)')}"
        return None

    def _read(self) -> None:
        self._rows += self._step()

    def _step(self) -> tuple[Glance, ...]:
        if self._box is None:
            return ()
        step = self._mail.step(self._box, self._words, self._after, self._threads)
        self._after = step.after
        if not self._words:
            self._threads.update(one.thread for one in step.rows)
        return step.rows
