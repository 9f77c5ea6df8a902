"""Names of time zones as people write them: PT, GMT+2, Tokyo time, Europe/Berlin.

An abbreviation that names a season ("PST", "PDT") is that offset all year round; one that names
a place ("PT", "Tokyo time") follows the clocks there. Sources: CLDR metazones, IANA tz database.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from assistant.when.grammar import Grammar


@dataclass(frozen=True, slots=True)
class Zone:
    """An IANA zone by name, or a fixed offset in minutes east of Greenwich."""

    name: str = ""
    offset: int = 0

    def tzinfo(self) -> tzinfo:
        """The zone as Python knows it."""
        return ZoneInfo(self.name) if self.name else timezone(timedelta(minutes=self.offset))


OFFSETS = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3,
    "msk": 3, "bst": 1, "ist": 5.5, "pkt": 5, "sgt": 8, "hkt": 8, "jst": 9, "kst": 9, "aest": 10,
    "aedt": 11, "acst": 9.5, "acdt": 10.5, "awst": 8, "nzst": 12, "nzdt": 13, "est": -5, "edt": -4,
    "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8,
    "hst": -10, "brt": -3, "aoe": -12,
}  # fmt: skip
PLACES = {
    "pt": "America/Los_Angeles", "pacific": "America/Los_Angeles",
    "mt": "America/Denver", "mountain": "America/Denver",
    "ct": "America/Chicago", "central": "America/Chicago",
    "et": "America/New_York", "eastern": "America/New_York",
}  # fmt: skip


def load(grammar: Grammar) -> None:
    """Teach the grammar the abbreviations; places come from the rule files."""
    for name, hours in OFFSETS.items():
        grammar.add_word("{zone}", Zone(offset=round(hours * 60)), name)
    for name, place in PLACES.items():
        grammar.add_word("{zone}", Zone(place), name)


def place_zone(name: str) -> Zone:
    """An IANA zone by name."""
    return Zone(name)


def offset_zone(sign: str, hours: int, minutes: int | None = None) -> Zone | None:
    """A fixed offset: +, 5, 30."""
    if hours > 14 or (minutes or 0) > 59:
        return None
    total = hours * 60 + (minutes or 0)
    return Zone(offset=-total if sign == "-" else total)


MEANINGS: dict[str, Callable[..., Any]] = {
    "place_zone": place_zone,
    "offset_zone": offset_zone,
}
