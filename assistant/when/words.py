"""Readings back into words that resolve to the same reading, whatever "now" is by then."""

from datetime import datetime, time, timedelta
from typing import Protocol

from assistant.when import words_en, words_zh
from assistant.when.grain import Grain
from assistant.when.reading import Reading


class Tongue(Protocol):
    """What a module of words for one language offers."""

    def instant(self, moment: datetime, grain: Grain, /) -> str:
        """A day, a longer unit, or a day with a time."""
        ...

    def since(self, point: str, /) -> str:
        """An open end."""
        ...

    def before(self, point: str, /) -> str:
        """An open start."""
        ...

    def span(self, first: str, last: str, /) -> str:
        """Both ends."""
        ...

    def length(self, iso: str, /) -> str:
        """An ISO 8601 duration."""
        ...

    def repeat(self, reading: Reading, /) -> str:
        """A repetition."""
        ...


def render(reading: Reading, locale: str = "en") -> str:
    """Words for a reading: absolute dates, weekday said, am or pm said.

    `locale` is "en" or "zh" (with or without a region). What comes out resolves to the same
    kind, start, end, rule and duration, for the years from 1000 to 2999.
    """
    tongue: Tongue = words_zh if locale.startswith("zh") else words_en
    if reading.kind == "duration":
        return tongue.length(reading.duration_iso or "PT0S")
    if reading.kind == "recurrence":
        return tongue.repeat(reading)
    if reading.kind == "instant" and reading.start is not None:
        return tongue.instant(reading.start, reading.grain)
    return _interval(reading.start, reading.end, tongue)


def _interval(start: datetime | None, end: datetime | None, tongue: Tongue) -> str:
    if start is None:
        return tongue.before(_point(end, tongue)) if end is not None else ""
    if end is None:
        return tongue.since(_point(start, tongue))
    if start.time() == end.time() == time.min:
        last = end - timedelta(days=1)
        return tongue.span(tongue.instant(start, "day"), tongue.instant(last, "day"))
    return tongue.span(_timed(start, tongue), _timed(end, tongue))


def _point(moment: datetime, tongue: Tongue) -> str:
    if moment.time() == time.min:
        return tongue.instant(moment, "day")
    return _timed(moment, tongue)


def _timed(moment: datetime, tongue: Tongue) -> str:
    return tongue.instant(moment, "second" if moment.second else "minute")
