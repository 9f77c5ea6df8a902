"""The functions that rule files call: from the parts of a phrase to a value.

A function returns None where its parts do not fit together; the rule then does not apply.
"""

from datetime import date, timedelta

from assistant.when import combine as c
from assistant.when import series as s
from assistant.when.grain import Grain
from assistant.when.length import Length, length_of
from assistant.when.periods import RANK, day_start, month_length
from assistant.when.series import Series
from assistant.when.spans import Range, Units
from assistant.when.zones import Zone

DAY = RANK["day"]


def rank(series: Series) -> int:
    """How coarse a series is."""
    return RANK[series.grain]


# --- numbers


def same(value: object) -> object:
    """Nothing changed."""
    return value


def either(first: object, second: object = None) -> object:
    """Whichever of two parts was said."""
    return second if first is None else first


def or_else(said: object, otherwise: object) -> object:
    """What was said, or what goes without saying."""
    return otherwise if said is None else said


def full_year(digits: str | int, _era: object = None) -> int | None:
    """A year in two or four figures: 74 is 1974, 15 is 2015."""
    number = int(digits)
    if len(str(digits)) <= 2:
        return number + (2000 if number < 40 else 1900)
    return number if 1000 <= number <= 2999 else None


def year_of_four(number: int) -> int | None:
    """A year in four figures, of the last or the coming centuries."""
    return number if 1000 <= number <= 2999 else None


def late_year(number: int) -> int | None:
    """A year of the last century in two figures: of 87."""
    return 1900 + number if 32 <= number <= 99 else None


def word_year(number: int) -> int | None:
    """A year in words: two thousand and five, nineteen hundred ninety three."""
    return number if 1100 <= number <= 2999 else None


def clear_year(digits: str) -> int | None:
    """A year in figures that is surely one: 2015, 08, 98; 18年 may also be eighteen years."""
    if len(digits) == 4 or (len(digits) == 2 and (digits[0] == "0" or int(digits) >= 60)):
        return full_year(digits)
    return None


def era_year(before: int, number: int | None = None) -> Series | None:
    """A year of a reign: 康熙三年; the first is 元年."""
    return year(before + (number or 1)) if (number or 1) < 100 else None


def decade_in(century_: int, decade: int) -> Series | None:
    """十九世纪七十年代: the 1870s."""
    return decade_of((century_ - 1) * 100 + decade) if 0 <= decade < 100 < century_ * 100 else None


def joined_year(high: int, low: int) -> int | None:
    """A year in two halves: nineteen | seventy two."""
    if 10 <= high <= 29 and 10 <= low <= 99:
        return high * 100 + low
    return None


def fraction(above: int, below: int) -> float | None:
    """3/4."""
    return above / below if below else None


def decimal(whole: int, digits: str) -> float:
    """2 and 5 is 2.5."""
    return float(f"{whole}.{digits}")


def plus(first: float, second: float) -> float:
    """The sum."""
    return first + second


def quarters(count: int) -> int:
    """Quarters of an hour as minutes."""
    return count * 15


def fives(count: int) -> int | None:
    """Five-minute marks on a dial as minutes (Cantonese 字)."""
    return count * 5 if 0 < count < 12 else None


# --- lengths


def span(count: float, unit: str) -> Length | None:
    """A length: 3 weeks."""
    if count > (500 if unit == "year" else 100_000) or unit in ("fiscal", "workweek"):
        return None
    if unit in ("weekend", "workday"):
        return length_of(count * (2 if unit == "weekend" else 1), "day")
    return length_of(count, unit)


def about_span(count: float, unit: str) -> Length | None:
    """A length that is not meant exactly."""
    return length_of(count, unit)


def both_lengths(first: Length, second: Length) -> Length:
    """Two lengths together, in whatever order."""
    return first.plus(second)


def longer(first: Length, second: Length) -> Length | None:
    """Both lengths together, coarse before fine."""
    return first.plus(second) if RANK[first.grain] > RANK[second.grain] else None


# --- days


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
    week = s.IsoWeek(int(number))
    return week if year_ is None else s.IsoWeek(int(number), int(year_))


def decade_of(year_: int | str) -> Series | None:
    """The ten years from a round one: 1990s, 90s."""
    number = int(year_)
    if number % 10:
        return None
    if number < 100:
        number += 1900 if number >= 30 else 2000
    return s.Fixed(s.midnight(number), s.midnight(number + 10), "year")


def century(number: int) -> Series | None:
    """The hundred years as they are commonly counted: the 21st from 2000."""
    if not 1 < number < 60:
        return None
    first = (number - 1) * 100
    return s.Fixed(s.midnight(first), s.midnight(first + 100), "year")


def end_of_day() -> s.Clock:
    """The last second of a day."""
    return s.Clock(23, 59, 59, grain="second")


def half_of(number: int, outer: Series) -> Series | None:
    """The first or second half of a year, month or week."""
    if outer.grain == "year":
        inner = half_year(number)
        return None if inner is None else c.Within(outer, inner)
    return c.Half(number, outer) if outer.grain in ("month", "week") else None


def season_now() -> Series:
    """The season that is."""
    return s.Seasons()


def season(number: int) -> Series:
    """Spring 0 to winter 3."""
    return s.Season(number)


def of(inner: Series, outer: Series) -> Series | None:
    """`inner` inside `outer`, the coarser of them."""
    return c.Within(outer, inner) if rank(inner) < rank(outer) else None


def fiscal(number: int) -> Series | None:
    """A fiscal year by number."""
    full = full_year(number)
    return None if full is None else s.FiscalYear(full)


def weekday_date(day_: int, date_: Series) -> Series | None:
    """A weekday that only confirms a date: "Monday, Feb 18"."""
    if date_.grain != "day" or isinstance(date_, s.Weekdays | s.Weekend):
        return None
    if isinstance(date_, c.Within) and isinstance(date_.inner, s.Weekdays):
        return None
    return c.Checked(day_, date_)


def nth(count: int, inner: Series | str, outer: Series | str) -> Series | None:
    """The n-th day, week, Friday ... of something longer."""
    what = _series(inner)
    within = _series(outer)
    if what is None or within is None or count == 0 or rank(what) >= rank(within):
        return None
    return c.Nth(count, what, within)


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
    return c.Count(count, inner) if count else None


def nth_after(count: int, inner: Series, base: Series) -> Series | None:
    """The n-th after (or before) another date."""
    return c.Count(count, inner, base) if count and rank(inner) <= rank(base) else None


def last(inner: Series) -> Series:
    """The latest that has gone by."""
    return c.Count(-1, inner)


def negative(count: int) -> int:
    """Counted from the end."""
    return -count


def around(unit: Grain, base: Series) -> Series:
    """The calendar unit that holds a date."""
    return c.Around(unit, base)


def week_of(date_: Series) -> Series:
    """The week that holds a date."""
    return c.Around("week", date_)


def edge(which: str, base: Series) -> Series | None:
    """Beginning, middle or end of a period."""
    return c.Edge(which, base) if rank(base) > DAY else None


def closest(count: int, inner: Series, base: Series) -> Series:
    """The n-th nearest."""
    return c.Closest(count, inner, base)


def ides(month_: int) -> Series | None:
    """The ides: the 15th of four months, the 13th of the others."""
    return md(month_, 15 if month_ in (3, 5, 7, 10) else 13)


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


def first_of(count: int, unit: str, outer: Series) -> Range | None:
    """The first so many units of a period."""
    begin, end = nth(1, unit, outer), nth(count, unit, outer)
    return None if begin is None or end is None else Range(begin, end)


def last_of(count: int, unit: str, outer: Series) -> Range | None:
    """The last so many units of a period."""
    begin, end = nth(-count, unit, outer), nth(-1, unit, outer)
    return None if begin is None or end is None else Range(begin, end)


def weekday_day(day_: int, number: int) -> Series | None:
    """Monday 21; a smaller number is rather an hour."""
    return weekday_dom(day_, number) if number > 12 else None


def weekday_dom(day_: int, number: int) -> Series | None:
    """A weekday with a day of the month: Tuesday the 19th."""
    days = dom(number)
    if isinstance(days, s.DayOfMonth) and days.day < 1:
        return None
    return None if days is None else c.Checked(day_, days, strict=True)


def frame(date_: Series | None, bare: Series | None, unit: str | None) -> Series | None:
    """Something that has a beginning and an end; "the month" is this one."""
    if unit is not None:
        return s.Present(unit) if unit in RANK and RANK[unit] > DAY else None  # type: ignore[arg-type]
    found = date_ or bare
    return found if found is not None and rank(found) > DAY else None


def quarter_of(inner: Series, outer: Series) -> Series | None:
    """A quarter, half-year or season of a given year."""
    if isinstance(inner, s.Quarter | s.MonthSpan | s.Season) and isinstance(outer, s.Year):
        return c.Within(outer, inner)
    return None


def holiday_of(holiday: Series, date_: Series) -> Series | None:
    """A holiday in a year, month or week."""
    return c.Within(date_, holiday) if rank(date_) > DAY else None


def units_list(count: int, sign: int) -> Units | None:
    """So many working days to come or gone by."""
    return Units("day", count * sign, workdays=True) if 0 < count < 1000 else None


# --- moved


def later(length: Length, base: Series | None = None) -> Series:
    """A length after a date, or from now."""
    return c.Moved(length, 1, base)


def earlier(length: Length, base: Series | None = None) -> Series:
    """A length before a date, or ago."""
    return c.Moved(length, -1, base)


# --- times of day


def clock(hour: int, minute: int | None = None, second: int | None = None) -> s.Clock | None:
    """A time as said, with the half of the day open where it may be either."""
    if hour > 24 or (minute or 0) > 59 or (second or 0) > 59:
        return None
    grain: Grain = "hour" if minute is None else "minute" if second is None else "second"
    return s.Clock(hour, minute or 0, second or 0, 1 <= hour <= 12, grain)


def hour(number: int) -> s.Clock | None:
    """A bare number as an hour."""
    return clock(number) if 0 <= number <= 24 else None


def spoken_clock(hour_: int, minute: int) -> s.Clock | None:
    """Three twenty, twelve oh three."""
    return clock(hour_, minute) if 1 <= hour_ <= 24 and minute else None


def tens_clock(hour_: int, minute: int) -> s.Clock | None:
    """三点十五: without 分 the minutes have two figures."""
    return clock(hour_, minute) if minute >= 10 else None


def cantonese(hour_: int, mark: int) -> s.Clock | None:
    """三點三: an hour and the mark on the dial, in fives."""
    return clock(hour_, mark * 5) if 0 < mark < 10 else None


def clock24(hour: int, minute: int | None = None, second: int | None = None) -> s.Clock | None:
    """A time told on the 24-hour clock."""
    if hour > 24 or (minute or 0) > 59 or (second or 0) > 59:
        return None
    return s.Clock(hour, minute or 0, second or 0, grain="second" if second else "minute")


def meridiem(time: s.Clock, half: str) -> s.Clock | None:
    """A twelve-hour time with am or pm."""
    if not half:
        return time
    hour = time.hour
    half = half[0] + "m"
    if hour == 0 and half == "am":
        return time
    if not 1 <= hour <= 12:
        return time if (half == "pm") == (hour > 12) else None
    hour = hour % 12 + (12 if half == "pm" else 0)
    return s.Clock(hour, time.minute, time.second, grain=time.grain)


def past_hour(minute: int, time: s.Clock) -> s.Clock | None:
    """Minutes after an hour."""
    if not 0 < minute < 60 or time.minute:
        return None
    return s.Clock(time.hour, minute, 0, time.twelve, "minute")


def to_hour(minute: int, time: s.Clock) -> s.Clock | None:
    """Minutes before an hour."""
    if not 0 < minute < 60 or time.minute:
        return None
    hour = time.hour - 1 if time.hour > 1 or not time.twelve else 12
    return s.Clock(hour % 24, 60 - minute, 0, time.twelve, "minute")


def round_minutes(minute: int) -> int | None:
    """Minutes named without the word: five, ten, twenty past."""
    return minute if minute % 5 == 0 else None


def bare_to_hour(minute: int, time: s.Clock) -> s.Clock | None:
    """Fifteen to noon; "9 to noon" is an interval."""
    return to_hour(minute, time) if minute == 5 or (minute > 12 and minute % 5 == 0) else None


def part(name: str) -> s.Part:
    """A part of the day."""
    return s.Part(name)


def early(part_: s.Part) -> s.Part:
    """The first stretch of a part of the day."""
    return s.Part(part_.name, "early")


def late(part_: s.Part) -> s.Part:
    """The last stretch of a part of the day."""
    return s.Part(part_.name, "late")


MORNING = ("morning", "zh morning", "dawn", "forenoon")
NIGHT = ("night", "evening", "tonight", "late night")


def clock_in(part_: s.Part, time: s.Clock) -> s.Clock | None:
    """The clock time that a part of the day makes plain: 3 in the afternoon."""
    if not time.twelve:
        return time
    hour = time.hour % 12
    if part_.name in MORNING:
        pass
    elif part_.name in NIGHT:
        hour = hour + 24 if hour < 5 and part_.name != "evening" else hour + 12
        hour = 24 if hour == 12 else hour
    elif part_.name in ("noon", "lunch"):
        hour = hour + 12 if hour < 4 else hour
    else:
        hour += 12
    return s.Clock(hour, time.minute, time.second, grain=time.grain)


def at_near(date_: Series, time: s.Clock) -> Series | None:
    """An hour before its day: 9 tomorrow."""
    return at(date_, time) if isinstance(date_, s.Present) else None


def at(date_: Series, time: s.Clock | s.Part) -> Series | None:
    """A time of day on a date."""
    if date_.grain != "day":
        return None
    if isinstance(date_, c.At | s.Part | s.Clock):
        return None
    return c.At(date_, time) if isinstance(time, s.Clock | s.Part) else c.Within(date_, time)


def zoned(series: Series, zone: Zone) -> Series | None:
    """A time told in another zone."""
    return c.Abroad(series, zone) if rank(series) < DAY else None


def clock_on_part(when: Series, time: s.Clock) -> Series | None:
    """A clock time in a part of a given day: 今晚 | 八点."""
    if isinstance(when, c.At) and isinstance(when.time, s.Part):
        fitting = clock_in(when.time, time)
        return None if fitting is None else c.At(when.day, fitting)
    return None


# --- intervals


def from_to(first: Series, last_: Series) -> Range | None:
    """Both ends told."""
    if (rank(first) < DAY) != (rank(last_) < DAY) and rank(last_) > DAY:
        return None
    if isinstance(last_, c.Within) and isinstance(last_.outer, s.Year):
        first = _same_year(first, last_.outer, last_.inner)
    if isinstance(first, s.MonthDay) and isinstance(last_, s.Fixed) and last_.grain == "day":
        before = (first.month, first.day) > (last_.start.month, last_.start.day)
        first = c.Within(s.Year(last_.start.year - before), first)
    return Range(first, last_, through=rank(last_) >= DAY)


def point(
    date_: Series | None,
    when: Series | None = None,
    tod: Series | None = None,
    bare: Series | None = None,
) -> Series | None:
    """Any end of an interval."""
    return date_ or when or tod or bare


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


def range_on(date_: Series, times: Range) -> Range | None:
    """Times of one day on a date."""
    if date_.grain != "day":
        return None
    if not (isinstance(times.first, s.Clock) and isinstance(times.last, s.Clock)):
        return None
    return Range(c.At(date_, times.first), times.last, through=False)


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


def by(last_: Series) -> Range:
    """From now to the end of a period."""
    return Range(s.Present("second"), last_, through=rank(last_) >= DAY)


def rest_of(unit: str) -> Range | None:
    """From today to the end of the present unit."""
    return Range(s.Present("day"), s.Present(unit)) if unit in RANK else None  # type: ignore[arg-type]


def so_far(unit: str) -> Range | None:
    """From the beginning of the present unit until now."""
    if unit not in RANK:
        return None
    return Range(s.Start(s.Present(unit)), s.Present("second"), through=False)  # type: ignore[arg-type]


def all_of(unit: str) -> Range | None:
    """The whole of the present unit."""
    return Range(s.Present(unit), s.Present(unit), grain="day") if unit in RANK else None  # type: ignore[arg-type]


def _same_year(first: Series, year_: s.Year, last_: Series) -> Series:
    """The year said with the end holds for the start too: Jan to Feb 2017, Nov to Feb 2017."""
    if not isinstance(first, s.Month | s.MonthDay) or not isinstance(last_, s.Month | s.MonthDay):
        return first
    before = first.month > last_.month
    return c.Within(s.Year(year_.number - before), first)


def range_in(when: Series, times: Range) -> Range | None:
    """Times of one day in a part of a given day: Monday morning from 9 to 11."""
    if not (isinstance(when, c.At) and isinstance(when.time, s.Part)):
        return None
    first = times.first
    if isinstance(first, s.Clock) and first.twelve:
        first = clock_in(when.time, first)
    return None if first is None else range_on(when.day, Range(first, times.last, through=False))


def for_length(first: Series, length: Length) -> Range | None:
    """A start and how long it goes on."""
    if rank(first) >= DAY and length.clock:
        return None
    return Range(first, length=length)


def since(first: Series) -> Range:
    """From a moment on."""
    return Range(first)


def after(first: Series) -> Range:
    """From the end of a period on."""
    return Range(first, after=True)


def ending(first: Series) -> Range:
    """From the end of a part of day on: after lunch."""
    return Range(first, after=True, grain="hour")


def until(last_: Series) -> Range:
    """Up to and with a period; up to a time of day."""
    return Range(None, last_, through=rank(last_) >= DAY)


def before(last_: Series) -> Range:
    """Up to the beginning of a period."""
    return Range(None, last_, through=False)


def within(length: Length) -> Range:
    """From now on, for a length."""
    return Range(s.Present("second"), length=length)


def units(count: int, unit: str, sign: int) -> Units | None:
    """So many whole units to come or gone by."""
    if unit == "workday":
        return units_list(count, sign)
    if unit not in RANK or not 0 < count < (500 if unit == "year" else 100_000):
        return None
    return Units(unit, count * sign)  # type: ignore[arg-type]


MEANINGS = {
    name: function
    for name, function in globals().items()
    if callable(function) and getattr(function, "__module__", "") == __name__
}
