"""The list of coming events: a native list, so that screen readers and keys know it well."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from assistant.base.i18n import tr
from assistant.domain.reads import Occurrence
from assistant.domain.say import say_event
from ui.look.moments import hour, near_day
from ui.look.theme import color, look
from ui.look.tongue import say
from ui.models.agenda import ROW, Agenda
from ui.panels.calendar.blocks import Type, described
from ui.panels.calendar.fashion import Fashion

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_PAD = 24


class _Rows(QStyledItemDelegate):
    """Paints a heading or an event in one row; all rows are of one height."""

    def __init__(self, view: "AgendaView") -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Two lines of small text and air."""
        return QSize(200, self._view.type.line * 2 + 8)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row, area = index.data(ROW), option.rect
        if isinstance(row, Occurrence):
            state = option.state
            self._event(painter, QRect(area), row, state)
        elif row is not None:
            self._heading(painter, QRect(area), row)
        painter.restore()

    def _heading(self, painter: QPainter, area: QRect, day: date) -> None:
        kind, now = self._view.type, self._view.now
        painter.setFont(kind.lead)
        painter.setPen(color("accent" if day == now.date() else "text"))
        line = area.adjusted(_PAD, area.height() // 4, -_PAD, 0)
        words = near_day(day, now.date())
        painter.drawText(line, _LEFT, words)
        note = self._view.fashion.note_of(day)
        if note is not None:
            left = kind.lead_metrics.horizontalAdvance(words) + 14
            painter.setFont(kind.small)
            painter.setPen(color("danger" if note.free else "muted"))
            painter.drawText(line.adjusted(left, 0, 0, 0), _LEFT, note.words)
        painter.setPen(color("line"))
        painter.drawLine(area.left() + _PAD, area.bottom(), area.right() - _PAD, area.bottom())

    def _event(
        self, painter: QPainter, area: QRect, one: Occurrence, state: QStyle.StateFlag
    ) -> None:
        kind, shade = self._view.type, self._view.fashion.tint_of(one)
        box = area.adjusted(_PAD - 8, 2, -_PAD + 8, -2)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(color("accent"), 2) if self._view.hasFocus() else color("line"))
            painter.setBrush(color("accent_soft"))
            painter.drawRoundedRect(box, 8, 8)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("hover"))
            painter.drawRoundedRect(box, 8, 8)
        if one.end <= self._view.now:
            painter.setOpacity(0.66)
        when = tr("all day") if one.event.all_day else f"{hour(one.start)} – {hour(one.end)}"
        wide = kind.strong_metrics.horizontalAdvance("00:00 – 00:00") + 26
        painter.setFont(kind.small)
        painter.setPen(color("muted"))
        painter.drawText(box.adjusted(10, 0, 0, 0), _LEFT, when)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade.edge)
        painter.drawRoundedRect(box.left() + wide, box.top() + 7, 4, box.height() - 14, 2, 2)
        self._words(painter, box.adjusted(wide + 16, 0, -8, 0), one)

    def _words(self, painter: QPainter, area: QRect, one: Occurrence) -> None:
        kind, end = self._view.type, Qt.TextElideMode.ElideRight
        title = kind.strong_metrics.elidedText(_flat(say_event(one.event)), end, area.width())
        painter.setFont(kind.strong)
        painter.setPen(color("text"))
        if not one.event.location:
            painter.drawText(area, _LEFT, title)
            return
        half = QRect(area.left(), area.center().y() - kind.line, area.width(), kind.line)
        painter.drawText(half, _LEFT, title)
        painter.setFont(kind.small)
        painter.setPen(color("muted"))
        place = kind.small_metrics.elidedText(_flat(one.event.location), end, area.width())
        painter.drawText(half.translated(0, kind.line), _LEFT, place)


class AgendaView(QListView):
    """`opened` carries an occurrence and its place, `pointed` what is chosen."""

    opened = Signal(object, QRect)
    pointed = Signal(object)
    delete = Signal(object)

    def __init__(self, read: Callable[[date, date], Sequence[Occurrence]], now: datetime) -> None:
        super().__init__()
        self.setObjectName("agendaView")
        self.fashion = Fashion()
        self.now = now
        self.type = Type(self)
        self.rows = Agenda(read, described)
        self.setModel(self.rows)
        self.setItemDelegate(_Rows(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        say(self, self.setAccessibleName, "Agenda")
        self.clicked.connect(self._clicked)
        look.changed.connect(self._restyled)

    def show_from(self, day: date, now: datetime) -> None:
        """Show the days from `day` on, keeping the place where the first day is the same."""
        self.now = now
        at = self.verticalScrollBar().value() if day == self._first() else 0
        chosen = self.currentIndex().data(ROW)
        self.rows.show_from(day, now.date())
        if isinstance(chosen, Occurrence):
            self.choose(chosen)
        self.verticalScrollBar().setValue(at)

    def choose(self, one: Occurrence) -> None:
        """Stand on an event."""
        index = self.rows.row_of(one)
        if index.isValid():
            select = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, select)

    def place_of(self, one: Occurrence) -> QRect:
        """Return where an event stands on the screen."""
        area = self.visualRect(self.rows.row_of(one))
        return QRect(self.viewport().mapToGlobal(area.topLeft()), area.size())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Delete deletes; arrows step over headings."""
        one = self.currentIndex().data(ROW)
        key = event.key()
        if isinstance(one, Occurrence) and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(one, self.place_of(one))
        elif isinstance(one, Occurrence) and key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.delete.emit(one)
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._walk(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Tell what is chosen."""
        super().currentChanged(current, previous)
        one = current.data(ROW)
        if isinstance(one, Occurrence) and self.hasFocus():
            self.pointed.emit(one)

    def keyboardSearch(self, _text: str) -> None:
        """Letters are the calendar's, not a search in the list."""

    def _walk(self, by: int) -> None:
        at = self.currentIndex().row() + by if self.currentIndex().isValid() else 0
        while 0 <= at < self.rows.rowCount():
            if isinstance(self.rows.index(at).data(ROW), Occurrence):
                self.setCurrentIndex(self.rows.index(at))
                return
            at += by

    def _clicked(self, index: QModelIndex) -> None:
        one = index.data(ROW)
        if isinstance(one, Occurrence):
            self.opened.emit(one, self.place_of(one))

    def _first(self) -> date | None:
        row = self.rows.index(0).data(ROW) if self.rows.rowCount() else None
        return row if not isinstance(row, Occurrence) else None

    def _restyled(self) -> None:
        self.type = Type(self)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()


def _flat(text: str) -> str:
    return " ".join(text.split())
