"""The names of the days above the grid, and the row of events that take whole days."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from assistant.base.i18n import tr
from assistant.domain.reads import Occurrence
from ui.look.moments import day as day_words
from ui.look.theme import color, look
from ui.panels.week.block import EventBlock


class DayHeader(QWidget):
    """Weekday and date of each column; today stands on a coloured ground and is named so."""

    opened = Signal(object, QWidget)

    def __init__(self, gutter: int) -> None:
        super().__init__()
        self.setObjectName("dayHeader")
        self._gutter = gutter
        self._days: list[date] = []
        self._today: date | None = None
        self._blocks: list[tuple[int, int, int, EventBlock]] = []
        look.changed.connect(self._fit)

    def show_days(
        self, days: Sequence[date], today: date, whole: Sequence[Occurrence], gutter: int
    ) -> None:
        """Show these days, with the events that take whole days."""
        self._days, self._today, self._gutter = list(days), today, gutter
        for *_, block in self._blocks:
            block.hide()
            block.deleteLater()
        self._blocks = []
        ends: list[int] = []
        for one in whole:
            self._add(one, ends)
        self._fit()
        self.setAccessibleName(
            ", ".join(day_words(one, "dddd d", "dddd d日") for one in self._days)
        )

    def sizeHint(self) -> QSize:
        """Names, and as many rows as there are events side by side."""
        rows = max((row + 1 for _, _, row, _ in self._blocks), default=0)
        return QSize(200, self._head + rows * self._row + (6 if rows else 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the blocks out anew."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the names of the days."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, one in enumerate(self._days):
            self._paint_day(painter, one, self._column(at))
        painter.setPen(color("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    @property
    def _head(self) -> int:
        return int(self.fontMetrics().lineSpacing() * 2.6)

    @property
    def _row(self) -> int:
        return self.fontMetrics().lineSpacing() + 6

    def _paint_day(self, painter: QPainter, one: date, area: QRect) -> None:
        today = one == self._today
        small, large = QFont(self.font()), QFont(self.font())
        small.setPointSizeF(look.theme.size("small"))
        large.setPointSizeF(look.theme.size("lead"))
        large.setWeight(QFont.Weight.DemiBold)
        half = self._head // 2
        painter.setFont(small)
        painter.setPen(color("accent" if today else "muted"))
        name = tr("Today") if today and area.width() > 64 else day_words(one, "ddd", "ddd")
        painter.drawText(QRect(area.left(), 2, area.width(), half - 2), _CENTRE, name)
        painter.setFont(large)
        number = QRect(area.left(), half - 1, area.width(), half)
        if today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent"))
            side = half + 2
            circle = QRect(0, 0, max(side, 28), side)
            circle.moveCenter(number.center())
            painter.drawRoundedRect(circle, side / 2, side / 2)
        painter.setPen(color("accent_text" if today else "text"))
        painter.drawText(number, _CENTRE, str(one.day))

    def _add(self, one: Occurrence, ends: list[int]) -> None:
        last = (one.end - timedelta(microseconds=1)).date()
        first = max(0, (one.start.date() - self._days[0]).days)
        final = min(len(self._days) - 1, (last - self._days[0]).days)
        if final < first:
            return
        row = next((at for at, end in enumerate(ends) if end < first), len(ends))
        if row == len(ends):
            ends.append(final)
        else:
            ends[row] = final
        block = EventBlock(one, self, movable=False)
        block.clicked.connect(lambda: self.opened.emit(one, block))
        block.show()
        self._blocks.append((first, final, row, block))

    def _place(self) -> None:
        for first, final, row, block in self._blocks:
            left, right = self._column(first).left() + 1, self._column(final).right() - 1
            block.setGeometry(left, self._head + 2 + row * self._row, right - left, self._row - 1)

    def _column(self, at: int) -> QRect:
        room = self.width() - self._gutter
        left = self._gutter + room * at // max(1, len(self._days))
        right = self._gutter + room * (at + 1) // max(1, len(self._days))
        return QRect(left, 0, right - left, self.height())

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self._place()
        self.update()


_CENTRE = Qt.AlignmentFlag.AlignCenter
