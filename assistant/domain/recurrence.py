"""Repeats: RRULE values (RFC 5545 3.3.10) expanded behind this one door, with limits."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import dropwhile, islice, takewhile

from assistant.base.errors import AssistantError

MOST = 1_000
# The length of a period on the wall clock.
_PERIODS = {
    "WEEKLY": timedelta(weeks=1),
    "DAILY": timedelta(days=1),
    "HOURLY": timedelta(hours=1),
    "MINUTELY": timedelta(minutes=1),
    "SECONDLY": timedelta(seconds=1),
}
_MONTHS = {"MONTHLY": 1, "YEARLY": 12}
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_YEARLY_ONLY = {"BYYEARDAY", "BYWEEKNO"}
_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FARTHEST = 100_000  # an interval of more periods than this is a slip of the pen


def occurrences(rule: str, start: datetime) -> Iterator[datetime]:
    """Yield the occurrences of `rule` from `start` on, at most `MOST`.

    Aware starts keep their wall time across DST changes (RFC 5545 3.3.5): the rule is expanded
    on the wall clock and each instance is placed in the zone.
    """
    for moment in islice(_series(rule, start, start.replace(tzinfo=None)), MOST):
        yield moment.replace(tzinfo=start.tzinfo)


def between(rule: str, start: datetime, low: datetime, high: datetime) -> Iterator[datetime]:
    """Yield the occurrences in [low, high), at most `MOST`; all three moments are aware.

    Other than `occurrences` this reaches any distance from `start`: the periods before `low` are
    leapt over, not counted off one by one, unless the rule has a COUNT.
    """
    _check(rule)
    first = low.astimezone(start.tzinfo).replace(tzinfo=None) - timedelta(days=1)
    last = high.astimezone(start.tzinfo).replace(tzinfo=None) + timedelta(days=1)
    wall = start.replace(tzinfo=None)
    series = _series(rule, start, _nearer(rule, wall, first))
    near = takewhile(lambda moment: moment < last, dropwhile(lambda one: one < first, series))
    placed = (moment.replace(tzinfo=start.tzinfo) for moment in near)
    yield from islice((one for one in placed if _utc(low) <= _utc(one) < _utc(high)), MOST)


def _series(rule: str, start: datetime, wall: datetime) -> Iterator[datetime]:
    """Return the naive series from `wall` on; `start` (its zone) is what UNTIL is read by."""
    from dateutil.rrule import rrulestr

    _check(rule)
    try:
        yield from rrulestr(_naive_until(rule, start), dtstart=wall)
    except (ValueError, TypeError, OverflowError) as error:
        raise _unreadable(rule) from error


def _check(rule: str) -> None:
    """Refuse what dateutil would never come back from: no interval, days that never are.

    BYYEARDAY and BYWEEKNO are for years only (RFC 5545 3.3.10, BYYEARDAY a little stricter).
    """
    parts = _parts(rule)
    interval = parts.get("INTERVAL", "1")
    counted = interval.isdecimal() and 0 < int(interval[:7]) <= _FARTHEST
    yearly = parts.get("FREQ") == "YEARLY"
    if not counted or (not yearly and parts.keys() & _YEARLY_ONLY) or not _possible(parts):
        raise _unreadable(rule)


def _possible(parts: dict[str, str]) -> bool:
    """Return whether one of the months has one of the days; the 30th of February never is."""
    if not parts.keys() & {"BYMONTH", "BYMONTHDAY"}:
        return True
    months, days = (
        {int(one) for one in parts.get(name, usual).split(",") if one.lstrip("+-").isdecimal()}
        for name, usual in (("BYMONTH", "1,2,3,4,5,6,7,8,9,10,11,12"), ("BYMONTHDAY", "1"))
    )
    lengths = [_LONGEST_MONTHS[month - 1] for month in months if 1 <= month <= 12]
    return any(0 < abs(day) <= length for day in days for length in lengths)


def _unreadable(rule: str) -> AssistantError:
    return AssistantError(
        "The repeat rule {rule} cannot be read.", hint="Say it differently.", rule=repr(rule)
    )


def _nearer(rule: str, wall: datetime, low: datetime) -> datetime:
    """Return a start before `low` that is whole periods after `wall`: the phase stays.

    One period less than fits, since the first of a series may be cut. Days after the 28th are
    not in every month: those few periods are counted off.
    """
    parts = _parts(rule)
    frequency, interval = parts.get("FREQ", ""), parts.get("INTERVAL", "1")
    if "COUNT" in parts or low <= wall:
        return wall
    if frequency in _MONTHS and wall.day <= 28:
        whole = _MONTHS[frequency] * int(interval)
        fit = ((low.year - wall.year) * 12 + low.month - wall.month) // whole - 1
        years, month = divmod(wall.month - 1 + max(fit, 0) * whole, 12)
        return wall.replace(year=wall.year + years, month=month + 1)
    if frequency in _PERIODS:
        period = _PERIODS[frequency] * int(interval)
        return wall + max((low - wall) // period - 1, 0) * period
    return wall


def _parts(rule: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in rule.removeprefix("RRULE:").upper().split(";"))
    return {name: value for name, _, value in pairs if name}


def next_after(rule: str, start: datetime, after: datetime) -> datetime | None:
    """Return the first occurrence later than `after` (aware), or None when the series is over."""
    later = (moment for moment in occurrences(rule, start) if _utc(moment) > _utc(after))
    return next(later, None)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _naive_until(rule: str, start: datetime) -> str:
    """Return `rule` with UNTIL on the wall clock of `start`, as the naive series needs it."""
    parts = [part for part in rule.removeprefix("RRULE:").split(";") if part]
    names = {part.partition("=")[0].upper() for part in parts}
    if "BYWEEKNO" in names and not names & {"BYDAY", "BYMONTHDAY", "BYYEARDAY"}:
        parts.append(f"BYDAY={_WEEK[start.weekday()]}")  # dateutil takes every day of the week
    return ";".join(
        _wall_until(part, start) if part.startswith("UNTIL=") else part for part in parts
    )


def _wall_until(part: str, start: datetime) -> str:
    if not (part.startswith("UNTIL=") and part.endswith("Z")):
        return part
    if start.tzinfo is None:  # a floating start knows no zone, nor may that of this computer count
        return part.removesuffix("Z")
    until = datetime.strptime(part, "UNTIL=%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return until.astimezone(start.tzinfo).strftime("UNTIL=%Y%m%dT%H%M%S")
