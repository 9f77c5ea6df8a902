"""How a holiday's date is found: the mini-language of rules/holidays.toml, and the calendars."""

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache

from dateutil.easter import EASTER_ORTHODOX, EASTER_WESTERN, easter

from assistant.when.rulefiles import terms

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY = timedelta(days=1)
_TAIL = re.compile(r"^(?P<how>.*?)(?:\s(?P<shift>[+-]\d+))?(?:\sfor\s(?P<days>\d+))?$")
Finder = Callable[[str, int], list[date]]


@cache
def stretches(how: str, year: int) -> tuple[tuple[date, date], ...]:
    """First day and day after the last, for every time that a holiday begins in `year`.

    Empty where the calendar or its tables do not reach. Raises `ValueError` for a rule that is
    not one.
    """
    begin, _, end = how.partition(" until ")
    how_found, shift, days = _parts(begin.strip())
    starts = [day + DAY * shift for day in _days(how_found, year)]
    if end:
        ends = sorted(first for y in (year, year + 1) for first, _ in stretches(end, y))
        pairs = [(start, next((e for e in ends if e > start), None)) for start in starts]
        return tuple((start, last) for start, last in pairs if last is not None)
    return tuple((start, start + DAY * days) for start in starts)


def _parts(how: str) -> tuple[str, int, int]:
    """The way itself, how many days later, and how many days it lasts."""
    match = _TAIL.match(how)
    if match is None:
        return how, 0, 1
    return match["how"].strip(), int(match["shift"] or 0), int(match["days"] or 1)


def _days(how: str, year: int) -> list[date]:
    kind, _, rest = how.partition(" ")
    finder = FINDERS.get(kind)
    if finder is not None:
        return finder(rest, year)
    if match := re.fullmatch(r"(\d+)-(\d+)", how):
        return _fixed(int(match[1]), int(match[2]), year)
    if match := re.fullmatch(r"(\d+)-(\d+) not (\w+)", how):
        day = date(year, int(match[1]), int(match[2]))
        return [day - DAY if WEEKDAYS[day.weekday()] == match[3] else day]
    if match := re.fullmatch(r"(\d|last)(?:st|nd|rd|th)? (\w+) of (\d+)", how):
        return _nth(match[1], match[2], int(match[3]), year)
    if match := re.fullmatch(r"(\w+) (before|after) (\d+)-(\d+)", how):
        return _beside(match, year)
    raise ValueError(f"no such way to find a holiday: {how}")


def _fixed(month: int, day: int, year: int) -> list[date]:
    return [date(year, month, day)]


def _nth(count: str, weekday: str, month: int, year: int) -> list[date]:
    number = WEEKDAYS.index(weekday)
    if count == "last":
        last = date(year + month // 12, month % 12 + 1, 1) - DAY
        return [last - DAY * ((last.weekday() - number) % 7)]
    first = date(year, month, 1)
    return [first + DAY * ((number - first.weekday()) % 7 + 7 * (int(count) - 1))]


def _beside(match: re.Match[str], year: int) -> list[date]:
    number = WEEKDAYS.index(match[1])
    day = date(year, int(match[3]), int(match[4])) + (DAY if match[2] == "after" else -DAY)
    if match[2] == "after":
        return [day + DAY * ((number - day.weekday()) % 7)]
    return [day - DAY * ((day.weekday() - number) % 7)]


def _western(_rest: str, year: int) -> list[date]:
    return [easter(year, EASTER_WESTERN)] if 1583 <= year <= 4099 else []


def _orthodox(_rest: str, year: int) -> list[date]:
    return [easter(year, EASTER_ORTHODOX)] if 1583 <= year <= 4099 else []


def _listed(rest: str, year: int) -> list[date]:
    days = [date.fromisoformat(day) for day in rest.split()]
    return [day for day in days if day.year == year]


def lunar_date(year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """A day of the Chinese lunar calendar (1900 to 2099); None where there is no such day."""
    from lunardate import LunarDate

    try:
        solar: date = LunarDate(year, month, day, leap).to_solar_date()
    except ValueError:
        return None
    return solar


def _lunar(rest: str, year: int) -> list[date]:
    month, day = map(int, rest.split("-"))
    found = [lunar_date(lunar_year, month, day) for lunar_year in (year - 1, year)]
    return [day_ for day_ in found if day_ is not None and day_.year == year]


def _term(rest: str, year: int) -> list[date]:
    return [solar_term(year, terms()[rest])]


@cache
def solar_term(year: int, longitude: int) -> date:
    """The day, in China's time (UTC+8), when the sun reaches a longitude in degrees.

    Low-precision solar position after Meeus, Astronomical Algorithms, chapter 25: within 0.01
    degrees, some 15 minutes of time.
    """
    moment = datetime(year, 1, 1, tzinfo=UTC) + DAY * (((longitude - 280.5) % 360) * 365.2422 / 360)
    for _ in range(5):
        behind = (longitude - sun_longitude(moment) + 180) % 360 - 180
        moment += DAY * (behind * 365.2422 / 360)
    return (moment + timedelta(hours=8)).date()


def sun_longitude(moment: datetime) -> float:
    """Apparent longitude of the sun in degrees."""
    centuries = (moment - datetime(2000, 1, 1, 12, tzinfo=UTC)) / DAY / 36525
    mean = 280.46646 + 36000.76983 * centuries + 0.0003032 * centuries**2
    anomaly = math.radians(357.52911 + 35999.05029 * centuries - 0.0001537 * centuries**2)
    centre = (1.914602 - 0.004817 * centuries) * math.sin(anomaly)
    centre += 0.019993 * math.sin(2 * anomaly) + 0.000289 * math.sin(3 * anomaly)
    node = math.radians(125.04 - 1934.136 * centuries)
    return (mean + centre - 0.00569 - 0.00478 * math.sin(node)) % 360


def hebrew_new_year(hebrew: int) -> int:
    """Ordinal day of 1 Tishri, after Reingold and Dershowitz, Calendrical Calculations."""

    def elapsed(year: int) -> int:
        months = (235 * year - 234) // 19
        parts = 12084 + 13753 * months
        day = 29 * months + parts // 25920
        return day + 1 if (3 * (day + 1)) % 7 < 3 else day

    before, this, after = elapsed(hebrew - 1), elapsed(hebrew), elapsed(hebrew + 1)
    delay = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return this + delay - 1373427


def hebrew_date(hebrew: int, month: int, day: int) -> date:
    """A day of the Hebrew calendar as a daytime date; month 1 is Nisan, 7 Tishri, 12 Adar."""
    new_year, next_year = hebrew_new_year(hebrew), hebrew_new_year(hebrew + 1)
    if month < 7:  # from the end of the year, whose last six months never change
        lengths = (30, 29, 30, 29, 30, 29)
        return date.fromordinal(next_year - sum(lengths[month - 1 :]) + day - 1)
    size = next_year - new_year
    lengths_after = (30, 30 if size % 10 == 5 else 29, 29 if size % 10 == 3 else 30, 29, 30)
    return date.fromordinal(new_year + sum(lengths_after[: month - 7]) + day - 1)


def _hebrew(rest: str, year: int) -> list[date]:
    found = [_hebrew_day(rest, hebrew) for hebrew in (year + 3760, year + 3761)]
    return [day for day in found if day.year == year]


def _hebrew_day(rest: str, hebrew: int) -> date:
    match rest:
        case "purim":
            return hebrew_date(hebrew, 1, 15) - DAY * 30
        case "tishabav":
            day = hebrew_date(hebrew, 5, 9)
            return day + DAY if day.weekday() == 5 else day
        case "yomhashoah":
            day = hebrew_date(hebrew, 1, 27)
            return day - DAY if day.weekday() == 4 else day + DAY if day.weekday() == 6 else day
        case "independence":
            day = hebrew_date(hebrew, 2, 5)
            moved = {4: -1, 5: -2, 0: 1}.get(day.weekday(), 0)
            return day + DAY * moved
    month, number = map(int, rest.split("-"))
    return hebrew_date(hebrew, month, number)


def _islamic(rest: str, year: int) -> list[date]:
    from holidays.calendars.islamic import _IslamicLunar

    if rest == "jumu":
        ends = [day for day, _ in _IslamicLunar().eid_al_fitr_dates(year)]
        return [day - DAY * ((day.weekday() - 4) % 7 or 7) for day in ends]
    found = getattr(_IslamicLunar(), f"{rest}_dates")(year)
    return sorted(day for day, _estimated in found)


def _hindu(rest: str, year: int) -> list[date]:
    from holidays.calendars.hindu import _HinduLunisolar

    calendar = _HinduLunisolar()
    match rest:
        case "sharad_navratri_start":
            found = [day - DAY * 9 for day in _hindu("dussehra", year)]
        case _:
            days = getattr(calendar, f"{rest}_date")(year)
            found = [days[0]] if isinstance(days, tuple) and days[0] else []
            if isinstance(days, (set, list)):
                found = sorted(day for day, _ in days)
    return found


def _buddhist(rest: str, year: int) -> list[date]:
    from holidays.calendars.buddhist import _BuddhistLunisolar

    day, _estimated = getattr(_BuddhistLunisolar(), f"{rest}_date")(year)
    return [day] if day else []


def _parsi(_rest: str, year: int) -> list[date]:
    """The Shahenshahi new year moves back a day every leap year."""
    leaps = sum(1 for y in range(2019, year + 1) if y % 4 == 0) - sum(
        1 for y in range(year + 1, 2019) if y % 4 == 0
    )
    return [date(2018, 8, 17).replace(year=year) - DAY * leaps]


FINDERS: dict[str, Finder] = {
    "easter": _western,
    "orthodox": _orthodox,
    "on": _listed,
    "lunar": _lunar,
    "term": _term,
    "hebrew": _hebrew,
    "islamic": _islamic,
    "hindu": _hindu,
    "buddhist": _buddhist,
    "parsi": _parsi,
}
