"""Several calendars: made, renamed, coloured, made the default, hidden, deleted."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from assistant.domain.calendar import Event
from assistant.domain.calendars import Calendar
from assistant.domain.changes import Add, Proposal, Remove, Update
from tests.fakes.desk import FakeDesk
from tests.ui.helpers import find, says, shown
from ui.cards.render import faces
from ui.look.prose import Prose
from ui.look.tints import COLORS
from ui.panels.calendar.calendarform import CalendarForm
from ui.panels.calendar.page import CalendarPage
from ui.shell.window import Window

WORK = Calendar("w", "Work", COLORS[1])
CLUB = Calendar("c", "Club", COLORS[2], default=True)


@pytest.fixture
def page(qtbot: QtBot, window: Window, desk: FakeDesk) -> CalendarPage:
    desk.propose(Proposal("", (Add(WORK), Add(CLUB))))
    window.show_page("calendar")
    page = window.books.calendar
    qtbot.waitUntil(lambda: len(shown(page, QCheckBox, "calendarBox")) == 3)
    return page


def form(window: Window, which: int) -> CalendarForm:
    """Open the form of a calendar, by its place on the shelf; -1 is a new one."""
    if which < 0:
        find(window, QToolButton, "newCalendar").click()
    else:
        shown(window, QToolButton, "editCalendar")[which].click()
    made = window.diary.form
    assert isinstance(made, CalendarForm)
    return made


def save(made: CalendarForm) -> None:
    find(made, QPushButton, "saveCalendar").click()


def test_a_new_calendar(window: Window, page: CalendarPage, desk: FakeDesk, qtbot: QtBot) -> None:
    made = form(window, -1)
    save(made)
    assert says(made, "A calendar needs a name.")
    made.name.setText("work")
    save(made)
    assert says(made, "There is a calendar of that name.")
    made.name.setText("  School ")
    made.owner.setText("anna@example.org")
    save(made)
    (new,) = [one for one in desk.reads.calendars() if one.name == "School"]
    assert (new.owner, new.visible, new.default) == ("anna@example.org", True, False)
    assert new.color not in {"", WORK.color, CLUB.color}
    wanted = ["Personal", "Club", "School", "Work"]

    def names() -> list[str]:
        return [one.text() for one in shown(window, QCheckBox, "calendarBox")]

    qtbot.waitUntil(lambda: names() == wanted)


def test_renamed_coloured_and_the_default(
    window: Window, page: CalendarPage, desk: FakeDesk
) -> None:
    made = form(window, 2)
    assert made.name.text() == "Work"
    made.name.setText("Office")
    shown(made, QAbstractButton, "calendarColor")[4].click()
    find(made, QCheckBox, "calendarDefault").click()
    save(made)
    assert desk.reads.get(Calendar, "w") == Calendar("w", "Office", COLORS[4], default=True)
    assert desk.reads.get(Calendar, "c") == replace(CLUB, default=False)
    window.diary.new_event()
    desk.undo()
    assert desk.reads.get(Calendar, "w") == WORK
    assert desk.reads.get(Calendar, "c") == CLUB


def test_new_events_go_to_the_default(window: Window, page: CalendarPage) -> None:
    window.diary.new_event()
    field = find(window.diary.form or window, QLineEdit, "eventTitle")
    field.setText("Training")
    event = window.diary.form.typed()  # type: ignore[union-attr]
    assert event.calendar == "c"


def test_the_own_one_keeps_its_name_in_every_language(
    window: Window, page: CalendarPage, desk: FakeDesk
) -> None:
    made = form(window, 0)
    assert made.name.text() == "Personal"
    assert not shown(made, QPushButton, "deleteCalendar")
    save(made)
    assert desk.reads.get(Calendar, "personal") in {None, Calendar("personal", "personal")}


def test_deleting_one_with_its_events_asks_and_can_be_undone(
    window: Window, page: CalendarPage, desk: FakeDesk
) -> None:
    lesson = next(one for one in desk.records.values() if isinstance(one, Event))
    for number in range(20):
        key = f"w{number}"
        desk.records[key] = replace(lesson, id=key, title=f"Lesson {number}", calendar="w")
    made = form(window, 2)
    find(made, QPushButton, "deleteCalendar").click()
    (card,) = desk.cards()
    gone = card.proposal.changes
    assert gone[0] == Remove(WORK)
    assert len(gone) == 21
    (face,) = faces(card)
    assert face.title == "Delete these 21?"
    texts = [one.toPlainText() for one in face.body.findChildren(Prose)]
    assert any(text.endswith("… and 8 more") for text in texts)
    assert desk.reads.get(Calendar, "w") == WORK
    desk.apply(card.proposal)
    assert not desk.reads.events_in("w")
    desk.undo()
    assert len(desk.reads.events_in("w")) == 20
    assert desk.reads.get(Calendar, "w") == WORK


def test_hidden_by_its_box(window: Window, page: CalendarPage, desk: FakeDesk) -> None:
    shown(window, QCheckBox, "calendarBox")[1].click()
    change = desk.asked.of("propose")[-1][0].changes[0]  # type: ignore[attr-defined]
    assert change == Update(CLUB, replace(CLUB, visible=False))
