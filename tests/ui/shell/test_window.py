"""The whole window: every page by mouse and keyboard, palette, undo, toast, narrow and wide."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from assistant.base.errors import AssistantError
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Proposal, Remove, Send
from assistant.domain.contacts import Contact
from assistant.domain.events import Failed, OutboxChanged
from assistant.domain.mail import Address, Draft, OutboxState
from tests.fakes.desk import MONDAY, FakeDesk
from tests.ui.helpers import find, says, shown
from ui.cards.view import CardView
from ui.chat.outcome import Outcome
from ui.models.conversations import KEY, Conversations
from ui.shell.commands import Command, matching
from ui.shell.rail import PAGES
from ui.shell.window import Window

CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def toast(window: Window) -> str:
    return find(window, QLabel, "toastText").text()


@pytest.mark.parametrize(("at", "page"), list(enumerate(name for name, _, _ in PAGES)))
def test_every_page_by_a_key_and_every_control_has_a_name(
    qtbot: QtBot, window: Window, at: int, page: str
) -> None:
    if page == "settings":
        QTest.keyClick(window, Qt.Key.Key_Comma, CONTROL)
    elif at < 9:
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_1 + at), CONTROL)
    else:
        window.show_page(page)
    assert window.rail.buttons[page].isChecked()
    qtbot.wait(20)
    controls = (
        *(QAbstractButton, QLineEdit, QPlainTextEdit),
        *(QComboBox, QAbstractSpinBox, QAbstractItemView),
    )
    for one in window.findChildren(QWidget):
        if isinstance(one, controls) and one.isVisible() and not one.objectName().startswith("qt_"):
            named = one.accessibleName() or (one.text() if isinstance(one, QAbstractButton) else "")
            assert named, f"{type(one).__name__} {one.objectName()}"
            if isinstance(one, QAbstractButton) and one.isEnabled():
                assert one.focusPolicy() & Qt.FocusPolicy.TabFocus, one.objectName()


def test_tab_and_arrows_reach_every_page(qtbot: QtBot, window: Window) -> None:
    window.activateWindow()
    window.chat.composer.editor.setFocus()
    seen: set[str] = set()
    for _ in range(60):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        focused = window.focusWidget()
        seen.add(focused.objectName() if focused else "")
    assert {"composer", "newChat", "searchConversations", "conversations"} <= seen
    assert "page_chat" in seen, "the pages are one stop; arrows go on from there"
    for page, _, _ in PAGES[1:]:
        shown_page(window).setFocus()
        QTest.keyClick(shown_page(window), Qt.Key.Key_Down)
        assert window.rail.buttons[page].isChecked()
    window.rail.buttons["chat"].click()


def shown_page(window: Window) -> QPushButton:
    """Return the button of the page that is shown."""
    return next(one for one in window.rail.buttons.values() if one.isChecked())


def test_a_conversation_is_opened_from_the_list(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    view = find(window, QListView, "conversations")
    model = view.model()
    assert model.index(0, 0).data() == "Lunch with Anna"
    where = view.visualRect(model.index(2, 0)).center()
    QTest.mouseClick(view.viewport(), LEFT, pos=where)
    assert window.chat.conversation == "t3"
    QTest.mouseClick(find(window, QPushButton, "newChat"), LEFT)
    assert window.chat.conversation == ""
    assert window.chat.empty.isVisible()


def test_the_list_is_narrowed_by_what_is_typed(desk: FakeDesk) -> None:
    model = Conversations(desk)
    assert model.rowCount() == 4
    model.search("REPORT")
    assert [model.index(at).data(KEY) for at in range(model.rowCount())] == ["t4"]
    model.search("季度")
    assert model.rowCount() == 1
    model.search("")
    assert not model.row_of("gone").isValid()


def test_the_palette_finds_and_runs(qtbot: QtBot, window: Window) -> None:
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
    field = find(window, QLineEdit, "paletteField")
    QTest.keyClicks(field, "remin")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not window.palette_.isVisible()
    assert window.rail.buttons["reminders"].isChecked()
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
    QTest.keyClicks(find(window, QLineEdit, "paletteField"), "zzzz")
    assert window.palette_.list.count() == 0
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.palette_.isVisible()


def test_commands_match_beginnings_before_middles_and_letters_in_order() -> None:
    made = [
        Command(name, name, "info", lambda: None)
        for name in ("Go home", "Home", "A chrome", "Ümlaut")
    ]
    assert [one.name for one in matching(made, "home")] == ["Home", "Go home", "A chrome"]
    assert [one.name for one in matching(made, "um")] == ["Ümlaut"]
    assert [one.name for one in matching(made, "hme")] == ["Go home", "Home", "A chrome"]
    assert matching(made, "") == made


def test_chinese_is_found_by_the_first_letters_of_how_it_is_spoken() -> None:
    made = [
        Command(name, name, "info", lambda: None) for name in ("日历", "提醒", "联系人", "Mail")
    ]
    assert [one.name for one in matching(made, "rl")] == ["日历"]
    assert [one.name for one in matching(made, "lxr")] == ["联系人"]
    assert [one.name for one in matching(made, "tix")] == []


def test_the_palette_finds_events_contacts_and_settings(window: Window, desk: FakeDesk) -> None:
    day = MONDAY.replace(day=26, hour=18)
    desk.records["zj"] = Event("zj", "季度总结", day, day + timedelta(hours=1))
    for typed, title in (
        ("dentist", "Dentist, Tomorrow, 16:30"),
        ("okafor", "Ben Okafor"),
        ("first day", "First day of a week"),
        ("jdzj", "季度总结, Thu 26 Nov, 18:00"),
    ):
        assert matching(window.commands(), typed)[0].title == title
    matching(window.commands(), "dentist")[0].run()
    chosen = window.books.calendar.walker.picked.occurrence
    assert chosen is not None
    assert chosen.event.title == "Dentist"


def test_undo_by_key_and_by_toast(qtbot: QtBot, window: Window, desk: FakeDesk) -> None:
    desk.propose(Proposal("Added: Åsa", (Add(Contact("a", "Åsa")),)))
    qtbot.waitUntil(lambda: bool(shown(window, QLabel, "toastText")))
    assert toast(window) == "Added: Åsa"
    QTest.mouseClick(find(window, QPushButton, "toastUndo"), LEFT)
    qtbot.waitUntil(lambda: toast(window) == "Undone: Added: Åsa")
    assert "a" not in desk.records
    desk.propose(Proposal("Added: Bo", (Add(Contact("b", "Bo")),)))
    window.chat.composer.editor.setFocus()
    QTest.keyClick(window.chat.composer.editor, Qt.Key.Key_Z, CONTROL)
    assert "b" not in desk.records
    window.show_page("contacts")
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: toast(window).startswith("There is nothing to undo."))


def test_a_mail_is_approved_counts_down_and_is_undone(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    window.show_conversation("t1")
    draft = Draft("d", (Address("anna@example.org"),), "Late", "Ten minutes.")
    desk.show("x", desk.card(Proposal("Send Late", (Send(draft),)), conversation="t1"))
    qtbot.waitUntil(lambda: bool(shown(window.chat, CardView, "card")))
    assert window.rail._badges["approvals"].text() == "1"
    button = find(window.chat, QPushButton, "approve")
    qtbot.waitUntil(button.isEnabled)
    QTest.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: bool(shown(window.chat, Outcome, "outcome")))
    outcome = find(window.chat, Outcome, "outcome")
    assert says(outcome, "leaves in 10 s")
    assert says(window.chat, "Approved")
    QTest.mouseClick(find(outcome, QPushButton, "undo"), LEFT)
    qtbot.waitUntil(lambda: says(outcome, "Undone"))
    assert shown(outcome, QPushButton, "undo") == []
    assert desk.letters == {}


@pytest.mark.parametrize(
    ("state", "error", "words"),
    [
        (OutboxState.SENDING, "", "leaving now"),
        (OutboxState.SENT, "", "sent"),
        (OutboxState.UNKNOWN, "", "It is not known whether it arrived"),
        (OutboxState.READY, "The password is wrong.", "The password is wrong."),
    ],
)
def test_the_fate_of_a_letter_is_followed(
    qtbot: QtBot, window: Window, state: OutboxState, error: str, words: str
) -> None:
    from dataclasses import replace

    desk = window.desk
    assert isinstance(desk, FakeDesk)
    window.show_conversation("t1")
    draft = Draft("d", (Address("anna@example.org"),), "Late", "Ten minutes.")
    desk.apply(Proposal("Send Late", (Send(draft),)), conversation="t1")
    qtbot.waitUntil(lambda: bool(shown(window.chat, Outcome, "outcome")))
    desk.letters["out-d"] = replace(desk.letters["out-d"], state=state, error=error)
    desk.post(OutboxChanged("out-d", state, error))
    outcome = find(window.chat, Outcome, "outcome")
    qtbot.waitUntil(lambda: says(outcome, words))
    assert [one.objectName() for one in shown(outcome, QPushButton)] == ["retry"] * bool(error)


def test_an_edited_card_is_replaced_in_place(qtbot: QtBot, window: Window, desk: FakeDesk) -> None:
    window.show_conversation("t1")
    draft = Draft("d", (Address("anna@example.org"),), "Late", "Ten minutes.")
    card = desk.card(Proposal("Send", (Send(draft),)), tool="mail.send", conversation="t1")
    desk.show("x", card)
    qtbot.waitUntil(lambda: bool(shown(window.chat, CardView, "card")))
    desk.edit(card.id, {"subject": "Very late"})
    qtbot.waitUntil(lambda: says(window.chat, "Very late"))
    assert len(shown(window.chat, CardView, "card")) == 1


def test_open_cards_survive_a_restart(qtbot: QtBot, desk: FakeDesk) -> None:
    removal = Proposal("Delete Anna", (Remove(desk.records["c1"]),))
    desk.show("x", desk.card(removal, conversation="t1"))
    window = Window(desk)
    qtbot.addWidget(window)
    window.resize(1200, 800)
    window.show()
    window.show_conversation("t1")
    qtbot.waitUntil(lambda: bool(shown(window.chat, CardView, "card")))
    assert find(window.chat, QPushButton, "approve").text() == "Delete"


def test_a_failure_elsewhere_is_told(qtbot: QtBot, window: Window, desk: FakeDesk) -> None:
    desk.post(Failed("", "", "The disk is full.", "Make room."))
    qtbot.waitUntil(lambda: bool(shown(window, QLabel, "toastText")))
    assert toast(window) == "The disk is full. Make room."


def test_a_refusal_of_the_core_is_told_where_it_was_clicked(
    qtbot: QtBot, window: Window, desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(proposal: Proposal) -> None:
        raise AssistantError("The disk is full.", hint="Make room.")

    monkeypatch.setattr(desk, "propose", refuse)
    window.show_page("contacts")
    qtbot.wait(20)
    shown(window, QAbstractButton, "deleteContact")[0].click()
    assert toast(window) == "The disk is full. Make room."


@pytest.mark.parametrize("width", [560, 760, 900, 1100, 1440])
def test_nothing_is_wider_than_its_place(qtbot: QtBot, window: Window, width: int) -> None:
    draft = Draft("d", (Address("anna@example.org", "Anna Keller"),), "Late " * 30, "Hi " * 300)
    desk = window.desk
    assert isinstance(desk, FakeDesk)
    window.show_conversation("t1")
    desk.show("x", desk.card(Proposal("s", (Send(draft),)), conversation="t1"))
    window.resize(width, 720)
    qtbot.waitUntil(lambda: bool(shown(window.chat, CardView, "card")))
    qtbot.wait(60)
    assert window.width() == width
    assert window.rail.narrow == (width < 940)
    assert window.week.isVisible() == (width >= 1000)
    assert window.chat.thread_.horizontalScrollBar().maximum() == 0
    card = shown(window.chat, CardView, "card")[0]
    edge = window.chat.thread_.viewport().width()
    assert card.mapTo(window.chat.thread_.viewport(), card.rect().topRight()).x() <= edge
    for one in shown(card, QPushButton):
        assert one.width() >= one.minimumSizeHint().width(), one.text()


def test_the_week_is_hidden_and_shown(qtbot: QtBot, window: Window) -> None:
    QTest.keyClick(window, Qt.Key.Key_B, CONTROL)
    assert not window.week.isVisible()
    QTest.mouseClick(find(window, QAbstractButton, "toggleWeek"), LEFT)
    assert window.week.isVisible()


def test_a_new_event_brings_its_week_into_view(
    qtbot: QtBot, window: Window, desk: FakeDesk
) -> None:
    start = MONDAY + timedelta(days=8, hours=2)
    event = Event("n", "Lunch in a week", start, start + timedelta(hours=1))
    desk.propose(Proposal("Added: Lunch", (Add(event),)))
    qtbot.waitUntil(lambda: "n" in {one.event.id for one in window.week.shown})
