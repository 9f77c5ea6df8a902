"""What comes round with the year: months, quarters, seasons, numbered weeks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.when.grain import Grain
from assistant.when.periods import Period, floor, month_length, step
from assistant.when.series.base import Once, Scene, Yearly


@dataclass(frozen=True, slots=True)
class Month(Yearly):
    """A month of the year, 1 to 12."""

    month: int
    grain: Grain = "month"

    def of_year(self, year: int, scene: Scene) -> list[Period]:  # noqa: ARG002
        """See `Yearly`."""
        start = datetime(year, self.month, 1)  # noqa: DTZ001
        return [Period(start, step(start, "month", 1))]


@dataclass(frozen=True, slots=True)
class MonthDay(Yearly):
    """A day of a month: "15 February"."""

    month: int
    day: int
    grain: Grain = "day"

    def of_year(self, year: int, scene: Scene) -> list[Period]:  # noqa: ARG002
        """See `Yearly`."""
        if self.day > month_length(year, self.month):
            return []
        start = datetime(year, self.month, self.day)  # noqa: DTZ001
        return [Period(start, start + timedelta(days=1))]


@dataclass(frozen=True, slots=True)
class DayOfMonth(Yearly):
    """The same day in every month that has it: "the 31st"."""

    day: int
    grain: Grain = "day"

    def of_year(self, year: int, scene: Scene) -> list[Period]:
        """See `Yearly`."""
        return [p for month in range(1, 13) for p in MonthDay(month, self.day).of_year(year, scene)]


@dataclass(frozen=True, slots=True)
class Quarter(Yearly):
    """A quarter of the calendar year, 1 to 4."""

    number: int
    grain: Grain = "quarter"

    def of_year(self, year: int, scene: Scene) -> list[Period]:  # noqa: ARG002
        """See `Yearly`."""
        start = datetime(year, self.number * 3 - 2, 1)  # noqa: DTZ001
        return [Period(start, step(start, "quarter", 1))]


@dataclass(frozen=True, slots=True)
class IsoWeek(Yearly):
    """A week by its ISO 8601 number, of any year or a given one; year 0 is the present one."""

    number: int
    year: int | None = None
    grain: Grain = "week"

    def of_year(self, year: int, scene: Scene) -> list[Period]:
        """See `Yearly`."""
        if self.year is not None and year != (self.year or scene.now.year):
            return []
        first = floor(datetime(year, 1, 4), "week")  # noqa: DTZ001
        start = first + timedelta(weeks=self.number - 1)
        return [Period(start, start + timedelta(weeks=1))]


@dataclass(frozen=True, slots=True)
class MonthSpan(Yearly):
    """Whole months taken together: a half-year, "August to October"."""

    first: int
    months: int
    grain: Grain = "month"

    def of_year(self, year: int, scene: Scene) -> list[Period]:  # noqa: ARG002
        """See `Yearly`."""
        start = datetime(year, self.first, 1)  # noqa: DTZ001
        return [Period(start, step(start, "month", self.months))]


@dataclass(frozen=True, slots=True)
class Season(Yearly):
    """An astronomical season by its usual first day (day 0 = spring, 21 March)."""

    number: int
    grain: Grain = "day"

    def of_year(self, year: int, scene: Scene) -> list[Period]:  # noqa: ARG002
        """See `Yearly`."""
        starts = ((3, 20), (6, 21), (9, 24), (12, 21), (3, 19))
        ends = ((6, 21), (9, 24), (12, 21), (3, 19))
        start = datetime(year, *starts[self.number])  # noqa: DTZ001
        end = datetime(year + (self.number == 3), *ends[self.number])  # noqa: DTZ001
        return [Period(start, end)]


@dataclass(frozen=True, slots=True)
class NearSeason(Once):
    """The season before the present one (-1) or after it (1)."""

    offset: int
    grain: Grain = "day"
    extent: bool = True

    def only(self, scene: Scene) -> Period:
        """The period; see `Once`."""
        present = next(iter(Seasons().after(scene.now, scene)))
        if self.offset < 0:
            return next(iter(Seasons().before(present.start + timedelta(days=1), scene)))
        return next(iter(Seasons().after(present.end + timedelta(days=1), scene)))


@dataclass(frozen=True, slots=True)
class Seasons(Yearly):
    """All four seasons, one after another."""

    grain: Grain = "day"
    extent: bool = True

    def of_year(self, year: int, scene: Scene) -> list[Period]:
        """See `Yearly`."""
        return [Season(number).of_year(year, scene)[0] for number in range(4)]
