"""The line that says what is going on while an answer is made."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from assistant.base.i18n import tr
from assistant.domain.events import TurnStateChanged
from ui.look.parts import plain
from ui.look.theme import color
from ui.look.tongue import tongue

_BEAT = 350  # milliseconds
_ROOMS = {
    "calendar": "Calendar",
    "reminders": "Reminders",
    "contacts": "Contacts",
    "mail": "Mail",
    "tasks": "Tasks",
    "clock": "Clock",
}


class Dots(QWidget):
    """Three dots of which one after the other lights up."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(30, 12)
        self._at = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_BEAT)
        self._timer.timeout.connect(self._step)

    def run(self, on: bool) -> None:  # noqa: FBT001 - a switch
        """Start or stop the beat."""
        if on:
            self._timer.start()
        else:
            self._timer.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(color("accent"))
        for at in range(3):
            painter.setOpacity(1.0 if at == self._at else 0.35)
            painter.setBrush(color("accent"))
            painter.drawEllipse(2 + at * 10, 3, 5, 5)
        painter.end()

    def _step(self) -> None:
        self._at = (self._at + 1) % 3
        self.update()


class StateLine(QWidget):
    """Loading, reading, writing at n tokens a second, running a tool, or waiting for the user."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("stateLine")
        self._state: TurnStateChanged | None = None
        self._busy = False
        self._queued = 0
        self._dots = Dots()
        self.label = plain(step="small", tone="muted", wrap=False)
        self.label.setObjectName("stateText")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(8)
        layout.addWidget(self._dots)
        layout.addWidget(self.label, 1)
        tongue.changed.connect(self._say)
        self.rest()

    def show_state(self, state: TurnStateChanged) -> None:
        """Say what the turn is busy with."""
        self._state, self._busy = state, state.state != "waiting"
        self._say()

    def queue(self, sentences: int) -> None:
        """Say how many sentences were typed that are not being answered yet."""
        self._queued = sentences
        self._say()

    def begin(self) -> None:
        """A turn begins; what it is busy with is not known yet."""
        self._state, self._busy = None, True
        self._say()

    def wait(self) -> None:
        """A card or a question stands open."""
        self._state, self._busy = None, False
        self.label.setText(tr("Waiting for you"))
        self._dots.run(False)  # noqa: FBT003
        self._dots.hide()
        self.label.show()

    def rest(self) -> None:
        """Nothing is going on; the line keeps its room, so that nothing jumps."""
        self._state, self._busy = None, False
        self._say()

    def _say(self) -> None:
        self._dots.setVisible(self._busy)
        self._dots.run(self._busy)
        words = self._words()
        if words and self._busy and self._queued:
            words = tr("{state} · {n} more waiting", state=words, n=self._queued)
        self.label.setText(words)

    def _words(self) -> str:
        if self._state is None:
            return tr("Thinking") if self._busy else ""
        state, detail = self._state.state, self._state.detail
        if state == "writing" and self._state.tokens_per_second > 0:
            return tr("Writing, {n} tokens a second", n=round(self._state.tokens_per_second))
        if state == "running" and detail:
            room = _ROOMS.get(detail.partition(".")[0], detail)
            return tr("Looking into {room}", room=tr(room))
        return {
            "loading": tr("Loading the model"),
            "reading": tr("Reading"),
            "thinking": tr("Thinking"),
            "writing": tr("Writing"),
            "running": tr("Working"),
            "waiting": tr("Waiting for you"),
        }[state]
