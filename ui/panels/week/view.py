"""The week view: days, hours, events; to be walked through, clicked, dragged and added to."""

from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from assistant.base.i18n import tr
from assistant.domain.calendar import placed
from assistant.domain.reads import Occurrence
from ui.desk import Desk
from ui.look.moments import day as day_words
from ui.look.moments import month
from ui.look.parts import Elided, button, icon_button, restyle
from ui.look.theme import look
from ui.look.tongue import tongue
from ui.panels.week.columns import all_day
from ui.panels.week.grid import HourGrid, week_of
from ui.panels.week.header import DayHeader

_MORNING = 7.5
_MINUTE = 60_000
_NARROW = 330  # pixels: below, seven days are too thin to read, so three are shown


class WeekView(QWidget):
    """Seven days (three where it is narrow, one where asked for) from the read-only store."""

    opened = Signal(object, QWidget)
    moved = Signal(object, object)
    created = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("weekView")
        self._desk = desk
        self._day: date = desk.clock.now().date()
        self._single = False
        self._scrolled = False
        self.shown: list[Occurrence] = []
        self.grid = HourGrid()
        self.header = DayHeader(self.grid.gutter)
        self._title = Elided("lead")
        self._title.setObjectName("weekTitle")
        self._scroll = QScrollArea()
        self._lay_out()
        for signals in (self.grid, self.header):
            signals.opened.connect(self.opened)
        self.grid.moved.connect(self.moved)
        self.grid.created.connect(self.created)
        minute = QTimer(self)
        minute.setInterval(_MINUTE)
        minute.timeout.connect(self.refresh)
        minute.start()
        tongue.changed.connect(self.refresh)
        self.refresh()

    @property
    def days(self) -> list[date]:
        """The days that are shown."""
        if self._single:
            return [self._day]
        if self.width() < look.theme.pixels(_NARROW):
            return [self._day + timedelta(days=at) for at in range(3)]
        return week_of(self._day)

    def show_day(self, day: date) -> None:
        """Go to the week (or the day) of `day`."""
        self._day = day
        self.refresh()

    def show_single(self, single: bool) -> None:  # noqa: FBT001 - Qt's own way for setters
        """Show one day only, or the week."""
        self._single = single
        self.refresh()

    def set_step(self, step: str) -> None:
        """Set the size of the title, as a step of the type scale."""
        restyle(self._title, step=step)

    def reveal(self, moment: datetime | date) -> None:
        """Go to a moment and bring it into view."""
        start = placed(moment, self._desk.clock.zone).astimezone(self._desk.clock.zone)
        self.show_day(start.date())
        if isinstance(moment, datetime):
            self._scroll_to(start.hour - 1)

    def today(self) -> None:
        """Go to today."""
        self.reveal(self._desk.clock.now())

    def refresh(self) -> None:
        """Read the store again."""
        days, now = self.days, self._desk.clock.now()
        start = placed(days[0], self._desk.clock.zone)
        end = placed(days[-1] + timedelta(days=1), self._desk.clock.zone)
        self.shown = list(self._desk.reads.events(start, end))
        self.grid.show_days(days, now, [one for one in self.shown if not all_day(one)])
        whole = [one for one in self.shown if all_day(one)]
        self.header.show_days(days, now.date(), whole, self.grid.gutter)
        self._title.setText(self._title_words(days))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show fewer days where there is little room."""
        super().resizeEvent(event)
        edge = look.theme.pixels(_NARROW)
        if (event.oldSize().width() < edge) != (self.width() < edge):
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the working day in view."""
        super().showEvent(event)
        if not self._scrolled:
            self._scrolled = True
            QTimer.singleShot(0, self, lambda: self._scroll_to(_MORNING))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of type."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self.refresh)

    def _scroll_to(self, hours: float) -> None:
        self._scroll.verticalScrollBar().setValue(self.grid.y_of(max(0.0, hours)))

    def _title_words(self, days: list[date]) -> str:
        if self._single:
            return day_words(days[0], "ddd d MMM yyyy", "yyyy年M月d日 ddd")
        return month(days[0]) if days[0].month == days[-1].month else _months(days)

    def _step(self, forward: int) -> None:
        self.show_day(self._day + timedelta(days=forward * len(self.days)))

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(14, 12, 10, 8)
        bar.setSpacing(4)
        bar.addWidget(self._title, 1)
        bar.addWidget(button("Today", "today", self.today))
        bar.addWidget(icon_button("left", "Earlier", "earlier", lambda: self._step(-1)))
        bar.addWidget(icon_button("right", "Later", "later", lambda: self._step(1)))
        self.bar = bar
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self.grid)
        self._scroll.viewport().setAutoFillBackground(False)
        self.grid.setAutoFillBackground(False)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        days = QHBoxLayout()
        # The header stands beside the scroll bar, not above it: the columns must meet.
        days.setContentsMargins(0, 0, 15, 0)
        days.addWidget(self.header)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addLayout(days)
        layout.addWidget(self._scroll, 1)


def _months(days: list[date]) -> str:
    first, last = days[0], days[-1]
    if first.year != last.year:
        return tr("{first} – {last}", first=month(first), last=month(last))
    return tr("{first} – {last}", first=day_words(first, "MMM", "yyyy年M月"), last=_short(last))


def _short(last: date) -> str:
    return day_words(last, "MMM yyyy", "M月")
