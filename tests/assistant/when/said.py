"""What the tests of this room share: one moment, one zone, short answers."""

from datetime import datetime
from zoneinfo import ZoneInfo

from assistant.when import Reading, find, resolve

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)  # a Monday


def readings(text: str, locale: str = "en", now: datetime = NOW) -> tuple[Reading, ...]:
    return resolve(text, now, ZONE, locale)


def starts(text: str, locale: str = "en") -> list[str]:
    return [told(reading.start) for reading in readings(text, locale)]


def start(text: str, locale: str = "en") -> str:
    return starts(text, locale)[0]


def span(text: str, locale: str = "en") -> tuple[str, str]:
    first = readings(text, locale)[0]
    return told(first.start), told(first.end)


def rule(text: str, locale: str = "en") -> str | None:
    return readings(text, locale)[0].rrule


def matched(text: str, locale: str = "en") -> list[str]:
    return [found.text for found in find(text, NOW, ZONE, locale)]


def told(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return moment.strftime("%Y-%m-%d" if moment.time() == moment.min.time() else "%Y-%m-%d %H:%M")
