"""Periods on the local wall calendar: rounding down to a grain and stepping by it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from assistant.when.grain import Grain

GRAINS: tuple[Grain, ...] = ("second", "minute", "hour", "day", "week", "month", "quarter", "year")
RANK: dict[str, int] = {grain: rank for rank, grain in enumerate(GRAINS)}
FIXED: dict[str, timedelta] = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(weeks=1),
}
MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "year": 12}
FIRST_YEAR, LAST_YEAR = 2, 9990


class Period(NamedTuple):
    """A stretch of local wall time, end exclusive."""

    start: datetime
    end: datetime


def day_start(day: date) -> datetime:
    """Midnight at the beginning of `day`."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 local wall time is naive here


def floor(moment: datetime, grain: Grain) -> datetime:
    """The beginning of the second, hour, ISO week, quarter ... that `moment` lies in."""
    match grain:
        case "second":
            return moment.replace(microsecond=0)
        case "minute":
            return moment.replace(second=0, microsecond=0)
        case "hour":
            return moment.replace(minute=0, second=0, microsecond=0)
    return _floor_day(day_start(moment), grain)


def _floor_day(midnight: datetime, grain: Grain) -> datetime:
    match grain:
        case "week":
            return midnight - timedelta(days=midnight.weekday())
        case "month":
            return midnight.replace(day=1)
        case "quarter":
            return midnight.replace(month=(midnight.month - 1) // 3 * 3 + 1, day=1)
        case "year":
            return midnight.replace(month=1, day=1)
    return midnight


def month_length(year: int, month: int) -> int:
    """Days in a month of the Gregorian calendar."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def add_months(moment: datetime, months: int) -> datetime:
    """Step by months, keeping the day where it exists (31 January + 1 month = 28 February)."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(
        year=year, month=month + 1, day=min(moment.day, month_length(year, month + 1))
    )


def step(moment: datetime, grain: Grain, count: int) -> datetime:
    """`moment` moved by `count` grains."""
    if grain in FIXED:
        return moment + FIXED[grain] * count
    return add_months(moment, MONTHS[grain] * count)


def unit_at(moment: datetime, grain: Grain, offset: int = 0) -> Period:
    """The calendar unit around `moment`, or the one `offset` units later."""
    start = step(floor(moment, grain), grain, offset)
    return Period(start, step(start, grain, 1))


def years_from(year: int) -> Iterator[int]:
    """Years upwards, ending where the calendar does."""
    return iter(range(max(year, FIRST_YEAR), LAST_YEAR))


def years_down(year: int) -> Iterator[int]:
    """Years downwards, ending where the calendar does."""
    return iter(range(min(year, LAST_YEAR), FIRST_YEAR, -1))
