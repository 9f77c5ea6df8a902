"""Who comes: names and addresses with commas between, completed from the contacts."""

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from assistant.base.errors import AssistantError
from assistant.domain.mail import Address
from assistant.domain.message import address, plain_line
from ui.desk import Desk
from ui.look.tongue import say

_MOST = 2_000  # characters


class GuestField(QLineEdit):
    """A line of guests; a name that one contact has becomes their address."""

    def __init__(self, desk: Desk, guests: tuple[Address, ...]) -> None:
        super().__init__(", ".join(str(one) for one in guests))
        self.setObjectName("eventGuests")
        self.setMaxLength(_MOST)
        self._desk = desk
        self._were = {str(one): one for one in guests}
        say(self, self.setPlaceholderText, "Names or addresses, with commas between")
        self._names = QStringListModel()
        self._completer = QCompleter(self._names, self)
        self._completer.setWidget(self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.activated.connect(self._take)
        self.textEdited.connect(self._offer)

    def guests(self) -> tuple[Address, ...]:
        """Return who was typed; raises `AssistantError` for an address that is none."""
        parts = (plain_line(part) for part in _parts(self.text()))
        return tuple(self._guest(part) for part in parts if part)

    def _guest(self, said: str) -> Address:
        if said in self._were:
            return self._were[said]
        if "@" in said:
            return address(said)
        found = [one for one in self._desk.reads.contacts(said) if one.emails]
        exact = [one for one in found if one.name.casefold() == said.casefold()]
        one = exact[0] if len(exact) == 1 else found[0] if len(found) == 1 else None
        return Address(one.emails[0], one.name) if one else Address("", said)

    def _offer(self, text: str) -> None:
        begun = _parts(text[: self.cursorPosition()])[-1].strip()
        if not begun or "@" in begun:
            self._names.setStringList([])
            return
        known = self._desk.reads.contacts(begun)[:8]
        self._names.setStringList([f"{one.name} <{one.emails[0]}>" for one in known if one.emails])
        self._completer.setCompletionPrefix(begun)
        if self._names.rowCount():
            self._completer.complete()

    def _take(self, chosen: str) -> None:
        before = self.text()[: self.cursorPosition()]
        after = self.text()[self.cursorPosition() :]
        kept = before[: len(before) - len(_parts(before)[-1])]
        space = " " if kept and not kept.endswith(" ") else ""
        self.setText(f"{kept}{space}{chosen}, {after.lstrip(' ,')}")

    def trouble(self) -> str:
        """Return what is wrong with what was typed, "" where nothing is."""
        try:
            self.guests()
        except AssistantError as error:
            return error.shown()
        return ""


def _parts(text: str) -> list[str]:
    for mark in "，、；;":
        text = text.replace(mark, ",")
    return text.split(",")
