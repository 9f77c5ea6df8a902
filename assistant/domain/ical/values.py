"""Content lines to values: text, moments, lengths, people (RFC 5545 3.2 and 3.3)."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.base.errors import AssistantError
from assistant.domain.mail import Address
from assistant.domain.message import plain_line

_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
_NAME = re.compile(r"[A-Za-z0-9-]+")
_LENGTH = re.compile(
    r"([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?"
)
_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(Z?)")
_ESCAPED = re.compile(r"\\([nN,;\\:])")
Zones = Callable[[str], ZoneInfo]


@dataclass(frozen=True, slots=True)
class Property:
    """One content line."""

    name: str
    parameters: Mapping[str, str]
    value: str


class Unreadable(AssistantError):
    """What is not as RFC 5545 asks for it; the message is the reason why it is set aside."""


def split(line: str) -> Property:
    """Return the parts of a content line; raises `Unreadable`."""
    name = _NAME.match(line)
    if name is None:
        raise Unreadable("a line without a name: {line}", line=line[:60])
    at, parameters = name.end(), {}
    while (found := _PARAMETER.match(line, at)) is not None:
        parameters[found[1].upper()] = found[2].strip('"')
        at = found.end()
    if line[at : at + 1] != ":":
        raise Unreadable("a line without a value: {line}", line=line[:60])
    return Property(name[0].upper(), parameters, line[at + 1 :])


def text(value: str) -> str:
    """Return TEXT without its escapes."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def escaped(value: str) -> str:
    """Return `value` as TEXT is written."""
    plain = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return re.sub(r"\r\n|\r|\n", r"\\n", plain)


def texts(value: str) -> tuple[str, ...]:
    """Return a list of TEXT, parted by commas that are not escaped."""
    return tuple(text(one).strip() for one in re.split(r"(?<!\\),", value) if one.strip())


def moment(value: str, parameters: Mapping[str, str], zones: Zones) -> datetime | date:
    """Return a DATE or DATE-TIME: UTC, zoned, or floating; raises `Unreadable`."""
    said = value.strip()
    day = _DATE.fullmatch(said)
    try:
        if day:
            return date(*map(int, day.groups()))
        found = _TIME.fullmatch(said)
        if found is None:
            raise Unreadable("{value} is not a moment", value=said[:40])
        *numbers, universal = found.groups()
        wall = datetime(*map(int, numbers))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError as error:
        raise Unreadable("{value} is not a moment", value=said[:40]) from error
    if universal:
        return wall.replace(tzinfo=ZoneInfo("UTC"))
    zone = parameters.get("TZID", "").strip()
    return wall.replace(tzinfo=zones(zone)) if zone else wall


def moments(one: Property, zones: Zones) -> tuple[datetime | date, ...]:
    """Return a list of moments (RDATE, EXDATE); of a PERIOD its beginning."""
    each = (value.partition("/")[0] for value in one.value.split(",") if value.strip())
    return tuple(moment(value, one.parameters, zones) for value in each)


def length(value: str) -> timedelta:
    """Return a DURATION; raises `Unreadable`."""
    found = _LENGTH.fullmatch(value.strip())
    if found is None or not any(found.groups()[1:]):
        raise Unreadable("{value} is not a length of time", value=value[:40])
    sign, *parts = found.groups()
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in parts)
    whole = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -whole if sign == "-" else whole


def person(one: Property) -> Address:
    """Return a CAL-ADDRESS."""
    email = one.value.strip()
    if email[:7].casefold() == "mailto:":
        email = email[7:]
    return Address(plain_line(email), plain_line(one.parameters.get("CN", "")))


def written(name: str, when: datetime | date) -> str:
    """Return a content line that holds a moment, in the form of its kind."""
    if not isinstance(when, datetime):
        return f"{name};VALUE=DATE:{when:%Y%m%d}"
    stamp = f"{when.year:04}{when:%m%dT%H%M%S}"
    key = getattr(when.tzinfo, "key", None)
    if when.tzinfo is None:
        return f"{name}:{stamp}"
    if key is None or key in ("UTC", "Etc/UTC"):
        when = when.astimezone(UTC)
        return f"{name}:{when.year:04}{when:%m%dT%H%M%SZ}"
    return f"{name};TZID={key}:{stamp}"


def named(line: str, name: str) -> bool:
    """Return whether a content line is that of property `name`."""
    found = _NAME.match(line)
    return found is not None and found[0].upper() == name
