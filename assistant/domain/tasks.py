"""What a task is (RFC 5545 VTODO)."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from enum import StrEnum

from assistant.domain.recurrence import next_after


class TaskStatus(StrEnum):
    """How far a task has come (STATUS of a VTODO)."""

    NEEDS_ACTION = "needs-action"
    IN_PROCESS = "in-process"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do. `due` is a day, or a moment (aware) of one.

    `list` names the list it is on, empty for the usual one. `priority` is PRIORITY: 0 none, 1
    highest, 9 lowest. `parent` is the id of the task that it is a part of. `order` is its place
    among the tasks of the list, small ones first. `repeat` is an RRULE value counted from `due`.
    """

    id: str
    title: str
    list: str = ""
    due: datetime | date | None = None
    priority: int = 0
    parent: str = ""
    order: float = 0.0
    repeat: str | None = None
    status: TaskStatus = TaskStatus.NEEDS_ACTION
    completed: datetime | None = None
    notes: str = ""
    uid: str = ""
    sequence: int = 0
    created: datetime | None = None
    raw: str = ""
    href: str = ""
    etag: str = ""
    common: str = ""
    """What a server calls it, and the last version that both sides knew; `raw` as it was read."""

    @property
    def open(self) -> bool:
        """Whether it still is to be done."""
        return self.status in (TaskStatus.NEEDS_ACTION, TaskStatus.IN_PROCESS)

    def overdue(self, now: datetime) -> bool:
        """Return whether it should have been done by `now` (aware); a day lasts to its end."""
        if self.due is None or not self.open:
            return False
        if isinstance(self.due, datetime):
            return self.due < now
        return self.due < now.date()


def ticked(task: Task, now: datetime) -> Task:
    """Return `task` as it is once it was done at `now` (aware).

    One that repeats waits for its next day instead; after the last of its days it is done.
    """
    ahead = _next(task, now)
    if ahead is not None:
        return replace(task, due=ahead, sequence=task.sequence + 1)
    return replace(task, status=TaskStatus.COMPLETED, completed=now, sequence=task.sequence + 1)


def unticked(task: Task) -> Task:
    """Return `task` as it is once it was found not to be done."""
    return replace(task, status=TaskStatus.NEEDS_ACTION, completed=None, sequence=task.sequence + 1)


def _next(task: Task, now: datetime) -> datetime | date | None:
    """Return when a repeating task is due again: after its last due time, and ahead of today."""
    if not task.repeat or task.due is None:
        return None
    if isinstance(task.due, datetime):
        return next_after(task.repeat, task.due, max(task.due, now))
    first = datetime.combine(task.due, time(), UTC)
    today = datetime.combine(now.date(), time(), UTC)
    ahead = next_after(task.repeat, first, max(first, today))
    return ahead.date() if ahead else None
