"""Days by the hour: the header, and the grid that scrolls below it."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from assistant.domain.reads import Occurrence
from ui.panels.calendar.fashion import Fashion
from ui.panels.calendar.header import DayHeader
from ui.panels.calendar.hours import HourGrid
from ui.panels.calendar.packing import all_day, hours_of
from ui.panels.calendar.walker import Picked

_MORNING = 7.5
_BAR = 15  # pixels of the scroll bar: the header stands beside it, the columns must meet


class TimedView(QWidget):
    """One view for a day, a work week and a week."""

    opened = Signal(object, QRect)
    moved = Signal(object, object, object)
    created = Signal(object, object, QRect)
    pointed = Signal(object)
    day_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("timedView")
        self.grid = HourGrid()
        self.header = DayHeader(self.grid.gutter)
        self._scrolled = False
        self.area = QScrollArea()
        self._lay_out()
        for part in (self.grid, self.header):
            part.opened.connect(self.opened)
            part.moved.connect(self.moved)
            part.created.connect(self.created)
            part.pointed.connect(self.pointed)
        self.header.day_wanted.connect(self.day_wanted)
        self.grid.reached.connect(self._reach)
        self.setFocusProxy(self.grid)

    def dress(self, fashion: Fashion) -> None:
        """Paint in these colours from now on."""
        self.header.fashion = fashion
        self.grid.dress(fashion)

    def show_days(self, days: Sequence[date], now: datetime, found: Sequence[Occurrence]) -> None:
        """Show these days with what happens on them."""
        self.grid.show_days(days, now, found)
        whole = [one for one in found if all_day(one)]
        self.header.show_days(days, now.date(), whole, self.grid.gutter)

    def show_picked(self, picked: Picked | None, *, follow: bool = True) -> None:
        """Show what the keyboard stands on; with `follow`, bring it into view."""
        self.grid.show_picked(picked)
        self.header.show_picked(picked)
        if picked is not None and follow and self._scrolled:
            place = self._place(picked)
            if place.isValid():
                middle = place.center().y()
                self.area.ensureVisible(place.left(), middle, 0, place.height() // 2 + 20)

    def place_of(self, one: Occurrence) -> QRect:
        """Return where an event stands on the screen."""
        part: HourGrid | DayHeader = self.header if all_day(one) else self.grid
        area = part.place_of(one)
        return QRect(part.mapToGlobal(area.topLeft()), area.size())

    def scroll_to(self, moment: datetime) -> None:
        """Bring a time of day into view."""
        self._scrolled = True
        self.area.verticalScrollBar().setValue(self.grid.y_of(max(0.0, hours_of(moment) - 1)))

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the working day in view."""
        super().showEvent(event)
        if not self._scrolled:
            QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        if not self._scrolled:
            self._scrolled = True
            self.area.verticalScrollBar().setValue(self.grid.y_of(_MORNING))

    def _place(self, picked: Picked) -> QRect:
        if picked.occurrence is None:
            return self.grid.place_at(picked.moment)
        return self.grid.place_of(picked.occurrence)

    def _reach(self, at: QPoint) -> None:
        """Scroll where the pointer drags something over the edge."""
        self.area.ensureVisible(at.x(), at.y(), 0, 24)

    def _lay_out(self) -> None:
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.grid)
        self.area.viewport().setAutoFillBackground(False)
        self.grid.setAutoFillBackground(False)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        days = QHBoxLayout()
        days.setContentsMargins(0, 0, _BAR, 0)
        days.addWidget(self.header)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(days)
        layout.addWidget(self.area, 1)
