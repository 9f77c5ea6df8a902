"""Calendar files in and out: read whole, saved in one transaction a piece, nothing dropped."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TypeVar

from assistant.base.clock import Clock
from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.base.lanes import Lane, Work
from assistant.domain.calendar import Event
from assistant.domain.calendars import Taken
from assistant.domain.changes import Add, Change, Proposal, Update
from assistant.domain.events import Progress, RecordsChanged
from assistant.domain.ical import read_file, write_file
from assistant.domain.labels import Label, Origin
from assistant.domain.tasks import Task
from assistant.skill.context import fresh_id
from assistant.store.asides import SetAside
from assistant.store.store import Store

E = TypeVar("E", Event, Task)
_AT_ONCE = 500
_MOST = 100  # pieces set aside that are told one by one
_WHOLE = 1_000  # steps of a progress bar


class Stopped(Exception):
    """The user has enough of an import."""


class Calendars:
    """Reads calendar files into the store and writes it out again, on a lane of its own."""

    def __init__(self, store: Store, clock: Clock, post: Callable[[object], None]) -> None:
        self._store = store
        self._clock = clock
        self._post = post
        self._lane = Lane("files")
        self._stop = False

    def take_files(self, files: Sequence[Path], into: str = "") -> "Work[tuple[Taken, ...]]":
        """Import files, and those in folders, on the lane; a broken one keeps none from the rest.

        `into` is the id of the calendar that takes them all; without, each file makes its own.
        """
        self._stop = False
        return self._lane.submit(self._take_files, files, into)

    def stop(self) -> None:
        """End the import that runs; what it had taken of the file goes out again."""
        self._stop = True

    def write_files(self, folder: Path) -> "Work[Sequence[Path]]":
        """Write all calendars and lists into `folder`, on the lane."""
        return self._lane.submit(self.write, folder)

    def settle(self) -> None:
        """Wait until what was asked is done."""
        self._lane.settle()

    def close(self) -> None:
        """Stop, and end."""
        self.stop()
        self._lane.close()

    def _take_files(self, files: Sequence[Path], into: str) -> tuple[Taken, ...]:
        taken: list[Taken] = []
        for file in _inside(files):
            if self._stop:
                break
            try:
                taken.append(self.take(file.name, file.read_bytes(), into))
            except OSError as error:
                reason = tr("It cannot be read: {reason}.", reason=error.strerror or str(error))
                taken.append(Taken(0, 0, 1, reason, file.name))
            except AssistantError as error:
                taken.append(Taken(0, 0, 1, error.shown(), file.name))
        return tuple(taken)

    def take(self, name: str, data: bytes, into: str = "") -> Taken:
        """Import a calendar file; raises `AssistantError` for its size.

        What is in the store already, by its UID, is taken again only where the file knows a later
        version (SEQUENCE) of it. New events go to the calendar `into`, or to the one that the file
        is called after.
        """
        saved: list[str] = []
        try:
            found = read_file(data, lambda done, of: self._heard(name, done, of, 0.0))
            calendar = into or found.name or PurePath(name).stem
            changes = [*self._events(found.events, calendar), *self._tasks(found.tasks, calendar)]
            for at in range(0, len(changes), _AT_ONCE):
                some = tuple(changes[at : at + _AT_ONCE])
                self._heard(name, at, len(changes), 0.5)
                saved.append(self._save(some, name))
        except Stopped:
            for entry in reversed(saved):
                self._store.journal.undo(entry, new_id=fresh_id())
            return Taken(0, 0, name=name, stopped=True)
        finally:
            if saved:
                self._post(RecordsChanged(frozenset({"Event", "Task", "Calendar"})))
        self._post(Progress(name, _WHOLE, _WHOLE))
        kept = [SetAside(name, one.text, one.reason) for one in found.aside]
        if found.zones:
            kept.append(SetAside(f"{calendar}.zones", found.zones, "zones"))
        self._store.asides.keep(kept)
        reason = "; ".join(dict.fromkeys(one.reason for one in found.aside))[:300]
        known = len(found.events) + len(found.tasks) - len(changes)
        apart = tuple((_called(one.text), one.reason) for one in found.aside[:_MOST])
        return Taken(len(changes), known, len(found.aside), reason, name, apart)

    def _heard(self, name: str, done: int, of: int, begun: float) -> None:
        """Tell how far it is, reading and saving each one half; raise `Stopped` if asked to."""
        if self._stop:
            raise Stopped
        self._post(Progress(name, int((begun + done / max(1, of) / 2) * _WHOLE), _WHOLE))

    def write(self, folder: Path) -> Sequence[Path]:
        """Write all events and tasks into `folder`, a file a calendar; return the files."""
        folder.mkdir(parents=True, exist_ok=True)
        events, tasks = self._store.reads.all_events(), self._store.reads.all_tasks()
        aside = self._store.asides.all()
        zones = {one.file: one.text for one in aside if one.reason == "zones"}
        made: list[Path] = []
        called = {one.id: one.name for one in self._store.reads.calendars()}
        for name in dict.fromkeys(
            [*(one.calendar for one in events), *(one.list for one in tasks)]
        ):
            said = called.get(name, name)
            mine = [one for one in events if one.calendar == name]
            todo = [one for one in tasks if one.list == name]
            known = zones.get(f"{name}.zones", "")
            target = _free(folder, said or "tasks", ".ics", made)
            target.write_bytes(write_file(mine, todo, self._clock.now(), said, known))
            made.append(target)
        rest = [one for one in aside if one.reason != "zones"]
        if rest:
            target = _free(folder, "set aside", ".txt", made)
            target.write_text("\n\n".join(one.text for one in rest) + "\n", "utf-8")
            made.append(target)
        return tuple(made)

    def _save(self, changes: tuple[Change, ...], file: str) -> str:
        key = fresh_id()
        self._store.journal.apply(
            Proposal(tr("Imported from {file}", file=file), changes),
            entry_id=key,
            cause="import",
            labels=frozenset({Label(Origin.FILE, file)}),
        )
        return key

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
                after = replace(one, id=key, calendar=place, overrides=kept)
                # What a server knows of it is not in a file, and must not be lost by one.
                yield Update(before, _as_served(after, before))

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
                after = replace(after, list=before.list, order=before.order)
                yield Update(before, _as_served(after, before))


def _inside(files: Sequence[Path]) -> Iterator[Path]:
    """Yield the files, and the calendar files of folders."""
    for one in files:
        yield from sorted(one.rglob("*.ics")) if one.is_dir() else [one]


def _called(text: str) -> str:
    """Return what a piece of a calendar file is called: its title, or its first line."""
    lines = text.splitlines()
    title = next((one for one in lines if one.upper().startswith(("SUMMARY:", "SUMMARY;"))), "")
    return (title.partition(":")[2] or (lines[0] if lines else ""))[:80]


def _as_served(after: E, before: E) -> E:
    """Return `after` with what a server knows of `before`."""
    return replace(after, href=before.href, etag=before.etag, common=before.common)


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
