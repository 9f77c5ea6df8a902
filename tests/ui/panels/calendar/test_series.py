"""Repeating events: a drag, an edit and Delete ask how much of the series is meant."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Proposal, Remove, Update
from assistant.domain.reads import Occurrence
from tests.fakes.desk import BERLIN, FakeDesk
from ui.panels.calendar.reach import ReachDialog
from ui.shell.window import Window

DAY = timedelta(days=1)


def at(hour: int, minute: int = 0, day: int = 26) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BERLIN)


def yoga(window: Window) -> Occurrence:
    """Return the second of the Thursdays."""
    window.week.show_day((at(18) + 7 * DAY).date())
    return next(one for one in window.week.shown if one.event.id == "e6")


def answer(name: str) -> None:
    """Press a button of the question that is about to be asked."""

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ReachDialog)
        button = dialog.findChild(QPushButton, name)
        assert isinstance(button, QPushButton)
        button.click()

    QTimer.singleShot(0, press)


def proposed(desk: FakeDesk) -> Proposal:
    ((proposal,),) = desk.asked.of("propose")
    assert isinstance(proposal, Proposal)
    return proposal


def test_moving_one_leaves_the_others(qtbot: QtBot, window: Window, desk: FakeDesk) -> None:
    one = yoga(window)
    answer("reachThis")
    window.week.moved.emit(one, one.start + DAY, one.end + DAY)
    (change,) = proposed(desk).changes
    assert isinstance(change, Update)
    assert isinstance(change.after, Event)
    (override,) = change.after.overrides
    assert (override.start, override.recurrence_id) == (one.start + DAY, one.start)
    assert (change.after.start, change.after.repeat) == (at(18), "FREQ=WEEKLY;BYDAY=TH")


def test_moving_this_and_all_that_follow_cuts_the_series(window: Window, desk: FakeDesk) -> None:
    one = yoga(window)
    answer("reachFollowing")
    window.week.moved.emit(one, one.start + DAY, one.end + DAY)
    head, tail = proposed(desk).changes
    assert isinstance(head, Update)
    assert isinstance(tail, Add)
    assert isinstance(tail.record, Event)
    assert (tail.record.start, tail.record.repeat) == (one.start + DAY, "FREQ=WEEKLY;BYDAY=FR")


def test_moving_all_moves_the_series(window: Window, desk: FakeDesk) -> None:
    one = yoga(window)
    answer("reachAll")
    window.week.moved.emit(one, one.start - DAY, one.end - DAY)
    (change,) = proposed(desk).changes
    assert isinstance(change, Update)
    assert isinstance(change.after, Event)
    assert (change.after.start, change.after.repeat) == (at(18, 0, 25), "FREQ=WEEKLY;BYDAY=WE")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("reachThis", Update), ("reachFollowing", Update), ("reachAll", Remove)],
)
def test_deleting_asks_too(window: Window, desk: FakeDesk, name: str, kind: type) -> None:
    one = yoga(window)
    answer(name)
    window.week.deleted.emit(one)
    (change,) = proposed(desk).changes
    assert isinstance(change, kind)
    if name == "reachThis":
        assert isinstance(change, Update)
        assert isinstance(change.after, Event)
        assert change.after.exdates == (one.start,)


def test_whoever_changes_their_mind_changes_nothing(window: Window, desk: FakeDesk) -> None:
    one = yoga(window)
    answer("reachCancel")
    window.week.moved.emit(one, one.start + DAY, one.end + DAY)
    answer("reachCancel")
    window.week.deleted.emit(one)
    assert desk.asked.of("propose") == []


def test_the_form_shows_the_instance_that_was_opened(window: Window, desk: FakeDesk) -> None:
    one = yoga(window)
    window.diary._edit(one)
    form = window.diary.form
    assert form is not None
    assert form.typed().start == one.start  # type: ignore[attr-defined]
    form.title.setText("Yin yoga")  # type: ignore[attr-defined]
    answer("reachThis")
    form._save()  # type: ignore[attr-defined]
    (change,) = proposed(desk).changes
    assert isinstance(change, Update)
    assert isinstance(change.after, Event)
    assert [each.title for each in change.after.overrides] == ["Yin yoga"]


def test_an_event_that_does_not_repeat_is_not_asked_about(window: Window, desk: FakeDesk) -> None:
    one = next(one for one in window.week.shown if one.event.title == "Dentist")
    window.week.moved.emit(one, one.start + DAY, one.end + DAY)
    (change,) = proposed(desk).changes
    assert isinstance(change, Update)
    assert change.after.sequence == 1  # type: ignore[union-attr]


def test_calendars_have_their_own_colours_and_boxes(window: Window, desk: FakeDesk) -> None:
    desk.records["w"] = Event("w", "Review", at(9), at(10), calendar="Work")
    window.show_page("calendar")
    page = window.books.calendar
    page.refresh()
    work = next(one for one in page.walker.found if one.event.id == "w")
    own = next(one for one in page.walker.found if one.event.id == "e3")
    assert page.shelf.tint_of(work) != page.shelf.tint_of(own)
