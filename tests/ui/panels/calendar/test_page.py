"""The calendar page: five views, the small month, and keys for all of it."""

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from assistant.domain.calendar import Event
from assistant.domain.calendars import Calendar
from assistant.domain.changes import Add, Proposal, Remove, Update
from tests.fakes.desk import BERLIN, FakeDesk
from tests.ui.helpers import find, says, shown
from ui.panels.calendar.page import CalendarPage
from ui.panels.calendar.scope import View
from ui.shell.window import Window

LEFT = Qt.MouseButton.LeftButton
KEYS = Qt.Key
ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


def at(hour: int, minute: int = 0, day: int = 23) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN)


@pytest.fixture
def page(qtbot: QtBot, window: Window) -> CalendarPage:
    window.show_page("calendar")
    made = window.books.calendar
    made.take_focus()
    qtbot.waitUntil(made.timed.grid.hasFocus)
    return made


def press(page: CalendarPage, *keys: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
    for key in keys:
        board = page.board
        target: QWidget = board.focusProxy() or board
        QTest.keyClick(target, key, held or Qt.KeyboardModifier.NoModifier)
        QTest.qWait(2)


def chosen(page: CalendarPage) -> str:
    one = page.walker.picked.occurrence
    return one.event.title if one else ""


def proposed(desk: FakeDesk) -> Proposal:
    proposal = desk.asked.of("propose")[-1][0]
    assert isinstance(proposal, Proposal)
    return proposal


@pytest.mark.parametrize(
    ("key", "view", "title"),
    [
        (KEYS.Key_D, View.DAY, "Mon 23 Nov 2026"),
        (KEYS.Key_K, View.WORKWEEK, "November 2026"),
        (KEYS.Key_W, View.WEEK, "November 2026"),
        (KEYS.Key_M, View.MONTH, "November 2026"),
        (KEYS.Key_A, View.AGENDA, "Nov – Dec 2026"),
    ],
)
def test_a_letter_shows_a_view_and_it_is_remembered(
    page: CalendarPage, desk: FakeDesk, key: Qt.Key, view: View, title: str
) -> None:
    press(page, key)
    assert page.scope.view is view
    assert find(page, QLabel, "calendarTitle").text() == title
    assert desk.settings.text("calendar_view") == view.value
    assert find(page, QPushButton, f"show_{view.value}").isChecked()


def test_the_page_keys_step_and_t_comes_back(page: CalendarPage) -> None:
    press(page, KEYS.Key_PageDown, KEYS.Key_PageDown)
    assert page.scope.days[0] == date(2026, 12, 7)
    press(page, KEYS.Key_PageUp)
    assert page.scope.days[0] == date(2026, 11, 30)
    press(page, KEYS.Key_T)
    assert page.scope.days[0] == date(2026, 11, 23)
    press(page, KEYS.Key_M, KEYS.Key_PageDown)
    assert (page.scope.day.year, page.scope.day.month) == (2026, 12)


def test_arrows_walk_over_days_and_events(page: CalendarPage) -> None:
    press(page, KEYS.Key_Right)
    assert chosen(page) == "Lunch with Anna"
    press(page, KEYS.Key_Down)
    assert chosen(page) == "Dentist"
    press(page, KEYS.Key_Up)
    assert chosen(page) == "Lunch with Anna"
    press(page, KEYS.Key_Right, KEYS.Key_Up)
    assert chosen(page) == "Review of the quarterly report"
    press(page, *[KEYS.Key_Right] * 5)
    assert page.walker.picked.moment.date() == date(2026, 11, 30)
    assert page.scope.days[0] == date(2026, 11, 30)


def test_where_the_keyboard_stands_is_told(page: CalendarPage) -> None:
    press(page, KEYS.Key_Right)
    assert page.timed.grid.accessibleName() == (
        "Lunch with Anna, Tuesday, 24 November 2026, 12:00 – 13:00, Café Einstein"
    )
    press(page, KEYS.Key_End)
    assert page.timed.grid.accessibleName().startswith("Sunday, 29 November 2026")


def test_enter_opens_delete_deletes_n_makes_one(
    qtbot: QtBot, window: Window, page: CalendarPage, desk: FakeDesk
) -> None:
    press(page, KEYS.Key_Right, KEYS.Key_Down, KEYS.Key_Return)
    popover = window.diary.popover
    qtbot.waitUntil(popover.isVisible)
    assert says(popover, "Dentist")
    popover.close_it()
    assert page.timed.grid.hasFocus()
    press(page, KEYS.Key_N)
    qtbot.waitUntil(window.diary.sprout.isVisible)
    assert says(window.diary.sprout, "Tuesday, 24 November 2026")
    window.diary.sprout.close_it()
    press(page, KEYS.Key_Delete)
    qtbot.waitUntil(lambda: bool(desk.asked.of("propose")))
    (change,) = proposed(desk).changes
    assert isinstance(change, Remove)
    assert change.record == desk.records["e3"]


@pytest.mark.parametrize(
    ("key", "held", "span"),
    [
        (KEYS.Key_Down, ALT, (at(16, 45, 24), at(17, 30, 24))),
        (KEYS.Key_Right, ALT, (at(16, 30, 25), at(17, 15, 25))),
        (KEYS.Key_Up, ALT | SHIFT, (at(16, 30, 24), at(17, 0, 24))),
    ],
)
def test_alt_and_arrows_move_an_event_and_with_shift_its_end(
    page: CalendarPage,
    desk: FakeDesk,
    key: Qt.Key,
    held: Qt.KeyboardModifier,
    span: tuple[datetime, datetime],
) -> None:
    press(page, KEYS.Key_Right, KEYS.Key_Down)
    press(page, key, held=held)
    (change,) = proposed(desk).changes
    assert isinstance(change, Update)
    assert isinstance(change.after, Event)
    assert change.after.title == "Dentist"
    assert (change.after.start, change.after.end) == span


def test_a_moved_event_stays_chosen(qtbot: QtBot, page: CalendarPage, desk: FakeDesk) -> None:
    press(page, KEYS.Key_Right, KEYS.Key_Down)
    press(page, KEYS.Key_Down, held=ALT)
    moved = at(16, 45, 24)
    qtbot.waitUntil(lambda: page.walker.picked.moment == moved)
    assert chosen(page) == "Dentist"


def test_delete_can_be_undone_by_the_toast(
    qtbot: QtBot, window: Window, page: CalendarPage, desk: FakeDesk
) -> None:
    press(page, KEYS.Key_Right, KEYS.Key_Down)
    press(page, KEYS.Key_Down, held=ALT)
    qtbot.waitUntil(lambda: bool(shown(window, QPushButton, "toastUndo")))
    QTest.mouseClick(find(window, QPushButton, "toastUndo"), LEFT)
    event = desk.records["e3"]
    assert isinstance(event, Event)
    assert event.start == at(16, 30, 24)


class TestMonth:
    @pytest.fixture
    def month(self, page: CalendarPage) -> CalendarPage:
        page.show_view(View.MONTH)
        QTest.qWait(10)
        return page

    def test_arrows_walk_and_space_chooses(self, month: CalendarPage) -> None:
        press(month, KEYS.Key_Right, KEYS.Key_Space)
        assert chosen(month) == "Lunch with Anna"
        press(month, KEYS.Key_Space)
        assert chosen(month) == "Dentist"
        press(month, KEYS.Key_Down)
        assert month.walker.picked.moment.date() == date(2026, 12, 1)
        assert month.scope.day.month == 12

    def test_dragging_moves_an_event_by_days(self, month: CalendarPage, desk: FakeDesk) -> None:
        view = month.month
        one = next(one for one in month.walker.found if one.event.id == "e3")
        area = view.place_of(one)
        start = view.mapFromGlobal(area.center())
        end = start + QPoint(view.width() // 7 * 2, 0)
        QTest.mousePress(view, LEFT, pos=start)
        for part in range(1, 6):
            QTest.mouseMove(view, start + (end - start) * part / 5)
        QTest.mouseRelease(view, LEFT, pos=end)
        (change,) = proposed(desk).changes
        assert isinstance(change, Update)
        assert isinstance(change.after, Event)
        assert (change.after.start, change.after.end) == (at(16, 30, 26), at(17, 15, 26))

    def test_a_click_on_a_day_makes_a_whole_day(
        self, window: Window, month: CalendarPage, desk: FakeDesk
    ) -> None:
        view = month.month
        cell = view._cell(date(2026, 11, 12))
        QTest.mouseClick(view, LEFT, pos=cell.center())
        sprout = window.diary.sprout
        assert says(sprout, "Thursday, 12 November 2026, all day")
        QTest.keyClicks(sprout.title, "Holiday")
        QTest.keyClick(sprout.title, KEYS.Key_Return)
        (change,) = proposed(desk).changes
        assert isinstance(change, Add)
        assert isinstance(change.record, Event)
        assert (change.record.start, change.record.end) == (date(2026, 11, 12), date(2026, 11, 13))

    def test_a_number_leads_to_its_day(self, month: CalendarPage) -> None:
        view = month.month
        QTest.mouseClick(view, LEFT, pos=view._number(date(2026, 11, 26)).center())
        assert (month.scope.view, month.scope.day) == (View.DAY, date(2026, 11, 26))

    def test_what_does_not_fit_is_counted(self, month: CalendarPage, desk: FakeDesk) -> None:
        for n in range(20):
            desk.records[f"n{n}"] = Event(f"n{n}", f"n{n}", at(8, n, 25), at(9, n, 25))
        month.refresh()
        view = month.month
        placed = sum(item.bar.occurrence.start.date() == date(2026, 11, 25) for item in view._items)
        assert placed + view._hidden[date(2026, 11, 25)] == 22

    def test_the_wheel_turns_the_months(self, month: CalendarPage) -> None:
        month.month.stepped.emit(1)
        assert month.scope.day.month == 12


def test_the_agenda_is_a_list_that_reads_on(page: CalendarPage, desk: FakeDesk) -> None:
    page.show_view(View.AGENDA)
    rows = page.agenda.rows
    said = [str(rows.index(at).data()) for at in range(rows.rowCount())]
    assert said[0] == "Monday, 23 November 2026"
    assert said[1] == "Team meeting, Monday, 23 November 2026, 09:30 – 10:15"
    before = rows.rowCount()
    assert rows.canFetchMore()
    rows.fetchMore()
    assert rows.rowCount() > before
    press(page, KEYS.Key_Down, KEYS.Key_Down)
    assert chosen(page) == "Lunch with Anna"


def test_the_agenda_opens_and_deletes_by_key(
    qtbot: QtBot, window: Window, page: CalendarPage, desk: FakeDesk
) -> None:
    page.show_view(View.AGENDA)
    press(page, KEYS.Key_Down, KEYS.Key_Down, KEYS.Key_Return)
    assert says(window.diary.popover, "Lunch with Anna")
    window.diary.popover.close_it()
    press(page, KEYS.Key_Down, KEYS.Key_Delete)
    (change,) = proposed(desk).changes
    assert isinstance(change, Remove)
    assert change.record == desk.records["e3"]


def test_the_small_month_goes_anywhere(qtbot: QtBot, page: CalendarPage) -> None:
    days = page.mini.days
    QTest.mouseClick(days, LEFT, pos=days._cell(2, 5).center())
    assert page.scope.day == date(2026, 12, 2)
    qtbot.waitUntil(lambda: date(2026, 12, 3) in days.busy)
    assert date(2026, 12, 1) not in days.busy
    days.setFocus()
    QTest.keyClick(days, KEYS.Key_PageDown)
    assert page.scope.day == date(2027, 1, 2)


def test_a_calendar_is_hidden_and_shown(qtbot: QtBot, page: CalendarPage, desk: FakeDesk) -> None:
    box = find(page, QCheckBox, "calendarBox")
    box.click()
    qtbot.waitUntil(lambda: page.walker.found == [])
    assert desk.reads.calendars() == (Calendar("personal", "personal", visible=False),)
    find(page, QCheckBox, "calendarBox").click()
    qtbot.waitUntil(lambda: bool(page.walker.found))


def test_lunar_dates_and_holidays_as_chosen(
    qtbot: QtBot, page: CalendarPage, desk: FakeDesk
) -> None:
    note = page.month.fashion.note_of
    assert note(date(2026, 11, 30)) is None
    desk.settings.set("lunar_dates", "on")
    desk.settings.set("public_holidays", "DE")
    page.refresh()
    note = page.month.fashion.note_of
    lunar = note(date(2026, 11, 30))
    assert lunar is not None
    assert (lunar.words, lunar.free) == ("廿二", False)
    note(date(2026, 12, 25))

    def christmas() -> bool:
        found = page.month.fashion.note_of(date(2026, 12, 25))
        return found is not None and (found.words, found.free) == ("Christmas Day", True)

    qtbot.waitUntil(christmas)


def test_a_week_begins_where_the_user_says(page: CalendarPage, desk: FakeDesk) -> None:
    desk.settings.set("week_start", "sunday")
    page.refresh()
    assert page.scope.days[0] == date(2026, 11, 22)


@pytest.mark.parametrize("width", [560, 760, 900, 1100, 1440])
def test_it_fits_every_window(qtbot: QtBot, window: Window, page: CalendarPage, width: int) -> None:
    window.resize(width, 720)
    qtbot.wait(20)
    assert window.width() == width
    for one in shown(page, QPushButton):
        assert one.width() >= one.minimumSizeHint().width(), one.text()


def test_scrolling_reads_only_what_comes_into_view(page: CalendarPage, desk: FakeDesk) -> None:
    asked: list[timedelta] = []
    real = desk.reads.events

    def counted(start: datetime, end: datetime) -> object:
        asked.append(end - start)
        return real(start, end)

    desk.reads.events = counted  # type: ignore[method-assign, assignment]
    page.show_view(View.MONTH)
    asked.clear()
    page.walker.step(1)
    page.walker.step(-1)
    assert sum(asked, timedelta()) <= timedelta(weeks=6, hours=2)
