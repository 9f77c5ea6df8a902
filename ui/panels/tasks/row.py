"""One task: a box to tick, what it is, when it is due; dragged to its place, or moved by key."""

from datetime import datetime

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QCheckBox, QFrame, QHBoxLayout

from assistant.base.i18n import tr
from assistant.domain.tasks import Task
from ui.look.icons import picture
from ui.look.moments import near_day, near_moment
from ui.look.parts import column, icon_button, plain
from ui.look.repeats import repeat_words
from ui.look.theme import color, look
from ui.look.tongue import say
from ui.models.tasks import TaskRow, day_of

_MIME = "application/x-deskmate-task"
_INDENT = 26
_LEVELS = ((4, "high priority"), (5, "medium priority"), (9, "low priority"))


class TaskLine(QFrame):
    """`dropped` carries the id of the task that was let go, this task, and whether below it."""

    ticked = Signal(object)
    edited = Signal(object)
    deleted = Signal(object)
    dropped = Signal(str, object, bool)
    stepped = Signal(object, int)

    def __init__(self, shown: TaskRow, now: datetime, *, listed: bool) -> None:
        super().__init__()
        self.setObjectName("taskRow")
        self.setProperty("kind", "row")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self.task: Task = shown.task
        self._grip: QPoint | None = None
        self._over: bool | None = None
        words = _facts(shown, now, listed=listed)
        self.setAccessibleName(", ".join([self.task.title, *words]))
        self._lay_out(shown, now, words)

    def holds_focus(self) -> bool:
        """Whether the keyboard stands here."""
        focus = QApplication.focusWidget()
        return focus is self or (focus is not None and self.isAncestorOf(focus))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Enter edits, Delete deletes, Alt and arrows move."""
        key, held = Qt.Key(event.key()), event.modifiers()
        arrows = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if key in arrows and held & Qt.KeyboardModifier.AltModifier:
            self.stepped.emit(self.task, arrows[key])
        elif key in arrows:
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        elif key == Qt.Key.Key_Space:
            self.ticked.emit(self.task)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.edited.emit(self.task)
        elif key == Qt.Key.Key_Delete:
            self.deleted.emit(self.task)
        else:
            super().keyPressEvent(event)

    # -- dragging

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.task.open:
            self._grip = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag once the pointer went far enough."""
        if self._grip is None:
            return
        far = (event.position().toPoint() - self._grip).manhattanLength()
        if far < QApplication.startDragDistance():
            return
        self._grip = None
        drag, data = QDrag(self), QMimeData()
        data.setData(_MIME, self.task.id.encode())
        drag.setMimeData(data)
        drag.setPixmap(self.grab())
        drag.exec(Qt.DropAction.MoveAction)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        super().mouseReleaseEvent(event)
        self._grip = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Open the form."""
        self.edited.emit(self.task)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Only tasks can be put here."""
        if event.mimeData().hasFormat(_MIME) and self.task.open:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show where it would stand."""
        self._over = event.position().y() > self.height() / 2
        event.acceptProposedAction()
        self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It would not stand here."""
        super().dragLeaveEvent(event)
        self._over = None
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put it here."""
        key = bytes(event.mimeData().data(_MIME).data()).decode()
        below, self._over = bool(self._over), None
        event.acceptProposedAction()
        self.update()
        self.dropped.emit(key, self.task, below)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a line where something would be put."""
        super().paintEvent(event)
        if self._over is None:
            return
        painter = QPainter(self)
        painter.setPen(QPen(color("accent"), 3))
        y = self.height() - 2 if self._over else 1
        painter.drawLine(6, y, self.width() - 6, y)
        painter.end()

    def _lay_out(self, shown: TaskRow, now: datetime, words: list[str]) -> None:
        task = self.task
        box = QCheckBox()
        box.setObjectName("taskBox")
        box.setChecked(not task.open)
        say(box, box.setAccessibleName, "Done")
        box.clicked.connect(lambda _checked: self.ticked.emit(task))
        title = plain(task.title, tone="" if task.open else "muted")
        title.setObjectName("taskTitle")
        if not task.open:
            font = title.font()
            font.setStrikeOut(True)
            title.setFont(font)
        said = column(title, spacing=2)
        if words:
            late = task.overdue(now)
            said.addWidget(
                plain("  ·  ".join(words), step="small", tone="danger" if late else "muted")
            )
        inner = QHBoxLayout(self)
        inner.setContentsMargins(14 + look.theme.pixels(_INDENT) * shown.depth, 8, 8, 8)
        inner.setSpacing(12)
        inner.addWidget(box)
        inner.addLayout(said, 1)
        if 0 < task.priority <= 4:
            inner.addWidget(picture("warning", "warning", 16))
        if task.repeat:
            inner.addWidget(picture("repeat", "muted", 16))
        inner.addWidget(icon_button("edit", "Edit", "editTask", lambda: self.edited.emit(task)))
        inner.addWidget(
            icon_button("trash", "Delete", "deleteTask", lambda: self.deleted.emit(task))
        )


def _facts(shown: TaskRow, now: datetime, *, listed: bool) -> list[str]:
    task = shown.task
    facts: list[str] = []
    day = day_of(task)
    if not task.open and task.completed is not None:
        facts.append(tr("Done {when}", when=near_moment(task.completed, now)))
    elif day is not None:
        facts.append(_due(task, now))
    facts.append(repeat_words(task.repeat))
    level = next((words for limit, words in _LEVELS if 0 < task.priority <= limit), "")
    facts.append(tr(level) if level else "")
    if shown.parts:
        facts.append(tr("{done} of {all} done", done=shown.parts_done, all=shown.parts))
    if listed and task.list:
        facts.append(task.list)
    return [one for one in facts if one]


def _due(task: Task, now: datetime) -> str:
    day = day_of(task)
    if day is None:
        return ""
    timed = isinstance(task.due, datetime)
    when = near_moment(task.due, now) if isinstance(task.due, datetime) else ""
    words = when if timed else near_day(day, now.date())
    return tr("{when}, overdue", when=words) if task.overdue(now) else words
