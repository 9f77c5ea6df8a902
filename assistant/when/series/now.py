"""What is tied to the present or to one place on the calendar, and comes once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.when.grain import Grain
from assistant.when.periods import Period, floor, step, unit_at
from assistant.when.series.base import Once, Scene

FISCAL_MONTHS = {"US": 10, "GB": 4, "CA": 4, "IN": 4, "JP": 4, "HK": 4, "AU": 7, "NZ": 7}
"""The month in which a fiscal year of the government begins."""


@dataclass(frozen=True, slots=True)
class Present(Once):
    """The moment of speaking, at a grain: "now", "today", "this week", "next month"."""

    grain: Grain
    offset: int = 0

    def only(self, scene: Scene) -> Period:
        """The period; see `Once`."""
        if self.grain == "second":
            moment = step(scene.now, "second", self.offset)
            return Period(moment, moment + timedelta(seconds=1))
        return unit_at(scene.now, self.grain, self.offset)


@dataclass(frozen=True, slots=True)
class SecondHalf(Once):
    """The day on which the second half of the present week, month, quarter or year begins.

    Or today, where that is later; with `least`, where that is earlier.
    """

    unit: Grain
    least: bool = False
    grain: Grain = "day"

    def only(self, scene: Scene) -> Period:
        """The period; see `Once`."""
        start, end = unit_at(scene.now, self.unit)
        halves = {
            "week": start + timedelta(days=3),
            "month": start + timedelta(days=15),
            "year": step(start, "month", 6),
        }
        middle = halves.get(self.unit, floor(start + (end - start) / 2, "day"))
        today = floor(scene.now, "day")
        day = max(middle, today)
        if self.least:
            day = min(middle, today) if today > start else middle
        return Period(day, day + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Neighbour(Once):
    """A unit that another names: "this week or next". By itself it is no time."""

    offset: int
    grain: Grain = "year"

    def only(self, scene: Scene) -> Period:  # noqa: ARG002
        """Raises `StopIteration`."""
        raise StopIteration


@dataclass(frozen=True, slots=True)
class Start(Once):
    """The first day of what comes once."""

    base: Once
    grain: Grain = "day"

    def only(self, scene: Scene) -> Period:
        """The period; see `Once`."""
        start = self.base.only(scene).start
        return Period(start, start + timedelta(days=1))


def midnight(year: int) -> datetime:
    """The beginning of a year."""
    return datetime(year, 1, 1)  # noqa: DTZ001


@dataclass(frozen=True, slots=True)
class Fixed(Once):
    """A known stretch of the calendar."""

    start: datetime
    end: datetime
    grain: Grain

    def only(self, scene: Scene) -> Period:  # noqa: ARG002
        """The period; see `Once`."""
        return Period(self.start, self.end)


@dataclass(frozen=True, slots=True)
class ThisWeekday(Once):
    """A day of this week, or of the next where it is over."""

    day: int
    grain: Grain = "day"

    def only(self, scene: Scene) -> Period:
        """The period; see `Once`."""
        today = unit_at(scene.now, "day").start
        start = today + timedelta(days=self.day - today.weekday())
        start += timedelta(days=7 * (start < today))
        return Period(start, start + timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Rounded(Once):
    """The present decade or century, or one of its neighbours."""

    years: int
    offset: int = 0
    grain: Grain = "year"
    extent: bool = True

    def only(self, scene: Scene) -> Period:
        """The period; see `Once`."""
        first = (scene.now.year // self.years + self.offset) * self.years
        return Period(midnight(first), midnight(first + self.years))


@dataclass(frozen=True, slots=True)
class FiscalYear(Once):
    """A fiscal year by the number of the year it ends in, or counted from the present one.

    It begins in the month in which the government of the region begins its own.
    """

    number: int | None = None
    offset: int = 0
    grain: Grain = "year"
    extent: bool = True

    def only(self, scene: Scene) -> Period:
        """The period; see `Once`."""
        month = FISCAL_MONTHS.get(scene.region, 1)
        running = scene.now.year + (scene.now.month >= month > 1)
        ends_in = self.number if self.number is not None else running + self.offset
        start = datetime(ends_in - (month > 1), month, 1)  # noqa: DTZ001
        return Period(start, step(start, "year", 1))


@dataclass(frozen=True, slots=True)
class Year(Once):
    """One calendar year."""

    number: int
    grain: Grain = "year"

    def only(self, scene: Scene) -> Period:  # noqa: ARG002
        """The period; see `Once`."""
        return Period(datetime(self.number, 1, 1), datetime(self.number + 1, 1, 1))  # noqa: DTZ001
