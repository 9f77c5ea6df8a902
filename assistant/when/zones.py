"""Names of time zones as people write them: PT, GMT+2, Tokyo time, Europe/Berlin."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assistant.when.grammar import Grammar

IANA = re.compile(
    r"\b(?:africa|america|antarctica|asia|atlantic|australia|etc|europe|indian|pacific)"
    r"/[a-z_]+(?:/[a-z_]+)?\b"
)


@dataclass(frozen=True, slots=True)
class Zone:
    """An IANA zone by name, or a fixed offset in minutes east of Greenwich."""

    name: str = ""
    offset: int = 0

    def tzinfo(self) -> tzinfo:
        """The zone as Python knows it."""
        return ZoneInfo(self.name) if self.name else timezone(timedelta(minutes=self.offset))


def load(grammar: Grammar, rules: dict[str, Any]) -> None:
    """Teach the grammar the names of zones.toml (parsed)."""
    for name, hours in rules["offsets"].items():
        grammar.add_word("{zone}", Zone(offset=round(hours * 60)), name)
    for category, table in (("{zone}", "names"), ("{place}", "places")):
        for name, words in rules[table].items():
            for word in words:
                grammar.add_word(category, Zone(name), word)


def iana(name: str) -> Zone | None:
    """An IANA zone by its name in lower case; None where there is none."""
    parts = [
        "_".join(word if word in ("of", "es") else word.capitalize() for word in part.split("_"))
        for part in name.split("/")
    ]
    try:
        return Zone(ZoneInfo("/".join(parts)).key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def offset_zone(sign: str, hours: int, minutes: int | None = None) -> Zone | None:
    """A fixed offset: "+", 5, 30."""
    if hours > 14 or (minutes or 0) > 59:
        return None
    total = hours * 60 + (minutes or 0)
    return Zone(offset=-total if sign == "-" else total)


def offset_of_four(sign: str, digits: str) -> Zone | None:
    """A fixed offset in four figures, as in mail (RFC 5322): +0100."""
    return offset_zone(sign, int(digits[:2]), int(digits[2:])) if len(digits) == 4 else None


MEANINGS: dict[str, Callable[..., Any]] = {
    "offset_zone": offset_zone,
    "offset_of_four": offset_of_four,
}
