"""Times that suit, two zones side by side."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from assistant.domain.calendar import Event
from assistant.domain.calendars import Calendar
from assistant.domain.changes import Add
from tests.fakes.desk import BERLIN, FakeDesk
from tests.ui.helpers import find, says, shown
from ui.panels.calendar.freetime import FreeTime
from ui.shell.window import Window

SHANGHAI = ZoneInfo("Asia/Shanghai")


def offered(made: FreeTime) -> list[str]:
    return [one.accessibleName() for one in shown(made, QPushButton, "freeOffer")]


def test_a_click_on_a_time_that_suits_adds_the_event(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    desk.records = desk.reads._live  # the very records that are read
    desk.records["c"] = Calendar("c", "Anna", owner="anna@example.org")
    busy = datetime(2026, 11, 24, 9, tzinfo=BERLIN)
    desk.records["b"] = Event("b", "b", busy, busy.replace(hour=18), calendar="c")
    window.diary.find_time()
    made = window.diary.form
    assert isinstance(made, FreeTime)
    qtbot.waitUntil(lambda: bool(offered(made)))
    alone = offered(made)
    assert any("24 Nov" in one for one in alone)
    made.guests.setText("anna@example.org, cleo@example.org")
    qtbot.waitUntil(lambda: offered(made) not in ([], alone))
    assert not any("24 Nov" in one for one in offered(made))
    assert says(made, "not that of cleo@example.org")
    find(made, QLineEdit, "freeTitle").setText("Plans")
    first = shown(made, QPushButton, "freeOffer")[0]
    said = first.accessibleName()
    first.click()
    (change,) = desk.asked.of("propose")[-1][0].changes  # type: ignore[attr-defined]
    assert isinstance(change, Add)
    event = change.record
    assert isinstance(event, Event)
    assert event.title == "Plans"
    assert [one.email for one in event.attendees] == ["anna@example.org", "cleo@example.org"]
    assert said.endswith(f"{event.start:%H:%M} – {event.end:%H:%M}")


def test_two_zones_side_by_side(window: Window, desk: FakeDesk) -> None:
    page = window.books.calendar
    narrow = page.timed.grid.gutter
    desk.settings.set("second_zone", "Asia/Shanghai")
    page.refresh()
    assert page.timed.grid.gutter == 2 * narrow
    assert page.timed.grid._elsewhere(9) == "16:00"
    assert page.timed.grid._elsewhere(18) == "01:00⁺"
    desk.settings.set("second_zone", "Nowhere/Land")
    page.refresh()
    assert page.timed.grid.gutter == narrow


def test_an_event_elsewhere_is_told_in_both_zones(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    window.show_page("calendar")
    start = datetime(2026, 11, 24, 20, tzinfo=SHANGHAI)
    end = start.replace(hour=23)
    flight = desk.records["f"] = Event("f", "Flight", start, end)
    window.books.calendar.refresh()
    (one,) = [one for one in desk.reads.events(start, end) if one.event == flight]
    window.diary._open(one, window.rect())
    texts = [label.text() for label in shown(window.diary.popover, QLabel)]
    assert any("13:00 – 16:00" in text for text in texts)
    assert "Shanghai" in texts
    assert "Tue 24 Nov, 20:00 – 23:00" in texts
