"""The functions for repetitions that rule files call; RFC 5545 section 3.3.10, RFC 7529."""

from dataclasses import replace
from datetime import timedelta

from assistant.when import series as s
from assistant.when.grain import Grain
from assistant.when.length import Length
from assistant.when.lunar import LunarDay
from assistant.when.meaning.clocks import clock_in
from assistant.when.series import Series
from assistant.when.spans import Range, Repeat

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WORKDAYS = "MO,TU,WE,TH,FR"
WEEKEND = "SA,SU"
FREQ = {
    "minute": ("MINUTELY", 1), "hour": ("HOURLY", 1), "day": ("DAILY", 1), "week": ("WEEKLY", 1),
    "fortnight": ("WEEKLY", 2), "month": ("MONTHLY", 1), "quarter": ("MONTHLY", 3),
    "year": ("YEARLY", 1), "decade": ("YEARLY", 10),
}  # fmt: skip
GRAIN: dict[str, Grain] = {"MINUTELY": "minute", "HOURLY": "hour"}


def every(count: int, unit: str) -> Repeat | None:
    """Every so many units; a "workday" or "weekend" is the days that it stands for."""
    if unit in ("workday", "weekend"):
        days = WORKDAYS if unit == "workday" else WEEKEND
        return Repeat("WEEKLY", count, (("BYDAY", days),)) if count < 100 else None
    if unit not in FREQ or not 0 < count < 10_000:
        return None
    freq, times = FREQ[unit]
    return Repeat(freq, count * times, grain=GRAIN.get(freq, "day"))


def every_weekday(day: int, count: int = 1) -> Repeat:
    """Every Friday; every other Friday."""
    return Repeat("WEEKLY", count, (("BYDAY", DAYS[day]),))


def and_weekday(repeat: Repeat, day: int) -> Repeat | None:
    """One more day of the week."""
    days = repeat.part("BYDAY")
    if repeat.freq != "WEEKLY" or not days or DAYS[day] in days.split(",") or repeat.at:
        return None
    if repeat.until or repeat.length or repeat.count:
        return None
    chosen = {*days.split(","), DAYS[day]}
    return replace(repeat, parts=(("BYDAY", ",".join(d for d in DAYS if d in chosen)),))


def weekdays_between(first: int, last: int) -> Repeat | None:
    """Every day of the week from one to another."""
    if first == last:
        return None
    span = [DAYS[(first + step) % 7] for step in range((last - first) % 7 + 1)]
    return Repeat("WEEKLY", 1, (("BYDAY", ",".join(d for d in DAYS if d in span)),))


def repeat_without(repeat: Repeat, day: int) -> Repeat | None:
    """Every day except Sunday."""
    days = DAYS if repeat.freq == "DAILY" else (repeat.part("BYDAY") or "").split(",")
    left = [name for name in days if name and name != DAYS[day]]
    if repeat.interval != 1 or not left or len(left) == len(days):
        return None
    return replace(repeat, freq="WEEKLY", parts=(("BYDAY", ",".join(left)),))


def rate_on(unit: str, day: int) -> Repeat | None:
    """Weekly on Tuesdays."""
    weeks = {"week": 1, "fortnight": 2}.get(unit)
    return None if weeks is None else every_weekday(day, weeks)


def rate_on_day(unit: str, day: int) -> Repeat | None:
    """Monthly or quarterly on the 15th."""
    months = {"month": 1, "quarter": 3}.get(unit)
    return None if months is None else monthly_day(day, months)


def in_month(repeat: Repeat, month: int) -> Repeat | None:
    """Every Sunday in December."""
    if repeat.freq not in ("DAILY", "WEEKLY") or repeat.part("BYMONTH"):
        return None
    return replace(repeat, parts=(("BYMONTH", str(month)), *repeat.parts))


def two_days(first: int, second: int) -> tuple[int, int] | None:
    """Two days of a month."""
    return (first, second) if 1 <= first < second <= 31 else None


def monthly_days(days: tuple[int, ...]) -> Repeat:
    """Several days of every month."""
    return Repeat("MONTHLY", 1, (("BYMONTHDAY", ",".join(map(str, days))),))


def monthly_weekday(count: int, day: int, months: int = 1) -> Repeat | None:
    """The n-th such weekday of every month, from the end where `count` is negative."""
    if not -5 <= count <= 5 or count == 0:
        return None
    return Repeat("MONTHLY", months, (("BYDAY", f"{count}{DAYS[day]}"),))


def monthly_day(day: int, months: int = 1) -> Repeat | None:
    """A day of every month; -1 is the last."""
    if not -31 <= day <= 31 or day == 0:
        return None
    return Repeat("MONTHLY", months, (("BYMONTHDAY", str(day)),))


def monthly_workday(count: int) -> Repeat | None:
    """The n-th working day of every month."""
    if not -20 <= count <= 20 or count == 0:
        return None
    return Repeat("MONTHLY", 1, (("BYDAY", WORKDAYS), ("BYSETPOS", str(count))))


def yearly(date_: Series) -> Repeat | None:
    """The same date every year."""
    if isinstance(date_, s.MonthDay):
        parts = (("BYMONTH", str(date_.month)), ("BYMONTHDAY", str(date_.day)))
        return Repeat("YEARLY", 1, parts)
    if isinstance(date_, LunarDay):
        parts = (("BYMONTH", str(date_.month)), ("BYMONTHDAY", str(date_.day)))
        return Repeat("YEARLY", 1, parts, start=date_, scale="CHINESE")
    return None


def times_a(count: int, unit: str) -> Repeat | None:
    """So many times a day, week, month or year, evenly spread."""
    if count == 1:
        return every(1, unit)
    spread = SPREAD.get((count, unit))
    if spread is not None:
        return Repeat(spread[0], 1, spread[1])
    if unit == "year" and 12 % count == 0:
        return Repeat("MONTHLY", 12 // count)
    if unit == "day" and 3 < count <= 13:
        hours = ",".join(str(round(8 + 12 * step / (count - 1))) for step in range(count))
        return Repeat("DAILY", 1, (("BYHOUR", hours), ("BYMINUTE", "0")))
    if unit == "day" and 24 % count == 0:
        return Repeat("HOURLY", 24 // count, grain="hour")
    if unit == "week" and count in (6, 7):
        return Repeat("WEEKLY", 1, (("BYDAY", ",".join(DAYS[:count])),))
    if unit == "month" and 2 < count <= 10:
        days = ",".join(str(1 + 30 * step // count) for step in range(count))
        return Repeat("MONTHLY", 1, (("BYMONTHDAY", days),))
    return None


SPREAD: dict[tuple[int, str], tuple[str, tuple[tuple[str, str], ...]]] = {
    (2, "day"): ("DAILY", (("BYHOUR", "9,18"), ("BYMINUTE", "0"))),
    (3, "day"): ("DAILY", (("BYHOUR", "8,13,19"), ("BYMINUTE", "0"))),
    (2, "week"): ("WEEKLY", (("BYDAY", "MO,TH"),)),
    (3, "week"): ("WEEKLY", (("BYDAY", "MO,WE,FR"),)),
    (4, "week"): ("WEEKLY", (("BYDAY", "MO,TU,TH,FR"),)),
    (5, "week"): ("WEEKLY", (("BYDAY", WORKDAYS),)),
    (2, "month"): ("MONTHLY", (("BYMONTHDAY", "1,15"),)),
}


def repeat_at(repeat: Repeat, time: Series | Range) -> Repeat | None:
    """A repetition with its time of day."""
    if isinstance(repeat.at, s.Part) and isinstance(time, s.Clock):
        return replace(repeat, at=clock_in(repeat.at, time))
    if repeat.at is not None or repeat.freq in GRAIN or repeat.part("BYHOUR"):
        return None
    if isinstance(time, Range):
        return replace(repeat, at=time.first, to=time.last)
    return replace(repeat, at=time)


def every_part(part: s.Part) -> Repeat:
    """Every morning."""
    return Repeat("DAILY", at=part)


def repeat_until(repeat: Repeat, last: Series) -> Repeat | None:
    """A repetition that ends."""
    return None if repeat.until or repeat.length else replace(repeat, until=last)


def repeat_for(repeat: Repeat, length: Length) -> Repeat | None:
    """A repetition that goes on for a length of time, or each of which takes that long.

    "Daily for two weeks" ends after two weeks; "every Monday at 9 for half an hour" goes on.
    """
    if repeat.freq not in GRAIN and length.total() < timedelta(days=1):
        one = repeat.at is not None and repeat.to is None and repeat.each is None
        return replace(repeat, each=length) if one else None
    return None if repeat.until or repeat.length else replace(repeat, length=length)


def repeat_times(repeat: Repeat, count: int) -> Repeat | None:
    """A repetition that happens so many times."""
    return replace(repeat, count=count) if 0 < count < 10_000 else None


def repeat_from(repeat: Repeat, start: Series) -> Repeat | None:
    """A repetition that begins on a date."""
    if repeat.scale:
        return repeat  # it begins when its own calendar says
    return None if repeat.start else replace(repeat, start=start)


def two_times(first: s.Clock, second: s.Clock) -> tuple[s.Clock, ...] | None:
    """Two times of day with the same minutes."""
    return (first, second) if first.minute == second.minute else None


def more_times(times: tuple[s.Clock, ...], one: s.Clock) -> tuple[s.Clock, ...] | None:
    """One more time of day."""
    return (*times, one) if one.minute == times[0].minute else None


def repeat_times_of_day(repeat: Repeat, times: tuple[s.Clock, ...]) -> Repeat | None:
    """Several times a day: at 9 and 15."""
    if repeat.at is not None or repeat.freq in GRAIN or repeat.part("BYHOUR"):
        return None
    hours = sorted({time.hour for time in times})
    parts = (
        *repeat.parts,
        ("BYHOUR", ",".join(map(str, hours))),
        ("BYMINUTE", str(times[0].minute)),
    )
    return replace(repeat, parts=parts, grain="minute")


def repeat_between(repeat: Repeat, times: Range) -> Repeat | None:
    """Every 3 hours between 9 and 17: the hours that fall in."""
    first, last = times.first, times.last
    if repeat.freq not in GRAIN or not isinstance(first, s.Clock) or not isinstance(last, s.Clock):
        return None
    end = last.hour if last.hour > first.hour else last.hour + 12
    step = repeat.interval if repeat.freq == "HOURLY" else 1
    hours = ",".join(str(hour) for hour in range(first.hour, min(end, 23) + 1, step))
    if repeat.freq == "HOURLY":
        return Repeat("DAILY", 1, (("BYHOUR", hours), ("BYMINUTE", "0")), grain="minute")
    minutes = ",".join(str(minute) for minute in range(0, 60, min(repeat.interval, 60)))
    return Repeat("DAILY", 1, (("BYHOUR", hours), ("BYMINUTE", minutes)), grain="minute")
