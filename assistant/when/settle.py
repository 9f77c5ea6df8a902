"""From values to readings, best first: what is meant, is it over, and the one moment to act on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from assistant.when import combine as c
from assistant.when import series as s
from assistant.when.choose import DAY, choose, extent
from assistant.when.grain import Grain
from assistant.when.holiday import Holiday
from assistant.when.intervals import intervals, other_end
from assistant.when.length import Length
from assistant.when.local import wall
from assistant.when.periods import RANK, Period, floor, step
from assistant.when.reading import Reading
from assistant.when.recur import recurrence
from assistant.when.series import Scene, Series
from assistant.when.spans import Range, Repeat, Units, Value

LATELY = timedelta(days=92)


def settle(value: Value, scene: Scene) -> Iterator[Reading]:
    """All readings of a value, best first; none where the calendar has no such time."""
    try:
        match value:
            case Length():
                yield _duration(value)
            case Range():
                yield from intervals(value, scene)
                yield from other_end(value, scene)
            case Units():
                yield from _counted(value, scene)
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


def _named(series: Series, scene: Scene) -> Iterator[Reading]:
    for period in choose(series, scene):
        start, end = period
        grain = series.grain
        stretch = extent(series)
        if RANK[grain] < DAY:
            start, end = wall(start, scene.zone), wall(end, scene.zone)
        over = end if stretch or RANK[grain] >= DAY else start
        reading = Reading(
            "interval" if stretch else "instant",
            start,
            end if stretch else None,
            "hour" if stretch and grain == "day" and start.hour else grain,
            past=over <= scene.now and over < scene.now,
            at=_moment_of_part(series, period, scene),
            holiday=_title(series),
        )
        yield reading
        if isinstance(series, s.MonthDay) and (gone := _just_gone(series, period, scene)):
            yield replace(reading, start=gone, past=True)
        if stretch and _weekend(series):
            yield replace(reading, start=floor(start, "day") + timedelta(days=1), grain="day")


def _just_gone(series: s.MonthDay, coming: Period, scene: Scene) -> datetime | None:
    """The same day of the year shortly before now: "Nov 12" said on Nov 23."""
    gone = next(iter(series.before(floor(scene.now, "day"), scene)), None)
    if gone is None or coming.start <= scene.now or scene.now - gone.start > LATELY:
        return None
    return gone.start


def _weekend(series: Series) -> bool:
    """Whether a weekend is named, which begins on Friday evening or on Saturday."""
    match series:
        case c.Within() | c.Nth() | c.Count():
            return _weekend(series.inner)
    return isinstance(series, s.Weekend)


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
    if isinstance(series, c.Edge):
        return _moment_of_edge(series, period)
    time = series.time if isinstance(series, c.At) else series
    if not isinstance(time, s.Part):
        return None
    first, _, at = scene.parts[time.name]
    if time.edge == "late":
        middle = period.start + (period.end - period.start) / 2
        return floor(middle, "hour")
    moment = period.start + timedelta(hours=at - first)
    return moment if moment < period.end else period.end - timedelta(hours=1)


def _moment_of_edge(edge: c.Edge, period: Period) -> datetime:
    """The first day of a beginning, the last of an end, the one between of a middle."""
    if edge.which == "start":
        return period.start
    last = period.end - timedelta(days=1)
    return last if edge.which == "end" else floor(period.start + (last - period.start) / 2, "day")


def _counted(units: Units, scene: Scene) -> Iterator[Reading]:
    """So many units of the calendar, or as many from this moment."""
    if units.rolling:
        yield _rolling(units, scene)
    yield _units(units, scene)
    if not units.workdays:
        yield _rolling(units, scene)


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
