"""Series that choose from others: within, the n-th of, the n-th from, nearest to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from assistant.when.grain import Grain
from assistant.when.periods import Period, floor, step
from assistant.when.series import PATIENCE, Once, Scene, Series

YEAR_AND_A_HALF, MONTHS_AGO = timedelta(days=550), timedelta(days=60)


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

    A week belongs to the month or year that holds its Thursday (ISO 8601), or to the one that it
    begins in, where `begun`.
    """

    count: int
    inner: Series
    outer: Series
    begun: bool = False

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
        by_thursday = self.inner.grain == "week" and not self.begun
        shift = timedelta(days=3 if by_thursday else 0)
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


def nearest(series: Series, scene: Scene) -> Period:
    """The coming period of a series, the current one included; else the last that was.

    Raises `StopIteration` where the series is empty.
    """
    today = floor(scene.now, "day")
    for period in series.after(today, scene):
        return period
    return next(iter(series.before(today, scene)))


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
            later = (p for p in self.inner.after(anchor.end, scene) if p.start >= anchor.end)
            return next(islice(later, self.count - 1, self.count))
        return next(islice(self.inner.before(anchor.start, scene), -self.count - 1, -self.count))


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
