"""VTODO to a task and back."""

from datetime import datetime
from zoneinfo import ZoneInfo

from assistant.domain.ical.events import lines_of
from assistant.domain.ical.lines import Component
from assistant.domain.ical.values import Unreadable, escaped, length, moment, written
from assistant.domain.ical.zones import Zones
from assistant.domain.tasks import Task, TaskStatus


def task_of(part: Component, zones: Zones) -> Task:
    """Return the task of a VTODO, its id left empty; raises `Unreadable`.

    `parent` holds the UID of the task that it is a part of, until that has an id.
    """
    lines = lines_of(part)
    due, begin, lasting = lines.one("DUE"), lines.one("DTSTART"), lines.one("DURATION")
    when = moment(due.value, due.parameters, zones) if due else None
    if when is None and begin and lasting:
        when = moment(begin.value, begin.parameters, zones) + length(lasting.value)
    done = lines.one("COMPLETED")
    completed = moment(done.value, done.parameters, zones) if done else None
    parents = [one for one in lines.all("RELATED-TO") if _is_parent(one.parameters)]
    rule = lines.one("RRULE")
    status = _status(lines.text("STATUS"), completed=completed is not None)
    created = lines.one("CREATED")
    return Task(
        id="",
        title=lines.text("SUMMARY"),
        due=when,
        priority=min(max(lines.number("PRIORITY"), 0), 9),
        parent=parents[0].value.strip() if parents else "",
        repeat=rule.value.strip() if rule else None,
        status=status,
        completed=_aware(completed) if status is TaskStatus.COMPLETED else None,
        notes=lines.text("DESCRIPTION"),
        uid=lines.text("UID"),
        sequence=lines.number("SEQUENCE"),
        created=_aware(moment(created.value, created.parameters, zones)) if created else None,
        raw=part.text,
    )


def _is_parent(parameters: object) -> bool:
    return (
        not isinstance(parameters, dict) or parameters.get("RELTYPE", "PARENT").upper() == "PARENT"
    )


def _aware(when: object) -> datetime | None:
    if not isinstance(when, datetime):
        return None
    return when if when.tzinfo else when.replace(tzinfo=ZoneInfo("UTC"))


def _status(said: str, *, completed: bool) -> TaskStatus:
    try:
        return TaskStatus(said.casefold())
    except ValueError:
        return TaskStatus.COMPLETED if completed else TaskStatus.NEEDS_ACTION


def task_fields(task: Task, parent: str) -> dict[str, list[str]]:
    """Return the content lines of `task` by property; `parent` is the UID of its parent."""
    return {
        "SUMMARY": [f"SUMMARY:{escaped(task.title)}"] if task.title else [],
        "DUE": [written("DUE", task.due)] if task.due else [],
        "PRIORITY": [f"PRIORITY:{task.priority}"] if task.priority else [],
        "RELATED-TO": [f"RELATED-TO:{parent}"] if parent else [],
        "RRULE": [f"RRULE:{task.repeat}"] if task.repeat else [],
        "STATUS": (
            [] if task.status is TaskStatus.NEEDS_ACTION else [f"STATUS:{task.status.upper()}"]
        ),
        "COMPLETED": (
            [written("COMPLETED", task.completed.astimezone(ZoneInfo("UTC")))]
            if task.completed and task.status is TaskStatus.COMPLETED
            else []
        ),
        "DESCRIPTION": [f"DESCRIPTION:{escaped(task.notes)}"] if task.notes else [],
        "UID": [f"UID:{escaped(task.uid)}"],
        "SEQUENCE": [f"SEQUENCE:{task.sequence}"] if task.sequence else [],
    }


__all__ = ["Unreadable", "task_fields", "task_of"]
