"""The tasks page: lists, ticking, order, parts, the form."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from assistant.domain.changes import Add, Proposal, Remove, Update
from assistant.domain.tasks import Task, TaskStatus
from tests.fakes.desk import BERLIN, FakeDesk
from tests.ui.helpers import find, says, shown
from ui.models.tasks import Shelf
from ui.panels.tasks.page import TasksPage
from ui.panels.tasks.row import TaskLine

LEFT = Qt.MouseButton.LeftButton
KEYS = Qt.Key
MILK = Task("milk", "Milk", "shop", order=1)
EGGS = Task("eggs", "Eggs", "shop", order=2, priority=1)
JAM = Task("jam", "Jam", "shop", order=3)
TAX = Task("tax", "Tax form", due=date(2026, 11, 20), order=4)
FORMS = Task("forms", "Print it", parent="tax", order=5)
DONE = Task("done", "Old thing", order=6, status=TaskStatus.COMPLETED,
            completed=datetime(2026, 11, 22, 9, tzinfo=BERLIN))  # fmt: skip


@pytest.fixture
def page(qtbot: QtBot, desk: FakeDesk) -> TasksPage:
    for one in (MILK, EGGS, JAM, TAX, FORMS, DONE):
        desk.records[one.id] = one
    made = TasksPage(desk)
    qtbot.addWidget(made)
    made.resize(1000, 800)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def titles(page: TasksPage) -> list[str]:
    return [one.task.title for one in page._shown]


def line(page: TasksPage, key: str) -> TaskLine:
    return next(one for one in page._shown if one.task.id == key)


def edit(page: TasksPage, key: str) -> None:
    pencil = line(page, key).findChild(QToolButton, "editTask")
    assert isinstance(pencil, QToolButton)
    pencil.click()


def proposed(desk: FakeDesk) -> Proposal:
    proposal = desk.asked.of("propose")[-1][0]
    assert isinstance(proposal, Proposal)
    return proposal


def test_lists_and_days_are_chosen_at_the_left(qtbot: QtBot, page: TasksPage) -> None:
    assert titles(page) == ["Tax form", "Print it", "Eggs", "Milk", "Jam"]
    choices = {one.text(): one for one in shown(page, QPushButton, "taskList")}
    assert {"Overdue  1", "Today  1", "All tasks  5", "shop  3"} <= choices.keys()
    QTest.mouseClick(choices["shop  3"], LEFT)
    assert titles(page) == ["Milk", "Eggs", "Jam"]
    assert find(page, QLabel, "taskHeading").text() == "shop"
    page.choose(Shelf.OVERDUE)
    assert titles(page) == ["Tax form"]
    qtbot.waitUntil(lambda: says(page, "Fri 20 Nov, overdue"))


def test_a_tick_does_a_task_with_its_parts(page: TasksPage, desk: FakeDesk) -> None:
    box = line(page, "tax").findChild(QCheckBox, "taskBox")
    assert isinstance(box, QCheckBox)
    box.click()
    changes = proposed(desk).changes
    assert [one.after.id for one in changes if isinstance(one, Update)] == ["tax", "forms"]
    assert all(isinstance(one, Update) and not one.after.open for one in changes)  # type: ignore[union-attr]


def test_what_is_done_is_shown_and_taken_back(page: TasksPage, desk: FakeDesk) -> None:
    find(page, QCheckBox, "showDone").click()
    assert titles(page)[-1] == "Old thing"
    box = line(page, "done").findChild(QCheckBox, "taskBox")
    assert isinstance(box, QCheckBox)
    box.click()
    (change,) = proposed(desk).changes
    assert isinstance(change, Update)
    assert change.after == replace(DONE, status=TaskStatus.NEEDS_ACTION, completed=None, sequence=1)


def test_a_task_is_put_in_another_place(qtbot: QtBot, page: TasksPage) -> None:
    page.choose("shop")
    line(page, "milk").dropped.emit("jam", MILK, False)
    page.refresh()
    assert titles(page) == ["Jam", "Milk", "Eggs"]
    qtbot.waitUntil(lambda: line(page, "milk").isVisible())
    line(page, "milk").setFocus()
    QTest.keyClick(line(page, "milk"), KEYS.Key_Down, Qt.KeyboardModifier.AltModifier)
    page.refresh()
    assert titles(page) == ["Jam", "Eggs", "Milk"]
    assert line(page, "milk").holds_focus()


def test_keys_tick_edit_and_delete(page: TasksPage, desk: FakeDesk) -> None:
    QTest.keyClick(line(page, "eggs"), KEYS.Key_Delete)
    assert proposed(desk).changes == (Remove(EGGS),)
    QTest.keyClick(line(page, "jam"), KEYS.Key_Return)
    assert page.form.isVisible()
    page.form.hide()
    QTest.keyClick(line(page, "jam"), KEYS.Key_Space)
    (change,) = proposed(desk).changes
    assert isinstance(change, Update)
    assert isinstance(change.after, Task)
    assert change.after.status is TaskStatus.COMPLETED


def test_the_form_changes_everything(page: TasksPage, desk: FakeDesk) -> None:
    edit(page, "milk")
    find(page, QLineEdit, "taskFormTitle").setText("Oat milk")
    QTest.keyClicks(find(page, QLineEdit, "taskFormDue"), "every Monday at 9")
    assert find(page, QLabel, "taskFormTold").text() == (
        "Monday, 30 November 2026, 09:00  ·  Every week on Monday"
    )
    level = find(page, QComboBox, "taskFormPriority")
    level.setCurrentIndex(level.findData(5))
    find(page, QComboBox, "taskFormList").setCurrentText("market")
    parent = find(page, QComboBox, "taskFormParent")
    parent.setCurrentIndex(parent.findData("tax"))
    QTest.mouseClick(find(page, QPushButton, "taskFormSave"), LEFT)
    (change,) = proposed(desk).changes
    assert change == Update(
        MILK,
        replace(
            MILK,
            title="Oat milk",
            due=datetime(2026, 11, 30, 9, tzinfo=BERLIN),
            repeat="FREQ=WEEKLY;BYDAY=MO",
            priority=5,
            list="market",
            parent="tax",
            sequence=1,
        ),
    )


def test_a_form_that_is_left_changes_nothing(page: TasksPage, desk: FakeDesk) -> None:
    edit(page, "milk")
    find(page, QLineEdit, "taskFormTitle").setText("Oat milk")
    QTest.mouseClick(find(page, QPushButton, "taskFormCancel"), LEFT)
    assert desk.asked.of("propose") == []
    edit(page, "milk")
    QTest.mouseClick(find(page, QPushButton, "taskFormSave"), LEFT)
    assert desk.asked.of("propose") == []


def test_a_line_goes_onto_the_list_that_is_shown(page: TasksPage, desk: FakeDesk) -> None:
    page.choose("shop")
    QTest.keyClicks(page.add.field, "tea tomorrow !2")
    QTest.keyClick(page.add.field, KEYS.Key_Return)
    (change,) = proposed(desk).changes
    assert isinstance(change, Add)
    assert isinstance(change.record, Task)
    made = change.record
    assert (made.title, made.list, made.due, made.priority) == (
        "tea",
        "shop",
        date(2026, 11, 24),
        5,
    )
