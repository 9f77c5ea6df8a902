"""One letter to read: plain text, the real sender, the quote folded; nothing is loaded for it."""

from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from assistant.base.i18n import tr
from assistant.domain.changes import Add, Proposal, Send
from assistant.domain.mime.opening import attachment
from assistant.domain.received import Attached, Received
from assistant.domain.trust_signs import folded, signs
from assistant.domain.writing import answer_to, quoted
from ui.desk import Desk
from ui.look.attempt import attempt
from ui.look.moments import hour, long_day, size
from ui.look.parts import button, clear, column, notice, plain
from ui.look.prose import Prose
from ui.look.tongue import say


class Reader(QWidget):
    """Shows a letter; `left` says that the user wants the list back."""

    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("reader")
        self._desk = desk
        self._letter: Received | None = None
        self._head = QVBoxLayout()
        self._head.setSpacing(6)
        self._text, self._quote = Prose(), Prose()
        self._text.setObjectName("letterText")
        self._quote.setObjectName("letterQuote")
        self._unfold = button("Show quoted text", "unfoldQuote", self._toggle_quote)
        self._source = Prose()
        self._source.setObjectName("letterSource")
        self.answer = QPlainTextEdit()
        self._form = self._answering()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        outer.addLayout(self._buttons())
        outer.addLayout(self._head)
        outer.addWidget(self._text)
        outer.addWidget(self._unfold, 0, Qt.AlignmentFlag.AlignLeft)
        for one in (self._quote, self._form, self._source):
            outer.addWidget(one)

    def show_letter(self, letter: Received) -> None:
        """Show `letter` from its beginning, nothing unfolded."""
        self._letter = letter
        self._draw(letter)
        for one in (self._quote, self._source, self._form):
            one.hide()
        self.answer.clear()

    def refresh(self) -> bool:
        """Read the letter again; return False where it is not in the list any more."""
        known = self._desk.reads.get(Received, self._letter.id) if self._letter else None
        if known is None or known.role in {"trash", "junk"}:
            return False
        if known != self._letter:
            self._letter = known
            self._draw(known)
        return True

    def _draw(self, letter: Received) -> None:
        clear(self._head)
        subject = plain(letter.subject or tr("(no subject)"), step="heading")
        subject.setObjectName("letterSubject")
        self._head.addWidget(subject)
        sender = plain(str(letter.sender), tone="strong")
        sender.setObjectName("letterSender")
        self._head.addWidget(sender)
        local = letter.date.astimezone(self._desk.clock.zone)
        when = tr("{day}, {time}", day=long_day(local.date()), time=hour(local))
        to = ", ".join(str(one) for one in (*letter.to, *letter.cc))
        self._head.addWidget(plain(when, step="small", tone="muted"))
        if to:
            self._head.addWidget(plain(tr("To: {people}", people=to), step="small", tone="muted"))
        for sentence, values in signs(letter, self._known_domains()):
            self._head.addWidget(notice("warning", "warning", plain(tr(sentence, **values))))
        for one in letter.attachments:
            self._head.addWidget(self._attached(letter, one))
        said, quote = folded(letter.text)
        self._text.show_plain(said)
        self._quote.show_plain(quote)
        self._unfold.setVisible(bool(quote))

    def _attached(self, letter: Received, one: Attached) -> QFrame:
        layout = QHBoxLayout()
        layout.setContentsMargins(12, 6, 8, 6)
        layout.addWidget(plain(one.name), 1)
        layout.addWidget(plain(size(one.size), step="small", tone="muted", wrap=False))
        layout.addWidget(button("Save…", "saveAttachment", lambda: self._keep(letter, one)))
        made = QFrame()
        made.setProperty("kind", "row")
        made.setObjectName("attachment")
        made.setLayout(layout)
        return made

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(button("Back", "backToMail", self.left.emit))
        row.addStretch(1)
        row.addWidget(button("Answer", "answerMail", self._begin, kind="primary"))
        row.addWidget(button("Mark as unread", "markUnread", self._unread))
        row.addWidget(button("Show source", "showSource", self._toggle_source))
        row.addWidget(button("Delete", "trashMail", self._trash))
        return row

    def _answering(self) -> QWidget:
        self.answer.setObjectName("answerText")
        self.answer.setTabChangesFocus(True)
        self.answer.setMinimumHeight(140)
        say(self.answer, self.answer.setPlaceholderText, "Write your answer")
        say(self.answer, self.answer.setAccessibleName, "Your answer")
        self.send = button("Review and send", "sendAnswer", self._send, kind="primary")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button("Cancel", "cancelAnswer", self._put_away))
        row.addWidget(self.send)
        form = column(self.answer, spacing=8)
        form.addLayout(row)
        made = QWidget()
        made.setLayout(form)
        return made

    def _begin(self) -> None:
        self._form.show()
        self.answer.setFocus()

    def _put_away(self) -> None:
        self.answer.clear()
        self._form.hide()

    def _send(self) -> None:
        """Propose the answer: its card shows the exact letter before anything leaves."""
        letter, said = self._letter, self.answer.toPlainText().strip()
        if letter is None or not said:
            return
        draft = answer_to(uuid4().hex, letter, f"{said}\n\n{quoted(letter)}".rstrip())
        summary = tr(
            "Send “{subject}” to {people}",
            subject=draft.subject,
            people=", ".join(str(one) for one in draft.recipients),
        )
        if attempt(lambda: self._desk.propose(Proposal(summary, (Add(draft), Send(draft))))):
            self._put_away()

    def _unread(self) -> None:
        if self._letter is not None:
            self._desk.mark_letter(self._letter.id, seen=False)
            self.left.emit()

    def _trash(self) -> None:
        if self._letter is not None:
            self._desk.move_letter(self._letter.id, "trash")

    def _toggle_quote(self) -> None:
        self._quote.setVisible(not self._quote.isVisibleTo(self))

    def _toggle_source(self) -> None:
        raw = self._desk.letter_source(self._letter.id) if self._letter else None
        self._source.show_plain((raw or b"").decode("latin-1")[:200_000])
        self._source.setVisible(not self._source.isVisibleTo(self))

    def _keep(self, letter: Received, one: Attached) -> None:
        """Save an attachment where the user says; nothing is ever opened by itself."""
        raw = self._desk.letter_source(letter.id)
        name, _ = QFileDialog.getSaveFileName(self, tr("Save the attachment"), one.name)
        if raw is not None and name:
            Path(name).write_bytes(attachment(raw, one.part))

    def _known_domains(self) -> list[str]:
        reads = self._desk.reads
        known = [email for one in reads.contacts() for email in one.emails]
        known += [one.email for one in (*reads.written_to(), *reads.myself())]
        return sorted({email.rpartition("@")[2] for email in known})
