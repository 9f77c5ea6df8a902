"""The front of the room: `resolve` for a phrase, `find` for the phrases of a text."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from assistant.when.parts import PARTS, PartsOfDay
from assistant.when.reading import Found, Reading

if TYPE_CHECKING:
    from assistant.when.select import Phrase
    from assistant.when.series import Scene

MOST_READINGS = 6


def resolve(
    text: str, now: datetime, zone: ZoneInfo, locale: str = "en", parts: PartsOfDay = PARTS
) -> tuple[Reading, ...]:
    """The readings of the first phrase of time in `text`, best first; empty where it has none.

    `now` is aware. The readings are naive wall times of `zone`. `locale` ("en", "zh", "en-GB")
    orders readings that differ from place to place, such as 5/6; `parts` says which hours the
    names of parts of day stand for, where they are other than usual. Nothing is read but the rule
    files, and nothing written.
    """
    found = find_first(text, now, zone, locale, parts)
    return found.readings if found else ()


def find_first(
    text: str, now: datetime, zone: ZoneInfo, locale: str = "en", parts: PartsOfDay = PARTS
) -> Found | None:
    """The first phrase of time in `text`, with its place."""
    return next(_found(text, scene_for(now, zone, locale, parts), whole=True), None)


def find(
    text: str, now: datetime, zone: ZoneInfo, locale: str = "en", parts: PartsOfDay = PARTS
) -> tuple[Found, ...]:
    """All phrases of time in `text`, left to right, none overlapping another."""
    return tuple(_found(text, scene_for(now, zone, locale, parts), whole=False))


def scene_for(now: datetime, zone: ZoneInfo, locale: str, parts: PartsOfDay) -> "Scene":
    """The circumstances of a phrase. Raises `ValueError` where `now` is naive."""
    from assistant.when.series import Scene

    if now.tzinfo is None:
        raise ValueError("`now` must be aware")
    tongue, _, region = locale.replace("_", "-").partition("-")
    region = region or ("CN" if tongue == "zh" else "US")
    local = now.astimezone(zone).replace(tzinfo=None, microsecond=0)
    return Scene(
        local, zone, region, region not in ("US", "CA", "PH", "CN", "TW", "ZA"), {**PARTS, **parts}
    )


def _found(text: str, scene: "Scene", *, whole: bool) -> Iterator[Found]:
    # The grammar is loaded with the first phrase, not when the program starts.
    from assistant.when.language import language
    from assistant.when.scan import phrases

    for phrase in phrases(text, language(), scene, whole=whole):
        readings = tuple(_readings(phrase, scene))
        if readings:
            start, end = phrase.start, phrase.end
            yield Found(start, end, text[start:end], readings)


def _readings(phrase: "Phrase", scene: "Scene") -> list[Reading]:
    from assistant.when.settle import settle

    readings: dict[Reading, None] = {}
    for value in phrase.values:
        for reading in settle(value, scene):
            readings.setdefault(reading)
            if len(readings) == MOST_READINGS:
                return list(readings)
    return list(readings)


def render(reading: Reading, locale: str = "en") -> str:
    """Words for a reading that resolve to the same reading; `locale` is "en" or "zh"."""
    from assistant.when.words import render as words_for

    return words_for(reading, locale)
