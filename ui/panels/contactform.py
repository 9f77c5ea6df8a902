"""The form for one contact."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QVBoxLayout

from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.domain.contacts import Contact
from assistant.domain.message import address, plain_line
from ui.look.parts import button, plain, row, words
from ui.look.tongue import say

_FIELDS = (("name", "Name"), ("emails", "Mail"), ("phones", "Phone"), ("notes", "Notes"))


class ContactForm(QFrame):
    """Checks what is typed; `saved` carries the contact."""

    saved = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("contactForm")
        self.setProperty("kind", "card")
        self._contact = Contact("", "")
        self.fields: dict[str, QLineEdit] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        for at, (name, label) in enumerate(_FIELDS):
            field = QLineEdit()
            field.setObjectName(f"contact_{name}")
            say(field, field.setAccessibleName, label)
            field.returnPressed.connect(self._save)
            grid.addWidget(words(label, tone="muted", wrap=False), at, 0)
            grid.addWidget(field, at, 1)
            self.fields[name] = field
        several = "Several addresses: separate them by commas"
        say(self.fields["emails"], self.fields["emails"].setPlaceholderText, several)
        self._trouble = plain(tone="danger")
        self._trouble.setObjectName("formTrouble")
        buttons = row(
            None,
            button("Cancel", "cancelContact", self.end),
            button("Save", "saveContact", self._save, kind="primary"),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(grid)
        layout.addWidget(self._trouble)
        layout.addLayout(buttons)
        self.hide()

    def begin(self, contact: Contact) -> None:
        """Show a contact to be changed, or an empty one."""
        self._contact = contact
        shown = {
            "name": contact.name,
            "emails": ", ".join(contact.emails),
            "phones": ", ".join(contact.phones),
            "notes": contact.notes,
        }
        for name, text in shown.items():
            self.fields[name].setText(text)
        self._complain("")
        self.show()
        self.fields["name"].setFocus()

    def end(self) -> None:
        """Put the form away."""
        self.hide()

    def _save(self) -> None:
        try:
            emails = tuple(address(one).email for one in _listed(self.fields["emails"].text()))
        except AssistantError as error:
            self._complain(f"{error.shown()} {error.next_step()}")
            return
        name = plain_line(self.fields["name"].text())
        if not name:
            self._complain(tr("A contact needs a name."))
            return
        phones = _listed(self.fields["phones"].text())
        notes = self.fields["notes"].text().strip()
        self.saved.emit(
            replace(self._contact, name=name, emails=emails, phones=phones, notes=notes)
        )

    def _complain(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))


def _listed(text: str) -> tuple[str, ...]:
    parts = text.replace("，", ",").replace("、", ",").replace(";", ",").split(",")
    return tuple(plain_line(part) for part in parts if part.strip())
