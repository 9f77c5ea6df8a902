"""One of several: the n-th, the last, the one in, the one after."""

from dataclasses import replace

from assistant.when import combine as c
from assistant.when import series as s
from assistant.when.grain import Grain
from assistant.when.length import Length
from assistant.when.meaning.dates import dom, iso_week, md, weekday
from assistant.when.periods import RANK
from assistant.when.series import Series, rank

DAY = RANK["day"]


def of(inner: Series, outer: Series) -> Series | None:
    """`inner` inside `outer`, the coarser of them."""
    return c.Within(outer, inner) if rank(inner) < rank(outer) else None


def weekday_date(day_: int, date_: Series) -> Series | None:
    """A weekday that only confirms a date: "Monday, Feb 18"."""
    if date_.grain != "day" or isinstance(date_, s.Weekdays | s.Weekend | s.ThisWeekday):
        return None
    if isinstance(date_, c.Within) and isinstance(date_.inner, s.Weekdays | s.Weekend):
        return None
    return c.Checked(day_, date_)


def nth(count: int, inner: Series | str, outer: Series | str) -> Series | None:
    """The n-th day, week, Friday ... of something longer."""
    what = _series(inner)
    within = _series(outer)
    if what is None or within is None or count == 0 or rank(what) >= rank(within):
        return None
    return c.Nth(count, what, within)


def nth_begun(count: int, inner: Series | str, outer: Series | str) -> Series | None:
    """The n-th week that begins in a month or year."""
    found = nth(count, inner, outer) if inner == "week" else None
    return replace(found, begun=True) if isinstance(found, c.Nth) else None


def kind_series(what: Series | str) -> Series | None:
    """Days, weeks, Fridays, working days as a series."""
    return _series(what)


def _series(what: Series | str) -> Series | None:
    if not isinstance(what, str):
        return what
    if what == "weekend":
        return s.Weekend()
    if what == "workday":
        return s.Weekdays(frozenset(range(5)))
    return s.Every(what) if what in RANK else None  # type: ignore[arg-type]


def nth_from_now(count: int, inner: Series) -> Series | None:
    """The n-th to come (n > 0) or gone by (n < 0)."""
    return c.Count(int(count), inner) if count and 0 < abs(count) < 10_000 else None


def nth_after(count: int, inner: Series, base: Series) -> Series | None:
    """The n-th after (or before) another date."""
    return c.Count(int(count), inner, base) if count and rank(inner) <= rank(base) else None


def last(inner: Series) -> Series:
    """The latest that has gone by."""
    return c.Count(-1, inner)


def around(unit: Grain, base: Series) -> Series:
    """The calendar unit that holds a date."""
    return c.Around(unit, base)


def weekday_about(day_: int, base: Series) -> Series:
    """A day of the week that holds a date: Tuesday, in three weeks."""
    return c.Within(c.Around("week", base, spoken=True), weekday(day_))


def week_of(date_: Series) -> Series:
    """The week that holds a date."""
    return c.Around("week", date_)


def edge(which: str, base: Series) -> Series | None:
    """Beginning, middle or end of a period."""
    return c.Edge(which, base) if rank(base) > DAY else None


def long_one(base: Series) -> Series | None:
    """A week or more, of which one day is meant."""
    return base if rank(base) > DAY else None


def long_edge(which: str, base: Series) -> Series | None:
    """The beginning or end of a month or more; 周末 is the weekend."""
    return c.Edge(which, base) if rank(base) > RANK["week"] else None


def closest(count: int, inner: Series, base: Series) -> Series:
    """The n-th nearest."""
    return c.Closest(count, inner, base)


def nth_day_of_month(count: int, outer: Series) -> Series | None:
    """The 20th of next month."""
    if outer.grain != "month" or not 1 <= count <= 31:
        return None
    if isinstance(outer, s.Month):
        return md(outer.month, count)
    return c.Nth(count, s.Every("day"), outer)


def confirmed(date_: Series, weekday_: Series | None = None) -> Series | None:
    """A weekday with the date that it is: this Friday, June 15."""
    if weekday_ is None:
        return date_
    if isinstance(weekday_, s.ThisWeekday):
        return c.Checked(weekday_.day, date_)
    inner = weekday_.inner if isinstance(weekday_, c.Within | c.Count) else weekday_
    if not isinstance(inner, s.Weekdays):
        return None
    return c.Checked(min(inner.days), date_)


def week_in(number: int, outer: Series) -> Series | None:
    """A week by its number in a year told in words."""
    week = iso_week(number)
    return c.Within(outer, week) if week is not None and outer.grain == "year" else None


def weekend_of(date_: Series) -> Series | None:
    """The weekend that a date belongs to or leads to."""
    return c.LongWeekend(date_) if date_.grain == "day" else None


def weekday_day(day_: int, number: int) -> Series | None:
    """Monday 21; a smaller number is rather an hour."""
    return weekday_dom(day_, number) if number > 12 else None


def weekday_dom(day_: int, number: int) -> Series | None:
    """A weekday with a day of the month: Tuesday the 19th."""
    days = dom(number)
    if isinstance(days, s.DayOfMonth) and days.day < 1:
        return None
    return None if days is None else c.Checked(day_, days, strict=True)


def in_week(day_: int, week: Series) -> Series | None:
    """A weekday of a week told by its number or place: the first week of October on Friday."""
    return c.Within(week, weekday(day_)) if week.grain == "week" else None


def frame(date_: Series | None, bare: Series | None, unit: str | None) -> Series | None:
    """Something that has a beginning and an end; "the month" is this one."""
    if unit is not None:
        return s.Present(unit) if unit in RANK and RANK[unit] > DAY else None  # type: ignore[arg-type]
    found = date_ or bare
    return found if found is not None and rank(found) > DAY else None


def quarter_of(inner: Series, outer: Series) -> Series | None:
    """A quarter, half-year or season of a given year."""
    if isinstance(inner, s.Quarter | s.MonthSpan | s.Season) and outer.grain == "year":
        return c.Within(outer, inner)
    return None


def holiday_of(holiday: Series, date_: Series) -> Series | None:
    """A holiday in a year, month or week."""
    return c.Within(date_, holiday) if rank(date_) > DAY else None


def later(length: Length, base: Series | None = None) -> Series | None:
    """A length after a date, or from now."""
    return None if base == s.Present("second") else c.Moved(length, 1, base)


def earlier(length: Length, base: Series | None = None) -> Series:
    """A length before a date, or ago."""
    return c.Moved(length, -1, base)


def day_of(count: int, outer: Series | None = None) -> Series | None:
    """廿三, of a given month or of any."""
    return dom(count) if outer is None else nth_day_of_month(count, outer)


def in_month_of(count: int, outer: Series) -> Series | None:
    """Next month, on the 20th."""
    return nth_day_of_month(count, outer) if not isinstance(outer, s.Month) else None


def days_later(length: Length, base: Series | None = None) -> Series | None:
    """Days or more after a date, or after today; "3 minutes from today" is no phrase."""
    return None if length.clock and (base is None or rank(base) >= DAY) else later(length, base)


def days_earlier(length: Length, base: Series) -> Series | None:
    """Days or more before a date."""
    return None if length.clock and rank(base) >= DAY else earlier(length, base)


def neighbour(offset: int) -> Series:
    """One beside what was named before it: "this week or next"."""
    return s.Neighbour(offset)
