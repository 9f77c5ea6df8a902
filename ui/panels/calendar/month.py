"""A month, painted: whole weeks, bars over days, the hours of the others, and how many more."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from assistant.base.i18n import tr
from assistant.domain.reads import Occurrence
from ui.look.moments import day as day_words
from ui.look.moments import hour
from ui.look.theme import color, look
from ui.panels.calendar.blocks import Mood, Type, described, paint_block, write_block
from ui.panels.calendar.fashion import Fashion
from ui.panels.calendar.hours import same
from ui.panels.calendar.packing import Bar, all_day, bars

if TYPE_CHECKING:
    from ui.panels.calendar.walker import Picked

_DAY = timedelta(days=1)
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_NOTCH = 120  # eighths of a degree: one click of a wheel


@dataclass(frozen=True, slots=True)
class Item:
    """An event in one week: where it stands."""

    area: QRect
    bar: Bar


@dataclass
class _Held:
    origin: QPoint
    grabbed: date
    to: date
    occurrence: Occurrence | None = None
    going: bool = False
    days: list[date] = field(default_factory=list)

    def span(self) -> tuple[date, date]:
        first, last = sorted((self.grabbed, self.to))
        return first, last


class MonthView(QWidget):
    """`stepped` asks for earlier (-1) or later (1) weeks; the others are as in the hours."""

    opened = Signal(object, QRect)
    moved = Signal(object, object, object)
    created = Signal(object, object, QRect)
    pointed = Signal(object)
    day_wanted = Signal(object)
    stepped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("monthView")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.fashion = Fashion()
        self._days: list[date] = []
        self._month = 0
        self._now: datetime | None = None
        self._found: Sequence[Occurrence] = ()
        self._items: list[Item] = []
        self._hidden: dict[date, int] = {}
        self._picked: Picked | None = None
        self._hovered: Occurrence | None = None
        self._held: _Held | None = None
        self._turned = 0
        self._type = Type(self)
        look.changed.connect(self._restyled)

    def show_days(
        self, days: Sequence[date], month: int, now: datetime, found: Sequence[Occurrence]
    ) -> None:
        """Show these weeks; days outside of `month` are paler."""
        self._days, self._month, self._now, self._found = list(days), month, now, found
        self._place()

    def show_picked(self, picked: "Picked | None") -> None:
        """Show what the keyboard stands on."""
        self._picked = picked
        self.update()

    def place_of(self, one: Occurrence) -> QRect:
        """Return where an event stands on the screen."""
        found = (item.area for item in self._items if same(item.bar.occurrence, one))
        return self._screen(next(found, QRect()))

    def set_now(self, now: datetime) -> None:
        """Mark another day as today."""
        self._now = now
        self.update()

    def event(self, event: QEvent) -> bool:
        """Keep Escape while something is dragged; tell more of an event under the pointer."""
        if event.type() == QEvent.Type.ShortcutOverride and self._held is not None:
            event.accept()
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._tip(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes a drag back."""
        if event.key() == Qt.Key.Key_Escape and self._held is not None:
            self._held = None
            self.update()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the events out anew."""
        super().resizeEvent(event)
        self._place()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn to earlier and later months."""
        self._turned += event.angleDelta().y()
        while abs(self._turned) >= _NOTCH:
            by = -1 if self._turned > 0 else 1
            self._turned += _NOTCH * by
            self.stepped.emit(by)
        event.accept()

    # -- by hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of an event, or of a day."""
        at = event.position().toPoint()
        day = self._day(at)
        if event.button() != Qt.MouseButton.LeftButton or day is None:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        item = self._item(at)
        self._held = _Held(at, day, day, item.bar.occurrence if item else None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        at = event.position().toPoint()
        held = self._held
        if held is None:
            item = self._item(at)
            self._hover(item.bar.occurrence if item else None)
            hand = item is not None or self._number_at(at) is not None
            self.setCursor(
                Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
            )
            return
        far = (at - held.origin).manhattanLength() > QApplication.startDragDistance()
        held.going = held.going or far
        held.to = self._day(at) or held.to
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop it, or take it as a click."""
        held, self._held = self._held, None
        if held is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self.update()
        if held.occurrence is not None:
            self._drop(held, held.occurrence)
        elif held.going:
            first, last = held.span()
            self.created.emit(first, last + _DAY, self._screen(self._cell(last)))
        else:
            self._click(held)

    def _drop(self, held: _Held, one: Occurrence) -> None:
        by = held.to - held.grabbed
        if held.going and by:
            self.moved.emit(one, one.start + by, one.end + by)
        elif not held.going:
            self.pointed.emit(one)
            item = self._item(held.origin)
            self.opened.emit(one, self._screen(item.area if item else QRect()))

    def _click(self, held: _Held) -> None:
        number = self._number_at(held.origin)
        if number is not None or self._more_at(held.origin):
            self.day_wanted.emit(held.grabbed)
            return
        if self._now is not None:
            noon = datetime(
                held.grabbed.year, held.grabbed.month, held.grabbed.day, 9, tzinfo=self._now.tzinfo
            )
            self.pointed.emit(noon)
        self.created.emit(held.grabbed, held.grabbed + _DAY, self._screen(self._cell(held.grabbed)))

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names, days and events, and what is dragged."""
        clip = event.rect()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_names(painter)
        for one in self._days:
            if self._cell(one).intersects(clip):
                self._paint_cell(painter, one)
        for item in self._items:
            if item.area.intersects(clip):
                self._paint_item(painter, item)
        self._paint_more(painter)
        self._paint_held(painter)
        painter.end()

    def _paint_names(self, painter: QPainter) -> None:
        painter.setFont(self._type.small)
        painter.setPen(color("muted"))
        for one in self._days[:7]:
            area = self._cell(one)
            name = QRect(area.left(), 0, area.width(), self._head)
            painter.drawText(name, _CENTRE, day_words(one, "ddd", "ddd"))

    def _paint_cell(self, painter: QPainter, one: date) -> None:
        area = self._cell(one)
        note = self.fashion.note_of(one)
        today = self._now is not None and one == self._now.date()
        if today:
            painter.fillRect(area, color("today"))
        elif one.weekday() >= 5 or (note and note.free):
            painter.fillRect(area, color("sunken"))
        painter.setPen(color("line"))
        painter.drawLine(area.topLeft(), area.topRight())
        painter.drawLine(area.topLeft(), area.bottomLeft())
        if one == self._days[(one - self._days[0]).days // 7 * 7]:
            self._paint_week(painter, one, area)
        self._paint_number(painter, one, area, today=today)
        picked = self._picked
        if self.hasFocus() and picked is not None and picked.moment.date() == one:
            painter.setPen(QPen(color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(area).adjusted(2, 2, -1, -1), 5, 5)

    def _paint_week(self, painter: QPainter, one: date, area: QRect) -> None:
        if not self.fashion.week_numbers:
            return
        painter.setFont(self._type.small)
        painter.setPen(color("muted"))
        number = (one + _DAY * 3).isocalendar().week
        place = QRect(0, area.top() + 4, self._gutter, self._type.line + 4)
        painter.drawText(place, _CENTRE, str(number))

    def _paint_number(self, painter: QPainter, one: date, area: QRect, *, today: bool) -> None:
        place = self._number(one)
        painter.setFont(self._type.strong if one.month == self._month else self._type.small)
        words = day_words(one, "d MMM", "M月d日") if one.day == 1 else str(one.day)
        width = self._type.strong_metrics.horizontalAdvance(words) + 12
        if today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent"))
            pill = QRectF(place.left(), place.top(), max(width, place.height()), place.height())
            painter.drawRoundedRect(pill, place.height() / 2, place.height() / 2)
            painter.setPen(color("accent_text"))
            painter.drawText(pill, _CENTRE, words)
        else:
            painter.setPen(color("text" if one.month == self._month else "muted"))
            painter.drawText(place.adjusted(6, 0, 60, 0), _LEFT, words)
        note = self.fashion.note_of(one)
        room = area.width() - width - 14
        if note is not None and room > self._type.line:
            painter.setFont(self._type.small)
            painter.setPen(color("danger" if note.free else "muted"))
            end = Qt.TextElideMode.ElideRight
            shown = self._type.small_metrics.elidedText(note.words, end, room)
            right = QRect(area.right() - room - 6, place.top(), room, place.height())
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(right, flags, shown)

    def _paint_item(self, painter: QPainter, item: Item) -> None:
        one = item.bar.occurrence
        held = self._held
        faint = held is not None and held.going and held.occurrence is not None
        faint = faint and same(held.occurrence, one)  # type: ignore[union-attr, arg-type]
        mood = Mood(
            chosen=self.hasFocus() and self._picked is not None and self._picked.is_on(one),
            hovered=self._hovered is not None and same(self._hovered, one),
            over=self._now is not None and one.end <= self._now,
            faint=faint,
        )
        shade = self.fashion.tint_of(one)
        if all_day(one):
            paint_block(painter, item.area, shade, mood)
            write_block(painter, item.area, (one.event.title, ""), self._type, shade.words)
            return
        self._paint_timed(painter, item.area, one, mood)

    def _paint_timed(self, painter: QPainter, area: QRect, one: Occurrence, mood: Mood) -> None:
        """Draw a dot, the hour and the title."""
        shade = self.fashion.tint_of(one)
        painter.save()
        if mood.over or mood.faint:
            painter.setOpacity(0.4 if mood.faint else 0.66)
        if mood.hovered or mood.chosen:
            painter.setPen(QPen(color("text"), 2) if mood.chosen else Qt.PenStyle.NoPen)
            painter.setBrush(color("hover"))
            painter.drawRoundedRect(QRectF(area), 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade.edge)
        size = max(6, self._type.line // 2 - 1)
        painter.drawEllipse(QRectF(area.left() + 4, area.center().y() - size / 2 + 1, size, size))
        left = area.left() + 4 + size + 5
        text = QRect(left, area.top(), area.right() - left - 2, area.height())
        when = hour(one.start)
        metrics = self._type.small_metrics
        wide = metrics.horizontalAdvance(when) + 6
        painter.setPen(color("muted"))
        painter.setFont(self._type.small)
        if text.width() > wide * 2:
            painter.drawText(text, _LEFT, when)
            text.setLeft(text.left() + wide)
        painter.setPen(color("text"))
        shown = metrics.elidedText(
            " ".join(one.event.title.split()), Qt.TextElideMode.ElideRight, text.width()
        )
        painter.drawText(text, _LEFT, shown)
        painter.restore()

    def _paint_more(self, painter: QPainter) -> None:
        painter.setFont(self._type.strong)
        painter.setPen(color("muted"))
        for one, count in self._hidden.items():
            painter.drawText(self._more(one).adjusted(8, 0, 0, 0), _LEFT, tr("{n} more", n=count))

    def _paint_held(self, painter: QPainter) -> None:
        held = self._held
        if held is None or not held.going:
            return
        painter.setPen(QPen(color("accent"), 2))
        soft = color("accent")
        soft.setAlphaF(0.12)
        painter.setBrush(soft)
        first, last = held.span() if held.occurrence is None else (held.to, held.to)
        for one in self._days:
            if first <= one <= last:
                painter.drawRoundedRect(QRectF(self._cell(one)).adjusted(2, 2, -2, -2), 5, 5)

    # -- geometry

    @property
    def _head(self) -> int:
        return self._type.line + 10

    @property
    def _row(self) -> int:
        return self._type.line + 4

    @property
    def _gutter(self) -> int:
        return self._type.line + 14 if self.fashion.week_numbers else 0

    def _cell(self, one: date) -> QRect:
        at = (one - self._days[0]).days
        weeks = max(1, len(self._days) // 7)
        room, high = self.width() - self._gutter, self.height() - self._head
        week, column = divmod(at, 7)
        left = self._gutter + room * column // 7
        top = self._head + high * week // weeks
        right = self._gutter + room * (column + 1) // 7
        bottom = self._head + high * (week + 1) // weeks
        return QRect(left, top, right - left, bottom - top)

    def _number(self, one: date) -> QRect:
        area, side = self._cell(one), self._type.line + 4
        return QRect(area.left() + 4, area.top() + 3, side + 8, side)

    def _more(self, one: date) -> QRect:
        area = self._cell(one)
        return QRect(area.left(), area.bottom() - self._row, area.width(), self._row)

    def _place(self) -> None:
        self._items, self._hidden = [], {}
        for at in range(0, len(self._days), 7):
            self._place_week(self._days[at : at + 7])
        self.update()

    def _place_week(self, days: list[date]) -> None:
        area = self._cell(days[0])
        top = area.top() + self._type.line + 10
        rows = max(0, (area.bottom() - top) // self._row)
        found = bars(days, self._found)
        crowd = [max((b.lane for b in found if b.first <= n <= b.last), default=-1) for n in _WEEK]
        for bar in found:
            # The last row is kept for the count where it is needed on any of the event's days.
            full = any(crowd[n] >= rows for n in range(bar.first, bar.last + 1))
            if bar.lane < rows - int(full):
                left = self._cell(days[bar.first]).left() + (1 if bar.before else 3)
                right = self._cell(days[bar.last]).right() - (0 if bar.after else 2)
                y = top + bar.lane * self._row
                self._items.append(Item(QRect(left, y, right - left, self._row - 2), bar))
            else:
                for n in range(bar.first, bar.last + 1):
                    self._hidden[days[n]] = self._hidden.get(days[n], 0) + 1

    def _day(self, at: QPoint) -> date | None:
        return next((one for one in self._days if self._cell(one).contains(at)), None)

    def _number_at(self, at: QPoint) -> date | None:
        day = self._day(at)
        return day if day is not None and self._number(day).contains(at) else None

    def _more_at(self, at: QPoint) -> bool:
        day = self._day(at)
        return day is not None and bool(self._hidden.get(day)) and self._more(day).contains(at)

    def _item(self, at: QPoint) -> Item | None:
        return next((item for item in self._items if item.area.contains(at)), None)

    def _hover(self, one: Occurrence | None) -> None:
        if one is not self._hovered:
            self._hovered = one
            self.update()

    def _tip(self, event: QHelpEvent) -> None:
        item = self._item(event.pos())
        if item is None:
            QToolTip.hideText()
            return
        # Foreign words in a tooltip must not be read as rich text.
        from html import escape

        QToolTip.showText(event.globalPos(), f"<p>{escape(described(item.bar.occurrence))}</p>")

    def _screen(self, area: QRect) -> QRect:
        return QRect(self.mapToGlobal(area.topLeft()), area.size())

    def _restyled(self) -> None:
        self._type = Type(self)
        self._place()


_WEEK = range(7)
