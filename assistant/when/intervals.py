"""From intervals to readings: where they begin and end, open or closed, and which year's."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from assistant.when import combine as c
from assistant.when import series as s
from assistant.when.choose import DAY, choose, extent
from assistant.when.grain import Grain
from assistant.when.periods import RANK, Period, floor
from assistant.when.reading import Reading
from assistant.when.series import Scene, Series
from assistant.when.spans import Range


def intervals(value: Range, scene: Scene) -> Iterator[Reading]:
    """The readings of an interval, as it is most often meant."""
    if value.first is None:
        for period in choose(value.finish, scene):
            yield _open_start(value, period, scene)
        return
    for begin in _beginnings(value.begin, scene, back=value.back):
        if value.last is None and value.length is None:
            yield _open_end(value, begin, scene)
        elif value.length is not None:
            yield from _lasting(value, begin, scene)
        elif reading := _closed(value, begin, scene) or _past(value, scene):
            yield from _under_way(value, reading, scene)
            yield reading


def _beginnings(series: Series, scene: Scene, *, back: bool) -> Iterator[Period]:
    """The periods that may be meant; the last gone by or today first, where it lies back."""
    found = choose(series, scene)
    today = floor(scene.now, "day")
    if back and found and found[0].start > today:
        gone = next(iter(series.before(today + timedelta(days=1), scene)), None)
        if gone is not None:
            yield gone
            found = [period for period in found if period != gone]
    yield from found


def _lasting(value: Range, begin: Period, scene: Scene) -> Iterator[Reading]:
    """A beginning and a length; also of the year before, where that is not over yet."""
    if isinstance(value.first, s.MonthDay) and begin.start > scene.now:
        last_year = next(iter(value.first.before(floor(scene.now, "day"), scene)), None)
        running = _closed(value, last_year, scene) if last_year else None
        if running and running.end and running.end > scene.now:
            yield running
    if reading := _closed(value, begin, scene):
        yield reading


def other_end(value: Range, scene: Scene) -> Iterator[Reading]:
    """The same with its last day left out, or with the first let in: "until Friday", 8日以后."""
    if value.deadline or value.first == value.last:
        return
    counted = isinstance(value.first, c.Nth) and isinstance(value.last, c.Nth)
    if counted and value.first.outer == value.last.outer:  # type: ignore[union-attr]
        return  # the last three weeks of the year are three
    if value.after and RANK[value.begin.grain] >= DAY:
        yield from intervals(replace(value, after=False), scene)
    elif value.through and value.last is not None and RANK[value.finish.grain] >= DAY:
        yield from intervals(replace(value, through=False), scene)


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
