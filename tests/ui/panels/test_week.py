"""The week view: what stands where, and what a hand can do with it."""

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Proposal, Remove, Update
from assistant.domain.reads import Occurrence
from tests.fakes.desk import BERLIN, MONDAY, FakeDesk
from tests.ui.helpers import find, says, shown
from ui.panels.eventform import EventForm
from ui.panels.popover import EventPopover
from ui.panels.week.block import EventBlock
from ui.panels.week.columns import moment_at, slots
from ui.panels.week.grid import HourGrid
from ui.panels.week.view import WeekView
from ui.shell.window import Window


def occurrence(start: datetime, minutes: int, title: str = "x") -> Occurrence:
    end = start + timedelta(minutes=minutes)
    return Occurrence(Event(title, title, start, end), start, end)


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN)


def test_events_that_overlap_share_the_width() -> None:
    found = [
        occurrence(at(9), 60, "a"),
        occurrence(at(9, 30), 60, "b"),
        occurrence(at(10), 30, "c"),
        occurrence(at(14), 60, "d"),
    ]
    placed = {one.occurrence.event.id: one for one in slots(MONDAY.date(), found)}
    assert (placed["a"].column, placed["a"].columns) == (0, 2)
    assert (placed["b"].column, placed["b"].columns) == (1, 2)
    assert (placed["c"].column, placed["c"].columns) == (0, 2)
    assert (placed["d"].column, placed["d"].columns) == (0, 1)


def test_an_event_over_midnight_stands_on_both_days() -> None:
    night = occurrence(at(23), 120)
    first = slots(date(2026, 11, 23), [night])[0]
    second = slots(date(2026, 11, 24), [night])[0]
    assert (first.top, first.bottom) == (23.0, 24.0)
    assert (second.top, second.bottom) == (0.0, 1.0)
    assert slots(date(2026, 11, 25), [night]) == []


def test_a_moment_without_length_still_has_room_for_its_title() -> None:
    one = slots(MONDAY.date(), [occurrence(at(9), 0)])[0]
    assert one.bottom - one.top == 0.5


@pytest.mark.parametrize(("hours", "minute"), [(9.0, 0), (9.3, 15), (9.99, 45), (23.99, 45)])
def test_a_place_on_the_grid_is_a_quarter_of_an_hour(hours: float, minute: int) -> None:
    moment = moment_at(date(2026, 11, 23), hours, MONDAY)
    assert (moment.hour, moment.minute) == (int(hours), minute)
    assert moment.tzinfo == BERLIN


@pytest.fixture
def week(qtbot: QtBot, desk: FakeDesk) -> WeekView:
    view = WeekView(desk)
    qtbot.addWidget(view)
    view.resize(760, 800)
    view.show()
    qtbot.waitExposed(view)
    return view


def titles(view: WeekView) -> list[str]:
    return [one.occurrence.event.title for one in shown(view, EventBlock)]


def test_the_week_shows_its_events_repeats_included(week: WeekView) -> None:
    assert [str(one) for one in week.days][::6] == ["2026-11-23", "2026-11-29"]
    assert {"Team meeting", "Lunch with Anna", "瑜伽课", "Conference in Hamburg"} <= set(
        titles(week)
    )
    week.show_day(date(2026, 12, 2))
    assert sorted(titles(week)) == ["Team meeting", "瑜伽课"]


def test_blocks_say_what_they_are_to_those_who_cannot_see_them(week: WeekView) -> None:
    lunch = next(one for one in shown(week, EventBlock) if one.text() == "Lunch with Anna")
    assert lunch.accessibleName() == "Lunch with Anna, Tuesday, 24 November 2026, 12:00 – 13:00"
    assert lunch.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_it_is_walked_through(qtbot: QtBot, week: WeekView) -> None:
    title = find(week, QLabel, "weekTitle")
    assert title.text() == "November 2026"
    QTest.mouseClick(find(week, QToolButton, "later"), Qt.MouseButton.LeftButton)
    assert week.days[0] == date(2026, 11, 30)
    assert title.text() == "Nov – Dec 2026"
    QTest.mouseClick(find(week, QPushButton, "today"), Qt.MouseButton.LeftButton)
    assert week.days[0] == date(2026, 11, 23)
    week.show_single(True)
    assert week.days == [date(2026, 11, 23)]


def test_narrow_it_shows_three_days(qtbot: QtBot, week: WeekView) -> None:
    week.resize(300, 600)
    qtbot.waitUntil(lambda: len(week.days) == 3)


def test_a_revealed_event_comes_into_view(qtbot: QtBot, week: WeekView, desk: FakeDesk) -> None:
    late = Event(
        "late", "Late", at(22, 0, 1) + timedelta(days=30), at(23, 0, 1) + timedelta(days=30)
    )
    desk.records["late"] = late
    week.reveal(late.start)
    assert titles(week).count("Late") == 1


def test_a_double_click_makes_an_event_there(qtbot: QtBot, week: WeekView) -> None:
    made: list[datetime] = []
    week.created.connect(made.append)
    grid = find(week, HourGrid, "hourGrid")
    friday = grid.gutter + int((grid.width() - grid.gutter) * 4.5 / 7)
    spot = QPoint(friday, grid.y_of(15.3))
    QTest.mouseDClick(grid, Qt.MouseButton.LeftButton, pos=spot)
    assert made == [at(15, 15, 27)]


def test_dragging_moves_an_event(qtbot: QtBot, window: Window, desk: FakeDesk) -> None:
    week = window.week
    block = next(one for one in shown(week, EventBlock) if one.text() == "Dentist")
    grid = find(week, HourGrid, "hourGrid")
    width = (grid.width() - grid.gutter) // 7
    start = QPoint(10, 10)
    target = start + QPoint(width, -2 * grid.hour_height)
    QTest.mousePress(block, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(block, start + QPoint(20, -20))
    QTest.mouseMove(block, block.mapFromParent(block._home + target))
    QTest.mouseRelease(block, Qt.MouseButton.LeftButton, pos=start)
    ((proposal,),) = desk.asked.of("propose")
    assert isinstance(proposal, Proposal)
    (change,) = proposal.changes
    assert isinstance(change, Update)
    assert isinstance(change.after, Event)
    assert change.after.start == at(14, 30, 25)
    assert change.after.end == at(15, 15, 25)


def test_a_click_opens_details_with_edit_and_delete(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    block = next(one for one in shown(window.week, EventBlock) if one.text() == "Dentist")
    QTest.mouseClick(block, Qt.MouseButton.LeftButton)
    popover = find(window, EventPopover, "eventPopover")
    assert says(popover, "Tuesday, 24 November 2026")
    assert says(popover, "Hauptstraße 12")
    QTest.mouseClick(find(popover, QPushButton, "deleteEvent"), Qt.MouseButton.LeftButton)
    ((proposal,),) = desk.asked.of("propose")
    assert isinstance(proposal, Proposal)
    assert isinstance(proposal.changes[0], Remove)
    assert not popover.isVisible()


def test_details_close_on_escape_and_on_a_click_elsewhere(qtbot: QtBot, window: Window) -> None:
    block = shown(window.week, EventBlock)[0]
    popover = window.diary.popover
    QTest.mouseClick(block, Qt.MouseButton.LeftButton)
    assert popover.isVisible()
    QTest.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()
    QTest.mouseClick(block, Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.chat, Qt.MouseButton.LeftButton)
    assert not popover.isVisible()


def test_an_event_is_made_by_hand(qtbot: QtBot, window: Window, desk: FakeDesk) -> None:
    window.week.created.emit(at(15, 0, 27))
    form = window.diary.form
    assert isinstance(form, EventForm)
    QTest.mouseClick(find(form, QPushButton, "saveEvent"), Qt.MouseButton.LeftButton)
    assert says(form, "An event needs a title.")
    find(form, QLineEdit, "eventTitle").setText("  Tea  ")
    find(form, QLineEdit, "eventPlace").setText("Kitchen")
    QTest.mouseClick(find(form, QPushButton, "saveEvent"), Qt.MouseButton.LeftButton)
    ((proposal,),) = desk.asked.of("propose")
    assert isinstance(proposal, Proposal)
    (change,) = proposal.changes
    assert isinstance(change, Add)
    assert isinstance(change.record, Event)
    assert (change.record.title, change.record.location) == ("Tea", "Kitchen")
    assert (change.record.start, change.record.end) == (at(15, 0, 27), at(16, 0, 27))


def test_an_event_becomes_a_whole_day_and_keeps_its_other_facts(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    event = desk.records["e2"]
    assert isinstance(event, Event)
    form = EventForm(window, event, BERLIN)
    form.show()
    form.whole.setChecked(True)
    typed = form.typed()
    assert (typed.start, typed.end) == (date(2026, 11, 24), date(2026, 11, 25))
    assert (typed.title, typed.attendees) == (event.title, event.attendees)


def test_an_event_of_another_zone_keeps_it(window: Window) -> None:
    from zoneinfo import ZoneInfo

    shanghai = ZoneInfo("Asia/Shanghai")
    start = datetime(2026, 11, 25, 18, tzinfo=shanghai)
    event = Event("s", "Call", start, start + timedelta(hours=1))
    form = EventForm(window, event, BERLIN)
    assert form.start.time().hour() == 11
    typed = form.typed()
    assert typed == event
    assert getattr(typed.start, "tzinfo", None) == shanghai
