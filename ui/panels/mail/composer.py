"""A letter being written: people, subject, text, files. It leaves by a card, never from here."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from assistant.base.i18n import tr
from assistant.domain.changes import Add, Change, Proposal, Send, Update
from assistant.domain.mail import Draft, Enclosed
from assistant.domain.message import plain_line
from ui.desk import Desk
from ui.look.attempt import attempt, complaints
from ui.look.flow import FlowLayout
from ui.look.moments import size
from ui.look.parts import button, clear, frame, icon_button, plain, row, words
from ui.look.tongue import say
from ui.look.wait import follow_work
from ui.panels.mail.people import PeopleField


class Composer(QWidget):
    """Writes or changes one draft; `ended` says that it is put away."""

    ended = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("mailComposer")
        self._desk = desk
        self._draft = Draft("", (), "", "")
        self._files: list[Enclosed] = []
        self.people = {name: PeopleField(desk, name) for name in ("To", "Cc", "Bcc")}
        self.subject = QLineEdit()
        self.subject.setObjectName("composeSubject")
        say(self.subject, self.subject.setAccessibleName, "Subject")
        self.body = QPlainTextEdit()
        self.body.setObjectName("composeText")
        self.body.setTabChangesFocus(True)
        say(self.body, self.body.setAccessibleName, "Text")
        self._enclosed = FlowLayout(6)
        self._complaint = plain(tone="danger")
        self._complaint.setObjectName("composeTrouble")
        self._lay_out()

    def begin(self, draft: Draft) -> None:
        """Show a draft to be written on; the cursor stands where its text begins."""
        self._draft = draft
        self._files = list(draft.enclosed)
        for name, people in (("To", draft.to), ("Cc", draft.cc), ("Bcc", draft.bcc)):
            self.people[name].show_people(people)
        self.subject.setText(draft.subject)
        self.body.setPlainText(draft.body)
        self._complain("")
        self._show_files()
        (self.body if draft.to else self.people["To"].line).setFocus()

    def typed(self) -> Draft:
        """Return the draft as it stands here."""
        people = {name: field.people() for name, field in self.people.items()}
        return replace(
            self._draft,
            to=people["To"],
            cc=people["Cc"],
            bcc=people["Bcc"],
            subject=plain_line(self.subject.text()),
            body=self.body.toPlainText().strip("\n"),
            enclosed=tuple(self._files),
        )

    def _settled(self) -> bool:
        return [field.settle() for field in self.people.values()].count(False) == 0

    def _changes(self, draft: Draft) -> list[Change]:
        known = self._desk.reads.get(Draft, draft.id)
        if known is None:
            return [Add(draft)]
        return [Update(known, draft)] if known != draft else []

    def _keep(self) -> None:
        self._settled()
        draft = self.typed()
        changes = self._changes(draft)
        words_ = tr("Draft: {subject}", subject=draft.subject or tr("(no subject)"))
        if not changes or attempt(lambda: self._desk.propose(Proposal(words_, tuple(changes)))):
            self.ended.emit()

    def _send(self) -> None:
        """Propose the letter: its card shows the exact bytes before anything leaves."""
        if not self._settled():
            return
        draft = self.typed()
        if not draft.recipients:
            self._complain(tr("Who is it for?"))
            return
        if not draft.body and not draft.enclosed:
            self._complain(tr("The letter is empty."))
            return
        summary = tr(
            "Send “{subject}” to {people}",
            subject=draft.subject,
            people=", ".join(str(one) for one in draft.recipients),
        )
        changes = (*self._changes(draft), Send(draft))
        if attempt(lambda: self._desk.propose(Proposal(summary, changes))):
            self.ended.emit()

    def _put_in(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, tr("Put files in"))
        self.put_in([Path(name) for name in names])

    def put_in(self, paths: Sequence[Path]) -> None:
        """Put files in, in the background."""
        for path in paths:
            follow_work(self, self._desk.enclose(path), self._taken, complaints.heard.emit)

    def _taken(self, one: Enclosed) -> None:
        self._files.append(one)
        self._show_files()

    def _show_files(self) -> None:
        clear(self._enclosed)
        for one in self._files:
            layout = row(
                plain(one.name, wrap=False),
                plain(size(one.size), step="small", tone="muted", wrap=False),
                self._away(one),
                spacing=6,
            )
            chip = frame("person", layout, (9, 1, 2, 1))
            chip.setObjectName("fileChip")
            chip.setAccessibleName(one.name)
            self._enclosed.addWidget(chip)
        self._room.setVisible(bool(self._files))

    def _away(self, one: Enclosed) -> QToolButton:
        made = icon_button("close", "Take out", "dropFile", partial(self._drop, one))
        made.setProperty("kind", "tiny")
        return made

    def _drop(self, one: Enclosed) -> None:
        self._files.remove(one)
        self._show_files()

    def _complain(self, text: str) -> None:
        self._complaint.setText(text)
        self._complaint.setVisible(bool(text))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        at = 0
        for name, field in self.people.items():
            grid.addWidget(words(name, tone="muted", wrap=False), at, 0)
            grid.addWidget(field, at, 1)
            grid.addWidget(field.trouble, at + 1, 1)
            at += 2
        grid.addWidget(words("Subject", tone="muted", wrap=False), at, 0)
        grid.addWidget(self.subject, at, 1)
        self._room = QWidget()
        self._room.setLayout(self._enclosed)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 14, 20, 16)
        outer.setSpacing(10)
        outer.addLayout(grid)
        outer.addWidget(self._room)
        outer.addWidget(self.body, 1)
        outer.addWidget(self._complaint)
        outer.addLayout(
            row(
                button("Put files in…", "putFilesIn", self._put_in),
                None,
                button("Cancel", "cancelCompose", self.ended.emit),
                button("Save draft", "saveDraft", self._keep),
                button("Review and send", "reviewAndSend", self._send, kind="primary"),
            )
        )


def blank() -> Draft:
    """Return an empty draft with a name of its own."""
    return Draft(uuid4().hex, (), "", "")
