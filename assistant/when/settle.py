"""From values to readings: which Friday, which half of the day, which end, and is it over."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from assistant.when import combine as c
from assistant.when import series as s
from assistant.when.grain import Grain
from assistant.when.holiday import Holiday
from assistant.when.length import Length
from assistant.when.local import wall
from assistant.when.periods import RANK, Period, floor, step
from assistant.when.reading import Reading
from assistant.when.recur import recurrence
from assistant.when.series import Scene, Series
from assistant.when.spans import Range, Repeat, Units, Value

DAY = RANK["day"]
AFTERNOON_HOURS = range(7)
"""With a date and no am or pm, twelve to six are hours of the afternoon (12:00 to 18:00)."""


def settle(value: Value, scene: Scene) -> Iterator[Reading]:
    """All readings of a value, best first; none where the calendar has no such time."""
    try:
        match value:
            case Length():
                yield _duration(value)
            case Range():
                yield from _interval(value, scene)
            case Units():
                yield _units(value, scene)
                if not value.workdays:
                    yield _rolling(value, scene)
            case Repeat():
                yield from recurrence(value, scene)
            case _:
                yield from _named(value, scene)
    except (OverflowError, ValueError, StopIteration, RuntimeError):
        return


def _duration(length: Length) -> Reading:
    return Reading(
        "duration",
        None,
        None,
        length.grain,
        duration=length.total(),
        duration_iso=length.iso(),
    )


def choose(series: Series, scene: Scene) -> list[Period]:
    """The periods meant, best first: the coming one, the present one, else the last gone by."""
    if isinstance(series, c.At):
        return _choose_at(series, scene)
    today = floor(scene.now, "day")
    since = scene.now if RANK[series.grain] < DAY else today
    coming = list(islice(_coming(series, scene, since), 2 if _two(series, scene) else 1))
    if coming:
        return coming
    gone = next(iter(series.before(since, scene)), None)
    found = gone or next(iter(series.after(today, scene)), None)
    return [found] if found else []


def _coming(series: Series, scene: Scene, since: datetime) -> Iterator[Period]:
    """Periods from now on. A bare weekday is the next one; today's comes second."""
    today = None
    for period in series.after(since, scene):
        if isinstance(series, s.Weekdays) and period.start <= scene.now:
            today = period
            continue
        if RANK[series.grain] < DAY and period.start < since and not _spans(series):
            continue
        yield period
        if today is not None:
            yield today
            return


def _two(series: Series, scene: Scene) -> bool:
    if isinstance(series, s.Weekdays):
        return scene.now.weekday() in series.days
    return isinstance(series, s.Clock) and series.twelve


def _spans(series: Series) -> bool:
    if isinstance(series, c.Abroad):
        return _spans(series.inner)
    return isinstance(series, s.Part)


def _choose_at(series: c.At, scene: Scene) -> list[Period]:
    """A time on a day: on the day meant, or the next such day when the time is over today."""
    today = floor(scene.now, "day")
    days = choose(series.day, scene)
    if days and days[0].start == today and not isinstance(series.time, s.Part):
        ahead = [p for p in series.on(days[0], scene) if p.start >= scene.now]
        later = next((p for p in series.day.after(today, scene) if p.start > today), None)
        if ahead or later is None:
            return ahead or series.on(days[0], scene)
        days = [later]
    return [period for day in days for period in _prefer_half(series.on(day, scene))]


def _prefer_half(periods: list[Period]) -> list[Period]:
    """3 o'clock on a given day is in the afternoon, 9 o'clock in the morning."""
    if len(periods) > 1 and periods[0].start.hour in AFTERNOON_HOURS:
        return periods[::-1]
    return periods


def extent(series: Series) -> bool:
    """Whether a name stands for a stretch rather than for one unit of the calendar."""
    match series:
        case c.At() | s.Part():
            time = series.time if isinstance(series, c.At) else series
            return isinstance(time, s.Part)
        case (
            s.Fixed(grain="year")
            | s.Weekend()
            | s.Workweek()
            | s.Season()
            | s.MonthSpan()
            | c.Edge()
        ):
            return True
        case c.Within() | c.Nth() | c.Count() | c.Closest():
            return extent(series.inner)
    return bool(getattr(series, "extent", False))


def _named(series: Series, scene: Scene) -> Iterator[Reading]:
    for period in choose(series, scene):
        start, end = period
        grain = series.grain
        stretch = extent(series)
        if RANK[grain] < DAY:
            start, end = wall(start, scene.zone), wall(end, scene.zone)
        over = end if stretch or RANK[grain] >= DAY else start
        yield Reading(
            "interval" if stretch else "instant",
            start,
            end if stretch else None,
            grain,
            past=over <= scene.now and over < scene.now,
            at=_moment_of_part(series, period, scene),
            holiday=_title(series),
        )


def _title(series: Series) -> str | None:
    """The name of the holiday that a phrase names, alone, in a year or with a time."""
    if isinstance(series, Holiday):
        return series.title
    match series:
        case c.Within() | c.Count():
            return _title(series.inner)
        case c.At():
            return _title(series.day)
    return None


def _moment_of_part(series: Series, period: Period, scene: Scene) -> datetime | None:
    time = series.time if isinstance(series, c.At) else series
    if not isinstance(time, s.Part):
        return None
    first, _, at = scene.parts[time.name]
    moment = period.start + timedelta(hours=at - first)
    return moment if period.start <= moment < period.end else period.start


def _units(units: Units, scene: Scene) -> Reading:
    """Whole units after the present one, or up to it."""
    if units.workdays:
        return _workdays(units, scene)
    base = floor(scene.now, units.unit)
    if units.count > 0:
        start = step(base, units.unit, 1)
        end = step(start, units.unit, units.count)
    else:
        start, end = step(base, units.unit, units.count), base
    return Reading("interval", start, end, units.unit, past=end <= scene.now and units.count < 0)


def _workdays(units: Units, scene: Scene) -> Reading:
    """So many working days, from the first to the last of them."""
    today = floor(scene.now, "day")
    working = s.Weekdays(frozenset(range(5)))
    if units.count > 0:
        days = list(
            islice((p for p in working.after(today, scene) if p.start > today), units.count)
        )
    else:
        days = list(islice(working.before(today, scene), -units.count))[::-1]
    return Reading("interval", days[0].start, days[-1].end, "day", past=units.count < 0)


def _rolling(units: Units, scene: Scene) -> Reading:
    """The same number of units counted from this moment, not from the calendar's."""
    grain: Grain = units.unit if RANK[units.unit] < DAY else "day"
    here = scene.now if RANK[units.unit] < DAY else floor(scene.now, "day")
    if units.count > 0 and RANK[units.unit] >= DAY:
        here += timedelta(days=1)
    there = step(here, units.unit, units.count)
    return Reading("interval", min(here, there), max(here, there), grain, past=units.count < 0)


def _interval(value: Range, scene: Scene) -> Iterator[Reading]:
    if value.first is None:
        for period in choose(value.finish, scene):
            yield _open_start(value, period, scene)
        return
    for begin in choose(value.first, scene):
        if value.last is None and value.length is None:
            yield _open_end(value, begin, scene)
        elif reading := _closed(value, begin, scene) or _past(value, scene):
            yield from _under_way(value, reading, scene)
            yield reading


def _past(value: Range, scene: Scene) -> Reading | None:
    """From the last that was until a fixed end: between 22 January and now."""
    begin = next(iter(value.begin.before(scene.now, scene)), None)
    return _closed(value, begin, scene) if begin else None


def _under_way(value: Range, coming: Reading, scene: Scene) -> Iterator[Reading]:
    """The same interval of the year before, where it is not over yet: May to March, in June."""
    if not isinstance(value.first, s.Month | s.MonthDay | c.Nth) or value.last is None:
        return
    today = floor(scene.now, "day")
    if coming.start is None or coming.start <= today:
        return
    begin = next(iter(value.first.before(today, scene)), None)
    earlier = _closed(value, begin, scene) if begin else None
    if earlier and earlier.end and earlier.end > today:
        yield earlier


def _open_start(value: Range, period: Period, scene: Scene) -> Reading:
    end = period.end if value.through else period.start
    return Reading("interval", None, end, value.finish.grain, past=end < scene.now)


def _open_end(value: Range, period: Period, scene: Scene) -> Reading:
    over = value.after and (RANK[value.begin.grain] >= DAY or extent(value.begin))
    start = period.end if over else period.start
    return Reading("interval", start, None, value.begin.grain, past=start < scene.now)


def _closed(value: Range, begin: Period, scene: Scene) -> Reading | None:
    grain: Grain = value.grain or value.begin.grain
    start = begin.end if value.after and RANK[value.begin.grain] >= DAY else begin.start
    if value.length is not None:
        end = value.length.add(start)
        if value.length.clock:
            grain = "minute"
        else:
            end = floor(end, "day") if grain == "second" else end
        return Reading("interval", start, end, grain, past=end < scene.now)
    last = next((p for p in value.finish.after(start, scene) if p.end > start), None)
    if last is None:
        return None
    if not value.through and last.start <= start:
        last = next((p for p in value.finish.after(last.end, scene) if p.start > start), last)
    end = last.end if value.through else last.start
    grain = min(grain, value.finish.grain, key=lambda g: RANK[g])
    if value.deadline:
        due = max(last.start, end - timedelta(days=1)) if value.through else end
        return Reading("interval", start, end, grain, past=end < scene.now, at=due)
    return Reading("interval", start, end, grain, past=end < scene.now) if end > start else None
