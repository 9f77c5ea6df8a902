"""A small month to find a day in: today, the days that are shown, and dots where something is."""

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.look.moments import day as day_words
from ui.look.moments import long_day, month
from ui.look.parts import Elided, icon_button, row
from ui.look.theme import color, look
from ui.panels.calendar.blocks import Type
from ui.panels.calendar.scope import months_later, week_of

_CENTRE = Qt.AlignmentFlag.AlignCenter
_DAY = timedelta(days=1)
_WEEKS = 6


class _Days(QWidget):
    """Forty-two days, painted."""

    chosen = Signal(object)
    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("miniDays")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.first = date(2000, 1, 1)
        self.today = self.first
        self.day = self.first
        self.weekday = 0
        self.shown: frozenset[date] = frozenset()
        self.busy: frozenset[date] = frozenset()
        self._hovered: date | None = None
        self._type = Type(self)
        look.changed.connect(self._restyled)

    @property
    def begin(self) -> date:
        """The first day that is painted."""
        return week_of(self.first, self.weekday)[0]

    def sizeHint(self) -> QSize:
        """Square cells."""
        side = self._side
        return QSize(side * 7, side * (_WEEKS + 1))

    def minimumSizeHint(self) -> QSize:
        """No smaller."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw names and numbers."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._type.small)
        painter.setPen(color("muted"))
        for at in range(7):
            name = day_words(self.begin + _DAY * at, "ddd", "ddd")
            short = name[-1] if not name.isascii() else name[:1]
            painter.drawText(self._cell(at, -1), _CENTRE, short)
        for at in range(_WEEKS * 7):
            self._paint_day(painter, self.begin + _DAY * at, self._cell(at % 7, at // 7))
        painter.end()

    def _paint_day(self, painter: QPainter, one: date, area: QRect) -> None:
        inside = one.month == self.first.month
        if one in self.shown:
            painter.fillRect(area.adjusted(0, 2, 0, -2), color("accent_soft"))
        side = min(area.width(), area.height()) - 4
        circle = QRectF(0, 0, side, side)
        circle.moveCenter(QRectF(area).center())
        painter.setPen(Qt.PenStyle.NoPen)
        if one == self.today:
            painter.setBrush(color("accent"))
            painter.drawEllipse(circle)
        elif one == self._hovered:
            painter.setBrush(color("hover"))
            painter.drawEllipse(circle)
        if one == self.day and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(color("accent"), 2))
            painter.drawEllipse(circle)
        ink = "accent_text" if one == self.today else "text" if inside else "muted"
        painter.setPen(color(ink))
        painter.setFont(self._type.strong if one == self.today else self._type.small)
        painter.drawText(area, _CENTRE, str(one.day))
        if one in self.busy:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent_text" if one == self.today else "accent"))
            dot = 1.8
            painter.drawEllipse(area.center() + QPoint(1, int(side / 2) - 3), dot, dot)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a day."""
        found = self._day(event.position().toPoint())
        if found is not None:
            self.chosen.emit(found)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which day would be chosen."""
        self._hovered = self._day(event.position().toPoint())
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the months."""
        if event.angleDelta().y():
            self.stepped.emit(-1 if event.angleDelta().y() > 0 else 1)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk over the days, the page keys over the months."""
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -7,
            Qt.Key.Key_Down: 7,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self.chosen.emit(self.day + _DAY * steps[key])
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            by = 1 if key == Qt.Key.Key_PageDown else -1
            self.chosen.emit(months_later(self.day, by))
        else:
            super().keyPressEvent(event)

    @property
    def _side(self) -> int:
        return self._type.line + 12

    def _cell(self, column: int, week: int) -> QRect:
        wide, side = self.width() / 7, self._side
        return QRect(int(column * wide), (week + 1) * side, int(wide + 1), side)

    def _day(self, at: QPoint) -> date | None:
        column, week = int(at.x() * 7 / max(1, self.width())), at.y() // self._side - 1
        inside = 0 <= column < 7 and 0 <= week < _WEEKS
        return self.begin + _DAY * (week * 7 + column) if inside else None

    def _restyled(self) -> None:
        self._type = Type(self)
        self.updateGeometry()
        self.update()


class MiniMonth(QWidget):
    """`chosen` carries a day. `busy` tells on which of some days something happens."""

    chosen = Signal(object)

    def __init__(self, busy: Callable[[date, date], frozenset[date]]) -> None:
        super().__init__()
        self.setObjectName("miniMonth")
        self._busy = busy
        self.days = _Days()
        self._title = Elided("body", "strong")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        back = icon_button("left", "Earlier month", "miniEarlier", lambda: self._turn(-1))
        on = icon_button("right", "Later month", "miniLater", lambda: self._turn(1))
        head = row(self._title, back, on, spacing=0)
        head.setContentsMargins(6, 0, 0, 0)
        head.setStretch(0, 1)
        layout.addLayout(head)
        layout.addWidget(self.days)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._mark)
        self.days.chosen.connect(self.chosen)
        self.days.stepped.connect(self._turn)

    def show_days(self, day: date, shown: list[date], today: date, weekday: int) -> None:
        """Show the month of `day`, with the days that the big view shows."""
        self.days.day, self.days.today, self.days.weekday = day, today, weekday
        self.days.shown = frozenset(shown) if len(shown) <= 7 else frozenset()
        self.days.setAccessibleName(long_day(day))
        self._show(day.replace(day=1))

    def _mark(self) -> None:
        """Find out on which days something happens."""
        begin = self.days.begin
        self.days.busy = self._busy(begin, begin + _DAY * (_WEEKS * 7 - 1))
        self.days.update()

    def refresh(self) -> None:
        """Read again where something happens."""
        self._show(self.days.first)

    def _turn(self, by: int) -> None:
        self._show(months_later(self.days.first, by))

    def _show(self, first: date) -> None:
        self.days.first = first
        # Six weeks are read: the first paint of the big view does not wait for them.
        self._later.start()
        self._title.setText(month(first))
        self.days.update()
