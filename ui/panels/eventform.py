"""The form for one event, to add or to change it by hand."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QDateTime, QTime, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDateEdit,
    QDateTimeEdit,
    QDialog,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from assistant.base.i18n import tr
from assistant.domain.calendar import Event, placed
from ui.look.moments import locale
from ui.look.parts import button, notice, plain, row, words
from ui.look.repeats import repeat_words
from ui.look.tongue import say


class EventForm(QDialog):
    """`saved` carries the event as it stands in the form."""

    saved = Signal(object)

    def __init__(self, parent: QWidget, event: Event, zone: ZoneInfo) -> None:
        super().__init__(parent)
        self.setObjectName("eventForm")
        self.setModal(True)
        self._event = event
        self._zone = zone
        self.setWindowTitle(tr("New event") if not event.title else tr("Edit event"))
        self.title = QLineEdit(event.title)
        self.title.setObjectName("eventTitle")
        self.whole = QCheckBox()
        self.whole.setObjectName("eventAllDay")
        say(self.whole, self.whole.setText, "All day")
        self.start, self.end = QDateTimeEdit(), QDateTimeEdit()
        self.first, self.last = QDateEdit(), QDateEdit()
        self.place = QLineEdit(event.location)
        self.place.setObjectName("eventPlace")
        self.notes = QPlainTextEdit(event.notes)
        self.notes.setObjectName("eventNotes")
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight(90)
        self._trouble = plain(tone="danger")
        self._trouble.hide()
        self._lay_out()
        self._fill()
        self.title.setFocus()

    def typed(self) -> Event:
        """Return the event as it stands in the form."""
        start, end = self._span()
        return replace(
            self._event,
            title=self.title.text().strip(),
            start=start,
            end=end,
            location=self.place.text().strip(),
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
        for field, moment in ((self.start, start), (self.end, end)):
            field.setDateTime(_qt(moment))
        whole = self._event.all_day
        self.first.setDate(_qt(start).date())
        self.last.setDate(_qt(end - timedelta(days=1) if whole else end).date())
        self.whole.setChecked(whole)
        self._switch()

    def _switch(self) -> None:
        whole = self.whole.isChecked()
        for day in (self.first, self.last):
            day.setVisible(whole)
        for moment in (self.start, self.end):
            moment.setVisible(not whole)

    def _follow(self) -> None:
        """Keep the end after the start."""
        if self.end.dateTime() <= self.start.dateTime():
            self.end.setDateTime(self.start.dateTime().addSecs(3600))
        if self.last.date() < self.first.date():
            self.last.setDate(self.first.date())

    def _save(self) -> None:
        event = self.typed()
        if not event.title:
            self._complain(tr("An event needs a title."))
        elif placed(event.end, self._zone) <= placed(event.start, self._zone):
            self._complain(tr("The end lies before the beginning."))
        else:
            self.saved.emit(event)
            self.accept()

    def _complain(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.show()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        self._prepare_moments()
        for at, (label, field) in enumerate(
            (
                ("Title", self.title),
                ("", self.whole),
                ("Begins", _both(self.start, self.first)),
                ("Ends", _both(self.end, self.last)),
                ("Where", self.place),
                ("Notes", self.notes),
            )
        ):
            if label:
                grid.addWidget(words(label, tone="muted", wrap=False), at, 0)
                say(field, field.setAccessibleName, label)
            grid.addWidget(field, at, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(16)
        layout.addWidget(plain(self.windowTitle(), step="heading"))
        layout.addLayout(grid)
        if self._event.repeat:
            text = tr(
                "{repeat}: this changes every one of them.", repeat=repeat_words(self._event.repeat)
            )
            layout.addWidget(notice("info", "repeat", plain(text)))
        layout.addWidget(self._trouble)
        layout.addLayout(
            row(
                None,
                button("Cancel", "cancelEvent", self.reject),
                button("Save", "saveEvent", self._save, kind="primary"),
            )
        )
        self.setMinimumWidth(460)

    def _prepare_moments(self) -> None:
        named = {
            "eventStart": self.start,
            "eventEnd": self.end,
            "eventFirst": self.first,
            "eventLast": self.last,
        }
        for name, field in named.items():
            field.setObjectName(name)
            field.setLocale(locale())
            field.setCalendarPopup(True)
        for moment in (self.start, self.end):
            moment.setDisplayFormat(tr("ddd d MMM yyyy  HH:mm"))
        for day in (self.first, self.last):
            day.setDisplayFormat(tr("ddd d MMM yyyy"))
        self.start.dateTimeChanged.connect(lambda _: self._follow())
        self.first.dateChanged.connect(lambda _: self._follow())
        self.whole.toggled.connect(lambda _: self._switch())


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
