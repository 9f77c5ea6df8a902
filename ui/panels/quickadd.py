"""One line that is understood while it is typed: what, and when."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from assistant.base.i18n import tr
from ui.desk import Desk
from ui.look.follow import follow
from ui.look.moments import hour, long_day, until
from ui.look.parts import button, plain, row
from ui.look.repeats import repeat_words
from ui.look.tongue import say, tongue

_MOST = 500  # characters; more is no line


class QuickAdd(QWidget):
    """Reads the words with the same rules as the chat; `added` carries text, moment, RRULE."""

    added = Signal(str, object, str)

    def __init__(self, desk: Desk, hint: str) -> None:
        super().__init__()
        self._desk = desk
        self._read: tuple[str, datetime, str] | None = None
        self.field = QLineEdit()
        self.field.setObjectName("quickAdd")
        self.field.setMaxLength(_MOST)
        say(self.field, self.field.setPlaceholderText, hint)
        say(self.field, self.field.setAccessibleName, "New reminder")
        self.add = button("Add", "addReminder", self._add, kind="primary", icon="plus")
        self.preview = plain(step="small", tone="muted")
        self.preview.setObjectName("quickAddPreview")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(6)
        line = row(self.field, self.add)
        line.setStretch(0, 1)
        layout.addLayout(line)
        layout.addWidget(self.preview)
        self.field.textChanged.connect(self._look)
        self.field.returnPressed.connect(self._add)
        follow(self, tongue.changed, lambda: self._look(self.field.text()))

    def _look(self, text: str) -> None:
        self._read = self._understood(text)
        self.add.setEnabled(self._read is not None)
        self.preview.setText(self._preview(text))

    def _understood(self, text: str) -> tuple[str, datetime, str] | None:
        """Return text, moment and repeat, or None where what or when is missing."""
        for found in self._desk.when(text) if text.strip() else ():
            rest = " ".join((text[: found.start] + " " + text[found.end :]).split()).strip(
                " ,，。."
            )
            best = found.readings[0] if found.readings else None
            if rest and best is not None and best.moment is not None and not best.past:
                return rest, best.moment.replace(tzinfo=self._desk.clock.zone), best.rrule or ""
        return None

    def _preview(self, text: str) -> str:
        if not text.strip():
            return ""
        if self._read is None:
            return tr("Say what, and when: “in 20 minutes”, “tomorrow at 9”, “every Monday at 8”.")
        what, moment, rrule = self._read
        when = tr("{day}, {time}", day=long_day(moment.date()), time=hour(moment))
        parts = (what, when, until(moment, self._desk.clock.now()), repeat_words(rrule))
        return "  ·  ".join(part for part in parts if part)

    def _add(self) -> None:
        if self._read is not None:
            read = self._read
            self.field.clear()
            self.added.emit(*read)
