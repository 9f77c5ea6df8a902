"""Days of the Chinese lunar calendar (1900 to 2099, the library's reach)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from assistant.when.almanac import lunar_date
from assistant.when.grain import Grain
from assistant.when.periods import Period, day_start
from assistant.when.series import Scene, Yearly


@dataclass(frozen=True, slots=True)
class LunarDay(Yearly):
    """A day of a lunar month; `leap` for the month that is said twice in some years.

    Day 30 of a month that has 29 days is its last day: 腊月三十 is always New Year's Eve.
    """

    month: int
    day: int
    leap: bool = False
    year: int | None = None
    grain: Grain = "day"

    def of_year(self, year: int, scene: Scene) -> list[Period]:  # noqa: ARG002
        """See `Yearly`."""
        found = []
        for lunar_year in (year - 1, year):
            if self.year not in (None, lunar_year):
                continue
            day = lunar_date(lunar_year, self.month, self.day, leap=self.leap)
            if day is None and self.day == 30:
                day = lunar_date(lunar_year, self.month, 29, leap=self.leap)
            if day is not None and day.year == year:
                found.append(Period(day_start(day), day_start(day) + timedelta(days=1)))
        return found


@dataclass(frozen=True, slots=True)
class LunarMonth(Yearly):
    """A lunar month, from its first day to the first of the next."""

    month: int
    grain: Grain = "month"
    extent: bool = True

    def of_year(self, year: int, scene: Scene) -> list[Period]:  # noqa: ARG002
        """See `Yearly`."""
        found = []
        for lunar_year in (year - 1, year):
            first = lunar_date(lunar_year, self.month, 1)
            if first is not None and first.year == year:
                days = 30 if lunar_date(lunar_year, self.month, 30) else 29
                found.append(Period(day_start(first), day_start(first) + timedelta(days=days)))
        return found


def lunar_day(month: int, day: int, year: int | None = None) -> LunarDay | None:
    """A day of the lunar calendar; month 12 is 腊月, 11 is 冬月."""
    if not (1 <= month <= 12 and 1 <= day <= 30):
        return None
    return LunarDay(month, day, year=year)


def lunar_leap(month: int, day: int) -> LunarDay | None:
    """A day of a leap month: 闰六月初一."""
    found = lunar_day(month, day)
    return None if found is None else LunarDay(month, day, leap=True)


def lunar_month(month: int) -> LunarMonth | None:
    """A whole lunar month."""
    return LunarMonth(month) if 1 <= month <= 12 else None


MEANINGS: dict[str, Callable[..., Any]] = {
    "lunar_day": lunar_day,
    "lunar_leap": lunar_leap,
    "lunar_month": lunar_month,
}
