"""Every place of the real window that shows words of others, each with what shows a text there."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from assistant.domain.calendar import Event
from assistant.domain.cards import Pick
from assistant.domain.changes import Add, Proposal, Record, Send
from assistant.domain.contacts import Contact
from assistant.domain.mail import Address, Draft
from assistant.domain.mime.opening import open_letter
from assistant.domain.received import Received
from assistant.domain.reminders import Reminder
from assistant.domain.talk import Role
from assistant.domain.tasks import Task
from tests.fakes.desk import MONDAY, FakeDesk
from ui.cards.view import CardView
from ui.chat.bubble import AnswerBubble, UserBubble
from ui.look.prose import Prose
from ui.panels.mail.letter import LetterView
from ui.panels.mail.webview import WebView
from ui.shell.window import Window

HOUR = timedelta(hours=1)
PAGES = ("calendar", "tasks", "reminders", "contacts", "outbox", "approvals", "activity")


class Places:
    """Iterate over it: the name of a place, and what shows the text there."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line = " ".join(text.split())
        self._desk = FakeDesk(Path(tempfile.mkdtemp()))
        self._made: list[QWidget] = []
        self._furnish()

    def __iter__(self) -> Iterator[tuple[str, Callable[[], object]]]:
        yield "an answer", lambda: self._shown(AnswerBubble(self._text))
        yield "an answer that streams", self._streamed
        yield "Markdown", self._markdown
        yield "what was typed", lambda: self._shown(UserBubble(self._text))
        yield "a letter of HTML", lambda: self._letter("html")
        yield "a letter as its author meant it", self._html
        yield "a plain letter", lambda: self._letter("plain")
        yield "a card", self._card
        yield "the window", self._window
        yield "labels", self._labels_are_plain
        for one in self._made:
            one.close()
            one.deleteLater()

    def _furnish(self) -> None:
        line = self._line
        records: tuple[Record, ...] = (
            Contact("c", line, (line,)),
            Task("t", line, notes=self._text),
            Reminder("r", line, MONDAY + HOUR),
            Event("e", line, MONDAY, MONDAY + HOUR, location=line),
            *(self._received(kind) for kind in ("html", "plain")),
        )
        for record in records:
            self._desk.records[record.id] = record

    def _received(self, kind: str) -> Received:
        return open_letter(self._raw(kind), kind, MONDAY).letter

    def _raw(self, kind: str) -> bytes:
        head = f"From: A <a@example.net>\r\nSubject: {self._line}\r\nContent-Type: text/{kind}"
        return f"{head}\r\n\r\n{self._text}".encode()

    def _shown(self, widget: QWidget) -> None:
        self._made.append(widget)
        widget.resize(700, 600)
        widget.show()
        widget.grab()

    def _streamed(self) -> None:
        bubble = AnswerBubble(open_=True)
        self._shown(bubble)
        for at in range(0, len(self._text), 7):
            bubble.add(self._text[at : at + 7])
        bubble.finish()
        bubble.grab()

    def _markdown(self) -> None:
        prose = Prose()
        prose.show_markdown(self._text)
        self._shown(prose)

    def _letter(self, kind: str) -> None:
        letter = self._desk.records[kind]
        assert isinstance(letter, Received)
        view = LetterView(self._desk, letter, [], alone=True)
        view.unfold()
        self._shown(view)

    def _html(self) -> None:
        view = WebView()
        view.show_letter(self._raw("html"), self._text, {})
        self._shown(view)

    def _card(self) -> None:
        draft = Draft("d", (Address("a@example.net", self._line),), self._line, self._text)
        proposal = Proposal(self._line, (Add(draft), Send(draft)))
        card = self._desk.card(proposal, warnings=(self._text,))
        self._shown(CardView(self._desk, replace(card, picks=(Pick(self._line, self._line),))))

    def _window(self) -> None:
        self._desk.apply(Proposal(self._text, (Add(Contact("n", self._line)),)), cause=self._text)
        self._desk.line("talk", Role.USER, self._text)
        whole = Window(self._desk)
        whole.tell(self._text)
        self._shown(whole)
        for page in PAGES:
            whole.show_page(page)
            whole.grab()

    def _labels_are_plain(self) -> None:
        for one in self._made:
            for label in one.findChildren(QLabel):
                markup = "<" in label.text() and label.textFormat() != Qt.TextFormat.PlainText
                assert not markup, f"a label takes {label.text()[:60]!r} for markup"
            for widget in one.findChildren(QWidget):
                hint = widget.toolTip().removeprefix("<qt>").removesuffix("</qt>")
                assert "<" not in hint, f"a tooltip takes {hint[:60]!r} for markup"
