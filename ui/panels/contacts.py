"""The contacts page: search, groups, add, change, delete, files in and out, twins to merge."""

from functools import partial
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from assistant.base.i18n import tr
from assistant.domain.birthdays import day_of, with_birthday
from assistant.domain.changes import Add, Proposal, Remove, Update
from assistant.domain.contacts import Contact
from assistant.domain.imported import Imported
from assistant.domain.people import duplicates, find, merged
from ui.desk import Desk
from ui.look.attempt import attempt, complaints
from ui.look.flow import FlowLayout
from ui.look.moments import month_day
from ui.look.page import Page, nothing
from ui.look.parts import (
    Elided,
    as_hint,
    button,
    clear,
    column,
    frame,
    icon_button,
    notice,
    plain,
    restyle,
    row,
)
from ui.look.theme import color
from ui.look.tongue import say, tongue
from ui.look.wait import follow_work
from ui.panels.contactform import ContactForm

_MOST = 200  # shown at once; the search narrows


class ContactsPage(Page):
    """Everyone in the address book, by name."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "contacts", "Contacts", "Names here can be used in the chat: “email Anna …”."
        )
        self._desk = desk
        self._group = ""
        self.tools.addWidget(button("Import…", "importContacts", self._import))
        self.tools.addWidget(button("Export…", "exportContacts", self._export))
        self.tools.addWidget(
            button("New contact", "newContact", self._new, kind="primary", icon="plus")
        )
        self.search = QLineEdit()
        self.search.setObjectName("searchContacts")
        self.search.setClearButtonEnabled(True)
        say(self.search, self.search.setPlaceholderText, "Search name or address")
        say(self.search, self.search.setAccessibleName, "Search contacts")
        self.search.textChanged.connect(lambda _: self._list())
        self.form = ContactForm()
        self.form.saved.connect(self._save)
        self._told = plain(tone="muted")
        self._told.setObjectName("contactsTold")
        self._told.hide()
        self._groups = QWidget()
        self._flow = FlowLayout(6)
        self._groups.setLayout(self._flow)
        self._twins = column(spacing=8)
        self.rows = column(spacing=8)
        for widget in (self.form, self._told, self.search, self._groups):
            self.body.addWidget(widget)
        self.body.addLayout(self._twins)
        self.body.addLayout(self.rows)
        tongue.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the address book again."""
        self._everyone = list(self._desk.reads.contacts())
        self._show_groups()
        self._show_twins()
        self._list()

    def _list(self) -> None:
        clear(self.rows)
        chosen = [one for one in self._everyone if not self._group or self._group in one.groups]
        found = find(chosen, self.search.text())
        for one in found[:_MOST]:
            self.rows.addWidget(self._row(one))
        if len(found) > _MOST:
            more = tr("{n} more: search to see them.", n=len(found) - _MOST)
            self.rows.addWidget(plain(more, tone="muted"))
        if not found and self._everyone:
            self.rows.addWidget(nothing("search", tr("Nobody found"), tr("Try another spelling.")))
        elif not found:
            self.rows.addWidget(
                nothing("people", tr("No contacts yet"), tr("Add the people you write to."))
            )

    def _show_groups(self) -> None:
        clear(self._flow)
        names = sorted({group for one in self._everyone for group in one.groups}, key=str.casefold)
        if self._group not in names:
            self._group = ""
        self._groups.setVisible(bool(names))
        picked = QButtonGroup(self._groups)
        for name in ("", *names) if names else ():
            chip = QPushButton(name or tr("All"))
            chip.setObjectName("groupChip")
            chip.setProperty("kind", "chip")
            chip.setCheckable(True)
            chip.setChecked(name == self._group)
            restyle(chip, kind="chip")
            chip.clicked.connect(lambda _=False, name=name: self._pick(name))
            picked.addButton(chip)
            self._flow.addWidget(chip)

    def _pick(self, group: str) -> None:
        self._group = group
        self._list()

    def _show_twins(self) -> None:
        """Say which entries look like one person; what becomes of them is for the user."""
        clear(self._twins)
        for group in duplicates(self._everyone)[:3]:
            names = ", ".join(dict.fromkeys(one.name for one in group))
            told = tr("{n} entries look like one person: {names}", n=len(group), names=names)
            strip = notice("info", "people", plain(told))
            strip.setObjectName("twins")
            merge = button("Merge…", "mergeContacts", partial(self._merge, group))
            layout = strip.layout()
            if layout is not None:
                layout.addWidget(merge)
            self._twins.addWidget(strip)

    def _merge(self, group: tuple[Contact, ...]) -> None:
        """Propose one entry in place of several; its card shows what would be gone."""
        one = merged(group)
        words = tr("Merge {n} entries into {name}", n=len(group), name=one.name)
        changes = [
            *with_birthday(self._desk.reads, Update(group[0], one)),
            *(
                change
                for other in group[1:]
                for change in with_birthday(self._desk.reads, Remove(other))
            ),
        ]
        attempt(lambda: self._desk.propose(Proposal(words, tuple(changes))))

    def _row(self, one: Contact) -> QFrame:
        layout = QHBoxLayout()
        layout.setSpacing(12)
        layout.addWidget(Initial(one.name))
        notes = one.notes.replace("\n", " ")
        day = day_of(one.birthday)
        born = tr("Birthday: {day}", day=month_day(day)) if day else ""
        ways = "  ·  ".join(
            part for part in (*one.emails, *one.phones, one.organization, born, notes) if part
        )
        said = column(plain(one.name, tone="strong"), spacing=1)
        if ways:
            line = Elided(tone="muted")
            line.setText(ways)
            line.setToolTip(as_hint(ways))
            said.addWidget(line)
        if one.groups:
            said.addLayout(row(*(_pill(name) for name in one.groups[:5]), None, spacing=4))
        layout.addLayout(said, 1)
        layout.addWidget(icon_button("edit", "Edit", "editContact", lambda: self.form.begin(one)))
        layout.addWidget(icon_button("trash", "Delete", "deleteContact", lambda: self._delete(one)))
        made = frame("row", layout, (14, 10, 10, 10))
        made.setObjectName("contactRow")
        made.setAccessibleName(f"{one.name}, {ways}" if ways else one.name)
        return made

    def _new(self) -> None:
        groups = (self._group,) if self._group else ()
        self.form.begin(Contact(uuid4().hex, "", groups=groups))

    def _save(self, one: Contact) -> None:
        known = self._desk.reads.get(Contact, one.id)
        change = Add(one) if known is None else Update(known, one)
        words = tr(
            "Add the contact {name}" if known is None else "Change the contact {name}",
            name=one.name,
        )
        changes = tuple(with_birthday(self._desk.reads, change))
        if known == one or attempt(lambda: self._desk.propose(Proposal(words, changes))):
            self.form.end()

    def _delete(self, one: Contact) -> None:
        words = tr("Delete the contact {name}", name=one.name)
        changes = tuple(with_birthday(self._desk.reads, Remove(one)))
        attempt(lambda: self._desk.propose(Proposal(words, changes)))

    def _import(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Import contacts"), "", "vCard (*.vcf)")
        if name:
            follow_work(
                self, self._desk.import_file(Path(name)), self._imported, complaints.heard.emit
            )

    def _imported(self, what: Imported) -> None:
        sentences = {
            "imported": tr("{n} contacts were taken in.", n=what.items),
            "duplicate": tr("All {n} contacts were here already.", n=what.items),
            "quarantined": tr("Nothing in the file could be read."),
        }
        told = sentences[what.status]
        self._told.setText(f"{told} ({what.reason})" if what.reason else told)
        self._told.show()
        self.refresh()

    def _export(self) -> None:
        kinds = {"vCard 4.0 (*.vcf)": "4.0", "vCard 3.0 (*.vcf)": "3.0"}
        name, kind = QFileDialog.getSaveFileName(
            self, tr("Export contacts"), "contacts.vcf", ";;".join(kinds)
        )
        if not name:
            return
        version = "3.0" if kinds.get(kind) == "3.0" else "4.0"
        work = self._desk.export_contacts(Path(name), version=version, group=self._group)  # type: ignore[arg-type]
        follow_work(self, work, self._exported, complaints.heard.emit)

    def _exported(self, count: int) -> None:
        self._told.setText(tr("{n} contacts were written.", n=count))
        self._told.show()


def _pill(text: str) -> QWidget:
    made = plain(text, wrap=False)
    made.setProperty("kind", "pill")
    return made


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
