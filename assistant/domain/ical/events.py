"""VEVENT to an event and back; a property that means nothing here stays as it was."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from assistant.domain.calendar import Event, EventStatus, Reply
from assistant.domain.ical.lines import Component
from assistant.domain.ical.values import (
    Property,
    Unreadable,
    escaped,
    length,
    moment,
    moments,
    person,
    split,
    text,
    texts,
    written,
)
from assistant.domain.ical.zones import Zones
from assistant.domain.mail import Address

_NO_COUNT = re.compile(r";?COUNT=-\d+", re.IGNORECASE)  # written where there is no end
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Lines:
    """The properties of a component by name; a line that cannot be read stays in the raw text."""

    by_name: Mapping[str, tuple[Property, ...]]

    def all(self, name: str) -> tuple[Property, ...]:
        """Return the properties of that name, in their order."""
        return self.by_name.get(name, ())

    def one(self, name: str) -> Property | None:
        """Return the first property of that name, or None."""
        found = self.all(name)
        return found[0] if found else None

    def text(self, name: str) -> str:
        """Return its text, empty where there is none."""
        found = self.one(name)
        return text(found.value).strip() if found else ""

    def number(self, name: str) -> int:
        """Return its number, 0 where there is none that can be read."""
        value = self.text(name).strip()
        return int(value) if value.lstrip("+-").isdecimal() and len(value) < 10 else 0


def lines_of(part: Component) -> Lines:
    """Return the properties of `part`."""
    found: dict[str, list[Property]] = {}
    for line in part.lines:
        try:
            one = split(line)
        except Unreadable:
            continue
        found.setdefault(one.name, []).append(one)
    return Lines({name: tuple(ones) for name, ones in found.items()})


def is_override(event: Event) -> bool:
    """Return whether this stands for one instance of a series."""
    return event.recurrence_id is not None


def event_of(part: Component, zones: Zones) -> Event:
    """Return the event of a VEVENT, its id left empty; raises `Unreadable`."""
    lines = lines_of(part)
    start, end = _ends(lines, zones)
    recurrence = lines.one("RECURRENCE-ID")
    if recurrence and recurrence.parameters.get("RANGE"):
        raise Unreadable("it changes all that follow, in a way that is not in use any more")
    if len(lines.all("RRULE")) > 1 or lines.all("EXRULE"):
        raise Unreadable("it has more than one repeat rule")
    rule = lines.one("RRULE")
    people = lines.all("ATTENDEE")
    first, more = _leads(part)
    organizer = lines.one("ORGANIZER")
    return Event(
        id="",
        title=lines.text("SUMMARY"),
        start=start,
        end=end,
        location=lines.text("LOCATION"),
        attendees=tuple(person(one) for one in people),
        repeat=_NO_COUNT.sub("", rule.value.strip()) if rule else None,
        reminder_minutes=first,
        notes=lines.text("DESCRIPTION"),
        uid=lines.text("UID"),
        sequence=lines.number("SEQUENCE"),
        transparent=lines.text("TRANSP").upper() == "TRANSPARENT",
        rdates=tuple(each for one in lines.all("RDATE") for each in moments(one, zones)),
        exdates=tuple(each for one in lines.all("EXDATE") for each in moments(one, zones)),
        recurrence_id=(
            moment(recurrence.value, recurrence.parameters, zones) if recurrence else None
        ),
        organizer=person(organizer) if organizer else None,
        replies=tuple(
            Reply(person(one).email, one.parameters["PARTSTAT"].casefold())
            for one in people
            if "PARTSTAT" in one.parameters
        ),
        status=_status(lines),
        categories=tuple(each for one in lines.all("CATEGORIES") for each in texts(one.value)),
        url=lines.text("URL"),
        leads=more,
        raw=part.text,
    )


def _status(lines: Lines) -> EventStatus:
    try:
        return EventStatus(lines.text("STATUS").casefold())
    except ValueError:
        return EventStatus.CONFIRMED


def _ends(lines: Lines, zones: Zones) -> tuple[datetime | date, datetime | date]:
    begin = lines.one("DTSTART")
    if begin is None:
        raise Unreadable("it does not say when it starts")
    start = moment(begin.value, begin.parameters, zones)
    finish, lasting = lines.one("DTEND"), lines.one("DURATION")
    if finish is not None:
        end = moment(finish.value, finish.parameters, zones)
    elif lasting is not None:
        end = _after(start, length(lasting.value))
    else:
        end = start if isinstance(start, datetime) else _after(start, _DAY)
    return start, _alike(start, end)


def _after(start: datetime | date, by: timedelta) -> datetime | date:
    try:
        return start + by
    except OverflowError as error:
        raise Unreadable("it ends after the year 9999") from error


def _alike(start: datetime | date, end: datetime | date) -> datetime | date:
    """Return `end` in the form of `start`; raises `Unreadable` where it lies before it."""
    if not isinstance(start, datetime):
        day = end.date() if isinstance(end, datetime) else end
        if day < start:
            raise Unreadable("it ends before it starts")
        return max(day, start + _DAY) if start < date.max else day
    if not isinstance(end, datetime):
        end = datetime(end.year, end.month, end.day, tzinfo=start.tzinfo)
    if end.tzinfo is None or start.tzinfo is None:
        end = end.replace(tzinfo=start.tzinfo)
    if end < start:
        raise Unreadable("it ends before it starts")
    return end


def _leads(part: Component) -> tuple[int | None, tuple[int, ...]]:
    """Return how many minutes before the start the alarms come: the first, and the others."""
    found: list[int] = []
    for alarm in (one for one in part.parts if one.name == "VALARM"):
        trigger = lines_of(alarm).one("TRIGGER")
        if trigger is None or trigger.parameters.get("RELATED", "START").upper() == "END":
            continue
        try:
            before = -length(trigger.value)
        except Unreadable:
            continue
        if before >= timedelta(0) and not before % _MINUTE:
            found.append(before // _MINUTE)
    return (found[0], tuple(found[1:])) if found else (None, ())


def fields(event: Event) -> dict[str, list[str]]:
    """Return the content lines of `event` by the property that they are, empty ones too."""
    return {
        "DTSTART": [written("DTSTART", event.start)],
        "DTEND": [written("DTEND", event.end)],
        "SUMMARY": _text("SUMMARY", event.title),
        "LOCATION": _text("LOCATION", event.location),
        "DESCRIPTION": _text("DESCRIPTION", event.notes),
        "RRULE": [f"RRULE:{event.repeat.removeprefix('RRULE:')}"] if event.repeat else [],
        "RDATE": [written("RDATE", one) for one in event.rdates],
        "EXDATE": [written("EXDATE", one) for one in event.exdates],
        "RECURRENCE-ID": (
            [written("RECURRENCE-ID", event.recurrence_id)] if event.recurrence_id else []
        ),
        "ORGANIZER": [_person("ORGANIZER", event.organizer)] if event.organizer else [],
        "ATTENDEE": [_person("ATTENDEE", one, _reply(event, one)) for one in event.attendees],
        "STATUS": []
        if event.status is EventStatus.CONFIRMED
        else [f"STATUS:{event.status.upper()}"],
        "TRANSP": ["TRANSP:TRANSPARENT"] if event.transparent else [],
        "CATEGORIES": (
            [f"CATEGORIES:{','.join(map(escaped, event.categories))}"] if event.categories else []
        ),
        "URL": [f"URL:{event.url}"] if event.url else [],
        "UID": [f"UID:{escaped(event.uid)}"],
        "SEQUENCE": [f"SEQUENCE:{event.sequence}"] if event.sequence else [],
    }


def alarms(event: Event) -> list[list[str]]:
    """Return the VALARM components of `event`."""
    leads = [] if event.reminder_minutes is None else [event.reminder_minutes, *event.leads]
    return [
        [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{escaped(event.title)}",
            f"TRIGGER:-PT{minutes}M",
            "END:VALARM",
        ]
        for minutes in leads
    ]


def _text(name: str, value: str) -> list[str]:
    return [f"{name}:{escaped(value)}"] if value else []


def _reply(event: Event, guest: Address) -> str:
    return next((one.status for one in event.replies if one.email == guest.email), "")


def _person(name: str, one: Address, reply: str = "") -> str:
    called = one.name.replace('"', "'").replace("\n", " ")
    common = f';CN="{called}"' if called else ""
    status = f";PARTSTAT={reply.upper()}" if reply else ""
    return f"{name}{common}{status}:mailto:{one.email}"
