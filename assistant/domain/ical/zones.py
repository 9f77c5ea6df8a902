"""TZID to an IANA zone: by its name, by Windows' name, by the offsets that the file gives it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assistant.domain.ical.lines import Component
from assistant.domain.ical.values import Unreadable, named, split

# One zone for each pair of offsets that is in wide use, the one with the most people first.
_USUAL = (
    *("UTC", "Europe/Berlin", "Europe/London", "Europe/Helsinki", "Europe/Moscow"),
    *("Asia/Shanghai", "Asia/Kolkata", "Asia/Tokyo", "Asia/Dubai", "Asia/Karachi", "Asia/Dhaka"),
    *("Asia/Bangkok", "Asia/Kathmandu", "Asia/Tehran", "Asia/Kabul", "Asia/Yangon"),
    *("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    *("America/Anchorage", "America/Halifax", "America/St_Johns", "America/Sao_Paulo"),
    *("America/Phoenix", "America/Bogota", "America/Caracas", "Pacific/Honolulu"),
    *("Australia/Sydney", "Australia/Brisbane", "Australia/Adelaide", "Australia/Darwin"),
    *("Australia/Perth", "Pacific/Auckland", "Africa/Johannesburg", "Africa/Lagos"),
    *("Atlantic/Azores", "Atlantic/Cape_Verde", "Pacific/Noumea", "Pacific/Apia"),
)


class Zones:
    """Finds zones; `defined` are the VTIMEZONE components of the file."""

    def __init__(self, defined: Sequence[Component]) -> None:
        self._defined = {_name_of(one): one for one in defined}
        self.guessed: set[str] = set()

    def __call__(self, name: str) -> ZoneInfo:
        """Return the zone called `name`; raises `Unreadable` where nothing tells what it is."""
        known = iana(name)
        if known is not None:
            return known
        found = self._by_offsets(name)
        if found is None:
            raise Unreadable("the time zone {name} is not known", name=name[:40])
        self.guessed.add(name)
        return found

    def definition(self, name: str) -> str:
        """Return the VTIMEZONE of that name as text, or nothing."""
        return self._defined[name].text if name in self._defined else ""

    def _by_offsets(self, name: str) -> ZoneInfo | None:
        defined = self._defined.get(name)
        if defined is None:
            return None
        standard, summer = _offsets(defined, "STANDARD"), _offsets(defined, "DAYLIGHT")
        wanted = (standard[-1] if standard else 0), (summer[-1] if summer else None)
        return next((ZoneInfo(one) for one in _USUAL if _pair(one) == wanted), None)


def _name_of(zone: Component) -> str:
    lines = [line for line in zone.lines if named(line, "TZID")]
    return split(lines[0]).value.strip() if lines else ""


def _offsets(zone: Component, kind: str) -> list[int]:
    """Return the TZOFFSETTO (minutes) of the parts of one kind, in their order."""
    found = []
    for part in zone.parts:
        for line in part.lines if part.name == kind else ():
            if named(line, "TZOFFSETTO"):
                value = split(line).value.strip()
                sign = -1 if value.startswith("-") else 1
                digits = value.lstrip("+-")
                if digits[:4].isdecimal() and len(digits) >= 4:
                    found.append(sign * (int(digits[:2]) * 60 + int(digits[2:4])))
    return found


@cache
def _pair(name: str) -> tuple[int, int | None]:
    """Return the offsets (minutes) of a zone in standard and in summer time, of this year."""
    zone = ZoneInfo(name)
    moments = (datetime(2026, month, 15, tzinfo=zone) for month in (1, 7))
    offsets = (moment.utcoffset() or timedelta(0) for moment in moments)
    both = sorted({offset // timedelta(minutes=1) for offset in offsets})
    return both[0], both[1] if len(both) > 1 else None


@cache
def iana(name: str) -> ZoneInfo | None:
    """Return the zone that `name` is a known name of, or None."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    said = name.strip().strip('"')
    parts = said.lstrip("/").split("/")
    tries = [said, WINDOWS_TO_OLSON.get(said, ""), *("/".join(parts[at:]) for at in range(4))]
    for one in tries:
        if (one and len(one) < 64 and "/" in one) or one in ("UTC", "GMT", "EST", "MST", "HST"):
            try:
                return ZoneInfo(one)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                continue
    return None
