"""The letters that arrived, listed and read."""

from dataclasses import replace
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from assistant.domain.contacts import Contact
from assistant.domain.mail import Address, Draft
from assistant.domain.received import SEEN, Attached, Received
from tests.fakes.desk import BERLIN, FakeDesk
from ui.panels.mail.inbox import Inbox
from ui.panels.mail.reader import Reader

ANNA = Received(
    "a",
    Address("anna@example.org", "Anna Berg"),
    "Budget",
    "Please send the figures.\n\nOn Monday you wrote:\n> an old line",
    datetime(2026, 11, 23, 8, tzinfo=BERLIN),
    (Address("me@example.org"),),
    message_id="m@x.org",
)
TRICK = replace(
    ANNA,
    id="t",
    date=datetime(2026, 11, 22, 8, tzinfo=BERLIN),
    sender=Address("boss@exarnple.org", "anna@example.org"),
    subject="<b>Pay</b> now",
    text="Click <a href='x'>here</a>",
    reply_to=(Address("other@example.net"),),
    attachments=(Attached("bill.pdf", "application/pdf", 2048, 1),),
    flags=(SEEN,),
)


@pytest.fixture
def inbox(desk: FakeDesk, qtbot: object) -> Inbox:
    for one in (ANNA, TRICK, Contact("c", "Anna Berg", ("anna@example.org",))):
        desk.records[one.id] = one
    made = Inbox(desk)
    qtbot.addWidget(made)  # type: ignore[attr-defined]
    made.show()
    return made


def rows(inbox: Inbox) -> list[QFrame]:
    return inbox.findChildren(QFrame, "receivedRow")


def texts(widget: QWidget, name: str = "") -> list[str]:
    found = widget.findChildren(QLabel, name) if name else widget.findChildren(QLabel)
    return [one.text() for one in found]


def press(inbox: Inbox, name: str) -> None:
    button = inbox.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    button.click()


def test_unread_ones_are_told_apart(inbox: Inbox) -> None:
    names = [row.accessibleName() for row in rows(inbox)]
    assert names[0].startswith("unread, Anna Berg, Budget")
    assert names[1].startswith("anna@example.org, <b>Pay</b> now")


def test_a_letter_is_opened_marked_and_read(inbox: Inbox, desk: FakeDesk, qtbot: object) -> None:
    qtbot.mouseClick(rows(inbox)[0], Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    reader = inbox.findChild(Reader)
    assert isinstance(reader, Reader)
    assert reader.isVisible()
    assert texts(reader, "letterSender") == ["Anna Berg <anna@example.org>"]
    assert reader._text.toPlainText() == "Please send the figures."
    assert not reader._quote.isVisible()
    press(inbox, "unfoldQuote")
    assert reader._quote.toPlainText() == "On Monday you wrote:\n> an old line"
    found = desk.records["a"]
    assert isinstance(found, Received)
    assert found.seen
    press(inbox, "markUnread")
    assert not reader.isVisible()


def test_what_is_odd_about_a_letter_is_said(inbox: Inbox) -> None:
    inbox.open_letter(TRICK)
    told = texts(inbox)
    assert "exarnple.org only looks like example.org." in told
    assert "The name shows another address than the one it came from: boss@exarnple.org." in told
    assert "It asks for answers to another address: other@example.net." in told
    assert "anna@example.org <boss@exarnple.org>" in told
    assert "<b>Pay</b> now" in told
    assert inbox.reader._text.toPlainText() == "Click <a href='x'>here</a>"


def test_an_answer_is_proposed_to_the_sender_in_its_thread(inbox: Inbox, desk: FakeDesk) -> None:
    inbox.open_letter(ANNA)
    press(inbox, "answerMail")
    inbox.reader.answer.setPlainText("Here they are.")
    press(inbox, "sendAnswer")
    (card,) = desk.open_cards.values()
    draft = card.proposal.changes[-1].draft  # type: ignore[union-attr]
    assert isinstance(draft, Draft)
    assert (draft.to, draft.in_reply_to, draft.answers) == ((ANNA.sender,), "m@x.org", "a")
    assert draft.body.startswith("Here they are.\n\nOn 2026-11-23 08:00, Anna Berg")


def test_a_deleted_letter_gives_the_list_back(inbox: Inbox, desk: FakeDesk) -> None:
    inbox.open_letter(ANNA)
    press(inbox, "trashMail")
    inbox.refresh()
    assert not inbox.reader.isVisible()
    assert len(rows(inbox)) == 1
    inbox.search.setText("nowhere")
    inbox.refresh()
    assert not rows(inbox)


def test_the_source_can_always_be_seen(inbox: Inbox) -> None:
    inbox.open_letter(ANNA)
    press(inbox, "showSource")
    assert inbox.reader._source.toPlainText() == "Source of a"
