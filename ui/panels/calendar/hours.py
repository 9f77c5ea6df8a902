"""The hours of some days, painted: lines, events side by side, and a line at the present moment.

Only what lies in the region that is to be painted is painted, so that scrolling stays smooth
however many events there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from assistant.domain.calendar import Event
from assistant.domain.reads import Occurrence
from assistant.domain.say import say_event
from ui.look.moments import hour
from ui.look.theme import color, look
from ui.look.tints import tint
from ui.panels.calendar.blocks import (
    PLAIN,
    Mood,
    Type,
    described,
    paint_block,
    write_block,
)
from ui.panels.calendar.fashion import Fashion
from ui.panels.calendar.gesture import Deed, Gesture
from ui.panels.calendar.packing import Slot, all_day, hours_of, moment_at, slots
from ui.panels.calendar.sheet import Sheet

if TYPE_CHECKING:
    from ui.panels.calendar.walker import Picked

_GRIP = 6  # pixels at the ends of an event by which it is made longer or shorter
_STEPS = 46  # pixels; where columns get thinner, events stand in steps
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an event on one day, and where it stands; words go where nothing covers it."""

    area: QRect
    slot: Slot
    words: QRect


class HourGrid(QWidget):
    """Signals carry occurrences, moments, and places on the screen.

    `moved` tells occurrence, start and end; `created` start, end and place; `pointed` what was
    clicked: an occurrence, or the moment of an empty place.
    """

    opened = Signal(object, QRect)
    moved = Signal(object, object, object)
    created = Signal(object, object, QRect)
    pointed = Signal(object)
    reached = Signal(QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("hourGrid")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.fashion = Fashion()
        self._days: list[date] = []
        self._now: datetime | None = None
        self._slots: list[Slot] = []
        self._pieces: list[Piece] = []
        self._picked: Picked | None = None
        self._hovered: Occurrence | None = None
        self._gesture: Gesture | None = None
        self._type = Type(self)
        self._sheet = Sheet(self)
        look.changed.connect(self._restyled)
        self._restyled()

    @property
    def gutter(self) -> int:
        """Width of the column with the hours."""
        return self._hours_wide * (2 if self.fashion.second else 1)

    @property
    def _hours_wide(self) -> int:
        return self.fontMetrics().horizontalAdvance("00:00") + 14

    @property
    def hour_height(self) -> int:
        """Pixels an hour."""
        return max(44, int(self.fontMetrics().lineSpacing() * 2.5))

    def show_days(self, days: Sequence[date], now: datetime, found: Sequence[Occurrence]) -> None:
        """Show these days with what happens on them."""
        self._days, self._now = list(days), now
        self._slots = [slot for one in self._days for slot in slots(one, _on(one, found))]
        self._hovered = None
        self._place()

    def show_picked(self, picked: "Picked | None") -> None:
        """Show what the keyboard stands on."""
        self._picked = picked
        self.update()

    def dress(self, fashion: Fashion) -> None:
        """Paint in these colours from now on."""
        self.fashion = fashion
        self._sheet.forget()
        self.update()

    def set_now(self, now: datetime) -> None:
        """Move the line at the present moment; what is over by now is paler."""
        self._now = now
        self._sheet.forget()
        self.update()

    def y_of(self, hours: float) -> int:
        """Return where an hour stands."""
        return int(hours * self.hour_height)

    def place_of(self, one: Occurrence) -> QRect:
        """Return where an event stands, in pixels of this widget; nothing where it does not."""
        found = (piece.area for piece in self._pieces if same(piece.slot.occurrence, one))
        return next(found, QRect())

    def place_at(self, moment: datetime) -> QRect:
        """Return the half hour that begins at `moment`."""
        if moment.date() not in self._days:
            return QRect()
        area = self._column(self._days.index(moment.date()))
        top = self.y_of(hours_of(moment))
        return QRect(area.left() + 1, top, area.width() - 3, self.hour_height // 2)

    def sizeHint(self) -> QSize:
        """A whole day high."""
        return QSize(300, self.hour_height * 24 + 2)

    def event(self, event: QEvent) -> bool:
        """Keep Escape while something is dragged; tell more of an event under the pointer."""
        if event.type() == QEvent.Type.ShortcutOverride and self._gesture is not None:
            event.accept()
            return True
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._tip(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape takes a drag back."""
        if event.key() == Qt.Key.Key_Escape and self._gesture is not None:
            self._gesture = None
            self.unsetCursor()
            self.update()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the events out anew."""
        super().resizeEvent(event)
        self._place()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        super().leaveEvent(event)
        self._hover(None)

    # -- by hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of an event, of its end, or of an empty place."""
        at = event.position().toPoint()
        if event.button() != Qt.MouseButton.LeftButton or at.x() < self.gutter or not self._days:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        grabbed = self._moment(at)
        piece = self._piece(at)
        if piece is None:
            half = grabbed.replace(minute=grabbed.minute // 30 * 30)
            self._gesture = Gesture(Deed.MAKE, at, grabbed, half, half + timedelta(hours=1))
            return
        one = piece.slot.occurrence
        self._gesture = Gesture(_deed(piece, at), at, grabbed, one.start, one.end, one)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag, or show what could be dragged."""
        at = event.position().toPoint()
        held = self._gesture
        if held is None:
            piece = self._piece(at)
            self._hover(piece.slot.occurrence if piece else None)
            self.setCursor(_cursor(piece, at))
            return
        far = (at - held.origin).manhattanLength() > QApplication.startDragDistance()
        if held.going or far:
            held.drag(self._moment(at))
            self.setCursor(
                Qt.CursorShape.ClosedHandCursor
                if held.deed is Deed.MOVE
                else Qt.CursorShape.SizeVerCursor
            )
            self.reached.emit(at)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop it, or take it as a click."""
        held, self._gesture = self._gesture, None
        self.unsetCursor()
        if held is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self.update()
        one = held.occurrence
        if one is not None and not held.going:
            self.pointed.emit(one)
            self.opened.emit(one, self._screen(self._piece_area(event, one)))
        elif one is None:
            self.pointed.emit(held.start)
            area = self._ghost_areas(held)
            self.created.emit(held.start, held.end, self._screen(area[0] if area else QRect()))
        elif (held.start, held.end) != (one.start, one.end):
            self.moved.emit(one, held.start, held.end)

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw lines, hours, the events that are in view, what is dragged, and now."""
        clip = event.rect()
        painter = QPainter(self)
        if self._gesture is not None and self._gesture.going:
            self._paint_all(painter, clip)
        else:
            self._sheet.draw(painter, clip, self._paint_still)
            for piece in self._pieces:
                if piece.area.intersects(clip) and self._stands_out(piece):
                    self._paint_again(painter, piece.area)
        self._paint_cursor(painter)
        self._paint_ghost(painter)
        self._paint_now(painter)
        painter.end()

    def _paint_all(self, painter: QPainter, clip: QRect, *, still: bool = False) -> None:
        self._paint_ground(painter, clip)
        self._paint_hours(painter, clip)
        for piece in self._pieces:
            if piece.area.intersects(clip):
                self._paint_piece(painter, piece, still=still)

    def _paint_still(self, painter: QPainter, clip: QRect) -> None:
        """Draw what stays as it is under pointer and keyboard."""
        self._paint_all(painter, clip, still=True)

    def _paint_again(self, painter: QPainter, area: QRect) -> None:
        """Draw a place anew over what is kept of it: an event there stands out now."""
        painter.save()
        painter.setClipRect(area)
        painter.fillRect(area, color("surface"))
        self._paint_all(painter, area)
        painter.restore()

    def _stands_out(self, piece: Piece) -> bool:
        one = piece.slot.occurrence
        return self._chosen(one) or (self._hovered is not None and same(self._hovered, one))

    def _chosen(self, one: Occurrence) -> bool:
        """Whether the keyboard stands on an event."""
        return self.hasFocus() and self._picked is not None and self._picked.is_on(one)

    def _paint_ground(self, painter: QPainter, clip: QRect) -> None:
        for at, one in enumerate(self._days):
            area = self._column(at)
            note = self.fashion.note_of(one)
            if self._now and one == self._now.date():
                painter.fillRect(area.intersected(clip), color("today"))
            elif one.weekday() >= 5 or (note and note.free):
                painter.fillRect(area.intersected(clip), color("sunken"))
            painter.setPen(color("line"))
            painter.drawLine(area.left(), clip.top(), area.left(), clip.bottom())

    def _paint_hours(self, painter: QPainter, clip: QRect) -> None:
        painter.setFont(self._type.small)
        first = max(1, clip.top() // self.hour_height)
        for at in range(first, min(24, clip.bottom() // self.hour_height + 2)):
            y = self.y_of(at)
            painter.setPen(color("line"))
            painter.drawLine(self.gutter, y, self.width(), y)
            painter.setPen(color("muted"))
            wide = self._hours_wide
            label = QRect(self.gutter - wide, y - self._type.line // 2, wide - 8, self._type.line)
            painter.drawText(label, _RIGHT, f"{at:02}:00")
            if self.fashion.second is not None:
                label.moveLeft(0)
                painter.drawText(label, _RIGHT, self._elsewhere(at))

    def _elsewhere(self, at: int) -> str:
        """Return an hour of the first day as the clocks of the second zone show it."""
        zone = self._now.tzinfo if self._now else None
        here = datetime.combine(self._days[0], time(at), zone)
        there = here.astimezone(self.fashion.second)
        days = (there.date() - here.date()).days
        return f"{there:%H:%M}{('', '⁺', '⁻')[days]}"

    def _paint_piece(self, painter: QPainter, piece: Piece, *, still: bool = False) -> None:
        one = piece.slot.occurrence
        held = self._gesture
        faint = bool(held and held.going and held.occurrence and same(held.occurrence, one))
        mood = PLAIN
        chosen = not still and self._chosen(one)
        over = bool(self._now and one.end <= self._now)
        hovered = not still and self._hovered is not None and same(self._hovered, one)
        if faint or chosen or over or hovered:
            mood = Mood(chosen=chosen, hovered=hovered, over=over, faint=faint)
        shade = self.fashion.tint_of(one)
        paint_block(painter, piece.area, shade, mood)
        if faint:
            return
        below = f"{hour(one.start)} – {hour(one.end)}"
        write_block(painter, piece.words, (say_event(one.event), below), self._type, shade.words)

    def _paint_cursor(self, painter: QPainter) -> None:
        """Frame the half hour on which the keyboard stands where no event is chosen."""
        picked = self._picked
        if not self.hasFocus() or picked is None or picked.occurrence or self._gesture:
            return
        area = self.place_at(picked.moment)
        if area.isValid():
            painter.setPen(QPen(color("accent"), 1.4, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 4, 4)

    def _paint_ghost(self, painter: QPainter) -> None:
        held = self._gesture
        if held is None or not held.going:
            return
        one = _as_dragged(held)
        shade = self.fashion.tint_of(held.occurrence) if held.occurrence else tint("")
        label = f"{one.start:%H:%M} – {one.end:%H:%M}"
        for area in self._ghost_areas(held):
            paint_block(painter, area, shade, Mood(ghost=True))
            words = (say_event(one.event), label) if one.event.title else (label, "")
            write_block(painter, area, words, self._type, shade.words)

    def _paint_now(self, painter: QPainter) -> None:
        if self._now is None or self._now.date() not in self._days:
            return
        area = self._column(self._days.index(self._now.date()))
        y = self.y_of(hours_of(self._now))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        faint = color("now")
        faint.setAlphaF(0.35)
        painter.setPen(QPen(faint, 1))
        painter.drawLine(self.gutter, y, self.width(), y)
        painter.setPen(QPen(color("now"), 2))
        painter.setBrush(color("now"))
        painter.drawLine(area.left(), y, area.right(), y)
        painter.drawEllipse(QPoint(area.left(), y), 4, 4)

    # -- geometry

    def _place(self) -> None:
        self._sheet.forget()
        columns = {one: self._column(at) for at, one in enumerate(self._days)}
        self._pieces = []
        for _, day in groupby(self._slots, key=lambda slot: slot.day):
            placed = [(self._area(slot, columns[slot.day]), slot) for slot in day]
            self._pieces += [Piece(at, slot, _uncovered(at, slot, placed)) for at, slot in placed]
        self.update()

    def _area(self, slot: Slot, column: QRect) -> QRect:
        top, bottom = self.y_of(slot.top), self.y_of(slot.bottom)
        left, width = _share(slot, column)
        return QRect(left, top + 1, width, max(4, bottom - top - 1))

    def _ghost_areas(self, held: Gesture) -> list[QRect]:
        one = _as_dragged(held)
        return [
            self._area(slot, self._column(at))
            for at, day in enumerate(self._days)
            for slot in slots(day, [one])
        ]

    def _piece(self, at: QPoint) -> Piece | None:
        found = (piece for piece in reversed(self._pieces) if piece.area.contains(at))
        return next(found, None)

    def _piece_area(self, event: QMouseEvent, one: Occurrence) -> QRect:
        piece = self._piece(event.position().toPoint())
        return piece.area if piece else self.place_of(one)

    def _moment(self, at: QPoint) -> datetime:
        width = max(1, self._column(0).width())
        column = min(len(self._days) - 1, max(0, (at.x() - self.gutter) // width))
        zone = self._now.tzinfo if self._now else None
        return moment_at(self._days[column], min(23.75, at.y() / self.hour_height), zone)

    def _column(self, at: int) -> QRect:
        room = self.width() - self.gutter
        left = self.gutter + room * at // max(1, len(self._days))
        right = self.gutter + room * (at + 1) // max(1, len(self._days))
        return QRect(left, 0, right - left, self.height())

    def _screen(self, area: QRect) -> QRect:
        seen = area.intersected(self.visibleRegion().boundingRect())
        shown = seen if seen.isValid() else area
        return QRect(self.mapToGlobal(shown.topLeft()), shown.size())

    def _hover(self, one: Occurrence | None) -> None:
        if one is not self._hovered:
            self._hovered = one
            self.update()

    def _tip(self, event: QHelpEvent) -> None:
        piece = self._piece(event.pos())
        if piece is None:
            QToolTip.hideText()
            return
        # Foreign words in a tooltip must not be read as rich text.
        from html import escape

        QToolTip.showText(event.globalPos(), f"<p>{escape(described(piece.slot.occurrence))}</p>")

    def _restyled(self) -> None:
        self._type = Type(self)
        self.setFixedHeight(self.sizeHint().height())
        self._place()


def same(one: Occurrence, other: Occurrence) -> bool:
    """Whether two reads gave the same instance of the same event."""
    return one is other or (one.event.id == other.event.id and one.start == other.start)


def _on(day: date, found: Sequence[Occurrence]) -> list[Occurrence]:
    return [one for one in found if not all_day(one) and one.start.date() <= day <= one.end.date()]


def _as_dragged(held: Gesture) -> Occurrence:
    event = held.occurrence.event if held.occurrence else Event("", "", held.start, held.end)
    return Occurrence(event, held.start, held.end)


def _uncovered(area: QRect, slot: Slot, placed: Sequence[tuple[QRect, Slot]]) -> QRect:
    """Return the part of `area` above what stands on it, where events stand in steps."""
    free = QRect(area)
    if slot.columns == slot.span:
        return free
    for other, later in placed:
        if later.column > slot.column and other.intersects(free) and other.top() > free.top():
            free.setBottom(other.top() - 1)
    return free


def _deed(piece: Piece, at: QPoint) -> Deed:
    one, slot = piece.slot.occurrence, piece.slot
    if piece.area.height() > 4 * _GRIP:
        if at.y() >= piece.area.bottom() - _GRIP and one.end.date() <= slot.day + _ONE:
            return Deed.END
        if at.y() <= piece.area.top() + _GRIP and one.start.date() == slot.day:
            return Deed.BEGIN
    return Deed.MOVE


def _cursor(piece: Piece | None, at: QPoint) -> Qt.CursorShape:
    if piece is None:
        return Qt.CursorShape.ArrowCursor
    if _deed(piece, at) is Deed.MOVE:
        return Qt.CursorShape.PointingHandCursor
    return Qt.CursorShape.SizeVerCursor


def _share(slot: Slot, area: QRect) -> tuple[int, int]:
    """Return left edge and width of a slot: side by side, or in steps where that is too thin."""
    room = area.width() - 4
    if room / slot.columns >= look.theme.pixels(_STEPS):
        width = room / slot.columns
        return area.left() + 2 + int(width * slot.column), int(width * slot.span) - 1
    step = min(12, room // (slot.columns + 2)) * slot.column
    return area.left() + 2 + step, max(12, room - step)


_ONE = timedelta(days=1)
