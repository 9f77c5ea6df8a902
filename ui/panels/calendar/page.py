"""The calendar page: five views, a small month, the calendars, and keys for all of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from assistant.base.i18n import tr
from assistant.domain.calendar import placed
from assistant.domain.reads import Occurrence
from ui.desk import Desk
from ui.look.attempt import attempt
from ui.look.icons import wear
from ui.look.moments import hour, long_day
from ui.look.parts import Elided, button, icon_button, row
from ui.look.theme import look
from ui.look.tongue import tongue
from ui.panels.calendar.agenda import AgendaView
from ui.panels.calendar.almanac import Almanac
from ui.panels.calendar.blocks import described
from ui.panels.calendar.book import Book
from ui.panels.calendar.fashion import Fashion, second_zone
from ui.panels.calendar.mini import MiniMonth
from ui.panels.calendar.month import MonthView
from ui.panels.calendar.packing import last_day
from ui.panels.calendar.scope import WEEKDAYS, Scope, View
from ui.panels.calendar.shelf import CalendarShelf
from ui.panels.calendar.timed import TimedView
from ui.panels.calendar.walker import Walker

_SIDE = 880  # pixels: below, there is no room for the small month
_MINUTE = 60_000
_MORE = (
    ("Find a time…", "time"),
    ("Import calendar files…", "file"),
    ("Import a folder…", "folder"),
    ("Export all calendars…", "export"),
)
_VIEWS = (
    (View.DAY, "Day", "D"),
    (View.WORKWEEK, "Work week", "K"),
    (View.WEEK, "Week", "W"),
    (View.MONTH, "Month", "M"),
    (View.AGENDA, "Agenda", "A"),
)


class CalendarPage(QWidget):
    """`opened` carries an occurrence and its place on the screen; `created` start, end, place.

    `more_wanted` says "time", "file", "folder" or "export".
    """

    opened = Signal(object, QRect)
    moved = Signal(object, object, object)
    created = Signal(object, object, QRect)
    deleted = Signal(object)
    more_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("calendarPage")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk = desk
        self._almanac = Almanac(desk.settings)
        self.shelf = CalendarShelf(desk)
        self._book = Book(desk, self.shelf.hides)
        now = desk.clock.now()
        view = View(desk.settings.text("calendar_view"))
        self.walker = Walker(desk.clock, Scope(view, now.date(), self._first))
        self.timed = TimedView()
        self.month = MonthView()
        self.agenda = AgendaView(self._book.between, now)
        self.mini = MiniMonth(self._busy)
        self.stack = QStackedWidget()
        self._title = Elided("title")
        self._title.setObjectName("calendarTitle")
        self._switches: dict[View, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._bar = QWidget()
        self._one = QPushButton()
        self._side = QWidget()
        self._lay_out()
        self._connect()
        self._dress()
        self._fit()
        self.refresh()

    @property
    def scope(self) -> Scope:
        """What is looked at."""
        return self.walker.scope

    @property
    def _first(self) -> int:
        return WEEKDAYS[self._desk.settings.text("week_start")]

    @property
    def board(self) -> TimedView | MonthView | AgendaView:
        """The view that is shown."""
        if self.scope.view is View.MONTH:
            return self.month
        return self.agenda if self.scope.view is View.AGENDA else self.timed

    def refresh(self) -> None:
        """Read the events again."""
        self._book.forget()
        self.shelf.refresh()
        first = self._first
        if first != self.scope.first:
            self.walker.scope = replace(self.scope, first=first)
        self._dress()
        self._show()
        self.mini.refresh()

    def show_view(self, view: View) -> None:
        """Look in another way, and remember it."""
        attempt(lambda: self._desk.settings.set("calendar_view", view.value))
        self.walker.show_view(view)
        self.board.setFocus()

    def today(self) -> None:
        """Go to today."""
        self.walker.today()
        self.timed.scroll_to(self._desk.clock.now())

    def reveal(self, moment: datetime | date) -> None:
        """Go to a moment and bring it into view."""
        zone = self._desk.clock.zone
        start = placed(moment, zone).astimezone(zone)
        self.walker.pick(start)
        self.walker.show(replace(self.scope, day=start.date()))
        if isinstance(moment, datetime):
            self.timed.scroll_to(start)

    def take_focus(self) -> None:
        """Let the view that is shown have the keys."""
        self.board.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the best of the room there is."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of type."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)

    # -- showing

    def _show(self) -> None:
        scope, now = self.scope, self._desk.clock.now()
        days = scope.days
        self.stack.setCurrentWidget(self.board)
        self._switches[scope.view].setChecked(True)
        self._one.setText(next(tr(words) for view, words, _ in _VIEWS if view is scope.view))
        self._title.setText(scope.title)
        self._fit()
        self.mini.show_days(scope.day, days, now.date(), scope.first)
        if scope.view is View.AGENDA:
            self.agenda.show_from(scope.day, now)
            self.walker.again([])
            return
        found = sorted(self._book.between(days[0], days[-1]), key=_order)
        self.walker.again(found)
        if scope.view is View.MONTH:
            self.month.show_days(days, scope.day.month, now, found)
        else:
            self.timed.show_days(days, now, found)
        self._show_picked()

    def _show_picked(self) -> None:
        picked = self.walker.picked
        if self.scope.view is View.MONTH:
            self.month.show_picked(picked)
        elif self.scope.view.timed:
            self.timed.show_picked(picked, follow=self.timed.grid.hasFocus())
        one = picked.occurrence
        words = (
            described(one) if one else f"{long_day(picked.moment.date())}, {hour(picked.moment)}"
        )
        self._announce(words)

    def _announce(self, words: str) -> None:
        """Tell a screen reader where the keyboard stands."""
        for board in (self.month, self.timed.grid):
            board.setAccessibleName(words)
        if self.scope.view is not View.AGENDA:
            widget = self.month if self.scope.view is View.MONTH else self.timed.grid
            if widget.hasFocus():
                QAccessible.updateAccessibility(
                    QAccessibleEvent(widget, QAccessible.Event.NameChanged)
                )

    def _dress(self) -> None:
        fashion = Fashion(
            self.shelf.tint_of,
            self._almanac.note,
            week_numbers=self._desk.settings.text("week_numbers") == "on",
            second=second_zone(self._desk),
        )
        self.timed.dress(fashion)
        self.month.fashion = self.agenda.fashion = fashion

    def _busy(self, first: date, last: date) -> frozenset[date]:
        days: set[date] = set()
        for one in self._book.between(first, last):
            day, end = max(first, one.start.date()), min(last, last_day(one))
            while day <= end:
                days.add(day)
                day += timedelta(days=1)
        return frozenset(days)

    def _tick(self) -> None:
        now = self._desk.clock.now()
        self.timed.grid.set_now(now)
        self.month.set_now(now)

    # -- by hand

    def _open(self, one: Occurrence) -> None:
        self.opened.emit(one, self.board.place_of(one))

    def _create(self, start: datetime) -> None:
        if self.scope.view.timed:
            self.timed.show_picked(self.walker.picked)
            area = self.timed.grid.place_at(start)
            place = QRect(self.timed.grid.mapToGlobal(area.topLeft()), area.size())
        else:
            place = QRect()
        self.created.emit(start, start + timedelta(hours=1), place)

    def new_event(self) -> None:
        """Begin an event where the keyboard stands."""
        self._create(self.walker.picked.moment)

    def _day(self, day: date) -> None:
        self.walker.scope = replace(self.scope, day=day)
        self.show_view(View.DAY)

    def _go(self, day: date) -> None:
        self.walker.show(replace(self.scope, day=day))

    def _fit(self) -> None:
        """Leave out the side and join the switches where there is little room."""
        self._side.setVisible(self.width() >= look.theme.pixels(_SIDE))
        room = self.width() >= self._room
        self._bar.setVisible(room)
        self._one.setVisible(not room)

    @property
    def _room(self) -> int:
        """How wide the page must be for title and switches side by side, nothing cut off."""
        items = (self._head.itemAt(at) for at in range(self._head.count()))
        widgets = [one.widget() for one in items if one is not None]
        taken = sum(one.sizeHint().width() for one in widgets if one and one is not self._one)
        margins = self._head.contentsMargins()
        return taken + margins.left() + margins.right() + self._head.spacing() * self._head.count()

    def _connect(self) -> None:
        walker = self.walker
        for board in (self.timed, self.month):
            board.opened.connect(self.opened)
            board.moved.connect(self.moved)
            board.created.connect(self.created)
            board.pointed.connect(walker.pick)
            board.day_wanted.connect(self._day)
        self.month.stepped.connect(walker.step)
        self.agenda.opened.connect(self.opened)
        self.agenda.pointed.connect(walker.pick)
        self.agenda.delete.connect(self.deleted)
        for keys in (self.timed.grid, self.month, self.agenda):
            keys.installEventFilter(walker)
        walker.scope_changed.connect(self._show)
        walker.picked_changed.connect(self._show_picked)
        walker.open.connect(self._open)
        walker.delete.connect(self.deleted)
        walker.create.connect(self._create)
        walker.moved.connect(self.moved)
        walker.view.connect(self.show_view)
        self.mini.chosen.connect(self._go)
        self._almanac.learned.connect(self._show)
        tongue.changed.connect(self.refresh)
        minute = QTimer(self)
        minute.setInterval(_MINUTE)
        minute.timeout.connect(self._tick)
        minute.start()

    def _lay_out(self) -> None:
        for board in (self.timed, self.month, self.agenda):
            self.stack.addWidget(board)
        head = row(
            self._title,
            icon_button("left", "Earlier", "earlier", lambda: self.walker.step(-1)),
            button("Today", "today", self.today),
            icon_button("right", "Later", "later", lambda: self.walker.step(1)),
            spacing=4,
        )
        head.setStretch(0, 1)
        head.addSpacing(2)
        head.addWidget(self._switch_bar())
        head.addWidget(self._one)
        head.addSpacing(2)
        head.addWidget(self._more())
        head.addWidget(button("New event", "newEvent", self.new_event, kind="primary", icon="plus"))
        head.setContentsMargins(24, 20, 20, 12)
        self._head = head
        side = QVBoxLayout(self._side)
        side.setContentsMargins(18, 6, 14, 14)
        side.setSpacing(18)
        side.addWidget(self.mini)
        side.addWidget(self.shelf)
        side.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._side)
        body.addWidget(self.stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(body, 1)

    def _switch_bar(self) -> QWidget:
        inner = QHBoxLayout(self._bar)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        for view, words, key in _VIEWS:
            made = button(words, f"show_{view.value}", _choose(self.show_view, view), kind="nav")
            made.setCheckable(True)
            made.setAccessibleDescription(key)
            self._group.addButton(made)
            self._switches[view] = made
            inner.addWidget(made)
        self._one.setObjectName("showView")
        wear(self._one, "down", "muted", 14)
        self._one.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        menu = QMenu(self._one)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        self._one.setMenu(menu)
        return self._bar

    def _more(self) -> QWidget:
        """Return the button for what is done seldom: times that suit, files in and out."""
        made = icon_button("more", "More", "calendarMore", lambda: None)
        menu = QMenu(made)
        menu.aboutToShow.connect(lambda: self._fill_more(menu))
        made.setMenu(menu)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return made

    def _fill_more(self, menu: QMenu) -> None:
        menu.clear()
        for words, what in _MORE:
            action = menu.addAction(tr(words))
            action.setObjectName(f"calendar_{what}")
            action.triggered.connect(partial(self.more_wanted.emit, what))

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for view, words, key in _VIEWS:
            action = menu.addAction(f"{tr(words)}\t{key}")
            action.triggered.connect(_choose(self.show_view, view))


def _choose(work: Callable[[View], None], view: View) -> Callable[..., None]:
    return lambda *_: work(view)


def _order(one: Occurrence) -> tuple[date, bool, datetime]:
    return one.start.date(), not one.event.all_day, one.start
