"""Repetitions: RRULE text (RFC 5545 section 3.3.10) and the first occurrence."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from dateutil.rrule import rrulestr

from assistant.when import series as s
from assistant.when.periods import Period, floor
from assistant.when.grain import Grain
from assistant.when.reading import Reading
from assistant.when.series import Scene, Series
from assistant.when.spans import Repeat

ORDER = (
    "FREQ", "UNTIL", "COUNT", "INTERVAL", "BYMONTH", "BYMONTHDAY",
    "BYDAY", "BYHOUR", "BYMINUTE", "BYSETPOS",
)  # fmt: skip
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def rule_text(repeat: Repeat, until: datetime | None) -> str:
    """The RRULE value, parts in a fixed order."""
    parts = {"FREQ": repeat.freq, **dict(repeat.parts)}
    if repeat.interval != 1:
        parts["INTERVAL"] = str(repeat.interval)
    if until is not None:
        parts["UNTIL"] = until.strftime("%Y%m%dT%H%M%S")
    elif repeat.count is not None:
        parts["COUNT"] = str(repeat.count)
    return ";".join(f"{name}={parts[name]}" for name in ORDER if name in parts)


def recurrence(repeat: Repeat, scene: Scene) -> Iterator[Reading]:
    """The readings of a repetition: one a half of the day that may be meant."""
    base = floor(scene.now, "day")
    if repeat.start is not None:
        first = next(iter(repeat.start.after(base, scene)), None)
        base = first.start if first else base
    for time in _times(repeat, base, scene):
        yield _reading(repeat, base, time, scene)


def _times(repeat: Repeat, base: datetime, scene: Scene) -> list[Period | None]:
    if repeat.at is None:
        return [None]
    day_of = [p for p in _on_day(repeat.at, base, scene) if p.start >= base]
    if len(day_of) > 1 and day_of[0].start.hour in range(7):
        day_of = [day_of[1], day_of[0]]
    return list(day_of)


def _on_day(series: Series, base: datetime, scene: Scene) -> list[Period]:
    if isinstance(series, s.Part):
        first, last, at = scene.parts[series.name]
        return [Period(base + timedelta(hours=at), base + timedelta(hours=last))]
    found = []
    for period in series.after(base, scene):
        if period.start >= base + timedelta(days=1):
            break
        if period.start >= base:
            found.append(period)
    return found


def _reading(repeat: Repeat, base: datetime, time: Period | None, scene: Scene) -> Reading:
    start = time.start if time else base
    if time is None and repeat.freq in ("HOURLY", "MINUTELY"):
        start = floor(scene.now, "minute")
        if "BYHOUR" in dict(repeat.parts):
            start = floor(scene.now, "hour")
    until = _until(repeat, start, scene)
    text = rule_text(repeat, None)
    timed = time is not None or repeat.freq in ("HOURLY", "MINUTELY")
    earliest = scene.now if timed and repeat.start is None else base
    first = rrulestr(text, dtstart=start).after(earliest, inc=True) or start
    text = rule_text(repeat, until)
    grain: Grain = "minute" if timed else repeat.grain
    end = first + (time.end - time.start) if time and _lasting(repeat) else None
    return Reading("recurrence", first, end, grain, rrule=text)


def _lasting(repeat: Repeat) -> bool:
    return repeat.at is not None and not isinstance(repeat.at, s.Clock | s.Part)


def _until(repeat: Repeat, start: datetime, scene: Scene) -> datetime | None:
    if repeat.length is not None:
        return repeat.length.add(floor(start, "day")) - timedelta(seconds=1)
    if repeat.until is None:
        return None
    last = next(iter(repeat.until.after(max(start, scene.now), scene)), None)
    return last.end - timedelta(seconds=1) if last else None
