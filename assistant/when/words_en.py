"""English words for readings."""

import re
from datetime import datetime

from assistant.when.grain import Grain
from assistant.when.reading import Reading

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
DAYS = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), WEEKDAYS, strict=True))
UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day"}
CLOCK_UNITS = {"H": "hour", "M": "minute", "S": "second"}
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
    days, _, clock_part = iso.removeprefix("P").partition("T")
    said = [_counted(n, UNITS[u]) for n, u in re.findall(r"(\d+)([YMWD])", days)]
    said += [_counted(n, CLOCK_UNITS[u]) for n, u in re.findall(r"(\d+)([HMS])", clock_part)]
    return " ".join(said)


def _counted(number: str, unit: str) -> str:
    return f"{number} {unit}" if number == "1" else f"{number} {unit}s"


def repeat(reading: Reading) -> str:
    """A repetition: how often, at what time, until when, starting when."""
    if reading.start is None or reading.rrule is None:
        return ""
    rule = dict(part.split("=") for part in reading.rrule.split(";"))
    said = [_how_often(rule)]
    if "BYHOUR" in rule:
        said.append(f"at {_listed(_times(rule))}")
    elif reading.end is not None:
        ends = (clock(reading.start, "minute"), clock(reading.end, "minute"))
        said.append(f"from {ends[0]} to {ends[1]}")
    elif reading.grain == "minute" and rule["FREQ"] not in ("HOURLY", "MINUTELY"):
        said.append(f"at {clock(reading.start, 'second' if reading.start.second else 'minute')}")
    if "UNTIL" in rule:
        said.append(f"until {date_words(datetime.strptime(rule['UNTIL'][:8], '%Y%m%d'))}")  # noqa: DTZ007
    if "COUNT" in rule:
        said.append(f"for {rule['COUNT']} times")
    timed = rule["FREQ"] in ("HOURLY", "MINUTELY")
    start = instant(reading.start, "minute" if timed else "day")
    return f"{' '.join(said)} starting {start}"


def _times(rule: dict[str, str]) -> list[str]:
    minutes = rule.get("BYMINUTE", "0").split(",")
    moments = [
        datetime(2000, 1, 1, int(hour), int(minute))  # noqa: DTZ001
        for hour in rule["BYHOUR"].split(",")
        for minute in minutes
    ]
    return [clock(moment, "minute") for moment in moments]


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _how_often(rule: dict[str, str]) -> str:
    interval = int(rule.get("INTERVAL", "1"))
    every = f"every {interval} {FREQ[rule['FREQ']]}s" if interval > 1 else ""
    if rule["FREQ"] in ("DAILY", "WEEKLY") and "BYMONTH" in rule:
        name = MONTHS[int(rule.pop("BYMONTH")) - 1]
        return f"{_how_often(rule)} in {name}"
    if rule["FREQ"] == "WEEKLY" and "BYDAY" in rule:
        return _weekly(rule["BYDAY"], every)
    if rule["FREQ"] == "MONTHLY" and ("BYDAY" in rule or "BYMONTHDAY" in rule):
        return f"the {_monthly(rule)} of {every or 'every month'}"
    if "BYMONTH" in rule:
        day, month = int(rule["BYMONTHDAY"]), int(rule["BYMONTH"])
        if "RSCALE" in rule:
            return f"every year on the {ordinal(day)} day of the {ordinal(month)} lunar month"
        return f"every year on {day} {MONTHS[month - 1]}"
    return every or f"every {FREQ[rule['FREQ']]}"


def _weekly(days: str, every: str) -> str:
    if days == "MO,TU,WE,TH,FR":
        return f"{every} on weekdays" if every else "every weekday"
    if days == "SA,SU":
        return f"{every} on weekends" if every else "every weekend"
    said = _listed([DAYS[day] for day in days.split(",")])
    return f"{every} on {said}" if every else f"every {said}"


def _monthly(rule: dict[str, str]) -> str:
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
