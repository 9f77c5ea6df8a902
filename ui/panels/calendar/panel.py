"""The week beside the chat: seven days, three where it is narrow; clicked, dragged and added to."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, QRect, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assistant.domain.calendar import placed
from assistant.domain.reads import Occurrence
from ui.desk import Desk
from ui.look.parts import Elided, button, icon_button
from ui.look.theme import look
from ui.look.tongue import tongue
from ui.panels.calendar.book import Book
from ui.panels.calendar.fashion import Fashion
from ui.panels.calendar.scope import WEEKDAYS, Scope, View, month_title, week_of
from ui.panels.calendar.shelf import CalendarShelf
from ui.panels.calendar.timed import TimedView
from ui.panels.calendar.walker import Walker

_MINUTE = 60_000
_NARROW = 330  # pixels: below, seven days are too thin to read, so three are shown


class WeekPanel(QWidget):
    """Some days from the read-only store; signals as those of the calendar page."""

    opened = Signal(object, QRect)
    moved = Signal(object, object, object)
    created = Signal(object, object, QRect)
    deleted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("weekView")
        self._desk = desk
        self._shelf = CalendarShelf(desk)
        self._shelf.hide()
        self._book = Book(desk, self._shelf.hides)
        self.walker = Walker(desk.clock, Scope(View.WEEK, desk.clock.now().date()))
        self.shown: list[Occurrence] = []
        self.timed = TimedView()
        self._title = Elided("lead")
        self._title.setObjectName("weekTitle")
        self._lay_out()
        self._connect()
        self.refresh()

    @property
    def days(self) -> list[date]:
        """The days that are shown."""
        day = self.walker.scope.day
        if self.width() < look.theme.pixels(_NARROW):
            return [day + timedelta(days=at) for at in range(3)]
        return week_of(day, WEEKDAYS[self._desk.settings.text("week_start")])

    def show_day(self, day: date) -> None:
        """Go to the week of `day`."""
        self.walker.show(replace(self.walker.scope, day=day))

    def reveal(self, moment: datetime | date) -> None:
        """Go to a moment and bring it into view."""
        start = placed(moment, self._desk.clock.zone).astimezone(self._desk.clock.zone)
        self.show_day(start.date())
        if isinstance(moment, datetime):
            self.timed.scroll_to(start)

    def today(self) -> None:
        """Go to today."""
        self.reveal(self._desk.clock.now())

    def refresh(self) -> None:
        """Read the store again."""
        self._book.forget()
        self._shelf.read()
        self.timed.dress(Fashion(self._shelf.tint_of))
        self._show()
        self.timed.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show fewer days where there is little room."""
        super().resizeEvent(event)
        edge = look.theme.pixels(_NARROW)
        if (event.oldSize().width() < edge) != (self.width() < edge):
            self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of type."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._show)

    def _show(self) -> None:
        days, now = self.days, self._desk.clock.now()
        self.shown = sorted(self._book.between(days[0], days[-1]), key=lambda one: one.start)
        self.walker.again(self.shown)
        self.timed.show_days(days, now, self.shown)
        self._title.setText(month_title(days))
        self._show_picked()

    def _show_picked(self) -> None:
        self.timed.show_picked(self.walker.picked, follow=self.timed.grid.hasFocus())

    def _create(self, start: datetime) -> None:
        area = self.timed.grid.place_at(start)
        place = QRect(self.timed.grid.mapToGlobal(area.topLeft()), area.size())
        self.created.emit(start, start + timedelta(hours=1), place)

    def _step(self, forward: int) -> None:
        day = self.walker.scope.day + timedelta(days=forward * len(self.days))
        self.show_day(day)

    def _connect(self) -> None:
        timed, walker = self.timed, self.walker
        timed.opened.connect(self.opened)
        timed.moved.connect(self.moved)
        timed.created.connect(self.created)
        timed.pointed.connect(walker.pick)
        timed.grid.installEventFilter(walker)
        walker.scope_changed.connect(self._show)
        walker.picked_changed.connect(self._show_picked)
        walker.open.connect(lambda one: self.opened.emit(one, timed.place_of(one)))
        walker.delete.connect(self.deleted)
        walker.create.connect(self._create)
        walker.moved.connect(self.moved)
        minute = QTimer(self)
        minute.setInterval(_MINUTE)
        minute.timeout.connect(lambda: timed.grid.set_now(self._desk.clock.now()))
        minute.start()
        tongue.changed.connect(self.refresh)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(14, 12, 10, 8)
        bar.setSpacing(4)
        bar.addWidget(self._title, 1)
        bar.addWidget(button("Today", "today", self.today))
        bar.addWidget(icon_button("left", "Earlier", "earlier", lambda: self._step(-1)))
        bar.addWidget(icon_button("right", "Later", "later", lambda: self._step(1)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self.timed, 1)
