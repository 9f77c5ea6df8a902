"""The letters that arrived: searched, listed newest first, one of them open to read."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from assistant.base.i18n import tr
from assistant.domain.events import Progress
from assistant.domain.received import Received
from ui.desk import Desk
from ui.look.moments import near_moment
from ui.look.page import nothing
from ui.look.parts import Elided, button, clear, column, plain
from ui.look.press import Pressable
from ui.look.tongue import say, tongue
from ui.panels.mail.reader import Reader

_PAUSE = 200  # milliseconds after a key, before the search


class Inbox(QWidget):
    """List or letter: one at a time, so that each has the whole width."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("inbox")
        self._desk = desk
        self._trouble = plain(tone="danger", step="small")
        self._trouble.setObjectName("mailTrouble")
        self._trouble.hide()
        self.search = QLineEdit()
        self._typing = QTimer(self)
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(4)
        self.reader = Reader(desk)
        self.reader.left.connect(self._back)
        self.reader.hide()
        self._head = self._search_row()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(10)
        for one in (self._head, self._trouble, self._list, self.reader):
            outer.addWidget(one)
        tongue.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the letters again; the open one stays open while it is there."""
        if self.reader.isVisibleTo(self) and not self.reader.refresh():
            self._back()
        self._list_again()

    def take(self, event: object) -> None:
        """Follow what the mailboxes tell."""
        if isinstance(event, Progress) and event.what.startswith("mail:"):
            self._trouble.setText(event.error)
            self._trouble.setVisible(bool(event.error))

    def open_letter(self, letter: Received) -> None:
        """Show one letter in the place of the list."""
        self._head.hide()
        self._list.hide()
        self.reader.show_letter(letter)
        self.reader.show()
        if not letter.seen:
            self._desk.mark_letter(letter.id, seen=True)

    def _search_row(self) -> QWidget:
        self.search.setObjectName("searchMail")
        self.search.setClearButtonEnabled(True)
        say(self.search, self.search.setPlaceholderText, "Search mail: words, names, addresses")
        say(self.search, self.search.setAccessibleName, "Search mail")
        self.search.textChanged.connect(lambda _: self._typing.start())
        self._typing.setSingleShot(True)
        self._typing.setInterval(_PAUSE)
        self._typing.timeout.connect(self._list_again)
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        row.addWidget(button("Check mail", "fetchMail", self._desk.fetch_mail))
        return made

    def _back(self) -> None:
        self.reader.hide()
        self._head.show()
        self._list.show()
        self.search.setFocus()

    def _list_again(self) -> None:
        clear(self._rows)
        letters = list(self._desk.reads.letters(self.search.text()))
        for one in letters:
            self._rows.addWidget(self._row(one))
        if not letters and self.search.text():
            self._rows.addWidget(nothing("search", tr("No such mail"), tr("Try other words.")))
        elif not letters:
            self._rows.addWidget(
                nothing("mail", tr("No mail yet"), tr("What arrives is listed here."))
            )

    def _row(self, one: Received) -> QFrame:
        layout = QHBoxLayout()
        layout.setSpacing(12)
        dot = plain("●" if not one.seen else "", tone="accent", wrap=False)
        dot.setFixedWidth(14)
        layout.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
        tone = "" if one.seen else "strong"
        who, subject, glance = Elided(tone=tone), Elided(tone=tone), Elided("small", "muted")
        who.setText(one.sender.name or one.sender.email or tr("(nobody)"))
        subject.setText(one.subject or tr("(no subject)"))
        glance.setText(" ".join(one.text[:300].split()))
        layout.addLayout(column(who, subject, glance, spacing=1), 1)
        clock = self._desk.clock
        said = near_moment(one.date.astimezone(clock.zone), clock.now())
        when = plain(said, step="small", tone="muted", wrap=False)
        layout.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        made = Pressable(lambda: self.open_letter(one))
        made.setProperty("kind", "row")
        made.setObjectName("receivedRow")
        layout.setContentsMargins(10, 9, 14, 9)
        made.setLayout(layout)
        state = "" if one.seen else f"{tr('unread')}, "
        made.setAccessibleName(f"{state}{who.text()}, {subject.text()}, {when.text()}")
        return made
