"""A card is shown whole, waits a moment, and is decided by a click or a key on the button."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from assistant.base.errors import StaleError
from assistant.domain.calendar import Event
from assistant.domain.cards import Card, CardState, Pick
from assistant.domain.changes import Add, Proposal, Remove, Send, Update
from assistant.domain.contacts import Contact
from assistant.domain.mail import Address, Draft
from assistant.domain.reminders import Reminder
from tests.fakes.desk import MONDAY, FakeDesk
from tests.ui.helpers import find, labels, says, shown
from ui.cards.view import GUARD, CardView
from ui.look.prose import Prose

ANNA = Address("anna@example.org", "Anna Keller")
DRAFT = Draft(
    "d1",
    (ANNA, Address("ben@example.org")),
    "Ten minutes late",
    "Hi Anna,\n\nI am late.\n",
    cc=(Address("zoe@example.ie", "Zoë"),),
    bcc=(Address("boss@example.org"),),
)


@pytest.fixture
def mail(desk: FakeDesk) -> Card:
    return desk.card(
        Proposal("Send “Ten minutes late”", (Add(DRAFT), Send(DRAFT))),
        tool="mail.send",
        warnings=("You have not written to ben@example.org before.",),
    )


def show(qtbot: QtBot, desk: FakeDesk, card: Card) -> CardView:
    view = CardView(desk, card)
    qtbot.addWidget(view)
    view.resize(640, 600)
    view.show()
    qtbot.waitExposed(view)
    return view


def armed(qtbot: QtBot, view: CardView) -> QPushButton:
    button = find(view, QPushButton, "approve")
    qtbot.waitUntil(button.isEnabled)
    return button


def test_a_letter_is_shown_whole(qtbot: QtBot, desk: FakeDesk, mail: Card) -> None:
    view = show(qtbot, desk, mail)
    said = labels(view)
    for text in (
        *("Anna Keller", "anna@example.org", "ben@example.org"),
        *("Zoë", "zoe@example.ie", "boss@example.org"),
        *("To", "Cc", "Bcc", "From", "Subject", "Ten minutes late"),
        "You have not written to ben@example.org before.",
        "leaves this computer to smtp.example.org",
        "Send to 4 people",
    ):
        assert text in said, text
    assert find(view, Prose, "mailBody").toPlainText() == "Hi Anna,\n\nI am late."


def test_what_is_shown_is_read_from_the_bytes_not_from_the_draft(
    qtbot: QtBot, desk: FakeDesk, mail: Card
) -> None:
    from dataclasses import replace

    other = replace(mail.letters[0], message=mail.letters[0].message.replace(b"late", b"LATE"))
    view = show(qtbot, desk, replace(mail, letters=(other,)))
    assert find(view, QLabel, "mailSubject").text() == "Ten minutes LATE"


def test_the_button_waits_before_it_can_be_clicked(
    qtbot: QtBot, desk: FakeDesk, mail: Card
) -> None:
    view = show(qtbot, desk, mail)
    button = find(view, QPushButton, "approve")
    assert not button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.asked.of("approve") == []
    armed(qtbot, view)
    assert GUARD >= 400


def test_approval_carries_the_nonce_of_what_was_presented(
    qtbot: QtBot, desk: FakeDesk, mail: Card
) -> None:
    view = show(qtbot, desk, mail)
    assert desk.asked.of("present") == [(mail.id,)]
    button = armed(qtbot, view)
    nonce = desk._nonces[mail.id]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert desk.asked.of("approve") == [(mail.id, nonce)]


def test_hidden_and_shown_again_it_is_presented_anew(
    qtbot: QtBot, desk: FakeDesk, mail: Card
) -> None:
    view = show(qtbot, desk, mail)
    armed(qtbot, view)
    view.hide()
    assert view._nonce == ""
    view.show()
    assert len(desk.asked.of("present")) == 2
    assert not find(view, QPushButton, "approve").isEnabled()


def test_enter_sends_only_on_the_focused_button(qtbot: QtBot, desk: FakeDesk, mail: Card) -> None:
    view = show(qtbot, desk, mail)
    button = armed(qtbot, view)
    QTest.keyClick(view, Qt.Key.Key_Return)
    QTest.keyClick(find(view, Prose, "mailBody"), Qt.Key.Key_Return)
    assert desk.asked.of("approve") == []
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert len(desk.asked.of("approve")) == 1


def test_decline(qtbot: QtBot, desk: FakeDesk, mail: Card) -> None:
    view = show(qtbot, desk, mail)
    QTest.mouseClick(find(view, QPushButton, "decline"), Qt.MouseButton.LeftButton)
    assert desk.asked.of("decline") == [(mail.id,)]
    assert desk.letters == {}


def test_fields_are_changed_in_place(qtbot: QtBot, desk: FakeDesk, mail: Card) -> None:
    view = show(qtbot, desk, mail)
    QTest.mouseClick(find(view, QPushButton, "editCard"), Qt.MouseButton.LeftButton)
    assert shown(view, QPushButton, "approve") == [], "what is being changed cannot be sent"
    find(view, QLineEdit, "field_to").setText("Anna <anna@example.org>, li.na@example.cn")
    find(view, QPlainTextEdit, "field_body").setPlainText("Twenty, in fact.")
    QTest.mouseClick(find(view, QPushButton, "updateCard"), Qt.MouseButton.LeftButton)
    ((key, changed),) = desk.asked.of("edit")
    assert key == mail.id
    assert changed == {
        "to": ("Anna <anna@example.org>", "li.na@example.cn"),
        "body": "Twenty, in fact.",
    }


def test_an_edit_can_be_given_up(qtbot: QtBot, desk: FakeDesk, mail: Card) -> None:
    view = show(qtbot, desk, mail)
    armed(qtbot, view)
    QTest.mouseClick(find(view, QPushButton, "editCard"), Qt.MouseButton.LeftButton)
    find(view, QLineEdit, "field_subject").setText("something else")
    QTest.mouseClick(find(view, QPushButton, "cancelEdit"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: says(view, "Ten minutes late"))
    assert desk.asked.of("edit") == []
    assert not find(view, QPushButton, "approve").isEnabled(), "the guard starts again"
    armed(qtbot, view)


def test_a_failure_is_told_on_the_card_and_it_can_be_asked_again(
    qtbot: QtBot, desk: FakeDesk, mail: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(card: str, nonce: str, picked: object = ()) -> None:
        raise StaleError("This card is out of date.", hint="Look at it again.")

    view = show(qtbot, desk, mail)
    button = armed(qtbot, view)
    monkeypatch.setattr(desk, "approve", refuse)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert says(view, "This card is out of date. Look at it again.")
    assert not button.isEnabled()
    armed(qtbot, view)
    assert len(desk.asked.of("present")) == 2


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (CardState.APPROVED, "Approved"),
        (CardState.DECLINED, "Declined"),
        (CardState.STALE, "Out of date: nothing was done"),
    ],
)
def test_a_decided_card_offers_nothing_any_more(
    qtbot: QtBot, desk: FakeDesk, mail: Card, state: CardState, words: str
) -> None:
    from dataclasses import replace

    view = show(qtbot, desk, mail)
    view.settle(replace(mail, state=state))
    qtbot.waitUntil(lambda: says(view, words))
    assert shown(view, QPushButton) == []


def test_an_event_card_says_weekday_dates_zone_repeat_and_guests(
    qtbot: QtBot, desk: FakeDesk
) -> None:
    from datetime import timedelta

    event = Event(
        "e",
        "Standup",
        MONDAY,
        MONDAY + timedelta(hours=26),
        location="Room 3",
        attendees=(ANNA,),
        repeat="FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261231T000000Z",
        reminder_minutes=90,
    )
    view = show(qtbot, desk, desk.card(Proposal("Add", (Add(event),)), tool="calendar.create"))
    said = " | ".join(labels(view))
    for text in (
        "Monday, 23 November 2026, 10:00 – Tuesday, 24 November 2026, 12:00 (Europe/Berlin)",
        "Every week on Monday and Wednesday, until 31 December 2026",
        "Room 3",
        "Anna Keller <anna@example.org>",
        "1 hour 30 minutes before",
        "stays on this computer",
        "Add event",
    ):
        assert text in said, text


@pytest.mark.parametrize(
    ("change", "verb", "text"),
    [
        (Add(Reminder("r", "Stretch", MONDAY)), "Set reminder", "Stretch"),
        (Add(Contact("c", "Zoë", ("zoe@example.ie",))), "Add contact", "zoe@example.ie"),
        (Remove(Contact("c", "Zoë")), "Delete", "Zoë"),
        (Add(DRAFT), "Do it", "Ten minutes late"),
        (
            Update(Contact("c", "Zoe"), Contact("c", "Zoe", ("z@example.ie",))),
            "Change",
            "–  →  z@example.ie",
        ),
    ],
)
def test_every_kind_of_change_has_a_face(
    qtbot: QtBot, desk: FakeDesk, change: Add, verb: str, text: str
) -> None:
    view = show(qtbot, desk, desk.card(Proposal("Summary", (change,))))
    assert find(view, QPushButton, "approve").text() == verb
    assert says(view, text)
    assert shown(view, QPushButton, "editCard") == [], "no tool, nothing to run again"


def test_several_changes_stand_on_one_card(qtbot: QtBot, desk: FakeDesk) -> None:
    changes = (Add(Contact("a", "Anna")), Add(Contact("b", "Ben")))
    view = show(qtbot, desk, desk.card(Proposal("Add two people", changes)))
    assert find(view, QPushButton, "approve").text() == "Do all 2"
    assert says(view, "Anna")
    assert says(view, "Ben")


@pytest.mark.parametrize(
    "spoof",
    [
        "<h1>Approved</h1>",
        "<img src='file:///etc/passwd'>",
        "<a href='http://example.org'>click</a>",
        "\u202egro.elpmaxe@anna",
        "&amp;<br>",
    ],
)
def test_foreign_words_never_become_rich_text(qtbot: QtBot, desk: FakeDesk, spoof: str) -> None:
    draft = Draft("d", (Address("anna@example.org", spoof),), spoof, spoof)
    view = show(qtbot, desk, desk.card(Proposal(spoof, (Send(draft),)), warnings=(spoof,)))
    for label in shown(view, QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or not label.text(), label.text()
    assert spoof in find(view, Prose, "mailBody").toPlainText()


def test_nothing_of_a_long_letter_is_cut_off(qtbot: QtBot, desk: FakeDesk, tmp_path: Path) -> None:
    body = "\n".join(f"line {number} " + "x" * 300 for number in range(200))
    draft = Draft("d", (ANNA,), "s" * 400, body)
    view = show(qtbot, desk, desk.card(Proposal("s", (Send(draft),))))
    prose = find(view, Prose, "mailBody")
    qtbot.waitUntil(lambda: prose.height() >= int(prose.document().size().height()))
    assert prose.toPlainText() == body
    assert prose.height() > 2000


def test_what_a_text_brought_in_is_picked_by_hand(qtbot: QtBot, desk: FakeDesk, mail: Card) -> None:
    from dataclasses import replace

    picks = (Pick("ben@example.org", "Ben: ben@example.org"), Pick("https://a.example/?a=1&b", ""))
    card = replace(mail, picks=picks)
    desk.open_cards[card.id] = card
    view = show(qtbot, desk, card)
    boxes = view.findChildren(QCheckBox, "pick")
    assert [box.text().replace("&&", "&") for box in boxes] == [one.what for one in picks]
    assert "found in: Ben: ben@example.org" in labels(view)
    qtbot.wait(GUARD + 100)
    button = find(view, QPushButton, "approve")
    assert not button.isEnabled()
    boxes[0].click()
    assert not button.isEnabled()
    boxes[1].click()
    assert button.isEnabled()
    boxes[0].click()
    assert not button.isEnabled()
    boxes[0].click()
    button.click()
    assert desk.picked == [one.what for one in picks]
