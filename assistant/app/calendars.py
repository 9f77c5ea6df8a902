"""Calendar files in and out: read whole, saved in one transaction a piece, nothing dropped."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from assistant.base.clock import Clock
from assistant.base.i18n import tr
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Change, Proposal, Update
from assistant.domain.events import Progress, RecordsChanged
from assistant.domain.ical import read_file, write_file
from assistant.domain.labels import Label, Origin
from assistant.domain.tasks import Task
from assistant.skill.context import fresh_id
from assistant.store.asides import SetAside
from assistant.store.store import Store

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file gave: new or newer records, those known already, and what was set aside."""

    new: int
    known: int
    aside: int = 0
    reason: str = ""


class Calendars:
    """Reads calendar files into the store and writes it out again."""

    def __init__(self, store: Store, clock: Clock, post: Callable[[object], None]) -> None:
        self._store = store
        self._clock = clock
        self._post = post

    def take(self, name: str, data: bytes) -> Taken:
        """Import a calendar file; raises `AssistantError` for its size.

        What is in the store already, by its UID, is taken again only where the file knows a later
        version (SEQUENCE) of it.
        """
        found = read_file(data)
        calendar = found.name or PurePath(name).stem
        changes = [*self._events(found.events, calendar), *self._tasks(found.tasks, calendar)]
        for at in range(0, len(changes), _AT_ONCE):
            some = tuple(changes[at : at + _AT_ONCE])
            self._save(some, name)
            self._post(Progress(name, at + len(some), len(changes)))
        kept = [SetAside(name, one.text, one.reason) for one in found.aside]
        if found.zones:
            kept.append(SetAside(f"{calendar}.zones", found.zones, "zones"))
        self._store.asides.keep(kept)
        reason = "; ".join(dict.fromkeys(one.reason for one in found.aside))[:300]
        known = len(found.events) + len(found.tasks) - len(changes)
        return Taken(len(changes), known, len(found.aside), reason)

    def write(self, folder: Path) -> Sequence[Path]:
        """Write all events and tasks into `folder`, a file a calendar; return the files."""
        folder.mkdir(parents=True, exist_ok=True)
        events, tasks = self._store.reads.all_events(), self._store.reads.all_tasks()
        aside = self._store.asides.all()
        zones = {one.file: one.text for one in aside if one.reason == "zones"}
        made: list[Path] = []
        for name in dict.fromkeys(
            [*(one.calendar for one in events), *(one.list for one in tasks)]
        ):
            mine = [one for one in events if one.calendar == name]
            todo = [one for one in tasks if one.list == name]
            known = zones.get(f"{name}.zones", "")
            target = _free(folder, name or "tasks", ".ics", made)
            target.write_bytes(write_file(mine, todo, self._clock.now(), name, known))
            made.append(target)
        rest = [one for one in aside if one.reason != "zones"]
        if rest:
            target = _free(folder, "set aside", ".txt", made)
            target.write_text("\n\n".join(one.text for one in rest) + "\n", "utf-8")
            made.append(target)
        return tuple(made)

    def _save(self, changes: tuple[Change, ...], file: str) -> None:
        self._store.journal.apply(
            Proposal(tr("Imported from {file}", file=file), changes),
            entry_id=fresh_id(),
            cause="import",
            labels=frozenset({Label(Origin.FILE, file)}),
        )
        self._post(RecordsChanged(frozenset({"Event", "Task"})))

    def _events(self, events: Sequence[Event], calendar: str) -> Iterable[Change]:
        known = self._store.reads.by_uid(Event, [one.uid for one in events])
        for one in events:
            before = known.get(_key(one))
            if before is None:
                key = fresh_id()
                kept = tuple(replace(each, id=key, calendar=calendar) for each in one.overrides)
                yield Add(replace(one, id=key, calendar=calendar, overrides=kept))
            elif one.sequence > before.sequence:
                key, place = before.id, before.calendar
                kept = tuple(replace(each, id=key, calendar=place) for each in one.overrides)
                yield Update(before, replace(one, id=key, calendar=place, overrides=kept))

    def _tasks(self, tasks: Sequence[Task], on: str) -> Iterable[Change]:
        known = self._store.reads.by_uid(Task, [one.uid for one in tasks])
        ids = {one.uid: fresh_id() for one in tasks}
        ids |= {one.uid: one.id for one in known.values()}
        for place, one in enumerate(tasks, start=1):
            before = known.get(one.uid)
            parent = ids.get(one.parent, one.parent)
            after = replace(one, id=ids[one.uid], list=on, parent=parent, order=float(place))
            if before is None:
                yield Add(after)
            elif one.sequence > before.sequence:
                yield Update(before, replace(after, list=before.list, order=before.order))


def _key(event: Event) -> str:
    """Return what tells an event from others: its UID, and which instance it is, if alone."""
    return event.uid if event.recurrence_id is None else f"{event.uid} {event.recurrence_id}"


def _free(folder: Path, name: str, suffix: str, taken: Sequence[Path]) -> Path:
    """Return a file in `folder` that is called `name`, as far as file systems take it."""
    plain = "".join(mark if mark.isalnum() or mark in " -_." else "-" for mark in name)[:80]
    plain = plain.strip(" .") or "calendar"
    target, number = folder / f"{plain}{suffix}", 2
    while target in taken:
        target, number = folder / f"{plain} {number}{suffix}", number + 1
    return target
