"""Tasks as rows: those of a list, of today or overdue, each followed by its parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from assistant.domain.tasks import Task


class Shelf(Enum):
    """Lists that are always there."""

    TODAY = "today"
    OVERDUE = "overdue"
    COMING = "coming"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task, how deep it stands, and how many of its parts are done of how many."""

    task: Task
    depth: int = 0
    parts_done: int = 0
    parts: int = 0


Chosen = Shelf | str  # a list by its name, "" for the usual one


def day_of(task: Task) -> date | None:
    """Return the day on which a task is due."""
    return task.due.date() if isinstance(task.due, datetime) else task.due


def belongs(chosen: Chosen, now: datetime) -> Callable[[Task], bool]:
    """Return whether a task stands on what was chosen."""
    today = now.date()
    if isinstance(chosen, str):
        return lambda one: one.list == chosen
    if chosen is Shelf.OVERDUE:
        return lambda one: one.overdue(now)
    if chosen is Shelf.TODAY:
        return lambda one: (day_of(one) or date.max) <= today
    if chosen is Shelf.COMING:
        return lambda one: one.due is not None
    return lambda _: True


def rows(
    tasks: Sequence[Task], chosen: Chosen, now: datetime, gone: Sequence[Task] = ()
) -> list[TaskRow]:
    """Return the rows of what was chosen: by order on a list, by day elsewhere.

    `gone` are tasks that are done: they count as parts, and have no row of their own.
    """
    fits = belongs(chosen, now)
    here = [one for one in tasks if fits(one)]
    known = {one.id for one in here}
    heads = [one for one in here if one.parent not in known]
    if not isinstance(chosen, str):
        heads.sort(key=_by_day)
    made: list[TaskRow] = []
    for one in heads:
        _with_parts(one, (here, gone), made, depth=0)
    return made


def counts(tasks: Sequence[Task], now: datetime) -> dict[Chosen, int]:
    """Return how many open tasks stand where."""
    made: dict[Chosen, int] = {shelf: sum(map(belongs(shelf, now), tasks)) for shelf in Shelf}
    for one in tasks:
        made[one.list] = made.get(one.list, 0) + 1
    return made


def between(before: Task | None, after: Task | None) -> float:
    """Return an order that stands between those of two neighbours."""
    if before is None:
        return after.order - 1.0 if after else 0.0
    return before.order + 1.0 if after is None else (before.order + after.order) / 2


def _with_parts(
    one: Task, tasks: tuple[Sequence[Task], Sequence[Task]], made: list[TaskRow], *, depth: int
) -> None:
    parts, gone = ([part for part in some if part.parent == one.id] for some in tasks)
    made.append(TaskRow(one, depth, len(gone), len(parts) + len(gone)))
    for part in parts:
        if depth < 8:  # deeper than anybody writes, and no circle goes on for ever
            _with_parts(part, tasks, made, depth=depth + 1)


def _by_day(task: Task) -> tuple[bool, date, int, float]:
    day = day_of(task)
    return day is None, day or date.max, task.priority or 10, task.order
