"""The field in which one types: Enter, input methods, history, growth."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.chat.composer import Composer


@pytest.fixture
def composer(qtbot: QtBot) -> Composer:
    made = Composer()
    qtbot.addWidget(made)
    made.resize(500, 60)
    made.show()
    made.editor.setFocus()
    return made


def test_enter_sends_what_was_typed(qtbot: QtBot, composer: Composer) -> None:
    sent: list[str] = []
    composer.sent.connect(sent.append)
    QTest.keyClicks(composer.editor, "hello")
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)
    assert sent == ["hello"]


def test_shift_enter_breaks_the_line(qtbot: QtBot, composer: Composer) -> None:
    sent: list[str] = []
    composer.sent.connect(sent.append)
    QTest.keyClicks(composer.editor, "a")
    QTest.keyClick(composer.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(composer.editor, "b")
    assert composer.editor.toPlainText() == "a\nb"
    assert sent == []


def test_nothing_is_sent_when_nothing_was_typed(qtbot: QtBot, composer: Composer) -> None:
    sent: list[str] = []
    composer.sent.connect(sent.append)
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)
    QTest.keyClicks(composer.editor, "   ")
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)
    assert sent == []
    assert not composer.send.isEnabled()


def test_enter_inside_an_input_method_does_not_send_but_does_after_the_commit(
    qtbot: QtBot, composer: Composer
) -> None:
    sent: list[str] = []
    composer.sent.connect(sent.append)
    QApplication.sendEvent(composer.editor, QInputMethodEvent("nihao", []))
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)
    assert sent == []
    commit = QInputMethodEvent()
    commit.setCommitString("你好")
    QApplication.sendEvent(composer.editor, commit)
    QTest.keyClick(composer.editor, Qt.Key.Key_Return)
    assert sent == ["你好"]


def test_the_arrow_brings_back_what_was_sent(qtbot: QtBot, composer: Composer) -> None:
    for text in ("first", "second"):
        composer.editor.setPlainText(text)
        composer.taken(text)
    QTest.keyClick(composer.editor, Qt.Key.Key_Up)
    assert composer.editor.toPlainText() == "second"
    QTest.keyClick(composer.editor, Qt.Key.Key_Up)
    assert composer.editor.toPlainText() == "first"
    QTest.keyClick(composer.editor, Qt.Key.Key_Down)
    QTest.keyClick(composer.editor, Qt.Key.Key_Down)
    assert composer.editor.toPlainText() == ""


def test_the_arrow_never_throws_away_what_is_being_typed(qtbot: QtBot, composer: Composer) -> None:
    composer.taken("before")
    QTest.keyClicks(composer.editor, "half a sentence")
    QTest.keyClick(composer.editor, Qt.Key.Key_Up)
    assert composer.editor.toPlainText() == "half a sentence"


def test_it_grows_with_its_lines_up_to_a_limit(composer: Composer) -> None:
    low = composer.editor.height()
    composer.editor.setPlainText("a\nb\nc")
    middle = composer.editor.height()
    composer.editor.setPlainText("\n".join("x" * 40))
    assert low < middle < composer.editor.height() < 400


def test_stop_takes_the_place_of_send_while_busy(qtbot: QtBot, composer: Composer) -> None:
    stopped: list[bool] = []
    composer.stopped.connect(lambda: stopped.append(True))
    composer.set_busy(True)
    assert composer.stop.isVisible()
    assert not composer.send.isVisible()
    QTest.mouseClick(composer.stop, Qt.MouseButton.LeftButton)
    assert stopped == [True]


def test_undo_with_nothing_typed_is_for_the_desk(qtbot: QtBot, composer: Composer) -> None:
    asked: list[bool] = []
    composer.editor.undo_past.connect(lambda: asked.append(True))
    QTest.keyClick(composer.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert asked == [True]
    QTest.keyClicks(composer.editor, "word")
    QTest.keyClick(composer.editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert asked == [True], "typed words are undone first"
