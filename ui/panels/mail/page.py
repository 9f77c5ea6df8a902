"""The mail page: folders, the letters of one, a thread to read or a letter to write."""

from dataclasses import replace
from functools import partial
from uuid import uuid4

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from assistant.base.i18n import tr
from assistant.domain.events import Progress
from assistant.domain.mail import Draft
from assistant.domain.mailview import Box
from assistant.domain.received import Received
from assistant.domain.writing import answer_to, answer_to_all, passing_on, quoted
from ui.desk import Desk
from ui.look.moments import near_day
from ui.look.page import nothing
from ui.look.parts import as_hint, button, clear, column, plain, row, words
from ui.look.press import Pressable
from ui.look.theme import look
from ui.look.tongue import say, tongue
from ui.panels.mail.composer import Composer, blank
from ui.panels.mail.list import LetterList
from ui.panels.mail.reader import Reader
from ui.panels.outbox import OutboxPage

_PAUSE = 200  # milliseconds after a key, before the search
_NARROW, _TWO = 760, 900  # pixels: below, one thing at a time; below, no column of folders
_DRAFTS, _OUTBOX = Box("", " drafts", "drafts"), Box("", " outbox", "outbox")
_WAITING = Box("", " waiting", "waiting")
_TITLES = {
    "inbox": "Inbox",
    "sent": "Sent",
    "drafts": "Drafts",
    "trash": "Trash",
    "junk": "Junk",
    "archive": "Archive",
    "outbox": "On its way, accounts",
    "waiting": "Waiting for an answer",
}


class MailPage(QWidget):
    """One window for all accounts. Opening a folder reads a hundred rows, however large it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self.name = "outbox"
        self._desk = desk
        self._boxes: list[Box] = []
        self._box: Box | None = None
        self._key = ""
        self._trouble = plain(tone="danger", step="small")
        self._trouble.setObjectName("mailTrouble")
        self._trouble.hide()
        self.search = QLineEdit()
        self._typing = QTimer(self)
        self.folders = QListWidget()
        self.choice = QComboBox()
        self.list = LetterList(desk)
        self.reader = Reader(desk)
        self.composer = Composer(desk)
        self.outbox = OutboxPage(desk)
        self._empty = QVBoxLayout()
        self._drafts = QVBoxLayout()
        self._lay_out()
        self._connect()
        tongue.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read folders and rows again; what is open stays open while it is there."""
        self._show_folders()
        self._show_rows()
        self.outbox.refresh()
        if not self.reader.refresh():
            self._back()

    def take(self, event: object) -> None:
        """Follow what the mailboxes tell."""
        if isinstance(event, Progress) and event.what.startswith("mail:"):
            self._trouble.setText(event.error)
            self._trouble.setVisible(bool(event.error))

    def open_letter(self, key: str) -> None:
        """Show the thread of a letter, and mark that letter as seen."""
        if not self.reader.show_thread(key):
            self.refresh()
            return
        self._key = key
        self._right.setCurrentWidget(self.reader)
        self._fit(reading=True)
        opened = [view.letter for view in self.reader.views if view.open]
        for each in opened:
            if not each.seen:
                self._desk.mark_letter(each.id, seen=True)

    def write(self, draft: Draft) -> None:
        """Let a draft be written on."""
        self._middle.setCurrentWidget(self._split)
        self.composer.begin(draft)
        self._right.setCurrentWidget(self.composer)
        self._fit(reading=True)

    def answer(self, what: str, letter: Received) -> None:
        """Begin an answer ("reply", "all") or a letter that passes one on ("forward")."""
        key, body = uuid4().hex, f"\n\n{quoted(letter)}"
        if what == "forward":
            made = passing_on(key, letter)
            self.write(replace(made, body=f"\n\n{made.body}"))
        elif what == "all":
            self.write(answer_to_all(key, letter, body, self._desk.reads.myself()))
        else:
            self.write(answer_to(key, letter, body))

    def show_outbox(self) -> None:
        """Show what is on its way, and the accounts."""
        self._choose(_OUTBOX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show side by side what has room there."""
        super().resizeEvent(event)
        self._fit()

    def _show_folders(self) -> None:
        boxes = list(self._desk.mail.boxes())
        first = [one for one in boxes if one.role == "inbox"]
        rest = [one for one in boxes if one.role not in {"inbox", "drafts"}]
        self._boxes = [*first, _WAITING, _DRAFTS, *rest, _OUTBOX]
        if self._box is None or self._box not in [_bare(one) for one in self._boxes]:
            self._box = _bare(first[0] if first else _OUTBOX)
        several = len({one.account for one in boxes}) > 1
        names = {one.id: one.address for one in self._desk.accounts()}
        at = [_bare(one) for one in self._boxes].index(self._box)
        for widget in (self.folders, self.choice):
            widget.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.folders.clear()
        self.choice.clear()
        for one in self._boxes:
            title = _title(one)
            if several and one not in {_WAITING, _DRAFTS, _OUTBOX}:
                title = f"{title} · {names.get(one.account, '') or tr('imported')}"
            counts = one.unread and one.role not in {"sent", "trash"}
            shown = f"{title}  {one.unread}" if counts else title
            item = QListWidgetItem(shown)
            font = item.font()
            font.setBold(bool(counts))
            item.setFont(font)
            item.setToolTip(as_hint(shown))
            self.folders.addItem(item)
            self.choice.addItem(shown)
        self.folders.setCurrentRow(at)
        self.choice.setCurrentIndex(at)
        for widget in (self.folders, self.choice):
            widget.blockSignals(False)  # noqa: FBT003 - Qt's own

    def _show_rows(self) -> None:
        box, typed = self._box, self.search.text().strip()
        if box == _OUTBOX and not typed:
            self._middle.setCurrentWidget(self.outbox)
            return
        self._middle.setCurrentWidget(self._split)
        if box in {_DRAFTS, _WAITING} and not typed:
            self._show_drafts() if box == _DRAFTS else self._show_waiting()
            return
        self.list.sent = box is not None and box.role == "sent"
        self.list.letters.show_box(box, typed)
        clear(self._empty)
        some = self.list.letters.rowCount() > 0
        self._lists.setCurrentWidget(self.list if some else self._none)
        if some:
            return
        self._empty.addWidget(
            nothing("search", tr("No such mail"), tr("Try other words."))
            if typed
            else nothing("mail", tr("No mail yet"), tr("What arrives is listed here."))
        )
        self._empty.addStretch(1)

    def _show_drafts(self) -> None:
        clear(self._drafts)
        drafts = self._desk.reads.drafts(sent=False)[:200]
        waiting = {one.draft for one in self._desk.outbox() if one.state != "draft"}
        for one in drafts:
            if one.id in waiting:
                continue
            layout = column(
                plain(", ".join(str(each) for each in one.to) or tr("(nobody)"), tone="strong"),
                plain(one.subject or tr("(no subject)"), tone="muted"),
                spacing=1,
            )
            layout.setContentsMargins(12, 8, 12, 8)
            made = Pressable(lambda one=one: self.write(one))  # type: ignore[misc]
            made.setProperty("kind", "row")
            made.setObjectName("draftRow")
            made.setAccessibleName(one.subject)
            made.setLayout(layout)
            self._drafts.addWidget(made)
        if not self._drafts.count():
            hint = tr("What you begin to write is kept here.")
            self._drafts.addWidget(nothing("edit", tr("No drafts"), hint))
        self._drafts.addStretch(1)
        self._lists.setCurrentWidget(self._draft_list)

    def _show_waiting(self) -> None:
        """List own letters that nobody has answered, and since when."""
        clear(self._drafts)
        now = self._desk.clock.now()
        for one in list(self._desk.mail.waiting(now))[:200]:
            since = tr("waiting since {day}", day=near_day(one.since.date(), now.date()))
            layout = column(
                plain(one.people or tr("(nobody)"), tone="strong"),
                plain(one.subject or tr("(no subject)")),
                plain(since, step="small", tone="muted"),
                spacing=1,
            )
            layout.setContentsMargins(12, 8, 12, 8)
            made = Pressable(partial(self._open_waiting, one.letter))
            made.setProperty("kind", "row")
            made.setObjectName("waitingRow")
            made.setAccessibleName(f"{one.people}, {one.subject}, {since}")
            made.setLayout(layout)
            self._drafts.addWidget(made)
        if not self._drafts.count():
            hint = tr("Letters in which you asked something are listed here after two days.")
            self._drafts.addWidget(nothing("clock", tr("Everything is answered"), hint))
        self._drafts.addStretch(1)
        self._lists.setCurrentWidget(self._draft_list)

    def _open_waiting(self, key: str) -> None:
        if key:
            self.open_letter(key)

    def _choose(self, box: Box) -> None:
        self._box = _bare(box)
        self.search.clear()
        self.refresh()
        self._back()

    def _picked(self, at: int) -> None:
        if 0 <= at < len(self._boxes) and _bare(self._boxes[at]) != self._box:
            self._choose(self._boxes[at])

    def _back(self) -> None:
        self._key = ""
        self.reader.show_nothing()
        self._right.setCurrentWidget(self.reader)
        self._fit()

    def _ended(self) -> None:
        self._back()
        self.refresh()

    def _fit(self, *, reading: bool | None = None) -> None:
        """Show side by side what has room there; else the list, or what is open."""
        if reading is None:
            writes = self._right.currentWidget() is self.composer
            reading = bool(self._key) or writes
        narrow = self.width() < look.theme.pixels(_NARROW)
        columns = self.width() >= look.theme.pixels(_TWO)
        self.folders.setVisible(columns)
        self.choice.setVisible(not columns)
        self._left.setVisible(not narrow or not reading)
        self._right.setVisible(not narrow or reading)
        self.reader.back.setVisible(narrow)

    def _connect(self) -> None:
        self._typing.setSingleShot(True)
        self._typing.setInterval(_PAUSE)
        self._typing.timeout.connect(self._show_rows)
        self.search.textChanged.connect(lambda _: self._typing.start())
        self.folders.currentRowChanged.connect(self._picked)
        self.choice.currentIndexChanged.connect(self._picked)
        self.list.opened.connect(self.open_letter)
        self.reader.left.connect(self._back)
        self.reader.answer.connect(self.answer)
        self.composer.ended.connect(self._ended)
        look.changed.connect(self._fit)

    def _lay_out(self) -> None:  # noqa: PLR0915 - one line a widget
        self.search.setObjectName("searchMail")
        self.search.setClearButtonEnabled(True)
        say(self.search, self.search.setPlaceholderText, "Search mail: words, names, addresses")
        say(self.search, self.search.setAccessibleName, "Search mail")
        self.folders.setObjectName("mailFolders")
        self.choice.setObjectName("mailFolder")
        for widget in (self.folders, self.choice):
            say(widget, widget.setAccessibleName, "Folders")
        self.folders.setFixedWidth(190)
        self.list.setMinimumWidth(250)
        heading = words("Mail", step="title", wrap=False)
        heading.setObjectName("pageTitle")
        head = row(
            heading,
            self.search,
            button("Check mail", "fetchMail", self._desk.fetch_mail),
            button("Write", "writeMail", lambda: self.write(blank()), kind="primary", icon="edit"),
        )
        head.setStretch(1, 1)
        head.setContentsMargins(24, 22, 24, 8)
        self._none, self._draft_list = QWidget(), QWidget()
        self._none.setLayout(self._empty)
        self._draft_list.setLayout(self._drafts)
        self._lists = QStackedWidget()
        for each in (self.list, self._none, self._draft_list):
            self._lists.addWidget(each)
        self._left = self._lists
        self._right = QStackedWidget()
        self._right.addWidget(self.reader)
        self._right.addWidget(self.composer)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(self._left)
        self._split.addWidget(self._right)
        self._split.setStretchFactor(0, 2)
        self._split.setStretchFactor(1, 3)
        self._split.setChildrenCollapsible(False)
        self._split.setSizes([340, 560])
        self._middle = QStackedWidget()
        self._middle.addWidget(self._split)
        self._middle.addWidget(self.outbox)
        body = QHBoxLayout()
        body.setContentsMargins(12, 0, 0, 0)
        body.setSpacing(8)
        body.addWidget(self.folders)
        body.addWidget(self._middle, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(4)
        outer.addLayout(head)
        for each in (self._trouble, self.choice):
            side = row(each)
            side.setContentsMargins(24, 0, 24, 0)
            outer.addLayout(side)
        outer.addLayout(body, 1)


def _bare(box: Box) -> Box:
    """Return a folder without what changes about it."""
    return Box(box.account, box.folder, box.role)


def _title(box: Box) -> str:
    if box.role in _TITLES:
        return tr(_TITLES[box.role])
    return box.folder
