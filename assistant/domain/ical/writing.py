"""Events and tasks to a calendar file; what was read and not changed is written as it was."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.domain.calendar import Event
from assistant.domain.ical.events import alarms, event_of, fields
from assistant.domain.ical.lines import Component, components, fold
from assistant.domain.ical.tasks import task_fields, task_of
from assistant.domain.ical.values import Unreadable, escaped, named
from assistant.domain.ical.zones import Zones
from assistant.domain.tasks import Task

_HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Deskmate//Deskmate//EN", "CALSCALE:GREGORIAN")
_YEAR = timedelta(days=366)


def write_file(
    events: Iterable[Event], tasks: Iterable[Task], now: datetime, name: str = "", zones: str = ""
) -> bytes:
    """Return a calendar file (UTF-8, CRLF, folded).

    `now` (aware) is DTSTAMP of what has none; `zones` are definitions that go in as they are.
    """
    every, todo = list(events), list(tasks)
    given = list(components(zones.split("\n")))
    defined = Zones(given)
    parents = {one.id: one.uid for one in todo if one.id}
    body = [line for one in every for line in event_lines(one, now, defined)]
    for one in todo:
        body += _task_lines(one, parents, now, defined)
    names = {f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}"} if name else set()
    known = [line for one in given for line in one.whole]
    needed = _zone_lines(every, now, {_tzid(one) for one in given})
    lines = [*_HEAD, *sorted(names), *known, *needed, *body, "END:VCALENDAR"]
    return "".join(map(fold, lines)).encode("utf-8", "replace")


def event_lines(event: Event, now: datetime, zones: Zones) -> Iterator[str]:
    """Yield the content lines of an event and of its overrides, a VEVENT each."""
    for one in (event, *event.overrides):
        before = _read(one, zones)
        kept = fields(before) if before is not None else {}
        changed = _alarms_of(before) != _alarms_of(one)
        part = _part(one.raw)
        drop = [p for p in part.parts if p.name == "VALARM"] if part and changed else []
        yield from _merged(
            "VEVENT", part, kept, fields(one), now, drop, alarms(one) if changed else []
        )


def _alarms_of(event: Event | None) -> tuple[int | None, tuple[int, ...]] | None:
    return (event.reminder_minutes, event.leads) if event is not None else (None, ())


def _task_lines(task: Task, parents: Mapping[str, str], now: datetime, zones: Zones) -> list[str]:
    part = _part(task.raw)
    kept: dict[str, list[str]] = {}
    if part is not None:
        try:
            before = task_of(part, zones)
            kept = task_fields(before, before.parent)
        except Unreadable:
            part = None
    after = task_fields(task, parents.get(task.parent, task.parent))
    return list(_merged("VTODO", part, kept, after, now, [], []))


def _part(raw: str) -> Component | None:
    found = list(components(raw.split("\n")))
    return found[0] if len(found) == 1 and found[0].name else None


def _read(event: Event, zones: Zones) -> Event | None:
    part = _part(event.raw)
    try:
        return event_of(part, zones) if part is not None else None
    except Unreadable:
        return None


def _merged(  # noqa: PLR0913, PLR0917 - what was, what is, and what goes between
    name: str,
    part: Component | None,
    before: Mapping[str, list[str]],
    after: Mapping[str, list[str]],
    now: datetime,
    drop: Sequence[Component],
    more: Sequence[Sequence[str]],
) -> Iterator[str]:
    """Yield the raw lines, those of changed properties replaced, and what is new."""
    changed = {key for key, lines in after.items() if lines != before.get(key, [])}
    if "DTEND" in changed:
        changed |= {"DURATION"}
    yield f"BEGIN:{name}"
    if part is None:
        yield f"DTSTAMP:{now.astimezone(ZoneInfo('UTC')):%Y%m%dT%H%M%SZ}"
    for line in part.lines if part is not None else ():
        if not any(named(line, key) for key in changed):
            yield line
    for key in after:
        if key in changed:
            yield from after[key]
    for each in part.parts if part is not None else ():
        if not any(each is one for one in drop):
            yield from each.whole
    for lines in more:
        yield from lines
    yield f"END:{name}"


def _tzid(zone: Component) -> str:
    return next((line.partition(":")[2] for line in zone.lines if named(line, "TZID")), "")


def _zone_lines(events: Sequence[Event], now: datetime, known: set[str]) -> list[str]:
    """Return a VTIMEZONE for every zone that the events stand in (RFC 5545 3.6.5)."""
    used: dict[str, datetime] = {}
    for event in events:
        for one in (event, *event.overrides):
            for moment in (one.start, one.end):
                key = getattr(getattr(moment, "tzinfo", None), "key", "UTC")
                if isinstance(moment, datetime) and key not in ("UTC", "Etc/UTC", *known):
                    used[key] = min(moment, used.get(key, moment))
    return [line for key, first in sorted(used.items()) for line in _definition(key, first, now)]


def _definition(key: str, first: datetime, now: datetime) -> list[str]:
    from icalendar import Timezone

    low = first.date().replace(month=1, day=1)
    high = max(low, now.date()) + 3 * _YEAR
    zone = Timezone.from_tzinfo(ZoneInfo(key), key, first_date=low, last_date=high)
    return [line for line in zone.to_ical().decode().replace("\r\n ", "").splitlines() if line]
