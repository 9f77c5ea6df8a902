"""Times that suit everybody: who, how long, within which days; a click makes the event."""

from datetime import datetime, time, timedelta
from functools import partial
from uuid import uuid4

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from assistant.base.i18n import tr
from assistant.domain.calendar import Event
from assistant.domain.calendars import default_of
from assistant.domain.free import Stretch, free, offers, working_hours
from assistant.domain.mail import Address
from assistant.domain.sharing import Sharing
from ui.desk import Desk
from ui.look.moments import hour, length, short_day
from ui.look.parts import button, clear, plain, row, words
from ui.look.theme import look
from ui.look.tongue import say
from ui.panels.calendar.guestfield import GuestField

_LENGTHS = (15, 30, 45, 60, 90, 120, 180)
_SPANS = (("This week", 0, 7), ("Next week", 7, 14), ("The next two weeks", -1, 14),
          ("The next four weeks", -1, 28))  # fmt: skip
_OFFERED = 9
_PAUSE = 150  # milliseconds after a change of the guests


class FreeTime(QDialog):
    """`chosen` carries the event to add."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, desk: Desk) -> None:
        super().__init__(parent)
        self.setObjectName("freeTime")
        self.setModal(True)
        self.setWindowTitle(tr("Find a time"))
        self._desk = desk
        self.title = QLineEdit(tr("Meeting"))
        self.title.setObjectName("freeTitle")
        self.guests = GuestField(desk, ())
        self.lasting = QComboBox()
        self.lasting.setObjectName("freeLength")
        for minutes in _LENGTHS:
            self.lasting.addItem(length(timedelta(minutes=minutes)), minutes)
        self.lasting.setCurrentIndex(_LENGTHS.index(60))
        self.within = QComboBox()
        self.within.setObjectName("freeWithin")
        for at, (name, *_) in enumerate(_SPANS):
            self.within.addItem(tr(name), at)
        self.within.setCurrentIndex(2)
        self.told = plain(step="small", tone="muted")
        self.told.setObjectName("freeTold")
        self._rows = QGridLayout()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_PAUSE)
        self._wait.timeout.connect(self.look)
        self._lay_out()
        self.look()
        self.guests.setFocus()

    def look(self) -> None:
        """Look for times again, and show them."""
        clear(self._rows)
        if self.guests.trouble():
            self.told.setText(self.guests.trouble())
            return
        guests = self.guests.guests()
        found = self._found(guests)
        for at, one in enumerate(found):
            text = f"{short_day(one.start.date())}\n{hour(one.start)} – {hour(one.end)}"
            made = button(text, "freeOffer", partial(self._take, one))
            made.setAccessibleName(text.replace("\n", ", "))
            self._rows.addWidget(made, at // 3, at % 3)
        self.told.setText(self._words(guests, found))
        QTimer.singleShot(0, self, self.adjustSize)

    def _found(self, guests: tuple[Address, ...]) -> tuple[Stretch, ...]:
        start, end = self._span()
        reads = self._desk.reads
        shared = Sharing(reads.calendars(), reads.contacts())
        busy = [one for one in reads.events(start, end) if shared.takes(one.event, guests)]
        lasting = timedelta(minutes=int(self.lasting.currentData()))
        hours = working_hours(self._desk.settings.text("working_hours"))
        gaps = free(busy, start, end, length=lasting, hours=hours)
        return offers(gaps, lasting, most=_OFFERED)

    def _span(self) -> tuple[datetime, datetime]:
        """Return the days to look through; weeks begin on Monday, the past is left out."""
        now = self._desk.clock.now()
        _, first, last = _SPANS[int(self.within.currentData())]
        today = datetime.combine(now.date(), time(), now.tzinfo)
        begin = today if first < 0 else today - timedelta(days=today.weekday())
        start = begin + timedelta(days=max(0, first))
        return max(now, start), begin + timedelta(days=last)

    def _words(self, guests: tuple[Address, ...], found: tuple[Stretch, ...]) -> str:
        lines = [] if found else [tr("There is no free time then.")]
        shared = Sharing(self._desk.reads.calendars(), self._desk.reads.contacts())
        unknown = [one.name or one.email for one in guests if not shared.knows(one)]
        if unknown:
            names = ", ".join(unknown)
            text = "I only know the calendars that are here, not that of {names}."
            lines.append(tr(text, names=names))
        return "\n".join(lines)

    def _take(self, one: Stretch) -> None:
        key = uuid4().hex
        self.chosen.emit(
            Event(
                key,
                self.title.text().strip() or tr("Meeting"),
                one.start,
                one.end,
                attendees=self.guests.guests(),
                uid=f"{key}@deskmate",
                calendar=default_of(self._desk.reads.calendars()),
            )
        )
        self.accept()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(14)
        layout.addWidget(plain(self.windowTitle(), step="heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        fields: tuple[tuple[str, QWidget], ...] = (
            ("Title", self.title),
            ("Guests", self.guests),
            ("Length", self.lasting),
            ("Within", self.within),
        )
        for at, (label, field) in enumerate(fields):
            say(field, field.setAccessibleName, label)
            grid.addWidget(words(label, tone="muted", wrap=False), at, 0)
            grid.addWidget(field, at, 1)
        layout.addLayout(grid)
        layout.addWidget(words("A click adds the event.", step="small", tone="muted"))
        self._rows.setSpacing(8)
        layout.addLayout(self._rows)
        layout.addWidget(self.told)
        layout.addStretch(1)
        layout.addLayout(row(None, button("Close", "freeClose", self.reject)))
        self.lasting.activated.connect(lambda _: self.look())
        self.within.activated.connect(lambda _: self.look())
        self.guests.textChanged.connect(lambda _: self._wait.start())
        self.setMinimumWidth(look.theme.pixels(520))
