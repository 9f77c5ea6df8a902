"""Above the hours: weekday and date of each column, and rows of events that take whole days."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from assistant.base.i18n import tr
from assistant.domain.reads import Occurrence
from assistant.domain.say import say_event
from ui.look.moments import day as day_words
from ui.look.theme import color, look
from ui.panels.calendar.blocks import Mood, Type, described, paint_block, write_block
from ui.panels.calendar.fashion import Fashion, place_name
from ui.panels.calendar.hours import same
from ui.panels.calendar.packing import Bar, bars

if TYPE_CHECKING:
    from ui.panels.calendar.walker import Picked

_MOST = 4  # rows; what does not fit is counted
_CENTRE = Qt.AlignmentFlag.AlignCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_DAY = timedelta(days=1)


class DayHeader(QWidget):
    """`opened` an event, `created` a whole day, `moved` an event by days, `day_wanted` a date."""

    opened = Signal(object, QRect)
    created = Signal(object, object, QRect)
    moved = Signal(object, object, object)
    pointed = Signal(object)
    day_wanted = Signal(object)

    def __init__(self, gutter: int) -> None:
        super().__init__()
        self.setObjectName("dayHeader")
        self.fashion = Fashion()
        self._gutter = gutter
        self._days: list[date] = []
        self._today: date | None = None
        self._bars: list[Bar] = []
        self._picked: Picked | None = None
        self._held: tuple[Bar | None, QPoint] | None = None
        self._to = 0
        self._type = Type(self)
        look.changed.connect(self._fit)

    def show_days(
        self, days: Sequence[date], today: date, whole: Sequence[Occurrence], gutter: int
    ) -> None:
        """Show these days, with the events that take whole days."""
        self._days, self._today, self._gutter = list(days), today, gutter
        self._bars = bars(self._days, whole)
        self._fit()
        named = ", ".join(day_words(one, "dddd d", "dddd d日") for one in self._days)
        events = "; ".join(described(one.occurrence) for one in self._bars)
        self.setAccessibleName(f"{named}. {events}" if events else named)

    def show_picked(self, picked: "Picked | None") -> None:
        """Show what the keyboard stands on."""
        self._picked = picked
        self.update()

    def place_of(self, one: Occurrence) -> QRect:
        """Return where an event stands, nothing where it does not."""
        return next((self._area(b) for b in self._bars if same(b.occurrence, one)), QRect())

    def sizeHint(self) -> QSize:
        """Names, and as many rows as there are events side by side."""
        return QSize(200, self._head + self._rows * self._row + (5 if self._rows else 2))

    # -- by hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of an event, or of the place for one."""
        at = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton and at.x() >= self._gutter:
            self._held = (self._bar(at), at)
            self._to = self._column_at(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self._held is not None:
            self._to = self._column_at(event.position().toPoint())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop it, or take it as a click."""
        held, self._held = self._held, None
        if held is None or not self._days:
            return
        bar, origin = held
        at = event.position().toPoint()
        by = self._column_at(at) - self._column_at(origin)
        self.update()
        if bar is None:
            self._clicked(origin, at)
        elif by and (at - origin).manhattanLength() > QApplication.startDragDistance():
            one = bar.occurrence
            self.moved.emit(one, one.start + _DAY * by, one.end + _DAY * by)
        else:
            self.pointed.emit(bar.occurrence)
            self.opened.emit(bar.occurrence, self._screen(self._area(bar)))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        super().leaveEvent(event)
        self.update()

    def _clicked(self, origin: QPoint, at: QPoint) -> None:
        first, last = sorted((self._column_at(origin), self._column_at(at)))
        if origin.y() < self._head:
            self.day_wanted.emit(self._days[first])
            return
        if self._more_at(origin):
            self.day_wanted.emit(self._days[first])
            return
        area = self._column(first).united(self._column(last))
        area.setTop(self._head)
        self.created.emit(self._days[first], self._days[last] + _DAY, self._screen(area))

    # -- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the names of the days and the events below them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_week(painter)
        self._paint_zones(painter)
        for at, one in enumerate(self._days):
            self._paint_day(painter, one, self._column(at))
        for bar in self._bars:
            if bar.lane < self._full_rows:
                self._paint_bar(painter, bar)
        self._paint_more(painter)
        painter.setPen(color("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()

    def _paint_zones(self, painter: QPainter) -> None:
        """Name both zones above their hours."""
        second = self.fashion.second
        if second is None:
            return
        painter.setFont(self._type.small)
        painter.setPen(color("muted"))
        half, line = self._gutter // 2, self._type.line
        city = place_name(second)
        if self._type.small_metrics.horizontalAdvance(city) > half - 6 and self._days:
            city = datetime.combine(self._days[0], time(12), second).tzname() or ""
        for left, name in ((0, city), (half, tr("Here"))):
            painter.drawText(QRect(left, self._head - line - 2, half - 6, line), _RIGHT, name)

    def _paint_week(self, painter: QPainter) -> None:
        if not self.fashion.week_numbers or not self._days:
            return
        painter.setFont(self._type.small)
        painter.setPen(color("muted"))
        number = self._days[min(3, len(self._days) - 1)].isocalendar().week
        area = QRect(0, 2, self._gutter, self._head)
        painter.drawText(area, _CENTRE, tr("W{n}", n=number))

    def _paint_day(self, painter: QPainter, one: date, area: QRect) -> None:
        today = one == self._today
        line = self._type.line
        painter.setFont(self._type.small)
        painter.setPen(color("accent" if today else "muted"))
        name = day_words(one, "ddd", "ddd")
        painter.drawText(QRect(area.left(), 4, area.width(), line), _CENTRE, name)
        number = QRect(area.left(), 5 + line, area.width(), self._type.lead_metrics.height() + 2)
        if today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent"))
            side = number.height()
            pill = QRect(0, 0, max(side, int(side * 1.25)), side)
            pill.moveCenter(number.center())
            painter.drawRoundedRect(pill, side / 2, side / 2)
        painter.setFont(self._type.lead)
        painter.setPen(color("accent_text" if today else "text"))
        painter.drawText(number, _CENTRE, str(one.day))
        note = self.fashion.note_of(one)
        if note is not None:
            painter.setFont(self._type.small)
            painter.setPen(color("danger" if note.free else "muted"))
            end = Qt.TextElideMode.ElideRight
            shown = self._type.small_metrics.elidedText(note.words, end, area.width() - 4)
            painter.drawText(
                QRect(area.left(), number.bottom() + 2, area.width(), line), _CENTRE, shown
            )

    def _paint_bar(self, painter: QPainter, bar: Bar) -> None:
        area = self._area(bar)
        held = self._held
        if held is not None and held[0] is bar:
            area.translate(self._shift(held), 0)
        one = bar.occurrence
        shade = self.fashion.tint_of(one)
        chosen = self._picked is not None and self._picked.is_on(one)
        paint_block(painter, area, shade, Mood(chosen=chosen and self._focused()))
        write_block(painter, area, (say_event(one.event), ""), self._type, shade.words)

    def _paint_more(self, painter: QPainter) -> None:
        if self._full_rows == self._all_rows:
            return
        painter.setFont(self._type.small)
        painter.setPen(color("muted"))
        for at in range(len(self._days)):
            hidden = self._hidden(at)
            if hidden:
                area = self._column(at)
                top = self._head + 2 + self._full_rows * self._row
                words = QRect(area.left() + 8, top, area.width() - 8, self._row)
                middle = Qt.AlignmentFlag.AlignVCenter
                painter.drawText(words, middle, tr("{n} more", n=hidden))

    # -- geometry

    @property
    def _head(self) -> int:
        noted = any(self.fashion.note_of(one) for one in self._days)
        line = self._type.line
        return 11 + line + self._type.lead_metrics.height() + (line if noted else 0)

    @property
    def _row(self) -> int:
        return self._type.line + 5

    @property
    def _all_rows(self) -> int:
        return max((bar.lane + 1 for bar in self._bars), default=0)

    @property
    def _rows(self) -> int:
        return min(_MOST, self._all_rows)

    @property
    def _full_rows(self) -> int:
        return self._all_rows if self._all_rows <= _MOST else _MOST - 1

    def _hidden(self, at: int) -> int:
        return sum(b.first <= at <= b.last and b.lane >= self._full_rows for b in self._bars)

    def _more_at(self, at: QPoint) -> bool:
        top = self._head + 2 + self._full_rows * self._row
        return at.y() >= top and self._hidden(self._column_at(at)) > 0

    def _area(self, bar: Bar) -> QRect:
        left, right = self._column(bar.first).left() + 2, self._column(bar.last).right() - 2
        top = self._head + 2 + bar.lane * self._row
        return QRect(left, top, right - left, self._row - 2)

    def _bar(self, at: QPoint) -> Bar | None:
        found = (b for b in self._bars if b.lane < self._full_rows and self._area(b).contains(at))
        return next(found, None)

    def _column_at(self, at: QPoint) -> int:
        width = max(1, (self.width() - self._gutter) // max(1, len(self._days)))
        return max(0, min(len(self._days) - 1, (at.x() - self._gutter) // width))

    def _shift(self, held: tuple[Bar | None, QPoint]) -> int:
        return self._column(self._to).left() - self._column(self._column_at(held[1])).left()

    def _column(self, at: int) -> QRect:
        room = self.width() - self._gutter
        left = self._gutter + room * at // max(1, len(self._days))
        right = self._gutter + room * (at + 1) // max(1, len(self._days))
        return QRect(left, 0, right - left, self.height())

    def _screen(self, area: QRect) -> QRect:
        return QRect(self.mapToGlobal(area.topLeft()), area.size())

    def _focused(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and focus.objectName() == "hourGrid"

    def _fit(self) -> None:
        self._type = Type(self)
        self.setFixedHeight(self.sizeHint().height())
        self.update()
