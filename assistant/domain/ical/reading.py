"""A calendar file to events and tasks; what cannot be read is set aside, its neighbours live."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.domain.calendar import Event
from assistant.domain.ical.events import event_of, is_override
from assistant.domain.ical.lines import LONGEST, Component, components, decode, unfold
from assistant.domain.ical.tasks import task_of
from assistant.domain.ical.values import Unreadable, named, split, text
from assistant.domain.ical.zones import Zones
from assistant.domain.occurrences import bounds
from assistant.domain.tasks import Task

_QUIET = {"VTIMEZONE"}
_KINDS = {"VEVENT", "VTODO"}
_HEAD = {"PRODID", "VERSION", "CALSCALE", "METHOD"}
OF_ITSELF = "what the calendar says of itself"
_NOW_AND_THEN = 200  # parts between two reports
_FAST = ("SECONDLY", "MINUTELY")


@dataclass(frozen=True, slots=True)
class Aside:
    """What could not be read, whole, and why (one plain sentence)."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a file holds. Records have no id yet but their UID; `name` is what it calls itself."""

    name: str
    events: tuple[Event, ...]
    tasks: tuple[Task, ...]
    aside: tuple[Aside, ...]
    zones: str = ""
    """The definitions of time zones, as they stand."""


def read_file(data: bytes, heard: Callable[[int, int], None] = lambda _done, _all: None) -> Found:
    """Return what a calendar file holds; never raises for what is in it, but for its size.

    `heard` is told now and then how many of how many parts are read; what it raises goes through.
    """
    whole = list(components(unfold(decode(data))))
    calendars = [one for one in whole if one.name == "VCALENDAR"]
    loose = [one for one in whole if one.name != "VCALENDAR"]
    parts = [part for one in calendars for part in one.parts] + [
        one for one in loose if one.name in ("VEVENT", "VTODO")
    ]
    zones = Zones([one for one in parts if one.name == "VTIMEZONE"])
    aside = [
        Aside(one.text, tr("this stands outside of a calendar"))
        for one in loose
        if one.name not in ("VEVENT", "VTODO")
    ]
    events: list[Event] = []
    tasks: list[Task] = []
    for at, part in enumerate(parts):
        if at % _NOW_AND_THEN == 0:
            heard(at, len(parts))
        if part.name not in _KINDS:
            if part.name not in _QUIET:
                what = tr("{name} is neither an event nor a task", name=part.name[:40])
                aside.append(Aside(part.text, what))
            continue
        try:
            if part.name == "VEVENT":
                events.append(_checked(event_of(_whole(part), zones)))
            else:
                tasks.append(task_of(_whole(part), zones))
        except AssistantError as error:
            aside.append(Aside(part.text, error.shown()))
    return Found(
        _name(calendars),
        tuple(_series(events, aside)),
        tuple(_uid(one) for one in tasks),
        (*aside, *_heads(calendars)),
        "\n".join(one.text for one in parts if one.name == "VTIMEZONE"),
    )


def _whole(part: Component) -> Component:
    if sum(map(len, part.whole)) > LONGEST:
        raise Unreadable("it is too long")
    if not part.ended:
        raise Unreadable("it has no END:{name}", name=part.name)
    return part


def _checked(event: Event) -> Event:
    """Return `event` where its rule can be expanded; raises `Unreadable` or `AssistantError`."""
    rule = (event.repeat or "").upper()
    if any(f"FREQ={one}" in rule for one in _FAST):
        raise Unreadable("it repeats more often than every hour")
    bounds(event)
    return event


def _name(calendars: Sequence[Component]) -> str:
    for wanted in ("NAME", "X-WR-CALNAME"):
        for one in calendars:
            for line in one.lines:
                if named(line, wanted):
                    try:
                        return text(split(line).value).strip()[:200]
                    except Unreadable:
                        continue
    return ""


def _heads(calendars: Sequence[Component]) -> Iterable[Aside]:
    """Yield what a calendar says of itself that means nothing here."""
    for one in calendars:
        rest = [
            line
            for line in one.lines
            if ":" not in line or not any(named(line, known) for known in (*_HEAD, "NAME"))
        ]
        if rest:
            yield Aside("\n".join(rest), tr(OF_ITSELF))


def _uid(record: Task) -> Task:
    return record if record.uid else replace(record, uid=_fingerprint(record.raw))


def _fingerprint(raw: str) -> str:
    """Return a UID for what has none: the same for the same text."""
    return f"{hashlib.sha256(raw.encode('utf-8', 'replace')).hexdigest()[:32]}@deskmate"


def _series(events: Sequence[Event], aside: list[Aside]) -> Iterable[Event]:
    """Join overrides to their series; what has no series stands for itself."""
    named_ones = [one if one.uid else replace(one, uid=_fingerprint(one.raw)) for one in events]
    masters: dict[str, Event] = {}
    for one in named_ones:
        if not is_override(one):
            known = masters.get(one.uid)
            if known is not None and known.raw != one.raw:
                newer, older = (one, known) if one.sequence > known.sequence else (known, one)
                masters[one.uid] = newer
                aside.append(Aside(older.raw, tr("another event of the file has the same UID")))
            else:
                masters[one.uid] = one
    orphans: list[Event] = []
    overrides: dict[str, list[Event]] = {}
    for one in named_ones:
        if is_override(one):
            series = masters.get(one.uid)
            if series is not None and series.repeats:
                overrides.setdefault(one.uid, []).append(one)
            else:
                orphans.append(one)
    for uid, master in masters.items():
        yield replace(master, overrides=tuple(_latest(overrides.get(uid, ()), aside)))
    yield from orphans


def _latest(overrides: Sequence[Event], aside: list[Aside]) -> Iterable[Event]:
    """Return one override an instance, the newest."""
    found: dict[str, Event] = {}
    for one in overrides:
        key = f"{one.recurrence_id}"
        known = found.get(key, one)
        newer, older = (one, known) if one.sequence >= known.sequence else (known, one)
        if newer.raw != older.raw:
            aside.append(Aside(older.raw, tr("another event of the file has the same UID")))
        found[key] = newer
    return found.values()
