"""Times of day, alone and on a date."""

from assistant.when import combine as c
from assistant.when import series as s
from assistant.when.grain import Grain
from assistant.when.periods import RANK
from assistant.when.series import Series, rank
from assistant.when.zones import Zone

DAY = RANK["day"]
MORNING = ("morning", "zh morning", "dawn", "forenoon")
NIGHT = ("night", "evening", "tonight", "late night")


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


def hundred_clock(number: int) -> s.Clock | None:
    """Seven hundred and thirty, thirteen hundred: hours and minutes in one number."""
    if number < 100 or number > 2400:
        return None
    return clock(number // 100, number % 100)


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


def end_of_day() -> s.Clock:
    """The last second of a day."""
    return s.Clock(23, 59, 59, grain="second")


def part(name: str) -> s.Part:
    """A part of the day."""
    return s.Part(name)


def early(part_: s.Part) -> s.Part:
    """The first stretch of a part of the day."""
    return s.Part(part_.name, "early")


def late(part_: s.Part) -> s.Part:
    """The last stretch of a part of the day."""
    return s.Part(part_.name, "late")


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


def same_time(date_: Series) -> Series | None:
    """The present time of day on another date; in a later week, on the same weekday."""
    if date_.grain == "week" and isinstance(date_, s.Present):
        return c.SameTime(s.Present("day", date_.offset * 7))
    return c.SameTime(date_) if date_.grain == "day" else None


def at(date_: Series, time: s.Clock | s.Part) -> Series | None:
    """A time of day on a date."""
    if date_.grain != "day":
        return None
    if isinstance(date_, c.At | s.Part | s.Clock):
        return None
    if isinstance(time, c.Abroad) and isinstance(time.inner, s.Clock | s.Part):
        return c.Abroad(c.At(date_, time.inner), time.zone)
    return c.At(date_, time) if isinstance(time, s.Clock | s.Part) else c.Within(date_, time)


def zoned(series: Series, zone: Zone) -> Series | None:
    """A time told in another zone."""
    told = series.inner if isinstance(series, c.Within) else series
    if isinstance(told, c.Abroad) or rank(series) >= DAY:
        return None
    return c.Abroad(series, zone)


def clock_on_part(when: Series, time: s.Clock) -> Series | None:
    """A clock time in a part of a given day: 今晚 | 八点."""
    if isinstance(when, c.At) and isinstance(when.time, s.Part):
        fitting = clock_in(when.time, time)
        return None if fitting is None else c.At(when.day, fitting)
    return None
