"""The form for one task: what, when, how important, on which list, a part of what."""

from dataclasses import replace
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from assistant.base.i18n import tr
from assistant.domain.tasks import Task
from assistant.skill.quick import Sort, read_line
from ui.desk import Desk
from ui.look.fields import lay_fields, line_field
from ui.look.moments import hour, long_day
from ui.look.parts import button, plain, row
from ui.look.repeats import repeat_words
from ui.look.tongue import say

_LEVELS = ((0, "None"), (1, "high priority"), (5, "medium priority"), (9, "low priority"))


class TaskForm(QFrame):
    """`saved` carries the task before and after."""

    saved = Signal(object, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("taskForm")
        self.setProperty("kind", "card")
        self._desk = desk
        self._task = Task("", "")
        self._due: tuple[datetime | date | None, str | None] = (None, None)
        self.title = line_field("taskFormTitle", "Title")
        self.due = line_field("taskFormDue", "Due")
        say(self.due, self.due.setPlaceholderText, "tomorrow, by Friday, every Monday at 9")
        self.told = plain(step="small", tone="muted")
        self.told.setObjectName("taskFormTold")
        self.level = QComboBox()
        self.level.setObjectName("taskFormPriority")
        self.list = QComboBox()
        self.list.setObjectName("taskFormList")
        self.list.setEditable(True)
        self.parent_ = QComboBox()
        self.parent_.setObjectName("taskFormParent")
        self.notes = QPlainTextEdit()
        self.notes.setObjectName("taskFormNotes")
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight(self.fontMetrics().lineSpacing() * 4)
        self._lay_out()
        self.due.textEdited.connect(self._read)
        self.hide()

    def begin(self, task: Task) -> None:
        """Show a task to be changed."""
        self._task = task
        self._due = (task.due, task.repeat)
        self.title.setText(task.title)
        self.due.setText("")
        self._tell()
        self.level.clear()
        for value, name in _LEVELS:
            self.level.addItem(tr(name), value)
        nearest = next((value for value, _ in _LEVELS[1:] if 0 < task.priority <= value), 0)
        self.level.setCurrentIndex(self.level.findData(nearest))
        self.list.clear()
        self.list.addItems(["", *(one for one in self._desk.reads.task_lists() if one)])
        self.list.setCurrentText(task.list)
        self._fill_parents(task)
        self.notes.setPlainText(task.notes)
        self.show()
        self.title.setFocus()
        self.title.selectAll()

    def typed(self) -> Task:
        """Return the task as it stands in the form."""
        due, repeat = self._due
        level = int(self.level.currentData() or 0)
        was = next((value for value, _ in _LEVELS[1:] if 0 < self._task.priority <= value), 0)
        return replace(
            self._task,
            title=self.title.text().strip() or self._task.title,
            due=due,
            repeat=repeat,
            priority=self._task.priority if level == was else level,
            list=self.list.currentText().strip(),
            parent=str(self.parent_.currentData() or ""),
            notes=self.notes.toPlainText().strip(),
        )

    def _fill_parents(self, task: Task) -> None:
        self.parent_.clear()
        self.parent_.addItem(tr("Stands by itself"), "")
        for one in self._desk.reads.tasks():
            if task.id not in (one.id, one.parent) and not one.parent:
                self.parent_.addItem(one.title, one.id)
        self.parent_.setCurrentIndex(max(0, self.parent_.findData(task.parent)))

    def _read(self, text: str) -> None:
        """Understand when it is due, with the rules of the chat."""
        if not text.strip():
            self._due = (self._task.due, self._task.repeat)
        elif text.strip() in {"-", "–", "无"}:
            self._due = (None, None)
        else:
            line = read_line(text, self._desk.clock.now(), sort=Sort.TASK)
            day = line.start.date() if line.start and line.all_day else line.start
            if day is not None:
                self._due = (day, line.repeat)
        self._tell()

    def _tell(self) -> None:
        due, repeat = self._due
        if due is None:
            self.told.setText(tr("no day"))
            return
        when = long_day(due)
        if isinstance(due, datetime):
            when = tr("{day}, {time}", day=when, time=hour(due))
        self.told.setText("  ·  ".join(one for one in (when, repeat_words(repeat)) if one))

    def _clear_due(self) -> None:
        self._due = (None, None)
        self.due.clear()
        self._tell()

    def _save(self) -> None:
        after = self.typed()
        self.hide()
        self.saved.emit(self._task, after)

    def _cancel(self) -> None:
        self.hide()
        self.saved.emit(self._task, self._task)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        due = QWidget()
        line = row(self.due, button("No day", "taskFormNoDay", self._clear_due))
        line.setStretch(0, 1)
        due.setLayout(line)
        fields: tuple[tuple[str, QWidget], ...] = (
            ("Title", self.title),
            ("Due", due),
            ("", self.told),
            ("Priority", self.level),
            ("List", self.list),
            ("Part of", self.parent_),
            ("Notes", self.notes),
        )
        lay_fields(grid, fields)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 14)
        layout.setSpacing(12)
        layout.addLayout(grid)
        layout.addLayout(
            row(
                None,
                button("Cancel", "taskFormCancel", self._cancel),
                button("Save", "taskFormSave", self._save, kind="primary"),
            )
        )
