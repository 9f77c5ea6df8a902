"""The tasks page: lists, one line to add, and what is to be done."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from assistant.base.i18n import tr
from assistant.domain.changes import Change, Proposal, Remove, Update
from assistant.domain.tasks import Task, ticked, unticked
from assistant.skill.quick import Sort
from ui.desk import Desk
from ui.look.attempt import attempt
from ui.look.canvas import Canvas
from ui.look.follow import follow
from ui.look.page import Page, nothing
from ui.look.parts import clear, column, row, words
from ui.look.theme import look
from ui.look.tongue import say, tongue
from ui.models.tasks import Chosen, Shelf, TaskRow, between, counts, rows
from ui.panels.quick.add import QuickAdd
from ui.panels.tasks.form import TaskForm
from ui.panels.tasks.row import TaskLine

_MOST_DONE = 50
_MINUTE = 60_000
_SIDE = 190  # pixels for the lists
_SHELVES = (
    (Shelf.TODAY, "Today", "sun"),
    (Shelf.OVERDUE, "Overdue", "warning"),
    (Shelf.COMING, "With a date", "calendar"),
    (Shelf.ALL, "All tasks", "check-circle"),
)


class TasksPage(Page):
    """Tasks of the list that is chosen at the left; done ones are hidden until asked for."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("tasks", "Tasks", "What is to be done, by list and by day.")
        self._desk = desk
        self.chosen: Chosen = Shelf.ALL
        self._lists = column(spacing=2)
        self._group = QButtonGroup(self)
        self._rows = column(spacing=6)
        self._shown: list[TaskLine] = []
        self._heading = QLabel()
        self._heading.setProperty("step", "heading")
        self._heading.setObjectName("taskHeading")
        self.add = QuickAdd(desk, "Buy milk tomorrow #groceries !1", Sort.TASK)
        self.done = QCheckBox()
        self.done.setObjectName("showDone")
        say(self.done, self.done.setText, "Show what is done")
        self.done.toggled.connect(lambda _: self.refresh())
        self.form = TaskForm(desk)
        self.form.saved.connect(self._save)
        self._lay_out()
        minute = QTimer(self)
        minute.setInterval(_MINUTE)
        minute.timeout.connect(self.refresh)
        minute.start()
        tongue.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the tasks again."""
        if self.form.isVisible():
            return
        now = self._desk.clock.now()
        waiting = list(self._desk.reads.tasks())
        self._fill_lists(counts(waiting, now))
        self._heading.setText(self._named(self.chosen))
        self.add.list = self.chosen if isinstance(self.chosen, str) else ""
        focused = next((line.task.id for line in self._shown if line.holds_focus()), "")
        clear(self._rows)
        self._shown = []
        gone = list(self._desk.reads.tasks(done=True))
        found = rows(waiting, self.chosen, now, gone)
        for one in found:
            self._show(one, self._rows)
        if not found:
            self._rows.addWidget(
                nothing(
                    "check-circle",
                    tr("Nothing to do here"),
                    tr("Add a line above, or say it in the chat."),
                )
            )
        if self.done.isChecked():
            self._show_done(gone[:_MOST_DONE])
        again = next((line for line in self._shown if line.task.id == focused), None)
        if again is not None:
            again.show()  # what is not shown yet takes no focus
            again.setFocus()

    def choose(self, chosen: Chosen) -> None:
        """Show another list."""
        self.chosen = chosen
        self.refresh()

    # -- showing

    def _show(self, one: TaskRow, where: QVBoxLayout) -> None:
        line = TaskLine(one, self._desk.clock.now(), listed=not isinstance(self.chosen, str))
        line.ticked.connect(self._tick)
        line.edited.connect(self._edit)
        line.deleted.connect(self._delete)
        line.dropped.connect(self._drop)
        line.stepped.connect(self._step)
        where.addWidget(line)
        self._shown.append(line)

    def _show_done(self, gone: list[Task]) -> None:
        found = rows(gone, self.chosen, self._desk.clock.now())
        if found:
            self._rows.addSpacing(12)
            self._rows.addWidget(words("Done", step="lead"))
        for one in found:
            self._show(one, self._rows)

    def _fill_lists(self, count: dict[Chosen, int]) -> None:
        clear(self._lists)
        for shelf, name, _ in _SHELVES:
            self._lists.addWidget(self._choice(shelf, tr(name), count.get(shelf, 0)))
        self._lists.addSpacing(10)
        self._lists.addWidget(words("Lists", step="small", tone="muted"))
        for name in ("", *(one for one in self._desk.reads.task_lists() if one)):
            self._lists.addWidget(self._choice(name, self._named(name), count.get(name, 0)))

    def _choice(self, chosen: Chosen, name: str, count: int) -> QPushButton:
        made = QPushButton(f"{name}  {count}" if count else name)
        made.setObjectName("taskList")
        made.setProperty("kind", "nav")
        made.setCheckable(True)
        made.setChecked(chosen == self.chosen)
        made.setAccessibleName(tr("{name}: {n} open", name=name, n=count))
        made.clicked.connect(_then(self.choose, chosen))
        self._group.addButton(made)
        return made

    def _named(self, chosen: Chosen) -> str:
        if isinstance(chosen, str):
            return chosen or tr("No list")
        return next(tr(name) for shelf, name, _ in _SHELVES if shelf is chosen)

    # -- by hand

    def _tick(self, task: Task) -> None:
        now = self._desk.clock.now()
        if not task.open:
            self._propose(tr("Not done: {title}", title=task.title), Update(task, unticked(task)))
            return
        parts = [one for one in self._desk.reads.tasks() if one.parent == task.id]
        changes = [Update(one, ticked(one, now)) for one in (task, *parts)]
        self._propose(tr("Done: {text}", text=task.title), *changes)

    def _edit(self, task: Task) -> None:
        self.form.begin(task)

    def _save(self, before: Task, after: Task) -> None:
        if before != after:
            after = replace(after, sequence=before.sequence + 1)
            self._propose(tr("Change: {title}", title=after.title), Update(before, after))
        self.refresh()

    def _delete(self, task: Task) -> None:
        parts = [one for one in self._desk.reads.tasks() if one.parent == task.id]
        changes = [Remove(one) for one in (task, *parts)]
        self._propose(tr("Delete: {title}", title=task.title), *changes)

    def _drop(self, key: str, onto: Task, below: bool) -> None:  # noqa: FBT001 - a Qt signal
        """Put the task called `key` above or below another one."""
        moved = self._desk.reads.get(Task, key)
        if moved is None or moved.id == onto.id:
            return
        here = [
            line.task
            for line in self._shown
            if line.task.open and line.task.id != key and line.task.parent == onto.parent
        ]
        at = here.index(onto) + (1 if below else 0)
        before = here[at - 1] if at else None
        after = here[at] if at < len(here) else None
        placed = replace(
            moved,
            order=between(before, after),
            parent=onto.parent,
            list=onto.list if isinstance(self.chosen, str) else moved.list,
            sequence=moved.sequence + 1,
        )
        self._propose(tr("Move: {title}", title=moved.title), Update(moved, placed))

    def _step(self, task: Task, by: int) -> None:
        """Move a task up or down by key."""
        here = [line.task for line in self._shown if line.task.open]
        here = [one for one in here if one.parent == task.parent]
        at = here.index(task) + by
        if 0 <= at < len(here):
            self._drop(task.id, here[at], by > 0)

    def _propose(self, summary: str, *changes: Change) -> None:
        attempt(lambda: self._desk.propose(Proposal(summary, changes)))

    def _lay_out(self) -> None:
        self._heading.setWordWrap(True)
        head = row(self._heading, self.done)
        head.setStretch(0, 1)
        side = Canvas()
        side.setLayout(column(self._lists, None))
        follow(side, look.changed, lambda: side.setFixedWidth(look.theme.pixels(_SIDE)))
        body = QWidget()
        body.setLayout(column(self.add, self.form, head, self._rows, None))
        both = QHBoxLayout()
        both.setSpacing(22)
        both.addWidget(side)
        both.addWidget(body, 1)
        self.body.addLayout(both)


def _then(work: Callable[[Chosen], None], chosen: Chosen) -> Callable[..., None]:
    return lambda *_: work(chosen)
