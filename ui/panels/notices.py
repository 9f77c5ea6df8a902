"""Reminders that fall due, shown in the window where the desktop shows none."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from assistant.base.i18n import tr
from assistant.domain.reminders import Reminder
from ui.desk import Desk
from ui.look.attempt import attempt
from ui.look.icons import picture
from ui.look.moments import near_moment
from ui.look.parts import button, cast_shadow, column, frame, plain, row
from ui.panels.reminders import snooze_button

_WIDTH = 360
_MARGIN = 18
_MOST = 4


class Notices(QWidget):
    """A stack at the top right corner; each stays until it is answered."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("notices")
        self._desk = desk
        self._window = window
        self._shown: dict[str, QFrame] = {}
        self._notes: set[str] = set()
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.setSpacing(10)
        window.installEventFilter(self)
        self.hide()

    def show_due(self, reminder: Reminder, occurrence: datetime, *, late: bool) -> None:
        """Show a reminder that fires now, or that nobody reacted to."""
        key = reminder.id
        self.drop(key)
        while len(self._shown) >= _MOST:
            self.drop(next(iter(self._shown)))
        self._put(key, self._made(reminder, occurrence, late=late))

    def show_note(self, icon: str, title: str, text: str, opens: Callable[[], object]) -> None:
        """Show something else that came, with a button that opens it."""
        self.drop(title)
        self._notes.add(title)
        self._put(title, self._note(icon, title, text, opens))

    def _put(self, key: str, made: QFrame) -> None:
        """Put a notice on top of the stack."""
        self._shown[key] = made
        self._stack.insertWidget(0, made)
        made.show()  # now: a layout leaves out what is not shown yet
        self.show()
        self.raise_()
        self._place()

    def drop(self, key: str) -> None:
        """Take a notice away."""
        made = self._shown.pop(key, None)
        if made is not None:
            self._stack.removeWidget(made)
            made.hide()
            made.deleteLater()
        self.setVisible(bool(self._shown))
        self._place()

    def refresh(self) -> None:
        """Take away what was done or put off elsewhere."""
        waiting = {one.id for one in self._desk.reads.reminders()}
        for key in [key for key in self._shown if key not in waiting and key not in self._notes]:
            self.drop(key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner."""
        if event.type() == QEvent.Type.Resize and self._shown:
            self._place()
        return super().eventFilter(watched, event)

    def _made(self, one: Reminder, occurrence: datetime, *, late: bool) -> QFrame:
        now = self._desk.clock.now()
        text = plain(one.text, step="lead")
        text.setObjectName("noticeText")
        when = near_moment(occurrence, now)
        said = column(text, plain(tr("{when} (late)", when=when) if late else when, tone="muted"))
        said.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(picture("bell", "accent", 22), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(said, 1)
        later = snooze_button(self._desk, one.id)
        later.setObjectName("noticeSnooze")
        for action in later.menu().actions():
            action.triggered.connect(lambda _=False: self.drop(one.id))
        done = button("Done", "noticeDone", lambda: self._done(one.id), kind="primary")
        inner = column(head, row(None, later, done), spacing=12)
        return self._framed(inner, tr("Reminder: {text}", text=one.text))

    def _note(self, icon: str, title: str, text: str, opens: Callable[[], object]) -> QFrame:
        def work(*, opened: bool) -> None:
            self.drop(title)
            if opened:
                opens()

        said = column(plain(title, step="lead"), plain(text, tone="muted"), spacing=2)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(picture(icon, "accent", 22), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(said, 1)
        later = button("Close", "noteClose", lambda: work(opened=False))
        show = button("Open", "noteOpen", lambda: work(opened=True), kind="primary")
        return self._framed(column(head, row(None, later, show), spacing=12), title)

    def _framed(self, inner: QVBoxLayout, name: str) -> QFrame:
        made = frame("popover", inner, (18, 16, 16, 14))
        made.setObjectName("notice")
        made.setFixedWidth(_WIDTH)
        made.setAccessibleName(name)
        cast_shadow(made)
        return made

    def _done(self, key: str) -> None:
        if attempt(lambda: self._desk.complete(key)):
            self.drop(key)

    def _place(self) -> None:
        self.adjustSize()
        self.move(self._window.width() - self.width() - _MARGIN, _MARGIN)
