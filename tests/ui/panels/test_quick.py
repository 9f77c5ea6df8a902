"""Quick add: a line that is understood while it is typed, wherever it is opened from."""

from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Proposal, Record
from assistant.domain.reminders import Reminder
from assistant.domain.tasks import Task
from tests.fakes.desk import BERLIN, FakeDesk
from tests.ui.helpers import find, says, shown
from ui.panels.quick.bar import QuickBar
from ui.shell.window import Window

LEFT = Qt.MouseButton.LeftButton
KEYS = Qt.Key


@pytest.fixture
def bar(qtbot: QtBot, window: Window) -> QuickBar:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, KEYS.Key_N, Qt.KeyboardModifier.ControlModifier)
    return find(window, QuickBar, "quickBar")


def made(desk: FakeDesk) -> Record:
    proposal = desk.asked.of("propose")[-1][0]
    assert isinstance(proposal, Proposal)
    (change,) = proposal.changes
    assert isinstance(change, Add)
    return change.record


def test_a_line_becomes_an_event(bar: QuickBar, desk: FakeDesk) -> None:
    QTest.keyClicks(bar.add.field, "lunch with Ben tomorrow at 12:30 for 45 minutes")
    assert find(bar, QLabel, "quickAddPreview").text() == (
        "lunch with Ben  ·  Tuesday, 24 November 2026, 12:30 – 13:15  ·  in 1 day"
    )
    assert find(bar, QPushButton, "sort_event").isChecked()
    QTest.keyClick(bar.add.field, KEYS.Key_Return)
    event = made(desk)
    assert isinstance(event, Event)
    assert event.start == datetime(2026, 11, 24, 12, 30, tzinfo=BERLIN)
    assert not bar.isVisible()


def test_the_buttons_change_what_it_is(bar: QuickBar, desk: FakeDesk) -> None:
    QTest.keyClicks(bar.add.field, "call the bank tomorrow at 9")
    QTest.mouseClick(find(bar, QPushButton, "sort_reminder"), LEFT)
    assert find(bar, QPushButton, "sort_reminder").isChecked()
    QTest.keyClick(bar.add.field, KEYS.Key_Return)
    assert isinstance(made(desk), Reminder)


def test_understood_words_are_coloured_and_backspace_makes_them_plain(
    bar: QuickBar, desk: FakeDesk
) -> None:
    field = bar.add.field
    QTest.keyClicks(field, "read the book of Monday")
    coloured = [one.cursor.selectedText() for one in field.extraSelections()]
    assert coloured == ["Monday"]
    QTest.keyClick(field, KEYS.Key_Backspace)
    assert field.text() == "read the book of Monday"
    assert field.extraSelections() == []
    QTest.keyClick(field, KEYS.Key_Return)
    task = made(desk)
    assert isinstance(task, Task)
    assert (task.title, task.due) == ("read the book of Monday", None)


def test_the_other_reading_is_one_click_away(bar: QuickBar, desk: FakeDesk) -> None:
    QTest.keyClicks(bar.add.field, "call mum at 3")
    (other,) = shown(bar, QPushButton, "quickAddOther")
    assert other.text() == "or Tomorrow, 03:00?"
    QTest.mouseClick(other, LEFT)
    QTest.keyClick(bar.add.field, KEYS.Key_Return)
    event = made(desk)
    assert isinstance(event, Event)
    assert event.start == datetime(2026, 11, 24, 3, tzinfo=BERLIN)


def test_what_has_passed_is_asked_about(bar: QuickBar, desk: FakeDesk) -> None:
    QTest.keyClicks(bar.add.field, "pay the rent yesterday")
    assert says(bar, "that has passed")
    QTest.keyClick(bar.add.field, KEYS.Key_Return)
    assert desk.asked.of("propose") == []
    QTest.mouseClick(find(bar, QPushButton, "quickAddAnyway"), LEFT)
    task = made(desk)
    assert isinstance(task, Task)
    assert task.due == date(2026, 11, 22)


def test_escape_closes_and_the_next_time_it_is_empty(window: Window, bar: QuickBar) -> None:
    QTest.keyClicks(bar.add.field, "half a tho")
    QTest.keyClick(bar.add.field, KEYS.Key_Escape)
    assert not bar.isVisible()
    QTest.mouseClick(find(window, QPushButton, "quickAddOpen"), LEFT)
    assert bar.isVisible()
    assert bar.add.field.text() == ""


def test_a_pasted_text_becomes_one_line(qtbot: QtBot, bar: QuickBar) -> None:
    from PySide6.QtCore import QMimeData

    data = QMimeData()
    data.setText("call mum\n\ntomorrow   at 9" + " x" * 900)
    bar.add.field.insertFromMimeData(data)
    assert bar.add.field.text().startswith("call mum tomorrow at 9 x")
    assert len(bar.add.field.text()) == 500
