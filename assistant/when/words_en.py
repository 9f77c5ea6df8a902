"""English words for readings."""

import sys
from datetime import datetime

from assistant.when.grain import Grain
from assistant.when.reading import Reading
from assistant.when.wording import (
    CLOCK_FREQ,
    Rule,
    counted,
    how_often,
    last_day,
    parts_of,
    times_of_day,
)

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
DAYS = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), WEEKDAYS, strict=True))
UNITS = {
    "Y": "year", "M": "month", "W": "week", "D": "day", "TH": "hour", "TM": "minute",
    "TS": "second",
}  # fmt: skip
FREQ = {
    "MINUTELY": "minute", "HOURLY": "hour", "DAILY": "day", "WEEKLY": "week", "MONTHLY": "month",
    "YEARLY": "year",
}  # fmt: skip
ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth"}


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th ..."""
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def date_words(day: datetime) -> str:
    """Tuesday, 1 December 2026."""
    return f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year:04}"


def clock(moment: datetime, grain: Grain) -> str:
    """3 pm, 3:30 pm, 3:30:05 pm."""
    half = "am" if moment.hour < 12 else "pm"
    said = f"{(moment.hour - 1) % 12 + 1}"
    if grain != "hour" or moment.minute:
        said += f":{moment.minute:02}"
    if grain == "second":
        said += f":{moment.second:02}"
    return f"{said} {half}"


def instant(moment: datetime, grain: Grain) -> str:
    """A day, or a longer unit by its name, or a day with a time."""
    match grain:
        case "day":
            return date_words(moment)
        case "week":
            return f"the week of {moment.day} {MONTHS[moment.month - 1]} {moment.year:04}"
        case "month":
            return f"{MONTHS[moment.month - 1]} {moment.year:04}"
        case "quarter":
            return f"Q{(moment.month + 2) // 3} {moment.year:04}"
        case "year":
            return f"the year {moment.year}" if moment.year >= 1000 else f"{moment.year} AD"
    return f"{date_words(moment)} at {clock(moment, grain)}"


def since(point: str) -> str:
    """An open end."""
    return f"since {point}"


def before(point: str) -> str:
    """An open start."""
    return f"before {point}"


def span(first: str, last: str) -> str:
    """Both ends; a last day belongs to it."""
    return f"from {first} to {last}"


def length(iso: str) -> str:
    """An ISO 8601 duration in words: 1 hour 30 minutes."""
    return " ".join(_plural(number, UNITS[unit]) for number, unit in counted(iso))


def _plural(number: str, unit: str) -> str:
    return f"{number} {unit}" if number == "1" else f"{number} {unit}s"


def repeat(reading: Reading) -> str:
    """A repetition: how often, at what time, until when, starting when."""
    rule = parts_of(reading)
    if reading.start is None or not rule:
        return ""
    timed = rule["FREQ"] in CLOCK_FREQ
    said = [how_often(rule, sys.modules[__name__])]
    if "BYHOUR" in rule:
        said.append(f"at {_listed([clock(time, 'minute') for time in times_of_day(rule)])}")
    elif reading.end is not None:
        ends = (clock(reading.start, "minute"), clock(reading.end, "minute"))
        said.append(f"from {ends[0]} to {ends[1]}")
    elif reading.grain == "minute" and not timed:
        said.append(f"at {clock(reading.start, 'second' if reading.start.second else 'minute')}")
    if "UNTIL" in rule:
        said.append(f"until {date_words(last_day(rule))}")
    if "COUNT" in rule:
        said.append(f"for {rule['COUNT']} times")
    start = instant(reading.start, "minute" if timed else "day")
    return f"{' '.join(said)} starting {start}"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def every(interval: int, freq: str) -> str:
    """Every day, every 2 weeks."""
    return f"every {FREQ[freq]}" if interval == 1 else f"every {interval} {FREQ[freq]}s"


def in_month(said: str, month: int) -> str:
    """Every Sunday in December."""
    return f"{said} in {MONTHS[month - 1]}"


def weekly(days: str, every: str) -> str:
    """Every Monday and Friday; every 2 weeks on weekdays."""
    if days == "MO,TU,WE,TH,FR":
        return f"{every} on weekdays" if every else "every weekday"
    if days == "SA,SU":
        return f"{every} on weekends" if every else "every weekend"
    said = _listed([DAYS[day] for day in days.split(",")])
    return f"{every} on {said}" if every else f"every {said}"


def monthly(rule: Rule, every: str) -> str:
    """The last Friday of every month."""
    return f"the {_day_of_month(rule)} of {every or 'every month'}"


def yearly(day: int, month: int, *, lunar: bool) -> str:
    """Every year on 5 May."""
    if lunar:
        return f"every year on the {ordinal(day)} day of the {ordinal(month)} lunar month"
    return f"every year on {day} {MONTHS[month - 1]}"


def _day_of_month(rule: Rule) -> str:
    if "BYSETPOS" in rule:
        return f"{_which(int(rule['BYSETPOS']))} working day"
    if "BYMONTHDAY" in rule:
        numbers = [int(number) for number in rule["BYMONTHDAY"].split(",")]
        if len(numbers) > 1:
            return _listed([ordinal(number) for number in numbers])
        day = numbers[0]
        return f"{ordinal(day)}" if day > 0 else f"{_which(day)} day"
    return f"{_which(int(rule['BYDAY'][:-2]))} {DAYS[rule['BYDAY'][-2:]]}"


def _which(number: int) -> str:
    if number == -1:
        return "last"
    return ordinal(number) if number > 0 else f"{ordinal(-number)} last"
