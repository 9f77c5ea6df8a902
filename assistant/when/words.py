"""Readings back into words that resolve to the same reading, whatever "now" is by then."""

from datetime import datetime, timedelta

from assistant.when import words_en, words_zh
from assistant.when.reading import Reading


def render(reading: Reading, locale: str = "en") -> str:
    """Words for a reading: absolute dates, weekday said, am or pm said.

    `locale` is "en" or "zh" (with or without a region). What comes out resolves to the same
    kind, start, end, rule and duration; hours and minutes are told to the second at most.
    """
    tongue = words_zh if locale.startswith("zh") else words_en
    match reading.kind:
        case "duration":
            return tongue.length(reading.duration_iso or "PT0S")
        case "recurrence":
            return tongue.repeat(reading)
        case "instant":
            assert reading.start is not None
            return tongue.instant(reading.start, reading.grain)
    return _interval(reading, locale)


def _interval(reading: Reading, locale: str) -> str:
    tongue = words_zh if locale.startswith("zh") else words_en
    start, end = reading.start, reading.end
    if start is None:
        assert end is not None
        return tongue.before(_point(end, locale))
    if end is None:
        return tongue.since(_point(start, locale))
    if _whole_days(start, end):
        last = end - timedelta(days=1)
        return tongue.span(tongue.instant(start, "day"), tongue.instant(last, "day"))
    return tongue.span(_timed(start, locale), _timed(end, locale))


def _whole_days(start: datetime, end: datetime) -> bool:
    return start.time() == end.time() == datetime.min.time()


def _point(moment: datetime, locale: str) -> str:
    tongue = words_zh if locale.startswith("zh") else words_en
    if moment.time() == datetime.min.time():
        return tongue.instant(moment, "day")
    return _timed(moment, locale)


def _timed(moment: datetime, locale: str) -> str:
    tongue = words_zh if locale.startswith("zh") else words_en
    return tongue.instant(moment, "second" if moment.second else "minute")
