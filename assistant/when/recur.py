"""Repetitions: RRULE text (RFC 5545 section 3.3.10) and the first occurrence."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from dateutil.rrule import rrulestr

from assistant.when import series as s
from assistant.when.grain import Grain
from assistant.when.periods import Period, floor
from assistant.when.reading import Reading
from assistant.when.series import Scene, Series
from assistant.when.spans import Repeat

ORDER = (
    "RSCALE", "FREQ", "UNTIL", "COUNT", "INTERVAL", "BYMONTH", "BYMONTHDAY",
    "BYDAY", "BYHOUR", "BYMINUTE", "BYSETPOS",
)  # fmt: skip
SMALL_HOURS = range(7)


def rule_text(repeat: Repeat, until: datetime | None) -> str:
    """The RRULE value, parts in a fixed order; UNTIL is local time, like the readings."""
    parts = {"FREQ": repeat.freq, **dict(repeat.parts)}
    if repeat.scale:
        parts["RSCALE"] = repeat.scale
    if repeat.interval != 1:
        parts["INTERVAL"] = str(repeat.interval)
    if until is not None:
        parts["UNTIL"] = until.strftime("%Y%m%dT%H%M%S")
    elif repeat.count is not None:
        parts["COUNT"] = str(repeat.count)
    return ";".join(f"{name}={parts[name]}" for name in ORDER if name in parts)


def recurrence(repeat: Repeat, scene: Scene) -> Iterator[Reading]:
    """The readings of a repetition: one for each half of the day that may be meant."""
    base = floor(scene.now, "day")
    if repeat.start is not None:
        first = next(iter(repeat.start.after(base, scene)), None)
        base = first.start if first else base
    for time in _times(repeat, base, scene):
        yield _reading(repeat, base, time, scene)


def _times(repeat: Repeat, base: datetime, scene: Scene) -> list[Period | None]:
    if repeat.at is None:
        return [None]
    found = _on_day(repeat.at, floor(base, "day"), scene)
    if len(found) > 1 and found[0].start.hour in SMALL_HOURS:
        found.reverse()
    if repeat.to is not None:
        return [_until_end(period, repeat.to, scene) for period in found]
    return list(found)


def _until_end(period: Period, last: Series, scene: Scene) -> Period:
    ends = (p.start for p in last.after(period.start, scene) if p.start > period.start)
    return Period(period.start, next(ends))


def _on_day(series: Series, base: datetime, scene: Scene) -> list[Period]:
    if isinstance(series, s.Part):
        _, last, at = scene.parts[series.name]
        return [Period(base + timedelta(hours=at), base + timedelta(hours=last))]
    found = []
    for period in series.after(base, scene):
        if period.start >= base + timedelta(days=1):
            break
        if period.start >= base:
            found.append(period)
    return found


def _reading(repeat: Repeat, base: datetime, time: Period | None, scene: Scene) -> Reading:
    timed = time is not None or repeat.grain in ("hour", "minute")
    start = time.start if time else _begin(repeat, base, scene)
    first = _first(repeat, start, scene, timed=timed)
    grain: Grain = "minute" if timed else repeat.grain
    end = first + (time.end - time.start) if time and repeat.to is not None else None
    if repeat.each is not None:
        end = repeat.each.add(first)
    text = rule_text(repeat, _until(repeat, first, scene))
    return Reading("recurrence", first, end, grain, rrule=text)


def _begin(repeat: Repeat, base: datetime, scene: Scene) -> datetime:
    if repeat.grain in ("hour", "minute") and repeat.start is None and not repeat.part("BYHOUR"):
        return floor(scene.now, "minute")
    return base


def _first(repeat: Repeat, start: datetime, scene: Scene, *, timed: bool) -> datetime:
    """The first occurrence that is still to come; a day without a time may be today."""
    if repeat.scale:
        return start
    earliest = scene.now if timed or repeat.part("BYHOUR") else floor(scene.now, "day")
    rule = rrulestr(rule_text(repeat, None), dtstart=start)
    found: datetime | None = rule.after(max(earliest, start), inc=True)
    return found or start


def _until(repeat: Repeat, first: datetime, scene: Scene) -> datetime | None:
    if repeat.length is not None:
        begin = (
            first
            if repeat.grain in ("hour", "minute") and repeat.at is None
            else floor(first, "day")
        )
        return repeat.length.add(begin) - timedelta(seconds=1)
    if repeat.until is None:
        return None
    last = next(iter(repeat.until.after(max(first, scene.now), scene)), None)
    return last.end - timedelta(seconds=1) if last else None
