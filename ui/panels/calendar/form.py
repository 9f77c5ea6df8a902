"""The form for one event, to add or to change it by hand: everything that an event is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QDateTime, QTime, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDateTimeEdit,
    QDialog,
    QFrame,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from assistant.base.i18n import tr
from assistant.domain.calendar import Event, placed
from ui.desk import Desk
from ui.look.fields import lay_fields
from ui.look.moments import length, locale
from ui.look.parts import button, plain, row
from ui.look.theme import look
from ui.look.tongue import say
from ui.panels.calendar.guestfield import GuestField
from ui.panels.calendar.repeatfield import RepeatField
from ui.panels.calendar.shelf import shown_name

_LEADS = (None, 0, 5, 10, 15, 30, 60, 120, 1440, 2880)
_PAUSE = 150  # milliseconds after a change of time before it is looked for what overlaps


class EventForm(QDialog):
    """`saved` carries the event as it stands in the form.

    `overlaps` returns in words what else takes place during an event, "" where nothing does.
    """

    saved = Signal(object)

    def __init__(
        self, parent: QWidget, event: Event, desk: Desk, overlaps: Callable[[Event], str]
    ) -> None:
        super().__init__(parent)
        self.setObjectName("eventForm")
        self.setModal(True)
        self._event = event
        self._zone = desk.clock.zone
        self._overlaps = overlaps
        self.setWindowTitle(tr("Edit event") if event.title else tr("New event"))
        self.title = QLineEdit(event.title)
        self.title.setObjectName("eventTitle")
        self.whole = QCheckBox()
        self.whole.setObjectName("eventAllDay")
        say(self.whole, self.whole.setText, "All day")
        self.start, self.end = QDateTimeEdit(), QDateTimeEdit()
        self.first, self.last = QDateEdit(), QDateEdit()
        self.repeat = RepeatField(desk.clock, event.repeat, event.start)
        self.place = QLineEdit(event.location)
        self.place.setObjectName("eventPlace")
        self.guests = GuestField(desk, event.attendees)
        self.lead = _leads(event.reminder_minutes)
        self.calendar = _calendars(desk, event.calendar)
        self.notes = QPlainTextEdit(event.notes)
        self.notes.setObjectName("eventNotes")
        self.notes.setTabChangesFocus(True)
        self._trouble = plain(tone="danger")
        self._warning = plain(step="small", tone="warning")
        self._length = timedelta(hours=1)
        self._look = QTimer(self)
        self._begin()

    def _begin(self) -> None:
        self._trouble.hide()
        self._warning.setObjectName("eventOverlaps")
        self._look.setSingleShot(True)
        self._look.setInterval(_PAUSE)
        self._look.timeout.connect(self._warn)
        self._lay_out()
        self._fill()
        self._warn()
        self.title.setFocus()

    def typed(self) -> Event:
        """Return the event as it stands; raises `AssistantError` for a guest that is none."""
        start, end = self._span()
        return replace(
            self._event,
            title=self.title.text().strip(),
            start=start,
            end=end,
            repeat=self.repeat.rule,
            location=self.place.text().strip(),
            attendees=self.guests.guests(),
            reminder_minutes=self.lead.currentData(),
            calendar=str(self.calendar.currentData()),
            notes=self.notes.toPlainText().strip(),
        )

    def _span(self) -> tuple[datetime | date, datetime | date]:
        if self.whole.isChecked():
            first, last = _date(self.first.date()), _date(self.last.date())
            return first, last + timedelta(days=1)
        return self._moment(self.start), self._moment(self.end)

    def _moment(self, field: QDateTimeEdit) -> datetime:
        """Return the moment typed, kept in the zone (or the floating time) of the event."""
        day, clock = field.date(), field.time()
        local = datetime(
            day.year(), day.month(), day.day(), clock.hour(), clock.minute(), tzinfo=self._zone
        )
        was = self._event.start
        if isinstance(was, datetime):
            return (
                local.replace(tzinfo=None) if was.tzinfo is None else local.astimezone(was.tzinfo)
            )
        return local

    def _fill(self) -> None:
        start = placed(self._event.start, self._zone).astimezone(self._zone)
        end = placed(self._event.end, self._zone).astimezone(self._zone)
        whole = self._event.all_day
        self.first.setDate(_qt(start).date())
        self.last.setDate(_qt(end - timedelta(days=1) if whole else end).date())
        if whole:  # the hours it would have, should it become an event with hours
            start = start.replace(hour=9)
            end = start + timedelta(hours=1)
        self.start.setDateTime(_qt(start))
        self.end.setDateTime(_qt(end))
        self._length = end - start
        self.whole.setChecked(whole)
        self._switch()

    def _switch(self) -> None:
        whole = self.whole.isChecked()
        for day in (self.first, self.last):
            day.setVisible(whole)
        for moment in (self.start, self.end):
            moment.setVisible(not whole)
        self._look.start()

    def _follow(self) -> None:
        """Let the end go with the beginning: an event that is moved keeps its length."""
        seconds = int(max(timedelta(0), self._length).total_seconds())
        self.end.setDateTime(self.start.dateTime().addSecs(seconds or 3600))
        if self.last.date() < self.first.date():
            self.last.setDate(self.first.date())
        self.repeat.begin(_date((self.first if self.whole.isChecked() else self.start).date()))
        self._look.start()

    def _ended(self) -> None:
        seconds = self.start.dateTime().secsTo(self.end.dateTime())
        self._length = timedelta(seconds=seconds)
        self._look.start()

    def _warn(self) -> None:
        start, end = self._span()
        sound = placed(end, self._zone) > placed(start, self._zone)
        text = self._overlaps(replace(self._event, start=start, end=end)) if sound else ""
        self._warning.setText(text)
        self._warning.setVisible(bool(text))

    def _save(self) -> None:
        trouble = self.guests.trouble()
        if trouble:
            self._complain(trouble)
            return
        event = self.typed()
        if not event.title:
            self._complain(tr("An event needs a title."))
            self.title.setFocus()
        elif placed(event.end, self._zone) <= placed(event.start, self._zone):
            self._complain(tr("The end lies before the beginning."))
        elif not self.repeat.readable:
            self._complain(tr("That is no rhythm I know."))
        else:
            self.saved.emit(event)
            self.accept()

    def _complain(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.show()

    def _lay_out(self) -> None:
        self._prepare_moments()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(14)
        layout.addWidget(plain(self.windowTitle(), step="heading"))
        layout.addWidget(_scrolling(self._grid()), 1)
        layout.addWidget(self._warning)
        layout.addWidget(self._trouble)
        layout.addLayout(
            row(
                None,
                button("Cancel", "cancelEvent", self.reject),
                button("Save", "saveEvent", self._save, kind="primary"),
            )
        )
        self.setMinimumWidth(look.theme.pixels(520))

    def _grid(self) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        self.notes.setMinimumHeight(self.fontMetrics().lineSpacing() * 4)
        fields: tuple[tuple[str, QWidget], ...] = (
            ("Title", self.title),
            ("", self.whole),
            ("Begins", _both(self.start, self.first)),
            ("Ends", _both(self.end, self.last)),
            ("Repeats", self.repeat),
            ("Where", self.place),
            ("Guests", self.guests),
            ("Reminder", self.lead),
            ("Calendar", self.calendar),
            ("Notes", self.notes),
        )
        lay_fields(grid, fields)
        return made

    def _prepare_moments(self) -> None:
        named = {
            "eventStart": (self.start, "Begins"),
            "eventEnd": (self.end, "Ends"),
            "eventFirst": (self.first, "Begins"),
            "eventLast": (self.last, "Ends"),
        }
        for name, (field, label) in named.items():
            field.setObjectName(name)
            field.setLocale(locale())
            field.setCalendarPopup(True)
            say(field, field.setAccessibleName, label)
        for moment in (self.start, self.end):
            moment.setDisplayFormat(tr("ddd d MMM yyyy  HH:mm"))
        for day in (self.first, self.last):
            day.setDisplayFormat(tr("ddd d MMM yyyy"))
        self.start.dateTimeChanged.connect(lambda _: self._follow())
        self.end.dateTimeChanged.connect(lambda _: self._ended())
        self.first.dateChanged.connect(lambda _: self._follow())
        self.last.dateChanged.connect(lambda _: self._look.start())
        self.whole.toggled.connect(lambda _: self._switch())


def _leads(chosen: int | None) -> QComboBox:
    made = QComboBox()
    made.setObjectName("eventLead")
    leads = list(_LEADS)
    if chosen not in leads:
        leads = [None, *sorted([*(one for one in leads if one is not None), chosen or 0])]
    for minutes in leads:
        made.addItem(_lead_words(minutes), minutes)
    made.setCurrentIndex(leads.index(chosen))
    return made


def _lead_words(minutes: int | None) -> str:
    if minutes is None:
        return tr("None")
    if not minutes:
        return tr("When it begins")
    return tr("{length} before", length=length(timedelta(minutes=minutes)))


def _calendars(desk: Desk, chosen: str) -> QComboBox:
    made = QComboBox()
    made.setObjectName("eventCalendar")
    known = desk.reads.calendars()
    for one in known:
        made.addItem(shown_name(one), one.id)
    if all(one.id != chosen for one in known):
        made.addItem(chosen, chosen)
    made.setCurrentIndex(made.findData(chosen))
    return made


def _scrolling(inner: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inner)
    inner.setObjectName("canvas")
    hint = inner.sizeHint()
    area.setMinimumHeight(min(hint.height() + 4, 460))
    return area


def _both(moment: QDateTimeEdit, day: QDateEdit) -> QWidget:
    made = QWidget()
    made.setLayout(row(moment, day))
    return made


def _qt(moment: datetime) -> QDateTime:
    return QDateTime(
        QDate(moment.year, moment.month, moment.day), QTime(moment.hour, moment.minute)
    )


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
