"""The hours: what stands where, and what a hand can do with it."""

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Proposal, Remove, Update
from assistant.domain.reads import Occurrence
from tests.fakes.desk import BERLIN, FakeDesk
from tests.ui.helpers import find, says
from ui.panels.calendar.blocks import paint_block
from ui.panels.calendar.hours import HourGrid
from ui.panels.calendar.panel import WeekPanel
from ui.panels.calendar.popover import EventPopover
from ui.panels.calendar.sprout import Sprout
from ui.shell.window import Window

LEFT = Qt.MouseButton.LeftButton


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN)


@pytest.fixture
def week(qtbot: QtBot, desk: FakeDesk) -> WeekPanel:
    view = WeekPanel(desk)
    qtbot.addWidget(view)
    view.resize(760, 800)
    view.show()
    qtbot.waitExposed(view)
    return view


def titles(view: WeekPanel) -> list[str]:
    return [one.event.title for one in view.shown]


def named(view: WeekPanel, title: str) -> Occurrence:
    return next(one for one in view.shown if one.event.title == title)


def drag(grid: HourGrid, start: QPoint, end: QPoint, *, drop: bool = True) -> None:
    """Press at one place, go over to another in small steps, and let go there."""
    QTest.mousePress(grid, LEFT, pos=start)
    for part in range(1, 11):
        QTest.mouseMove(grid, start + (end - start) * part / 10)
    if drop:
        QTest.mouseRelease(grid, LEFT, pos=end)


def changed(desk: FakeDesk) -> tuple[Event, Event]:
    ((proposal,),) = desk.asked.of("propose")
    assert isinstance(proposal, Proposal)
    (change,) = proposal.changes
    assert isinstance(change, Update)
    assert isinstance(change.before, Event)
    assert isinstance(change.after, Event)
    return change.before, change.after


def test_the_week_shows_its_events_repeats_included(week: WeekPanel) -> None:
    assert [str(one) for one in week.days][::6] == ["2026-11-23", "2026-11-29"]
    assert {"Team meeting", "Lunch with Anna", "瑜伽课", "Conference in Hamburg"} <= set(
        titles(week)
    )
    week.show_day(date(2026, 12, 2))
    assert sorted(titles(week)) == ["Team meeting", "瑜伽课"]


def test_it_is_walked_through(week: WeekPanel) -> None:
    title = find(week, QLabel, "weekTitle")
    assert title.text() == "November 2026"
    QTest.mouseClick(find(week, QToolButton, "later"), LEFT)
    assert week.days[0] == date(2026, 11, 30)
    assert title.text() == "Nov – Dec 2026"
    QTest.mouseClick(find(week, QPushButton, "today"), LEFT)
    assert week.days[0] == date(2026, 11, 23)


def test_narrow_it_shows_three_days(qtbot: QtBot, week: WeekPanel) -> None:
    week.resize(300, 600)
    qtbot.waitUntil(lambda: len(week.days) == 3)


def test_a_revealed_event_comes_into_view(week: WeekPanel, desk: FakeDesk) -> None:
    late = Event(
        "late", "Late", at(22, 0, 1) + timedelta(days=30), at(23, 0, 1) + timedelta(days=30)
    )
    desk.records["late"] = late
    week.refresh()
    week.reveal(late.start)
    assert titles(week).count("Late") == 1
    seen = week.timed.grid.visibleRegion().boundingRect()
    assert seen.contains(week.timed.grid.place_of(named(week, "Late")))


def test_dragging_moves_an_event_to_another_day_and_hour(window: Window, desk: FakeDesk) -> None:
    week = window.week
    grid = week.timed.grid
    block = grid.place_of(named(week, "Dentist"))
    width = (grid.width() - grid.gutter) // 7
    start = block.center()
    drag(grid, start, start + QPoint(width, -2 * grid.hour_height))
    before, after = changed(desk)
    assert before.title == "Dentist"
    assert (after.start, after.end) == (at(14, 30, 25), at(15, 15, 25))
    assert (after.id, after.location) == (before.id, before.location)


@pytest.mark.parametrize(
    ("edge", "by", "span"),
    [
        ("bottom", 1.0, (at(12, 0, 24), at(14, 0, 24))),
        ("bottom", -3.0, (at(12, 0, 24), at(12, 15, 24))),
        ("top", -0.5, (at(11, 30, 24), at(13, 0, 24))),
        ("top", 4.0, (at(12, 45, 24), at(13, 0, 24))),
    ],
)
def test_pulling_an_end_makes_an_event_longer_or_shorter(
    window: Window, desk: FakeDesk, edge: str, by: float, span: tuple[datetime, datetime]
) -> None:
    grid = window.week.timed.grid
    event = desk.records["e2"]
    assert isinstance(event, Event)
    block = grid.place_of(named(window.week, "Lunch with Anna"))
    hold = QPoint(block.center().x(), block.bottom() - 1 if edge == "bottom" else block.top() + 1)
    drag(grid, hold, hold + QPoint(0, int(by * grid.hour_height)))
    # An event with a guest waits for approval: what was asked is the same.
    _, after = changed(desk)
    assert (after.start, after.end) == span


def test_escape_takes_a_drag_back(window: Window, desk: FakeDesk) -> None:
    grid = window.week.timed.grid
    start = grid.place_of(named(window.week, "Dentist")).center()
    drag(grid, start, start + QPoint(0, 120), drop=False)
    QTest.keyClick(grid, Qt.Key.Key_Escape)
    QTest.mouseRelease(grid, LEFT, pos=start + QPoint(0, 120))
    assert desk.asked.of("propose") == []


def test_a_click_on_an_empty_place_asks_for_a_title_only(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    grid = window.week.timed.grid
    friday = grid.gutter + int((grid.width() - grid.gutter) * 4.5 / 7)
    QTest.mouseClick(grid, LEFT, pos=QPoint(friday, grid.y_of(15.3)))
    sprout = find(window, Sprout, "eventSprout")
    assert says(sprout, "15:00 – 16:00")
    QTest.keyClick(sprout.title, Qt.Key.Key_Return)
    assert desk.asked.of("propose") == []
    QTest.keyClicks(sprout.title, "  Tea ")
    QTest.keyClick(sprout.title, Qt.Key.Key_Return)
    ((proposal,),) = desk.asked.of("propose")
    assert isinstance(proposal, Proposal)
    (change,) = proposal.changes
    assert isinstance(change, Add)
    assert isinstance(change.record, Event)
    assert (change.record.title, change.record.start, change.record.end) == (
        "Tea",
        at(15, 0, 27),
        at(16, 0, 27),
    )
    assert not sprout.isVisible()


def test_drawing_makes_an_event_of_that_length_and_warns_of_what_overlaps(
    window: Window, desk: FakeDesk
) -> None:
    grid = window.week.timed.grid
    tuesday = grid.gutter + int((grid.width() - grid.gutter) * 1.5 / 7)
    # From the empty hour up into the lunch.
    drag(grid, QPoint(tuesday, grid.y_of(14.1)), QPoint(tuesday, grid.y_of(12.6)))
    sprout = find(window, Sprout, "eventSprout")
    assert says(sprout, "12:30 – 14:15")
    assert says(sprout, "Overlaps with “Lunch with Anna”.")
    QTest.keyClick(sprout.title, Qt.Key.Key_Escape)
    assert not sprout.isVisible()
    assert desk.asked.of("propose") == []


def test_a_click_opens_details_with_edit_and_delete(window: Window, desk: FakeDesk) -> None:
    grid = window.week.timed.grid
    QTest.mouseClick(grid, LEFT, pos=grid.place_of(named(window.week, "Dentist")).center())
    popover = find(window, EventPopover, "eventPopover")
    assert says(popover, "Tuesday, 24 November 2026")
    assert says(popover, "Hauptstraße 12")
    QTest.mouseClick(find(popover, QPushButton, "deleteEvent"), LEFT)
    ((proposal,),) = desk.asked.of("propose")
    assert isinstance(proposal, Proposal)
    assert isinstance(proposal.changes[0], Remove)
    assert not popover.isVisible()


def test_details_close_on_escape_and_on_a_click_elsewhere(window: Window) -> None:
    grid = window.week.timed.grid
    spot = grid.place_of(named(window.week, "Dentist")).center()
    popover = window.diary.popover
    QTest.mouseClick(grid, LEFT, pos=spot)
    assert popover.isVisible()
    QTest.keyClick(popover, Qt.Key.Key_Escape)
    assert not popover.isVisible()
    QTest.mouseClick(grid, LEFT, pos=spot)
    QTest.mouseClick(window.chat, LEFT)
    assert not popover.isVisible()


def test_only_what_is_in_view_is_painted(
    qtbot: QtBot, week: WeekPanel, desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[QRect] = []

    def counted(painter: object, area: QRect, *rest: object) -> None:
        painted.append(area)
        paint_block(painter, area, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("ui.panels.calendar.hours.paint_block", counted)
    for n in range(96):
        start = at(0) + timedelta(minutes=15 * n)
        desk.records[f"n{n}"] = Event(f"n{n}", f"n{n}", start, start + timedelta(minutes=15))
    week.refresh()
    week.timed.area.verticalScrollBar().setValue(0)
    qtbot.wait(30)
    painted.clear()
    week.refresh()
    week.timed.grid.repaint(QRect(0, 0, 700, 100))
    assert painted
    assert all(area.top() <= week.timed.area.viewport().height() + 100 for area in painted)
    assert len(painted) < 96
    painted.clear()
    week.timed.grid.repaint(QRect(0, 0, 700, 100))
    assert not painted, "what was painted is kept"


def test_the_title_of_an_event_is_never_read_as_markup(window: Window, desk: FakeDesk) -> None:
    desk.records["e3"] = Event("e3", "<b>bold</b>", at(16, 30, 24), at(17, 15, 24))
    window.week.refresh()
    grid = window.week.timed.grid
    QTest.mouseClick(grid, LEFT, pos=grid.place_of(named(window.week, "<b>bold</b>")).center())
    assert says(window.diary.popover, "<b>bold</b>")


def test_the_sprout_leads_to_the_whole_form(window: Window) -> None:
    grid = window.week.timed.grid
    friday = grid.gutter + int((grid.width() - grid.gutter) * 4.5 / 7)
    QTest.mouseClick(grid, LEFT, pos=QPoint(friday, grid.y_of(15.3)))
    sprout = find(window, Sprout, "eventSprout")
    QTest.keyClicks(sprout.title, "Tea")
    QTest.mouseClick(find(sprout, QPushButton, "sproutMore"), LEFT)
    form = window.diary.form
    assert form is not None
    assert find(form, QLineEdit, "eventTitle").text() == "Tea"
    form.reject()
