"""A conversation: streaming, stopping, failing, coming back to it, and odd input."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from assistant.domain.changes import Add, Proposal
from assistant.domain.contacts import Contact
from assistant.domain.events import (
    Answered,
    AnsweredBy,
    Asked,
    Failed,
    Refused,
    TextDelta,
    TurnEnded,
    TurnEvent,
    TurnStateChanged,
)
from assistant.domain.talk import Role
from tests.fakes.desk import FakeDesk
from tests.ui.helpers import find, says, shown
from ui.chat.bubble import AnswerBubble, UserBubble
from ui.chat.lines import Question
from ui.look.prose import Prose
from ui.shell.window import Window


def say(qtbot: QtBot, window: Window, text: str) -> None:
    window.chat.composer.editor.setPlainText(text)
    QTest.keyClick(window.chat.composer.editor, Qt.Key.Key_Return)


def answers(window: Window) -> list[str]:
    return [one.text for one in shown(window.chat, AnswerBubble)]


def test_an_answer_streams_in(qtbot: QtBot, window: Window, desk: FakeDesk) -> None:
    desk.answer = lambda desk, turn, key, _: desk.say(turn, key, "Hello **you**.\n\nBye.")
    say(qtbot, window, "hi")
    qtbot.waitUntil(lambda: answers(window) == ["Hello **you**.\n\nBye."])
    qtbot.waitUntil(lambda: not window.chat.busy and bool(shown(window, Prose, "answerText")))
    assert [one.text for one in shown(window.chat, UserBubble)] == ["hi"]
    text = find(window.chat, Prose, "answerText")
    assert text.toPlainText() == "Hello you.\nBye."
    assert window.chat.composer.editor.toPlainText() == ""


def test_which_model_answered_is_told_on_asking(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    def answer(desk: FakeDesk, turn: str, key: str, _: str) -> None:
        desk.post(AnsweredBy(turn, key, "small@12ab+v3@34cd"))
        desk.say(turn, key, "Hello.")
        desk.said[key][-1] = replace(desk.said[key][-1], model="far@models.example.org")

    desk.answer = answer
    say(qtbot, window, "hi")
    qtbot.waitUntil(lambda: answers(window) == ["Hello."])
    (bubble,) = shown(window.chat, AnswerBubble)
    assert bubble.toolTip() == "<qt>Answered by small@12ab, trained version v3@34cd</qt>"
    key = window.chat.conversation
    window.new_chat()
    window.show_conversation(key)  # from what is kept
    qtbot.waitUntil(lambda: answers(window) == ["Hello."])
    (kept,) = shown(window.chat, AnswerBubble)
    assert kept.toolTip() == "<qt>Answered by far@models.example.org</qt>"


def test_an_open_block_stays_plain_until_it_is_closed(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    def answer(desk: FakeDesk, turn: str, key: str, _: str) -> None:
        desk.post(TextDelta(turn, key, "*one*\n\n*tw"))

    desk.answer = answer
    say(qtbot, window, "hi")
    qtbot.waitUntil(lambda: bool(shown(window.chat, Prose, "answerTail")))
    qtbot.waitUntil(lambda: bool(shown(window.chat, Prose, "answerText")))
    assert find(window.chat, Prose, "answerText").toPlainText() == "one"
    assert find(window.chat, Prose, "answerTail").toPlainText() == "*tw"


def test_stop_and_escape_stop_the_turn_and_the_part_is_kept_and_marked(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    desk.answer = lambda desk, turn, key, _: desk.post(TextDelta(turn, key, "half an ans"))
    say(qtbot, window, "hi")
    qtbot.waitUntil(lambda: answers(window) == ["half an ans"])
    QTest.mouseClick(find(window, QPushButton, "stop"), Qt.MouseButton.LeftButton)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert len(desk.asked.of("stop")) == 2
    turn = window.chat._running
    desk.post(TurnEnded(turn, window.chat.conversation, "stopped"))
    qtbot.waitUntil(lambda: not window.chat.busy)
    qtbot.waitUntil(lambda: bool(shown(window.chat, QLabel, "stoppedMark")))
    assert find(window.chat, QLabel, "stoppedMark").text() == "Stopped"
    assert answers(window) == ["half an ans"]


def test_the_state_line_says_what_is_going_on(qtbot: QtBot, window: Window, desk: FakeDesk) -> None:
    desk.answer = lambda *_: None
    say(qtbot, window, "hi")
    qtbot.waitUntil(lambda: window.chat.busy)
    line = find(window, QLabel, "stateText")
    key, turn = window.chat.conversation, window.chat._running
    events: dict[str, TurnEvent] = {
        "Loading the model": TurnStateChanged(turn, key, "loading"),
        "Reading": TurnStateChanged(turn, key, "reading"),
        "Writing, 12 tokens a second": TurnStateChanged(turn, key, "writing", "", 12.4),
        "Looking into Calendar": TurnStateChanged(turn, key, "running", "calendar.find"),
        "Waiting for you": TurnEnded(turn, key, "waiting"),
    }
    for words, event in events.items():
        desk.post(event)
        qtbot.waitUntil(partial(_reads, line, words))


def test_sentences_typed_meanwhile_are_counted(window: Window) -> None:
    state = window.chat.state
    state.show_state(TurnStateChanged("t", "k", "reading"))
    for queued, words in ((2, "Reading · 2 more waiting"), (0, "Reading")):
        state.queue(queued)
        assert find(state, QLabel, "stateText").text() == words
    state.queue(1)
    state.rest()
    assert not find(state, QLabel, "stateText").text()


def _reads(line: QLabel, words: str) -> bool:
    return line.text() == words


def test_empty_input_is_not_sent_and_too_long_input_is_kept(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    say(qtbot, window, "   \n ")
    assert desk.asked.of("ask") == []
    huge = "long words " * 10_000
    say(qtbot, window, huge)
    assert desk.asked.of("ask") == []
    assert find(window, QLabel, "toastText").text().startswith("That is too long")
    assert window.chat.composer.editor.toPlainText() == huge


@pytest.mark.parametrize(
    "text",
    [
        "🎉👩‍👩‍👧‍👦 party",
        "שלום, מה שלומך? موعد غدا",
        "x" * 5000,
        "<b>bold</b> <img src='file:///etc/passwd'> & [link](http://example.org)",
        "tab\tand bell\x07 and null\x00 end",
    ],
)
def test_what_the_user_typed_is_shown_letter_by_letter(
    qtbot: QtBot, window: Window, desk: FakeDesk, text: str
) -> None:
    say(qtbot, window, text)
    qtbot.waitUntil(lambda: len(shown(window.chat, UserBubble)) == 1)
    bubble = shown(window.chat, UserBubble)[0]
    typed = window.chat.composer.editor.document()
    assert bubble.text == desk.asked.of("ask")[0][0]
    assert bubble.prose.toPlainText() == bubble.text.replace("\x00", "\x00")
    assert bubble.width() <= window.chat.width()
    assert typed.isEmpty()


def test_a_hundred_thousand_letters_from_the_store_are_shown_whole(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    desk.line("t1", Role.ASSISTANT, "word " * 20_000)
    window.show_conversation("t1")
    qtbot.waitUntil(lambda: bool(shown(window.chat, Prose, "answerText")))
    text = find(window.chat, Prose, "answerText")
    assert len(text.toPlainText()) >= 99_999
    qtbot.waitUntil(lambda: text.height() > 10_000)


def test_questions_answer_by_a_click(qtbot: QtBot, window: Window, desk: FakeDesk) -> None:
    def answer(desk: FakeDesk, turn: str, key: str, text: str) -> None:
        if text == "email anna":
            desk.post(Asked(turn, key, "Which Anna?", ("Anna K & Co", "Anna M")))
        desk.post(TurnEnded(turn, key, "done"))

    desk.answer = answer
    say(qtbot, window, "email anna")
    qtbot.waitUntil(lambda: bool(shown(window.chat, Question)))
    first = shown(window.chat, QPushButton, "choice")[0]
    assert first.accessibleName() == "Anna K & Co"
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert desk.asked.of("ask")[-1][0] == "Anna K & Co"
    qtbot.waitUntil(lambda: not first.isEnabled())


def test_refusals_failures_and_answers_are_said(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    def answer(desk: FakeDesk, turn: str, key: str, _: str) -> None:
        desk.post(Answered(turn, key, "calendar.find", "<b>Nothing</b> today."))
        desk.post(Refused(turn, key, "plan lock", "This was not asked for."))
        desk.post(Failed(turn, key, "The model is not there.", "Get it on the models page."))
        desk.post(TurnEnded(turn, key, "failed"))

    desk.answer = answer
    say(qtbot, window, "what is on today")
    qtbot.waitUntil(lambda: says(window.chat, "Get it on the models page."))
    assert says(window.chat, "This was not asked for.")
    told = find(window.chat, Prose, "toldText")
    assert told.toPlainText() == "<b>Nothing</b> today.", "foreign words are never rich text"


def test_the_end_is_followed_only_if_it_was_in_view(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    for number in range(40):
        desk.line("t1", Role.USER, f"line {number}\n" * 3)
    window.show_conversation("t1")
    thread = window.chat.thread_
    bar = thread.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 500 and bar.value() == bar.maximum())
    desk.post(Answered("x", "t1", "clock.now", "more\n" * 20))
    qtbot.waitUntil(lambda: says_told(window))
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    bar.setValue(bar.maximum() // 2)
    here = bar.value()
    desk.post(Answered("x", "t1", "clock.now", "even more\n" * 20))
    qtbot.waitUntil(lambda: len(shown(window.chat, Prose, "toldText")) == 2)
    qtbot.wait(50)
    assert bar.value() == here


def says_told(window: Window) -> bool:
    return bool(shown(window.chat, Prose, "toldText"))


def test_long_conversations_come_piecemeal(qtbot: QtBot, window: Window, desk: FakeDesk) -> None:
    for number in range(5000):
        desk.line("t1", Role.USER, f"line {number}")
    window.show_conversation("t1")
    qtbot.waitUntil(lambda: bool(shown(window.chat, UserBubble)))
    bubbles = shown(window.chat, UserBubble)
    assert len(bubbles) <= 40
    assert bubbles[-1].text == "line 4999"
    bar = window.chat.thread_.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 500)
    bar.setValue(0)
    qtbot.waitUntil(lambda: len(shown(window.chat, UserBubble)) == 80)
    texts = [one.text for one in window.chat.thread_.lines() if isinstance(one, UserBubble)]
    assert texts == [f"line {number}" for number in range(4920, 5000)]
    qtbot.waitUntil(lambda: bar.value() > 0)


def test_a_conversation_comes_back_as_it_was(qtbot: QtBot, window: Window, desk: FakeDesk) -> None:
    desk.line("t1", Role.USER, "add Zoe")
    added = Proposal("Added: Zoe", (Add(Contact("z", "Zoe")),))
    desk.apply(added, conversation="t1")
    desk.line("t1", Role.ASSISTANT, "part of an ans")
    desk.said["t1"][-1] = replace(desk.said["t1"][-1], stopped=True)
    desk.line("t1", Role.APP, "Which one?")
    window.show_conversation("t1")
    qtbot.waitUntil(lambda: says(window.chat, "Added: Zoe"))
    assert find(window.chat, QPushButton, "undo").isEnabled()
    assert says(window.chat, "Stopped")
    assert find(window.chat, Prose, "toldText").toPlainText() == "Which one?"


def test_events_of_another_conversation_do_not_show_here(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    window.show_conversation("t1")
    desk.post(TextDelta("other", "t2", "not for here"))
    qtbot.wait(80)
    assert answers(window) == []


def test_examples_fill_the_composer(qtbot: QtBot, window: Window) -> None:
    first = shown(window.chat, QPushButton, "example")[0]
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert window.chat.composer.editor.toPlainText() == first.text()


def test_an_answer_goes_on_while_one_looks_elsewhere(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    desk.answer = lambda desk, turn, key, _: desk.post(TextDelta(turn, key, "first half, "))
    say(qtbot, window, "tell me a story")
    qtbot.waitUntil(lambda: answers(window) == ["first half, "])
    key, turn = window.chat.conversation, window.chat._running
    window.show_conversation("t2")
    assert not window.chat.busy
    desk.post(TextDelta(turn, key, "second half"))
    qtbot.wait(80)
    window.show_conversation(key)
    qtbot.waitUntil(lambda: answers(window) == ["first half, second half"])
    assert window.chat.busy
    assert window.chat.composer.stop.isVisible()
    desk.post(TurnEnded(turn, key, "done"))
    qtbot.waitUntil(lambda: not window.chat.busy)
