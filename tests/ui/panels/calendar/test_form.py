"""The form: every field of an event, and what is kept of those that nobody touched."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Proposal
from assistant.domain.mail import Address
from tests.fakes.desk import BERLIN, FakeDesk
from tests.ui.helpers import find, says
from ui.panels.calendar.form import EventForm
from ui.shell.window import Window

LEFT = Qt.MouseButton.LeftButton


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN)


def form_of(window: Window, event: Event) -> EventForm:
    form = EventForm(window, event, window.desk, window.diary.overlaps)
    form.show()
    return form


def test_an_event_is_made_by_hand(window: Window, desk: FakeDesk) -> None:
    window.diary.new_event()
    form = window.diary.form
    assert isinstance(form, EventForm)
    QTest.mouseClick(find(form, QPushButton, "saveEvent"), LEFT)
    assert says(form, "An event needs a title.")
    find(form, QLineEdit, "eventTitle").setText("  Tea  ")
    find(form, QLineEdit, "eventPlace").setText("Kitchen")
    find(form, QLineEdit, "eventGuests").setText("李娜, Somebody Else")
    lead = find(form, QComboBox, "eventLead")
    lead.setCurrentIndex(lead.findData(15))
    form.repeat.box.setCurrentText("every other Tuesday")
    QTest.mouseClick(find(form, QPushButton, "saveEvent"), LEFT)
    proposal = desk.asked.of("propose")[-1][0]
    assert isinstance(proposal, Proposal)
    (change,) = proposal.changes
    assert isinstance(change, Add)
    event = change.record
    assert isinstance(event, Event)
    assert (event.title, event.location) == ("Tea", "Kitchen")
    assert (event.start, event.end) == (at(11), at(12))
    assert event.attendees == (Address("li.na@example.cn", "李娜"), Address("", "Somebody Else"))
    assert (event.reminder_minutes, event.repeat) == (15, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
    assert event.uid


def test_an_event_becomes_a_whole_day_and_keeps_its_other_facts(
    window: Window, desk: FakeDesk
) -> None:
    event = desk.records["e2"]
    assert isinstance(event, Event)
    form = form_of(window, event)
    form.whole.setChecked(True)
    typed = form.typed()
    assert (typed.start, typed.end) == (date(2026, 11, 24), date(2026, 11, 25))
    assert (typed.title, typed.attendees) == (event.title, event.attendees)


def test_an_event_of_another_zone_keeps_it(window: Window) -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    start = datetime(2026, 11, 25, 18, tzinfo=shanghai)
    event = Event("s", "Call", start, start + timedelta(hours=1), reminder_minutes=7, repeat="X=1")
    form = form_of(window, event)
    assert form.start.time().hour() == 11
    typed = form.typed()
    assert typed == event
    assert getattr(typed.start, "tzinfo", None) == shanghai


def test_the_end_goes_with_the_beginning(window: Window) -> None:
    form = form_of(window, Event("a", "A", at(9), at(10, 30)))
    form.start.setDateTime(QDateTime(2026, 11, 25, 15, 0, 0))
    assert form.end.dateTime() == QDateTime(2026, 11, 25, 16, 30, 0)


def test_what_overlaps_is_told_while_it_is_typed(qtbot: QtBot, window: Window) -> None:
    form = form_of(window, Event("a", "A", at(9, 0, 27), at(10, 0, 27)))
    assert not says(form, "Overlaps")
    form.start.setDateTime(QDateTime(2026, 11, 24, 12, 30, 0))
    qtbot.waitUntil(lambda: says(form, "Overlaps with “Lunch with Anna”."))


@pytest.mark.parametrize(
    ("guests", "trouble"), [("not@@address", "is not a mail address"), ("a@b.c, 李娜", "")]
)
def test_a_guest_that_is_none_is_told(window: Window, guests: str, trouble: str) -> None:
    form = form_of(window, Event("a", "A", at(9), at(10)))
    form.guests.setText(guests)
    assert trouble in form.guests.trouble()
    assert bool(form.guests.trouble()) is bool(trouble)


def test_a_rhythm_that_is_none_is_not_saved(window: Window, desk: FakeDesk) -> None:
    form = form_of(window, Event("a", "A", at(9), at(10)))
    form.repeat.box.setEditText("whenever the moon is blue")
    QTest.mouseClick(find(form, QPushButton, "saveEvent"), LEFT)
    assert says(form, "That is no rhythm I know.")
    assert form.isVisible()
    form.repeat.box.setEditText("每周五")
    assert form.typed().repeat == "FREQ=WEEKLY;BYDAY=FR"
    form.repeat.box.setEditText("")
    assert form.typed().repeat is None


def test_the_end_before_the_beginning_is_told(window: Window, desk: FakeDesk) -> None:
    form = form_of(window, Event("a", "A", at(9), at(10)))
    form.end.setDateTime(QDateTime(2026, 11, 20, 9, 0, 0))
    QTest.mouseClick(find(form, QPushButton, "saveEvent"), LEFT)
    assert says(form, "The end lies before the beginning.")
    assert desk.asked.of("propose") == []
