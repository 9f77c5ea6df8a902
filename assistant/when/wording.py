"""What the words for readings share in all languages: how an RRULE and a length are taken apart."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from assistant.when.reading import Reading

Rule = dict[str, str]
CLOCK_FREQ = frozenset({"HOURLY", "MINUTELY"})


class Repeats(Protocol):
    """What a language says of a repetition."""

    def every(self, interval: int, freq: str, /) -> str:
        """Every so many days, weeks ..."""
        ...

    def in_month(self, said: str, month: int, /) -> str:
        """A repetition within one month of the year."""
        ...

    def weekly(self, days: str, every: str, /) -> str:
        """Days of the week."""
        ...

    def monthly(self, rule: Rule, every: str, /) -> str:
        """Days of the month."""
        ...

    def yearly(self, day: int, month: int, /, *, lunar: bool) -> str:
        """A day of the year."""
        ...


def parts_of(reading: Reading) -> Rule:
    """The parts of a rule by name; empty where a reading has none."""
    return dict(part.split("=") for part in (reading.rrule or "").split(";") if part)


def how_often(rule: Rule, words: Repeats) -> str:
    """A repetition without its time of day and its end."""
    interval, freq = int(rule.get("INTERVAL", "1")), rule["FREQ"]
    every = words.every(interval, freq) if interval > 1 else ""
    if freq in ("DAILY", "WEEKLY") and "BYMONTH" in rule:
        rest = {name: value for name, value in rule.items() if name != "BYMONTH"}
        return words.in_month(how_often(rest, words), int(rule["BYMONTH"]))
    if freq == "WEEKLY" and "BYDAY" in rule:
        return words.weekly(rule["BYDAY"], every)
    if freq == "MONTHLY" and ("BYDAY" in rule or "BYMONTHDAY" in rule):
        return words.monthly(rule, every)
    if "BYMONTH" in rule:
        day, month = int(rule["BYMONTHDAY"]), int(rule["BYMONTH"])
        return words.yearly(day, month, lunar="RSCALE" in rule)
    return every or words.every(1, freq)


def times_of_day(rule: Rule) -> list[datetime]:
    """The times that BYHOUR and BYMINUTE name, on any day."""
    return [
        datetime(2000, 1, 1, int(hour), int(minute))  # noqa: DTZ001
        for hour in rule["BYHOUR"].split(",")
        for minute in rule.get("BYMINUTE", "0").split(",")
    ]


def last_day(rule: Rule) -> datetime:
    """The day of UNTIL."""
    return datetime.strptime(rule["UNTIL"][:8], "%Y%m%d")  # noqa: DTZ007


def counted(iso: str) -> Iterator[tuple[str, str]]:
    """Numbers and units of an ISO 8601 duration: ("1", "Y"), ("30", "TM")."""
    days, _, clock = iso.removeprefix("P").partition("T")
    yield from re.findall(r"(\d+)([YMWD])", days)
    yield from ((number, f"T{unit}") for number, unit in re.findall(r"(\d+)([HMS])", clock))
