"""The form for one contact."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QVBoxLayout

from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.domain.birthdays import written_day
from assistant.domain.contacts import Contact
from assistant.domain.message import address, plain_line
from ui.look.parts import button, plain, row, words
from ui.look.tongue import say

_FIELDS = (
    ("name", "Name"),
    ("emails", "Mail"),
    ("phones", "Phone"),
    ("organization", "Organization"),
    ("groups", "Groups"),
    ("birthday", "Birthday"),
    ("notes", "Notes"),
)


class ContactForm(QFrame):
    """Checks what is typed; `saved` carries the contact."""

    saved = Signal(object)

    def __init__(self) -> None:  # noqa: PLR0915 - one line a widget
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
        grouped = "Family, Work: separate several by commas"
        say(self.fields["groups"], self.fields["groups"].setPlaceholderText, grouped)
        day = "1990-05-12, or 05-12 without the year"
        say(self.fields["birthday"], self.fields["birthday"].setPlaceholderText, day)
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
            "organization": contact.organization,
            "groups": ", ".join(contact.groups),
            "birthday": contact.birthday.removeprefix("--"),
            "notes": contact.notes.replace("\n", " / "),
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
        typed = self.fields["birthday"].text().strip()
        birthday = written_day(typed)
        if typed and not birthday:
            self._complain(tr("This is no day: {text}", text=typed))
            return
        self.saved.emit(
            replace(
                self._contact,
                name=name,
                emails=emails,
                phones=_listed(self.fields["phones"].text()),
                organization=plain_line(self.fields["organization"].text()),
                groups=tuple(dict.fromkeys(_listed(self.fields["groups"].text()))),
                birthday=birthday,
                notes=self._notes(),
            )
        )

    def _notes(self) -> str:
        """Return the notes; lines that were shown as one stay lines where nothing was changed."""
        typed = self.fields["notes"].text().strip()
        was = self._contact.notes
        return was if typed == was.replace("\n", " / ") else typed

    def _complain(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.setVisible(bool(text))


def _listed(text: str) -> tuple[str, ...]:
    parts = text.replace("，", ",").replace("、", ",").replace(";", ",").split(",")
    return tuple(plain_line(part) for part in parts if part.strip())
