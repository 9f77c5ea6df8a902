"""The mail page: folders, rows, threads, HTML, answers, files."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from assistant.base.clock import FrozenClock
from assistant.domain.contacts import Contact
from assistant.domain.mail import Address, Draft
from assistant.domain.received import SEEN, Attached, Received
from assistant.store.mailboxes import Arrival, Folder
from assistant.store.store import Store
from tests.fakes.desk import BERLIN, FakeDesk
from ui.models.letters import ROW, Letters
from ui.panels.mail.letter import LetterView
from ui.panels.mail.page import MailPage

ANNA = Received(
    "a",
    Address("anna@example.org", "Anna Berg"),
    "Budget",
    "Please send the figures.\n\nOn Monday you wrote:\n> an old line",
    datetime(2026, 11, 23, 8, tzinfo=BERLIN),
    (Address("me@example.org"), Address("ben@example.org", "Ben")),
    (Address("zoe@example.ie"),),
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
    attachments=(
        Attached("bill.pdf", "application/pdf", 2048, 1),
        Attached("run.exe", "x/y", 9, 2),
    ),
    flags=(SEEN,),
)
PIXEL = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def page(desk: FakeDesk, qtbot: QtBot) -> MailPage:
    for one in (ANNA, TRICK, Contact("c", "Anna Berg", ("anna@example.org",))):
        desk.records[one.id] = one
    made = MailPage(desk)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show()
    return made


def rows(page: MailPage) -> list[str]:
    model = page.list.letters
    return [str(model.data(model.index(at))) for at in range(model.rowCount())]


def texts(widget: QWidget, name: str = "") -> list[str]:
    found = widget.findChildren(QLabel, name) if name else widget.findChildren(QLabel)
    return [one.text() for one in found]


def press(page: QWidget, name: str) -> None:
    button = page.findChild(QPushButton, name) or page.findChild(QToolButton, name)
    assert button is not None, name
    button.click()


def view(page: MailPage, at: int = -1) -> LetterView:
    return page.reader.views[at]


def test_unread_ones_are_told_apart(page: MailPage) -> None:
    assert rows(page) == ["unread, Anna Berg, Budget", "anna@example.org, <b>Pay</b> now"]
    assert page.folders.item(0).text() == "Inbox  1"


def test_a_letter_is_opened_marked_and_read(page: MailPage, desk: FakeDesk) -> None:
    page.list.clicked.emit(page.list.letters.index(0))
    assert texts(page.reader, "letterSender") == ["Anna Berg <anna@example.org>"]
    one = view(page)
    assert one.text.toPlainText() == "Please send the figures."
    assert not one.quote.isVisible()
    press(page, "unfoldQuote")
    assert one.quote.toPlainText() == "On Monday you wrote:\n> an old line"
    found = desk.records["a"]
    assert isinstance(found, Received)
    assert found.seen
    press(page, "markUnread")
    assert not page.reader.views


def test_a_thread_shows_the_newest_and_folds_the_others(page: MailPage, desk: FakeDesk) -> None:
    later = ANNA.date + timedelta(hours=1)
    desk.records["a2"] = replace(ANNA, id="a2", subject="Re: Budget", text="Any news?", date=later)
    page.refresh()
    assert rows(page)[0] == "unread, Anna Berg, Re: Budget"
    glance = page.list.letters.data(page.list.letters.index(0), ROW)
    assert glance.count == 2
    page.open_letter("a2")
    assert [one.open for one in page.reader.views] == [False, True]
    view(page, 0).unfold()
    assert page.reader.views[0].text.toPlainText() == "Please send the figures."


def test_what_is_odd_about_a_letter_is_said(page: MailPage) -> None:
    page.open_letter("t")
    told = texts(page)
    assert "exarnple.org only looks like example.org." in told
    assert "The name shows another address than the one it came from: boss@exarnple.org." in told
    assert "It asks for answers to another address: other@example.net." in told
    assert "anna@example.org <boss@exarnple.org>" in told
    assert "<b>Pay</b> now" in told
    assert view(page).text.toPlainText() == "Click <a href='x'>here</a>"
    openers = page.reader.findChildren(QPushButton, "openAttachment")
    assert len(openers) == 1, "what runs can only be saved"


def test_an_answer_is_proposed_to_the_sender_in_its_thread(page: MailPage, desk: FakeDesk) -> None:
    page.open_letter("a")
    press(page, "answerMail")
    assert page.composer.body.toPlainText().startswith("\n\nOn 2026-11-23 08:00, Anna Berg")
    page.composer.body.insertPlainText("Here they are.")
    press(page, "reviewAndSend")
    (card,) = desk.open_cards.values()
    draft = card.proposal.changes[-1].draft  # type: ignore[union-attr]
    assert isinstance(draft, Draft)
    assert (draft.to, draft.in_reply_to, draft.answers) == ((ANNA.sender,), "m@x.org", "a")
    assert draft.body.startswith("Here they are.\n\nOn 2026-11-23 08:00, Anna Berg")


def test_an_answer_to_all_leaves_the_user_out(page: MailPage) -> None:
    page.open_letter("a")
    press(page, "answerAll")
    draft = page.composer.typed()
    assert [one.email for one in draft.to] == ["anna@example.org", "ben@example.org"]
    assert [one.email for one in draft.cc] == ["zoe@example.ie"]


def test_files_go_along_with_what_is_passed_on(
    page: MailPage, desk: FakeDesk, tmp_path: Path, qtbot: QtBot
) -> None:
    page.open_letter("t")
    press(page, "forwardMail")
    assert [one.name for one in page.composer.typed().enclosed] == ["bill.pdf", "run.exe"]
    file = tmp_path / "more.txt"
    file.write_text("x")
    page.composer.put_in([file])
    qtbot.waitUntil(lambda: len(page.findChildren(QFrame, "fileChip")) >= 3)
    press(page, "dropFile")
    assert [one.name for one in page.composer.typed().enclosed] == ["run.exe", "more.txt"]
    press(page, "reviewAndSend")
    assert texts(page, "composeTrouble") == ["Who is it for?"]
    press(page, "saveDraft")
    assert [one.subject for one in desk.reads.drafts(sent=False)] == ["Fwd: <b>Pay</b> now"]


def test_a_draft_is_written_on(page: MailPage, desk: FakeDesk) -> None:
    desk.records["d"] = Draft("d", (Address("x@example.org"),), "Later", "Half a letter")
    page._picked(2)
    row = page.findChild(QFrame, "draftRow")
    assert row is not None
    page.write(desk.records["d"])  # type: ignore[arg-type]
    page.composer.body.setPlainText("A whole letter")
    press(page, "saveDraft")
    found = desk.records["d"]
    assert isinstance(found, Draft)
    assert found.body == "A whole letter"


def test_who_has_not_answered_yet(page: MailPage, desk: FakeDesk) -> None:
    sent = replace(ANNA, id="s", role="sent", date=ANNA.date - timedelta(days=6))
    desk.records["s"] = replace(sent, subject="Offer", to=(Address("ben@example.org", "Ben"),))
    page._picked(1)
    row = page.findChild(QFrame, "waitingRow")
    assert row is not None
    assert row.accessibleName() == "Ben <ben@example.org>, Offer, waiting since Tue 17 Nov"


def test_a_deleted_letter_gives_the_list_back(page: MailPage) -> None:
    page.open_letter("a")
    press(page, "trashMail")
    page.refresh()
    assert not page.reader.views
    assert len(rows(page)) == 1
    page.search.setText("nowhere")
    page._show_rows()
    assert not rows(page)


def test_the_source_can_always_be_seen(page: MailPage) -> None:
    page.open_letter("a")
    press(page, "showSource")
    assert view(page).source.toPlainText() == "Source of a"


def test_html_loads_nothing_until_it_is_asked_for(
    page: MailPage, desk: FakeDesk, qtbot: QtBot
) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    data = QByteArray()
    from PySide6.QtCore import QBuffer

    buffer = QBuffer(data)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    desk.net["https://img.example/a.png"] = bytes(data.data())
    html = (
        "<p onclick=x()>Hello <b>you</b></p><script>x()</script><img src='https://img.example/a.png'>"
        "<img src='https://t.example/p.gif' width=1 height=1><img src='file:///etc/passwd'>"
    )
    head = "From: a@b.org\r\nContent-Type: text/html\r\n\r\n"
    desk.sources["a"] = (head + html).encode()
    page.open_letter("a")
    press(page, "showHtml")
    web = view(page).web
    assert web is not None
    assert web.toPlainText().startswith("Hello you")
    assert "2 pictures from the net" in texts(page, "blockedPictures")[0]
    assert "1 of them would tell" in texts(page, "blockedPictures")[0]
    kind = QTextDocument.ResourceType.ImageResource
    for address in ("file:///etc/passwd", "https://img.example/a.png", "cid:nobody"):
        assert web.loadResource(int(kind.value), QUrl(address)) is None
    assert not desk.asked.of("load_pictures")
    press(page, "loadPictures")
    qtbot.waitUntil(lambda: view(page).web is not web)
    shown = view(page).web
    assert shown is not None
    assert shown.loadResource(int(kind.value), QUrl("https://img.example/a.png")) is not None


def test_a_folder_of_many_letters_costs_what_is_looked_at() -> None:
    store = Store(None, FrozenClock(ANNA.date, BERLIN))
    store.mailboxes.keep_folder(Folder("w", "INBOX", "inbox", 1))
    store.mailboxes.arrived(
        Arrival(
            replace(
                ANNA, id=f"{n}", uid=n, account="w", subject=f"S {n}", message_id=f"{n}@x",
                date=ANNA.date - timedelta(minutes=n),
            ),
            b"x", whole=True,
        )
        for n in range(1000)
    )  # fmt: skip
    (box,) = store.mail.boxes()
    model = Letters(store.mail)
    model.show_box(box)
    assert model.rowCount() == 100
    assert model.canFetchMore()
    model.fetchMore()
    assert model.data(model.index(150), ROW).subject == "S 150"
    while model.canFetchMore():
        model.fetchMore()
    assert model.rowCount() == 1000
    model.show_box(box, "subject:999")
    assert model.rowCount() == 1
    store.close()
