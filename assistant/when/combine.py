"""Series made of other series: within, the n-th of, moved by, nearest to, in another zone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from assistant.when.grain import Grain
from assistant.when.length import Length
from assistant.when.periods import RANK, Period, floor, step, unit_at
from assistant.when.series import PATIENCE, Clock, Once, Part, Scene, Series
from assistant.when.zones import Zone


@dataclass(frozen=True, slots=True)
class Within:
    """The periods of `inner` that begin inside one of `outer`: 9:00 on a Friday in May."""

    outer: Series
    inner: Series

    @property
    def grain(self) -> Grain:
        """As fine as what it counts."""
        return self.inner.grain

    def _inside(self, outer: Period, scene: Scene) -> Iterator[Period]:
        for period in self.inner.after(outer.start, scene):
            if period.start >= outer.end:
                return
            if period.start >= outer.start:
                yield period

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        for outer in islice(self.outer.after(moment, scene), PATIENCE):
            yield from (p for p in self._inside(outer, scene) if p.end > moment)

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        current = next(self.outer.after(moment, scene), None)
        outers = [current] if current and current.start < moment else []
        outers += islice(self.outer.before(moment, scene), PATIENCE)
        for outer in outers:
            inside = [p for p in self._inside(outer, scene) if p.end <= moment]
            yield from reversed(inside)


@dataclass(frozen=True, slots=True)
class Nth:
    """The n-th `inner` of each `outer`; counted from the end where `count` is negative.

    A week belongs to the month or year that holds its Thursday (ISO 8601).
    """

    count: int
    inner: Series
    outer: Series
    within: bool = True

    @property
    def grain(self) -> Grain:
        """As fine as what it counts."""
        return self.inner.grain

    def _pick(self, outer: Period, scene: Scene) -> Iterator[Period]:
        members = self._members(outer, scene)
        if self.count > 0:
            yield from islice(members, self.count - 1, self.count)
        else:
            listed = list(islice(members, 0, 2000))
            if len(listed) >= -self.count:
                yield listed[self.count]

    def _members(self, outer: Period, scene: Scene) -> Iterator[Period]:
        shift = timedelta(days=3) if self.inner.grain == "week" else timedelta(0)
        for period in self.inner.after(outer.start - shift, scene):
            if period.start + shift >= outer.end:
                return
            if period.start + shift >= outer.start:
                yield period

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        for outer in islice(self.outer.after(moment, scene), PATIENCE):
            yield from (p for p in self._pick(outer, scene) if p.end > moment)

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        current = next(self.outer.after(moment, scene), None)
        outers = [current] if current and current.start < moment else []
        outers += islice(self.outer.before(moment, scene), PATIENCE)
        for outer in outers:
            yield from (p for p in self._pick(outer, scene) if p.end <= moment)


@dataclass(frozen=True, slots=True)
class Count(Once):
    """The n-th `inner` from now on (n > 0) or back (n < 0): "three Fridays from now"."""

    count: int
    inner: Series
    base: Series | None = None

    @property
    def grain(self) -> Grain:
        """As fine as what it counts."""
        return self.inner.grain

    def only(self, scene: Scene) -> Period:
        """The period; see `Once`."""
        moment = scene.now
        anchor = Period(floor(moment, "day"), step(floor(moment, "day"), "day", 1))
        if self.base is not None:
            anchor = nearest(self.base, scene)
        if self.count > 0:
            later = (p for p in self.inner.after(anchor.start, scene) if p.start >= anchor.end)
            return next(islice(later, self.count - 1, self.count))
        return next(islice(self.inner.before(anchor.start, scene), -self.count - 1, -self.count))


@dataclass(frozen=True, slots=True)
class Moved:
    """`base` later (sign 1) or earlier (sign -1) by a length; without a base: from now."""

    length: Length
    sign: int
    base: Series | None = None
    keep: Grain | None = None
    """The grain of the outcome, where it is not the one that the length implies."""

    @property
    def grain(self) -> Grain:
        """As fine as what it counts."""
        if self.keep:
            return self.keep
        finest = self.length.grain
        if self.base is None:
            coarse: dict[Grain, Grain] = {"hour": "minute", "minute": "second", "second": "second"}
            return coarse.get(finest, "day")
        return min(self.base.grain, finest, key=lambda grain: RANK[grain])

    def _move(self, period: Period, scene: Scene) -> Period:
        if self.base is None and self.length.clock:
            start = self._by_the_clock(period.start, scene)
        else:
            start = self.length.add(period.start, self.sign)
        if self.base is None and not self.length.clock:
            start = floor(start, self.grain)
        return Period(start, max(step(start, self.grain, 1), start + (period.end - period.start)))

    def _by_the_clock(self, start: datetime, scene: Scene) -> datetime:
        """Hours and minutes pass in real time, also over a change of the clocks."""
        moved = self.length.days_only().add(start, self.sign).replace(tzinfo=scene.zone)
        exact = moved.astimezone(UTC) + self.length.clock * self.sign
        return exact.astimezone(scene.zone).replace(tzinfo=None)

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        if self.base is None:
            moved = self._move(Period(scene.now, scene.now), scene)
            if moved.end > moment:
                yield moved
            return
        back = self.length.add(moment, -self.sign)
        for period in self.base.after(back, scene):
            yield self._move(period, scene)

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        if self.base is None:
            moved = self._move(Period(scene.now, scene.now), scene)
            if moved.end <= moment:
                yield moved
            return
        back = self.length.add(moment, -self.sign)
        for period in self.base.before(back, scene):
            yield self._move(period, scene)


@dataclass(frozen=True, slots=True)
class Around(Once):
    """The calendar unit that holds `base`: "the week of October 7th"."""

    grain: Grain
    base: Series
    offset: int = 0

    def only(self, scene: Scene) -> Period:
        """The period; see `Once`."""
        return unit_at(nearest(self.base, scene).start, self.grain, self.offset)


@dataclass(frozen=True, slots=True)
class Edge:
    """A stretch of each `base`, in days or months: its beginning, middle or end."""

    which: str
    base: Series

    @property
    def grain(self) -> Grain:
        """As fine as what it counts."""
        return "month" if self.base.grain == "year" else "day"

    def _cut(self, period: Period) -> Period:
        start, end = period
        match self.base.grain, self.which:
            case "year", "start":
                return Period(start, step(start, "month", 3))
            case "year", "mid":
                return Period(step(start, "month", 4), step(start, "month", 8))
            case "year", "end":
                return Period(step(start, "month", 8), end)
            case "month", "start":
                return Period(start, start + timedelta(days=10))
            case "month", "mid":
                return Period(start + timedelta(days=10), start + timedelta(days=20))
            case "month", "end":
                return Period(start + timedelta(days=20), end)
            case "week", "start":
                return Period(start, start + timedelta(days=3))
            case "week", "mid":
                return Period(start + timedelta(days=2), start + timedelta(days=4))
            case "week", "end":
                return Period(start + timedelta(days=4), end)
        third = (end - start) / 3
        cuts = {"start": (start, start + third), "mid": (start + third, end - third)}
        first, last = cuts.get(self.which, (end - third, end))
        return Period(floor(first, "day"), floor(last, "day"))

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        for period in self.base.after(moment, scene):
            cut = self._cut(period)
            if cut.end > moment:
                yield cut

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        current = next(self.base.after(moment, scene), None)
        if current is not None and (cut := self._cut(current)).end <= moment:
            yield cut
        for period in self.base.before(moment, scene):
            yield self._cut(period)


@dataclass(frozen=True, slots=True)
class Half:
    """The first or second half of each month or week, in days."""

    number: int
    base: Series
    grain: Grain = "day"
    extent: bool = True

    def _cut(self, period: Period) -> Period:
        days = 15 if self.base.grain == "month" else 3
        middle = period.start + timedelta(days=days)
        return Period(period.start, middle) if self.number == 1 else Period(middle, period.end)

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        return (self._cut(p) for p in self.base.after(moment, scene))

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        return (self._cut(p) for p in self.base.before(moment, scene))


@dataclass(frozen=True, slots=True)
class LongWeekend:
    """The weekend around a day: with the Monday, the Thursday or the Friday that lengthens it."""

    base: Series
    grain: Grain = "day"
    extent: bool = True

    def _around(self, period: Period) -> Period:
        day = period.start
        saturday = day + timedelta(days=5 - day.weekday())
        if day.weekday() == 0:
            return Period(day - timedelta(days=2), period.end)
        start = day if day.weekday() in (3, 4) else saturday
        return Period(start, saturday + timedelta(days=2))

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        return (self._around(p) for p in self.base.after(moment, scene))

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        return (self._around(p) for p in self.base.before(moment, scene))


@dataclass(frozen=True, slots=True)
class Closest(Once):
    """The n-th nearest of a series to another: "the second closest Monday to 5 October"."""

    count: int
    inner: Series
    base: Series

    @property
    def grain(self) -> Grain:
        """As fine as what it counts."""
        return self.inner.grain

    def only(self, scene: Scene) -> Period:
        """The period; see `Once`."""
        anchor = nearest(self.base, scene).start
        around = [*islice(self.inner.after(anchor, scene), self.count)]
        around += islice(self.inner.before(anchor, scene), self.count)
        return sorted(around, key=lambda p: abs(p.start - anchor))[self.count - 1]


@dataclass(frozen=True, slots=True)
class Abroad:
    """A series told in another zone's wall time, turned into the scene's."""

    inner: Series
    zone: Zone

    @property
    def grain(self) -> Grain:
        """As fine as what it counts."""
        return self.inner.grain

    def _there(self, scene: Scene) -> Scene:
        return replace(scene, now=self._shift(scene.now, scene, back=False))

    def _shift(self, moment: datetime, scene: Scene, *, back: bool) -> datetime:
        here, there = scene.zone, self.zone.tzinfo()
        source, target = (there, here) if back else (here, there)
        return moment.replace(tzinfo=source).astimezone(target).replace(tzinfo=None)

    def _home(self, period: Period, scene: Scene) -> Period:
        start = self._shift(period.start, scene, back=True)
        return Period(start, start + (period.end - period.start))

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        there = self._shift(moment, scene, back=False)
        return (self._home(p, scene) for p in self.inner.after(there, self._there(scene)))

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        there = self._shift(moment, scene, back=False)
        return (self._home(p, scene) for p in self.inner.before(there, self._there(scene)))


def nearest(series: Series, scene: Scene) -> Period:
    """The coming period of a series, the current one included; else the last that was.

    Raises `StopIteration` where the series is empty.
    """
    today = floor(scene.now, "day")
    for period in series.after(today, scene):
        return period
    return next(iter(series.before(today, scene)))


YEAR_AND_A_HALF, MONTHS_AGO = timedelta(days=550), timedelta(days=60)


@dataclass(frozen=True, slots=True)
class At:
    """A time of day (clock or part) on days of another series; past 24:00 is the night after."""

    day: Series
    time: Clock | Part

    @property
    def grain(self) -> Grain:
        """As fine as what it counts."""
        return self.time.grain

    def on(self, day: Period, scene: Scene) -> list[Period]:
        """The time or times on one day."""
        if isinstance(self.time, Part):
            first, last = self.time.hours(scene)
            return [Period(day.start + timedelta(hours=first), day.start + timedelta(hours=last))]
        length = self.time.length()
        starts = [day.start + offset for offset in self.time.times()]
        return [Period(start, start + length) for start in starts]

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        for day in islice(self.day.after(moment - timedelta(days=1), scene), PATIENCE):
            yield from (p for p in self.on(day, scene) if p.end > moment)

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        days = [*islice(self.day.after(moment - timedelta(days=1), scene), 1)]
        days += islice(self.day.before(moment, scene), PATIENCE)
        for day in days:
            yield from (p for p in reversed(self.on(day, scene)) if p.end <= moment)


@dataclass(frozen=True, slots=True)
class Checked:
    """A date with its weekday said: the year nearest by in which they agree, else the date."""

    weekday: int
    date: Series
    strict: bool = False
    grain: Grain = "day"

    def _agrees(self, period: Period) -> bool:
        return period.start.weekday() == self.weekday

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        if self.strict:
            yield from (p for p in islice(self.date.after(moment, scene), 900) if self._agrees(p))
            return
        coming = list(islice(self.date.after(moment, scene), 12))
        agreeing = [p for p in coming if self._agrees(p) and p.start < moment + YEAR_AND_A_HALF]
        just_gone = next(iter(self.date.before(moment, scene)), None)
        if just_gone and self._agrees(just_gone) and moment - just_gone.end < MONTHS_AGO:
            return
        yield from agreeing or coming

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        return (p for p in islice(self.date.before(moment, scene), 60) if self._agrees(p))
