"""The hours of some days, with the events on them and a line at the present moment."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from assistant.domain.reads import Occurrence
from ui.look.theme import color, look
from ui.panels.week.block import EventBlock
from ui.panels.week.columns import Slot, moment_at, slots


class NowLine(QWidget):
    """A line at the present moment, above the events."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("nowLine")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a dot and a line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(color("now"), 1.6))
        painter.setBrush(color("now"))
        middle = self.height() // 2
        painter.drawLine(4, middle, self.width(), middle)
        painter.drawEllipse(QPoint(4, middle), 3, 3)
        painter.end()


class HourGrid(QWidget):
    """Paints hours and days and lays out one block an event and day."""

    opened = Signal(object, QWidget)
    moved = Signal(object, object)
    created = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("hourGrid")
        self._days: list[date] = []
        self._now: datetime | None = None
        self._blocks: list[tuple[Slot, EventBlock]] = []
        self._line = NowLine(self)
        look.changed.connect(self._restyled)
        self._restyled()

    @property
    def gutter(self) -> int:
        """Width of the column with the hours."""
        return self.fontMetrics().horizontalAdvance("00:00") + 14

    @property
    def hour_height(self) -> int:
        """Pixels an hour."""
        return max(44, int(self.fontMetrics().lineSpacing() * 2.5))

    def show_days(self, days: Sequence[date], now: datetime, found: Sequence[Occurrence]) -> None:
        """Show these days with what happens on them."""
        self._days, self._now = list(days), now
        for _, block in self._blocks:
            block.hide()
            block.deleteLater()
        self._blocks = [
            (slot, self._block(slot)) for day in self._days for slot in slots(day, found)
        ]
        self._place()
        self.update()

    def y_of(self, hours: float) -> int:
        """Return where an hour stands."""
        return int(hours * self.hour_height)

    def sizeHint(self) -> QSize:
        """A whole day high."""
        return QSize(300, self.hour_height * 24 + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the blocks out anew."""
        super().resizeEvent(event)
        self._place()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Make an event where there is none."""
        moment = self._moment(event.position().toPoint())
        if moment is not None:
            self.created.emit(moment)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the lines, the hours and now."""
        painter = QPainter(self)
        painter.setFont(self._small())
        self._paint_today(painter)
        self._paint_hours(painter)
        self._paint_days(painter)
        painter.end()

    def _paint_today(self, painter: QPainter) -> None:
        if self._now and self._now.date() in self._days:
            area = self._column(self._days.index(self._now.date()))
            painter.fillRect(area, color("sunken"))

    def _paint_hours(self, painter: QPainter) -> None:
        for at in range(1, 24):
            y = self.y_of(at)
            painter.setPen(color("line"))
            painter.drawLine(self.gutter, y, self.width(), y)
            painter.setPen(color("muted"))
            label = QRect(0, y - 10, self.gutter - 8, 20)
            painter.drawText(label, Qt.AlignmentFlag.AlignRight | _MIDDLE, f"{at:02}:00")

    def _paint_days(self, painter: QPainter) -> None:
        painter.setPen(color("line"))
        for at in range(len(self._days)):
            x = self._column(at).left()
            painter.drawLine(x, 0, x, self.height())

    def _block(self, slot: Slot) -> EventBlock:
        block = EventBlock(slot.occurrence, self)
        block.clicked.connect(lambda: self.opened.emit(slot.occurrence, block))
        block.dragged.connect(lambda at: self._dropped(slot, at))
        block.show()
        return block

    def _dropped(self, slot: Slot, at: QPoint) -> None:
        middle = at + QPoint(self._column(0).width() // 2, 0)
        moment = self._moment(QPoint(middle.x(), at.y() + self.hour_height // 8))
        if moment is not None and moment != slot.occurrence.start:
            self.moved.emit(slot.occurrence, moment)

    def _moment(self, at: QPoint) -> datetime | None:
        if self._now is None or not self._days or at.x() < self.gutter:
            return None
        column = min(len(self._days) - 1, (at.x() - self.gutter) // max(1, self._column(0).width()))
        return moment_at(self._days[column], at.y() / self.hour_height, self._now)

    def _place(self) -> None:
        for slot, block in self._blocks:
            area = self._column(self._days.index(slot.day))
            top, bottom = self.y_of(slot.top), self.y_of(slot.bottom)
            left, width = _share(slot, area)
            block.setGeometry(left, top, width, bottom - top)
            block.limit_text(self._free(slot, area))
        self._place_now()

    def _free(self, slot: Slot, area: QRect) -> int:
        """Return how many pixels of a block stay free of those that stand on it in steps."""
        if (area.width() - 3) / slot.columns >= look.theme.pixels(_THIN):
            return 10_000
        later = [
            other.top
            for other, _ in self._blocks
            if other.day == slot.day
            and other.column > slot.column
            and other.top < slot.bottom
            and other.bottom > slot.top
        ]
        return self.y_of(min(later, default=24.0)) - self.y_of(slot.top)

    def _place_now(self) -> None:
        seen = self._now is not None and self._now.date() in self._days
        self._line.setVisible(seen)
        if seen and self._now is not None:
            area = self._column(self._days.index(self._now.date()))
            y = self.y_of(self._now.hour + self._now.minute / 60)
            self._line.setGeometry(area.left() - 3, y - 5, area.width() + 2, 10)
            self._line.raise_()

    def _column(self, at: int) -> QRect:
        room = self.width() - self.gutter
        left = self.gutter + room * at // max(1, len(self._days))
        right = self.gutter + room * (at + 1) // max(1, len(self._days))
        return QRect(left, 0, right - left, self.height())

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(look.theme.size("small"))
        return font

    def _restyled(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self._place()
        self.update()


def _share(slot: Slot, area: QRect) -> tuple[int, int]:
    """Return left edge and width of a slot: side by side, or in steps where that is too thin."""
    room = area.width() - 3
    if room / slot.columns >= look.theme.pixels(_THIN):
        width = room / slot.columns
        return area.left() + 1 + int(width * slot.column), int(width)
    step = min(10, room // (slot.columns + 2)) * slot.column
    return area.left() + 1 + step, max(12, room - step)


def week_of(day: date) -> list[date]:
    """Return the seven days from Monday to Sunday around `day` (ISO 8601)."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=at) for at in range(7)]


_THIN = 48  # pixels in which a title can still be read
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
