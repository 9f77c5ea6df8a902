"""A thread to read: its letters from the oldest, the newest opened; what may be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from assistant.base.i18n import tr
from assistant.domain.received import Received
from ui.desk import Desk
from ui.look.attempt import attempt
from ui.look.canvas import Canvas
from ui.look.follow import follow
from ui.look.page import nothing
from ui.look.parts import button, clear, icon_button, plain, row
from ui.look.tongue import tongue
from ui.panels.mail.letter import LetterView

_MOST = 30  # lines of earlier letters that are made at once


class Reader(QWidget):
    """`left` says that the user wants the list back; `answer` what shall be done to a letter."""

    left = Signal()
    answer = Signal(str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("reader")
        self._desk = desk
        self._key = ""
        self._letters: tuple[Received, ...] = ()
        self.views: list[LetterView] = []
        self.back = icon_button("left", "Back", "backToMail", self.left.emit)
        self._bar = QWidget()
        buttons = self._buttons()
        buttons.setContentsMargins(16, 8, 16, 4)
        self._bar.setLayout(buttons)
        self._inside = Canvas()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(20, 8, 20, 20)
        self._column.setSpacing(10)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setWidget(self._inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._bar)
        outer.addWidget(self._area, 1)
        follow(self, tongue.changed, self._say_nothing)

    def show_thread(self, key: str) -> bool:
        """Show the thread of a letter with that letter opened; False where it is gone."""
        letters = tuple(self._desk.mail.thread(key))
        if not any(one.id == key for one in letters):
            return False
        self._key, self._letters = key, letters
        self._draw()
        return True

    def refresh(self) -> bool:
        """Read the thread again; return False where the letter is not there any more."""
        if not self._key:
            return True
        letters = tuple(self._desk.mail.thread(self._key))
        one = next((one for one in letters if one.id == self._key), None)
        if one is None or one.role in {"trash", "junk"}:
            return False
        if [each.id for each in letters] != [each.id for each in self._letters]:
            self._letters = letters
            self._draw()
        return True

    def show_nothing(self) -> None:
        """Say that a letter is to be chosen."""
        self._key, self._letters = "", ()
        self._bar.hide()
        clear(self._column)
        self.views.clear()
        self._column.addWidget(nothing("mail", tr("No letter is open"), tr("Choose one to read.")))
        self._column.addStretch(1)

    def _say_nothing(self) -> None:
        """Say it in the language that is used now."""
        if not self._key:
            self.show_nothing()

    @property
    def letter(self) -> Received | None:
        """The letter that buttons are about: the last one that is unfolded."""
        opened = [one.letter for one in self.views if one.open]
        return opened[-1] if opened else None

    def _draw(self) -> None:
        clear(self._column)
        self.views.clear()
        self._bar.show()
        newest = self._letters[-1]
        subject = plain(newest.subject or tr("(no subject)"), step="heading")
        subject.setObjectName("letterSubject")
        self._column.addWidget(subject)
        earlier = self._letters[:-_MOST] if len(self._letters) > _MOST + 5 else ()
        if earlier and self._key not in {one.id for one in earlier}:
            more = button("", "earlierLetters", self._show_all, kind="quiet")
            more.setText(tr("{n} earlier letters", n=len(earlier)))
            self._column.addWidget(more)
        else:
            earlier = ()
        self._add(self._letters[len(earlier) :])
        self._column.addStretch(1)
        self._area.verticalScrollBar().setValue(0)

    def _add(self, letters: tuple[Received, ...]) -> None:
        known = self._known_domains()
        for one in letters:
            view = LetterView(self._desk, one, known, alone=len(self._letters) == 1)
            if one.id in {self._key, self._letters[-1].id}:
                view.unfold()
            self.views.append(view)
            self._column.addWidget(view)

    def _show_all(self) -> None:
        key = self._letters[0].id
        self._key = key
        self._draw()

    def _buttons(self) -> QHBoxLayout:
        return row(
            self.back,
            button("Reply", "answerMail", lambda: self._ask("reply"), kind="primary"),
            button("Reply to all", "answerAll", lambda: self._ask("all")),
            button("Forward", "forwardMail", lambda: self._ask("forward")),
            None,
            button("Mark as unread", "markUnread", self._unread),
            button("Archive", "archiveMail", lambda: self._move("archive")),
            icon_button("trash", "Delete", "trashMail", lambda: self._move("trash")),
        )

    def _ask(self, what: str) -> None:
        if self.letter is not None:
            self.answer.emit(what, self.letter)

    def _unread(self) -> None:
        one = self.letter
        if one is not None:
            self._desk.mark_letter(one.id, seen=False)
            self.left.emit()

    def _move(self, role: str) -> None:
        for one in [each for each in self._letters if each.role not in {"sent", role}]:
            attempt(lambda one=one: self._desk.move_letter(one.id, role))  # type: ignore[misc]

    def _known_domains(self) -> list[str]:
        reads = self._desk.reads
        known = [email for one in reads.contacts() for email in one.emails]
        known += [one.email for one in (*reads.written_to(), *reads.myself())]
        return sorted({email.rpartition("@")[2] for email in known})
