"""The events of coming days as a list: a heading a day, a row an event, more as it is scrolled."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from assistant.domain.reads import Occurrence
from ui.look.moments import long_day

ROW = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
Row = date | Occurrence
_DAY = timedelta(days=1)
_STEP = 31  # days read at a time
_FARTHEST = 120  # steps: ten years


class Agenda(QAbstractListModel):
    """`ROW` gives a date for a heading and an occurrence for an event.

    `read` returns what touches the days from a first to a last one, `say` an event in words.
    """

    def __init__(
        self,
        read: Callable[[date, date], Sequence[Occurrence]],
        say: Callable[[Occurrence], str],
    ) -> None:
        super().__init__()
        self._read = read
        self._say = say
        self._rows: list[Row] = []
        self._next = date(2000, 1, 1)
        self._today = self._next
        self._steps = 0

    def show_from(self, day: date, today: date) -> None:
        """Begin with `day`; `today` has a heading even where nothing happens."""
        self.beginResetModel()
        self._rows, self._next, self._today, self._steps = [], day, today, 0
        # A list that fills its window can be scrolled, and so asks for more by itself.
        while len(self._rows) < 60 and self._steps < 12:
            self._rows += self._more()
        self.endResetModel()

    def canFetchMore(self, parent: Index | None = None) -> bool:
        """Whether later days can be read."""
        return not (parent is not None and parent.isValid()) and self._steps < _FARTHEST

    def fetchMore(self, _parent: Index | None = None) -> None:
        """Read the next days."""
        rows: list[Row] = []
        while not rows and self._steps < _FARTHEST:
            rows = self._more()
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows += rows
            self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows were read so far."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own
        """Return what a row is about, or its words."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._say(row) if isinstance(row, Occurrence) else long_day(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if index.isValid() and not isinstance(self._rows[index.row()], Occurrence):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def row_of(self, one: Occurrence) -> QModelIndex:
        """Return where an event stands, or an invalid index."""
        key = (one.event.id, one.start)
        at = next((at for at, row in enumerate(self._rows) if _key(row) == key), -1)
        return self.index(at) if at >= 0 else QModelIndex()

    def _more(self) -> list[Row]:
        first, last = self._next, self._next + _DAY * (_STEP - 1)
        self._next, self._steps = last + _DAY, self._steps + 1
        days: dict[date, list[Occurrence]] = {}
        for one in self._read(first, last):
            days.setdefault(max(first, one.start.date()), []).append(one)
        if first <= self._today <= last:
            days.setdefault(self._today, [])
        rows: list[Row] = []
        for day in sorted(days):
            here = sorted(days[day], key=lambda one: (not one.event.all_day, one.start))
            rows += [day, *here]
        return rows


def _key(row: Row) -> tuple[str, datetime] | None:
    return (row.event.id, row.start) if isinstance(row, Occurrence) else None
