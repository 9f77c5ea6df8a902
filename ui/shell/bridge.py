"""Core events, posted on any thread, delivered on the window's thread in order.

Pieces of text are gathered and delivered some thirty times a second, however fast they come, so
that a quick model cannot keep the window from painting.
"""

from collections import deque
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from assistant.base.lanes import Lock
from assistant.domain.events import (
    BriefReady,
    CardClosed,
    ModelStateChanged,
    NoteOpened,
    OutboxChanged,
    Progress,
    RecordsChanged,
    ReminderDue,
    ReminderMissed,
    TextDelta,
    TurnEvent,
    Undone,
)
from ui.desk import Desk

FRAME = 33  # milliseconds
KINDS = (
    TurnEvent,
    CardClosed,
    Undone,
    RecordsChanged,
    OutboxChanged,
    ReminderDue,
    ReminderMissed,
    BriefReady,
    NoteOpened,
    ModelStateChanged,
    Progress,
)


class Bridge(QObject):
    """Listens to the core; `happened` carries one event at a time."""

    happened = Signal(object)
    _woken = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._queue: deque[object] = deque()
        self._lock = Lock()
        self._awake = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FRAME)
        self._timer.timeout.connect(self._deliver)
        self._woken.connect(self._wake, Qt.ConnectionType.QueuedConnection)
        self._leave = [desk.on(kind, self._take) for kind in KINDS]

    def close(self) -> None:
        """Stop listening."""
        for leave in self._leave:
            leave()
        self._timer.stop()

    def _take(self, event: object) -> None:
        """Queue an event; called on the core's threads."""
        with self._lock:
            self._queue.append(event)
            woken, self._awake = self._awake, True
        if not woken:
            self._woken.emit()

    def _wake(self) -> None:
        self._timer.start()

    def _deliver(self) -> None:
        with self._lock:
            events, self._queue = list(self._queue), deque()
            self._awake = False
        for event in gathered(events):
            self.happened.emit(event)


def gathered(events: list[object]) -> list[object]:
    """Return `events` with neighbouring pieces of one answer joined into one."""
    joined: list[object] = []
    for event in events:
        last = joined[-1] if joined else None
        if isinstance(event, TextDelta) and isinstance(last, TextDelta) and event.turn == last.turn:
            joined[-1] = replace(last, text=last.text + event.text)
        else:
            joined.append(event)
    return joined
