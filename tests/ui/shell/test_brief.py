"""The brief of the day in the window: asked for, come by itself, clicked on the desktop."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from assistant.domain.events import BriefReady, NoteOpened, TextDelta, TurnEnded, TurnStateChanged
from assistant.domain.talk import Conversation, Role
from tests.fakes.desk import FakeDesk
from tests.ui.helpers import find, says, shown
from ui.look.prose import Prose
from ui.shell.window import Window


def test_my_day_is_asked_for_by_a_button_and_shown(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    QTest.mouseClick(find(window, QPushButton, "myDay"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.chat.conversation == "day")
    assert says(window, "My day")
    assert "Team meeting" in desk.lines("day")[0].text


def test_a_brief_that_comes_by_itself_waits_in_the_corner_where_no_desktop_tells_of_it(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    desk.talk["b"] = Conversation("b", "My day", desk.clock.now(), desk.clock.now())
    desk.post(BriefReady("b", "2 events", shown=True))
    desk.post(BriefReady("b", "3 events"))
    qtbot.waitUntil(lambda: bool(shown(window, QPushButton, "noteOpen")))
    assert not says(window, "2 events")
    window.notices.refresh()
    QTest.mouseClick(find(window, QPushButton, "noteOpen"), Qt.MouseButton.LeftButton)
    assert window.chat.conversation == "b"
    assert not shown(window, QPushButton, "noteOpen")


def test_a_click_on_a_note_of_the_desktop_brings_the_page_up(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    window.hide()
    desk.post(NoteOpened())
    qtbot.waitUntil(window.isVisible)
    assert window.stack.currentWidget() is window.books.page("reminders")


def test_what_is_written_already_is_not_told_twice(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    """The core is ahead of the window: the model's words lie in the store, and in the queue."""
    desk.brief()
    desk.line("day", Role.ASSISTANT, "First the meeting.", turn="t")
    desk.post(TurnStateChanged("t", "day", "reading"))
    desk.post(TextDelta("t", "day", "First the meeting."))
    desk.post(TurnEnded("t", "day", "done"))
    qtbot.waitUntil(lambda: window.chat.conversation == "day")
    qtbot.wait(100)
    assert [one.toPlainText() for one in shown(window, Prose)].count("First the meeting.") == 1
    assert not window.chat.busy


def test_while_the_model_tells_it_can_be_stopped(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    desk.brief()
    qtbot.waitUntil(lambda: window.chat.conversation == "day")
    desk.post(TurnStateChanged("t", "day", "reading"))
    desk.post(TextDelta("t", "day", "First"))
    qtbot.waitUntil(lambda: window.chat.busy)
    window.chat.stop()
    assert desk.asked.of("stop")
    desk.post(TurnEnded("t", "day", "stopped"))
    qtbot.waitUntil(lambda: not window.chat.busy)
