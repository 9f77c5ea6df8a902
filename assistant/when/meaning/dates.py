"""Days, months, years and what else the calendar names."""

from datetime import date, timedelta

from assistant.when import combine as c
from assistant.when import series as s
from assistant.when.meaning.numbers import full_year
from assistant.when.periods import RANK, day_start, month_length
from assistant.when.series import Series


def day(offset: int) -> Series:
    """Today and its neighbours."""
    return s.Present("day", offset)


def this(unit: str, offset: int = 0) -> Series | None:
    """The present unit or one of its neighbours."""
    if unit == "weekend":
        return c.Within(s.Present("week", offset), s.Weekend())
    if unit == "workweek":
        return c.Within(s.Present("week", offset), s.Workweek())
    if unit in ("decade", "century"):
        return s.Rounded(10 if unit == "decade" else 100, offset)
    if unit == "fiscal":
        return s.FiscalYear(offset=offset)
    return s.Present(unit, offset) if unit in RANK else None  # type: ignore[arg-type]


def weekday(number: int) -> Series:
    """A day of the week."""
    return s.Weekdays(frozenset((number,)))


def weekday_of(number: int, offset: int) -> Series:
    """A day of this week or a neighbouring one."""
    return c.Within(s.Present("week", offset), weekday(number))


def month(number: int) -> Series:
    """A month of any year."""
    return s.Month(number)


def month_number(number: int) -> Series | None:
    """A month told by its number."""
    return s.Month(number) if 1 <= number <= 12 else None


def recent_year(number: int) -> Series | None:
    """A bare number that is a year of our time."""
    return year(number) if 1800 <= number <= 2199 else None


def year(number: int | None) -> Series | None:
    """A calendar year."""
    if number is None:
        return None
    return s.Year(number) if 2 < number < 9990 else None


def ymd(year_: int, month_: int, day_: int) -> Series | None:
    """A full date; None where the calendar has no such day."""
    if not (1 <= month_ <= 12 and 1 <= day_ <= month_length(year_, month_) and 2 < year_ < 9990):
        return None
    start = day_start(date(year_, month_, day_))
    return s.Fixed(start, start + timedelta(days=1), "day")


def ymd_any(digits: str, month_: int, day_: int) -> Series | None:
    """A full date whose year may have two figures."""
    number = full_year(digits)
    return None if number is None else ymd(number, month_, day_)


def ym(year_: int, month_: int) -> Series | None:
    """A month of a given year."""
    if not (1 <= month_ <= 12 and 2 < year_ < 9990):
        return None
    return c.Within(s.Year(year_), s.Month(month_))


def md(month_: int, day_: int) -> Series | None:
    """A day of a month."""
    if not (1 <= month_ <= 12 and 1 <= day_ <= month_length(2000, month_)):
        return None
    return s.MonthDay(month_, day_)


def dom(day_: int) -> Series | None:
    """A day of any month."""
    return s.DayOfMonth(day_) if 1 <= day_ <= 31 else None


def quarter(number: int) -> Series | None:
    """A quarter of any year."""
    return s.Quarter(number) if 1 <= number <= 4 else None


def half_year(number: int) -> Series | None:
    """A half of any year."""
    return s.MonthSpan(number * 6 - 5, 6) if number in (1, 2) else None


def half_in(number: int, year_: str) -> Series | None:
    """A half of a given year."""
    inner = half_year(int(number))
    return None if inner is None else c.Within(s.Year(int(year_)), inner)


def quarter_in(number: int, year_: str) -> Series | None:
    """A quarter of a given year."""
    return c.Within(s.Year(int(year_)), s.Quarter(int(number)))


def iso_week(number: int, year_: int | str | None = None) -> Series | None:
    """A week by its ISO 8601 number."""
    if not 1 <= int(number) <= 53:
        return None
    return s.IsoWeek(int(number), None if year_ is None else int(year_))


def decade_of(year_: int | str) -> Series | None:
    """The ten years from a round one: 1990s, 90s."""
    number = int(year_)
    if number % 10:
        return None
    if number < 100:
        number += 1900 if number >= 30 else 2000
    return s.Fixed(s.midnight(number), s.midnight(number + 10), "year")


def decade_in(century_: int, decade: int) -> Series | None:
    """十九世纪七十年代: the 1870s."""
    return decade_of((century_ - 1) * 100 + decade) if 0 <= decade < 100 < century_ * 100 else None


def century(number: int) -> Series | None:
    """The hundred years as they are commonly counted: the 21st from 2000."""
    if not 1 < number < 60:
        return None
    first = (number - 1) * 100
    return s.Fixed(s.midnight(first), s.midnight(first + 100), "year")


def half_of(number: int, outer: Series) -> Series | None:
    """The first or second half of a year, month or week."""
    if outer.grain == "year":
        inner = half_year(number)
        return None if inner is None else c.Within(outer, inner)
    return c.Half(number, outer) if outer.grain in ("month", "week", "quarter") else None


def this_weekday(number: int) -> Series:
    """A day of this week, or of the next where it is over: this Friday."""
    return s.ThisWeekday(number)


def season_near(offset: int) -> Series:
    """The season that was before the present one (-1), or comes after it (1)."""
    return s.NearSeason(offset)


def season_now() -> Series:
    """The season that is."""
    return s.Seasons()


def season(number: int) -> Series:
    """Spring 0 to winter 3."""
    return s.Season(number)


def fiscal(number: int) -> Series | None:
    """A fiscal year by number."""
    full = full_year(number)
    return None if full is None else s.FiscalYear(full)


def era_year(before: int, number: int | None = None) -> Series | None:
    """A year of a reign: 康熙三年; the first is 元年."""
    return year(before + (number or 1)) if (number or 1) < 200 else None


def school_year() -> Series:
    """September to June."""
    return s.MonthSpan(9, 10)


def ides(month_: int) -> Series | None:
    """The ides: the 15th of four months, the 13th of the others."""
    return md(month_, 15 if month_ in (3, 5, 7, 10) else 13)
