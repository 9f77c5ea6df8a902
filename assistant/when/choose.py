"""Which of the periods of a series is meant: which Friday, which half of the day."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from assistant.when import combine as c
from assistant.when import series as s
from assistant.when.periods import RANK, Period, floor
from assistant.when.series import Scene, Series

DAY = RANK["day"]
AFTERNOON_HOURS = range(7)
"""With a date and no am or pm, twelve to six are hours of the afternoon (12:00 to 18:00)."""


def choose(series: Series, scene: Scene) -> list[Period]:
    """The periods meant, best first: the coming one, the present one, else the last gone by."""
    if isinstance(series, c.At):
        return _choose_at(series, scene)
    if isinstance(series, c.Abroad) and isinstance(series.inner, c.At):
        return [series.home(period, scene) for period in _choose_at(series.inner, scene)]
    today = floor(scene.now, "day")
    since = scene.now if RANK[series.grain] < DAY else today
    coming = list(islice(_coming(series, scene, since), 2 if _two(series, scene) else 1))
    if coming:
        return coming
    if isinstance(series, c.Within) and isinstance(series.outer, s.Once):
        # In a year gone by the first of several is meant, not the last: Eid in 1974.
        return list(islice(series.after(series.outer.only(scene).start, scene), 1))
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
        case c.Within() | c.Nth() | c.Count() | c.Closest() | c.Abroad():
            return extent(series.inner)
    return bool(getattr(series, "extent", False))
