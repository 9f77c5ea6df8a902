"""The contacts page: search, add, change, delete."""

from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from assistant.base.i18n import tr
from assistant.domain.changes import Add, Proposal, Remove, Update
from assistant.domain.contacts import Contact
from ui.desk import Desk
from ui.look.attempt import attempt
from ui.look.page import Page, nothing
from ui.look.parts import button, clear, column, frame, icon_button, plain
from ui.look.theme import color
from ui.look.tongue import say, tongue
from ui.panels.contactform import ContactForm

_MOST = 200  # shown at once; the search narrows


class ContactsPage(Page):
    """Everyone in the address book, by name."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "contacts", "Contacts", "Names here can be used in the chat: “email Anna …”."
        )
        self._desk = desk
        self.tools.addWidget(
            button("New contact", "newContact", self._new, kind="primary", icon="plus")
        )
        self.search = QLineEdit()
        self.search.setObjectName("searchContacts")
        self.search.setClearButtonEnabled(True)
        say(self.search, self.search.setPlaceholderText, "Search name or address")
        say(self.search, self.search.setAccessibleName, "Search contacts")
        self.search.textChanged.connect(lambda _: self.refresh())
        self.form = ContactForm()
        self.form.saved.connect(self._save)
        self.body.addWidget(self.form)
        self.body.addWidget(self.search)
        self.rows = column(spacing=8)
        self.body.addLayout(self.rows)
        tongue.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the address book again."""
        clear(self.rows)
        found = list(self._desk.reads.contacts(self.search.text()))
        for one in found[:_MOST]:
            self.rows.addWidget(self._row(one))
        if not found and self.search.text():
            self.rows.addWidget(nothing("search", tr("Nobody found"), tr("Try another spelling.")))
        elif not found:
            self.rows.addWidget(
                nothing("people", tr("No contacts yet"), tr("Add the people you write to."))
            )

    def _row(self, one: Contact) -> QFrame:
        layout = QHBoxLayout()
        layout.setSpacing(12)
        layout.addWidget(Initial(one.name))
        ways = "  ·  ".join((*one.emails, *one.phones, one.notes.replace("\n", " "))).strip(" ·")
        layout.addLayout(
            column(plain(one.name, tone="strong"), plain(ways, tone="muted"), spacing=1), 1
        )
        layout.addWidget(icon_button("edit", "Edit", "editContact", lambda: self.form.begin(one)))
        layout.addWidget(icon_button("trash", "Delete", "deleteContact", lambda: self._delete(one)))
        made = frame("row", layout, (14, 10, 10, 10))
        made.setObjectName("contactRow")
        made.setAccessibleName(one.name)
        return made

    def _new(self) -> None:
        self.form.begin(Contact(uuid4().hex, ""))

    def _save(self, one: Contact) -> None:
        known = self._desk.reads.get(Contact, one.id)
        change = Add(one) if known is None else Update(known, one)
        words = tr(
            "Add the contact {name}" if known is None else "Change the contact {name}",
            name=one.name,
        )
        if known == one or attempt(lambda: self._desk.propose(Proposal(words, (change,)))):
            self.form.end()

    def _delete(self, one: Contact) -> None:
        words = tr("Delete the contact {name}", name=one.name)
        attempt(lambda: self._desk.propose(Proposal(words, (Remove(one),))))


class Initial(QWidget):
    """The first letter of a name on a round ground."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._letter = next((mark.upper() for mark in name if mark.isalnum()), "?")
        self.setFixedSize(36, 36)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("accent_soft"))
        painter.drawEllipse(self.rect())
        font = self.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(color("accent"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letter)
        painter.end()
