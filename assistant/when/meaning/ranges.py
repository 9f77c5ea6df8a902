"""Intervals of clock times and of days of a month; so many whole units."""

from dataclasses import replace

from assistant.when import combine as c
from assistant.when import series as s
from assistant.when.meaning.among import nth, nth_day_of_month
from assistant.when.meaning.clocks import clock_in
from assistant.when.meaning.dates import md
from assistant.when.periods import RANK
from assistant.when.series import Series
from assistant.when.spans import Range, Units
from assistant.when.zones import Zone


def clock_range(first: s.Clock, last_: s.Clock) -> Range | None:
    """Two times of one day; the half of the day said with one holds for the other too."""
    if first.twelve and not last_.twelve:
        first = _same_half(first, last_)
    return Range(first, last_, through=False)


def part_range(part_: s.Part, first: s.Clock, last_: s.Clock) -> Range | None:
    """Two times in one part of a day: 早上五到六点."""
    begin, end = clock_in(part_, first), clock_in(part_, last_)
    if begin is None or end is None:
        return None
    return Range(begin, end if end.hour >= begin.hour else last_, through=False)


def _same_half(first: s.Clock, last_: s.Clock) -> s.Clock:
    hours = (first.hour % 12, first.hour % 12 + 12)
    end = (last_.hour, last_.minute)
    fitting = [hour for hour in hours if (hour, first.minute) < end]
    return s.Clock(max(fitting or hours[:1]), first.minute, first.second, grain=first.grain)


def zoned_range(times: Range, zone: Zone) -> Range | None:
    """Two times of one day in another zone."""
    if times.first is None or times.last is None:
        return None
    return Range(c.Abroad(times.first, zone), c.Abroad(times.last, zone), through=False)


def zoned_on(date_: Series, times: Range) -> Range | None:
    """Times of one day in another zone, on a date."""
    first, last_ = times.first, times.last
    if not isinstance(first, c.Abroad) or not isinstance(last_, c.Abroad):
        return None
    plain = range_on(date_, Range(first.inner, last_.inner, through=False))
    return None if plain is None else zoned_range(plain, first.zone)


def range_on(date_: Series, times: Range) -> Range | None:
    """Times of one day on a date."""
    if date_.grain != "day":
        return None
    if not (isinstance(times.first, s.Clock) and isinstance(times.last, s.Clock)):
        return None
    return Range(c.At(date_, times.first), times.last, through=False)


def range_in(when: Series, times: Range) -> Range | None:
    """Times of one day in a part of a given day: Monday morning from 9 to 11."""
    if not (isinstance(when, c.At) and isinstance(when.time, s.Part)):
        return None
    first = times.first
    if isinstance(first, s.Clock) and first.twelve:
        first = clock_in(when.time, first)
    return None if first is None else range_on(when.day, Range(first, times.last, through=False))


def days_to(first: int, last_: Series) -> Range | None:
    """The 13th to the 15th of July."""
    if isinstance(last_, s.MonthDay) and (begin := md(last_.month, first)) and first < last_.day:
        return Range(begin, last_)
    return None


def days_of(first: int, last_: int, month_: Series) -> Range | None:
    """The 4th to the 23rd of next month."""
    if month_.grain != "month" or not 0 < first < last_ < 32:
        return None
    begin, end = nth_day_of_month(first, month_), nth_day_of_month(last_, month_)
    return Range(begin, end)


def days_from(first: Series, last_: int) -> Range | None:
    """July 13th to 15th."""
    if isinstance(first, s.MonthDay) and (end := md(first.month, last_)) and last_ > first.day:
        return Range(first, end)
    return None


def first_of(count: int, unit: str, outer: Series) -> Range | None:
    """The first so many units of a period."""
    begin, end = nth(1, unit, outer), nth(count, unit, outer)
    return None if begin is None or end is None else Range(begin, end)


def last_of(count: int, unit: str, outer: Series) -> Range | None:
    """The last so many units of a period."""
    begin, end = nth(-count, unit, outer), nth(-1, unit, outer)
    return None if begin is None or end is None else Range(begin, end)


def units(count: int, unit: str, sign: int) -> Units | None:
    """So many whole units to come or gone by."""
    if unit == "workday":
        return units_list(count, sign)
    if unit not in RANK or not 0 < count < (500 if unit == "year" else 100_000):
        return None
    return Units(unit, count * sign)  # type: ignore[arg-type]


def rolling(count: int, unit: str, sign: int) -> Units | None:
    """So many units, counted from today."""
    found = units(count, unit, sign)
    return None if found is None else replace(found, rolling=True)


def units_list(count: int, sign: int) -> Units | None:
    """So many working days to come or gone by."""
    return Units("day", count * sign, workdays=True) if 0 < count < 1000 else None
