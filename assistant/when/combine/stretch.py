"""Stretches cut from or grown around other series."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.when.combine.among import nearest
from assistant.when.grain import Grain
from assistant.when.periods import Period, floor, step, unit_at
from assistant.when.series import Once, Scene, Series

SUNDAY_FIRST = frozenset({"US", "CA"})


@dataclass(frozen=True, slots=True)
class Around(Once):
    """The calendar unit that holds `base`: "the week of October 7th"."""

    grain: Grain
    base: Series
    offset: int = 0
    spoken: bool = False
    """A week as people of the region count it, from Sunday in America."""

    def only(self, scene: Scene) -> Period:
        """The period; see `Once`."""
        start = nearest(self.base, scene).start
        if self.spoken and self.grain == "week" and scene.region in SUNDAY_FIRST:
            monday, end = unit_at(start + timedelta(days=1), "week")
            return Period(monday - timedelta(days=1), end - timedelta(days=1))
        return unit_at(start, self.grain, self.offset)


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
    """The first or second half of each month, week or quarter, in days."""

    number: int
    base: Series
    grain: Grain = "day"
    extent: bool = True

    def _cut(self, period: Period) -> Period:
        days = {"month": 15, "week": 3}.get(self.base.grain, 46)
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
