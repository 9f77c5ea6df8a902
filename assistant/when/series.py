"""What a phrase names before anyone asks "which one": a series of periods on the calendar.

"Friday", "March", "3pm", "Christmas" come round for ever; "next week" comes once. Every series
can walk up from a moment (`after`: periods that end later) and down from it (`before`: periods
that have ended), so that "first", "next", "of", "after" need no knowledge of what they count.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol
from zoneinfo import ZoneInfo

from assistant.when.grain import Grain
from assistant.when.parts import PARTS
from assistant.when.periods import (
    FIXED,
    Period,
    floor,
    month_length,
    step,
    unit_at,
    years_down,
    years_from,
)

PATIENCE = 60
"""Outer periods searched for an inner one before giving up ("29 February on a Monday")."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and when the words are spoken: local wall time, zone, habits."""

    now: datetime
    zone: ZoneInfo
    region: str = "US"
    day_first: bool = False
    parts: Mapping[str, tuple[float, float, float]] = field(default_factory=lambda: PARTS)


class Series(Protocol):
    """Periods of one kind, in order."""

    @property
    def grain(self) -> Grain:
        """How fine its periods are."""
        ...

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Periods that end later than `moment`, upwards."""
        ...

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Periods that have ended by `moment`, downwards."""
        ...


class Once:
    """A series of one period: a base for whatever is tied to the present."""

    __slots__ = ()

    def only(self, scene: Scene) -> Period:
        """The period."""
        raise NotImplementedError

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        period = self.only(scene)
        if period.end > moment or period.start >= moment:
            yield period

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        period = self.only(scene)
        if not (period.end > moment or period.start >= moment):
            yield period


class Yearly:
    """A series told year by year."""

    __slots__ = ()

    def of_year(self, year: int, scene: Scene) -> list[Period]:
        """The periods that begin in `year`, upwards."""
        raise NotImplementedError

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        for year in islice(years_from(moment.year - 1), PATIENCE):
            yield from (p for p in self.of_year(year, scene) if p.end > moment)

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        for year in islice(years_down(moment.year), PATIENCE):
            yield from (p for p in reversed(self.of_year(year, scene)) if p.end <= moment)


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
class Fixed(Once):
    """A known stretch of the calendar."""

    start: datetime
    end: datetime
    grain: Grain

    def only(self, scene: Scene) -> Period:  # noqa: ARG002
        """The period; see `Once`."""
        return Period(self.start, self.end)


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
class Every:
    """All days, weeks, months ... one after another."""

    grain: Grain

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:  # noqa: ARG002
        """Upwards; see `Series`."""
        start = floor(moment, self.grain)
        while start.year < 9990:
            yield Period(start, step(start, self.grain, 1))
            start = step(start, self.grain, 1)

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:  # noqa: ARG002
        """Downwards; see `Series`."""
        end = floor(moment, self.grain)
        while end.year > 2:
            start = step(end, self.grain, -1)
            yield Period(start, end)
            end = start


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Days of the week, Monday = 0: one ("Friday") or several ("a working day")."""

    days: frozenset[int]
    grain: Grain = "day"

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        return (p for p in Every("day").after(moment, scene) if p.start.weekday() in self.days)

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        return (p for p in Every("day").before(moment, scene) if p.start.weekday() in self.days)


@dataclass(frozen=True, slots=True)
class Weekend:
    """Saturday and Sunday, from Friday at 18:00 where a long one is meant."""

    grain: Grain = "day"

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        for week in Every("week").after(moment, scene):
            if week.end > moment:
                yield Period(week.start + timedelta(days=4, hours=18), week.end)

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        for week in Every("week").before(moment, scene):
            yield Period(week.start + timedelta(days=4, hours=18), week.end)


@dataclass(frozen=True, slots=True)
class Workweek:
    """Monday to Friday."""

    grain: Grain = "day"

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        for week in Every("week").after(moment, scene):
            if week.start + timedelta(days=5) > moment:
                yield Period(week.start, week.start + timedelta(days=5))

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        for week in Every("week").before(moment + timedelta(days=7), scene):
            if week.start + timedelta(days=5) <= moment:
                yield Period(week.start, week.start + timedelta(days=5))


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


FISCAL_MONTHS = {"US": 10, "GB": 4, "CA": 4, "IN": 4, "JP": 4, "HK": 4, "AU": 7, "NZ": 7}


@dataclass(frozen=True, slots=True)
class Year(Once):
    """One calendar year."""

    number: int
    grain: Grain = "year"

    def only(self, scene: Scene) -> Period:  # noqa: ARG002
        """The period; see `Once`."""
        return Period(datetime(self.number, 1, 1), datetime(self.number + 1, 1, 1))  # noqa: DTZ001


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
class IsoWeek(Yearly):
    """A week by its ISO 8601 number, of any year or a given one."""

    number: int
    year: int | None = None
    grain: Grain = "week"

    def of_year(self, year: int, scene: Scene) -> list[Period]:  # noqa: ARG002
        """See `Yearly`."""
        if self.year not in (None, year):
            return []
        first = floor(datetime(year, 1, 4), "week")  # noqa: DTZ001
        start = first + timedelta(weeks=self.number - 1)
        return [Period(start, start + timedelta(weeks=1))]


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
class Seasons(Yearly):
    """All four seasons, one after another."""

    grain: Grain = "day"
    extent: bool = True

    def of_year(self, year: int, scene: Scene) -> list[Period]:
        """See `Yearly`."""
        return [Season(number).of_year(year, scene)[0] for number in range(4)]


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, every day. With `twelve` the half of the day was not said (3:20)."""

    hour: int
    minute: int = 0
    second: int = 0
    twelve: bool = False
    grain: Grain = "hour"

    def times(self) -> tuple[timedelta, ...]:
        """Offsets from midnight, upwards."""
        plain = timedelta(hours=self.hour, minutes=self.minute, seconds=self.second)
        if not self.twelve:
            return (plain,)
        early = plain - timedelta(hours=12) if self.hour == 12 else plain
        return (early, early + timedelta(hours=12))

    def length(self) -> timedelta:
        """How long a time told at this grain lasts."""
        return FIXED[self.grain]

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        length = self.length()
        for day in Every("day").after(moment - timedelta(days=1), scene):
            for offset in self.times():
                if day.start + offset + length > moment:
                    yield Period(day.start + offset, day.start + offset + length)

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        length = self.length()
        for day in Every("day").before(moment + timedelta(days=1), scene):
            for offset in reversed(self.times()):
                if day.start + offset + length <= moment:
                    yield Period(day.start + offset, day.start + offset + length)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day by name, looked up in the scene's table; hours may pass 24."""

    name: str
    edge: str = ""
    """"early" or "late": the first or last stretch of it."""
    grain: Grain = "hour"

    def hours(self, scene: Scene) -> tuple[float, float]:
        """First and last hour."""
        first, last, _ = scene.parts[self.name]
        if self.edge == "early":
            return first, min(last, first + max(2.0, (last - first) * 0.75 if first == 0 else 2.0))
        if self.edge == "late":
            return max(first, last - max(2.0, (last - first) / 2)), last
        return first, last

    def _on(self, day: datetime, scene: Scene) -> Period:
        first, last = self.hours(scene)
        return Period(day + timedelta(hours=first), day + timedelta(hours=last))

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        for day in Every("day").after(moment - timedelta(days=2), scene):
            period = self._on(day.start, scene)
            if period.end > moment:
                yield period

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        for day in Every("day").before(moment + timedelta(days=1), scene):
            period = self._on(day.start, scene)
            if period.end <= moment:
                yield period
