"""Who gets a letter: chips, completed while typing from the contacts and from sent mail."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.domain.mail import Address
from assistant.domain.message import address, plain_line
from assistant.domain.people import bare, complete
from ui.desk import Desk
from ui.look.flow import FlowLayout
from ui.look.parts import as_hint, icon_button, plain, restyle
from ui.look.tongue import say

_ENDS = ",;，；、"


class PeopleField(QFrame):
    """A line of recipients. A name is one match or a choice: nobody is ever guessed.

    `changed` says that somebody was added or taken out, or that something is typed.
    """

    changed = Signal()

    def __init__(self, desk: Desk, label: str) -> None:
        super().__init__()
        self.setObjectName("peopleField")
        self.setProperty("kind", "people")
        self._desk = desk
        self._people: list[Address] = []
        self._offered: list[Address] = []
        self._flow = FlowLayout(6)
        inside = QWidget()
        inside.setLayout(self._flow)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(6, 4, 6, 4)
        outer.addWidget(inside)
        self.line = QLineEdit()
        self.line.setProperty("kind", "bare")
        self.line.setMinimumWidth(180)
        say(self.line, self.line.setAccessibleName, label)
        self._flow.addWidget(self.line)
        self._names = QStringListModel()
        self._completer = QCompleter(self._names, self)
        self._completer.setWidget(self.line)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.activated.connect(self._choose)
        self.line.textEdited.connect(self._typed)
        self.line.editingFinished.connect(self._left)
        self.line.installEventFilter(self)
        self.trouble = plain(tone="danger", step="small")
        self.trouble.setObjectName("peopleTrouble")
        self.trouble.hide()

    def show_people(self, people: Sequence[Address]) -> None:
        """Show these in place of all others."""
        self._people = list({one.email.casefold(): one for one in people}.values())
        self.line.clear()
        self._draw()

    def people(self) -> tuple[Address, ...]:
        """Return who was chosen; what is typed and no chip yet is looked at first."""
        self.settle()
        return tuple(self._people)

    def settle(self) -> bool:
        """Make chips of what is typed; return whether nothing is left that needs a choice."""
        text = self.line.text()
        if not text.strip(f" {_ENDS}"):
            self.line.clear()
            self._complain("")
            return True
        left = [part for part in _parted(text) if not self._take(part)]
        self.line.setText(", ".join(left))
        return not left

    def matches(self, said: str) -> list[Address]:
        """Return whom a name may mean: whole names before others; spelling counts for nothing."""
        wanted = " ".join(bare(said).split())
        known = [
            Address(email, one.name)
            for one in self._desk.reads.contacts()
            if " ".join(bare(one.name).split()) == wanted
            for email in one.emails
        ]
        return known or self._completions(said)

    def _take(self, said: str) -> bool:
        """Make a chip of an address, or of a name that means one mailbox alone."""
        if "@" in said:
            try:
                return self._add(address(said))
            except AssistantError as error:
                self._complain(f"{error.shown()} {error.next_step()}")
                return False
        found = self.matches(said)
        if len(found) == 1:
            return self._add(found[0])
        self._complain(
            tr("“{name}” may be {n} addresses: choose one.", name=said, n=len(found))
            if found
            else tr("Nobody here is called “{name}”: type the address.", name=said)
        )
        if found and self.isVisible():
            self._offer(found)
        return False

    def _add(self, person: Address) -> bool:
        if person.email.casefold() not in {one.email.casefold() for one in self._people}:
            self._people.append(person)
        self._complain("")
        self._draw()
        return True

    def _completions(self, text: str) -> list[Address]:
        reads = self._desk.reads
        return complete(text, reads.contacts(), reads.written_to())

    def _typed(self, text: str) -> None:
        self._complain("")
        if text and text[-1] in _ENDS:
            self.settle()
        elif text.strip():
            self._offer(self._completions(text))
        self.changed.emit()

    def _offer(self, found: Sequence[Address]) -> None:
        self._offered = list(found)
        self._names.setStringList([str(one) for one in found])
        if found:
            self._completer.complete()
        else:
            self._hide()

    def _hide(self) -> None:
        if (popup := self._completer.popup()) is not None:
            popup.hide()

    def _choose(self, chosen: str) -> None:
        one = next((one for one in self._offered if str(one) == chosen), None)
        if one is not None:
            self.line.clear()
            self._add(one)
            # The completer writes its choice into the line after this.
            self.line.setText("")

    def _left(self) -> None:
        popup = self._completer.popup()
        if popup is None or not popup.isVisible():
            self.settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Backspace in an empty line takes the last one out."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and watched is self.line and self._people and not self.line.text():
            assert isinstance(event, QKeyEvent)  # noqa: S101 - `pressed` has looked
            if event.key() == Qt.Key.Key_Backspace:
                self._drop(self._people[-1])
                return True
        return super().eventFilter(watched, event)

    def _drop(self, person: Address) -> None:
        self._people.remove(person)
        self._draw()
        self.line.setFocus()

    def _draw(self) -> None:
        while self._flow.count() > 1:
            item = self._flow.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None and widget is not self.line:
                widget.hide()
                widget.deleteLater()
        self._flow.takeAt(0)
        for one in self._people:
            self._flow.addWidget(self._chip(one))
        self._flow.addWidget(self.line)
        self.updateGeometry()
        self.changed.emit()

    def _chip(self, one: Address) -> QFrame:
        made = QFrame()
        made.setObjectName("personChip")
        made.setAccessibleName(str(one))
        made.setToolTip(as_hint(str(one)))
        layout = QHBoxLayout(made)
        layout.setContentsMargins(9, 1, 2, 1)
        layout.setSpacing(4)
        layout.addWidget(plain(one.name or one.email, wrap=False))
        if one.name:
            layout.addWidget(plain(one.email, tone="muted", step="small", wrap=False))
        away = icon_button("close", "Take out", "dropPerson", lambda: self._drop(one))
        away.setProperty("kind", "tiny")
        layout.addWidget(away)
        restyle(made, kind="person")
        return made

    def _complain(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))


def _parted(text: str) -> list[str]:
    for mark in _ENDS:
        text = text.replace(mark, ",")
    return [part for part in (plain_line(one) for one in text.split(",")) if part]
