"""Free time: what is left between events, within the hours in which one works."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias

from assistant.domain.calendar import EventStatus
from assistant.domain.quiet import quiet_hours
from assistant.domain.reads import Occurrence

_DAY = timedelta(days=1)
_WEEKEND = (5, 6)
_QUARTER = timedelta(minutes=15)
_Pair: TypeAlias = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours in which one works, wall time; at weekends only if they are asked about alone."""

    start: time = time(9)
    end: time = time(18)
    weekend: bool = False


def working_hours(text: str) -> Hours:
    """Return the hours that "09:00-18:00" names; the usual ones for what names none."""
    found = quiet_hours(text)
    return Hours(found.start, found.end) if found and found.start < found.end else Hours()


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time, [start, end), aware."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it is, in absolute time."""
        return _utc(self.end) - _utc(self.start)


def free(
    busy: Sequence[Occurrence],
    start: datetime,
    end: datetime,
    *,
    length: timedelta = timedelta(minutes=15),
    hours: Hours | None = None,
) -> tuple[Stretch, ...]:
    """Return the free stretches of at least `length` in [start, end), earliest first.

    `start` and `end` are aware, in the user's zone. Where no working hour is asked about, as in
    the evening or at a weekend, all hours count.
    """
    kept = hours or Hours()
    days = list(_days(start, end, kept)) or list(_days(start, end, replace(kept, weekend=True)))
    taken = _merged((_utc(one.start), _utc(one.end)) for one in busy if not _leaves_free(one))
    found = [gap for day in days or [Stretch(start, end)] for gap in _gaps(day, taken)]
    return tuple(one for one in found if one.length >= length)


def offers(
    found: Sequence[Stretch], length: timedelta, most: int = 6, each: int = 2
) -> tuple[Stretch, ...]:
    """Return up to `most` times of `length` within the free stretches, spread over the days.

    They begin at a quarter of an hour. A day gives up to `each`, more where there are few days.
    """
    days: dict[date, list[Stretch]] = {}
    for one in found:
        days.setdefault(one.start.date(), []).extend(_starts(one, length))
    each = max(each, -(-most // max(1, len(days))))
    picked = [one for day in days.values() for one in day[:each]]
    return tuple(sorted(picked, key=lambda one: _utc(one.start))[:most])


def _starts(one: Stretch, length: timedelta) -> Iterator[Stretch]:
    """Yield times of `length` that follow one another in a free stretch."""
    past = timedelta(minutes=one.start.minute % 15, seconds=one.start.second)
    at = _utc(one.start) + ((_QUARTER - past) if past else timedelta(0))
    at -= timedelta(microseconds=at.microsecond)
    while at + length <= _utc(one.end):
        zone = one.start.tzinfo
        yield Stretch(at.astimezone(zone), (at + length).astimezone(zone))
        at += max(length, _QUARTER)


def _leaves_free(one: Occurrence) -> bool:
    event = one.event
    return event.transparent or one.start == one.end or event.status is EventStatus.CANCELLED


def _merged(taken: Iterable[_Pair]) -> list[_Pair]:
    """Return stretches in order, those that touch joined: starts and ends both rise then."""
    joined: list[_Pair] = []
    for low, high in sorted(taken):
        if joined and low <= joined[-1][1]:
            if high > joined[-1][1]:
                joined[-1] = (joined[-1][0], high)
        else:
            joined.append((low, high))
    return joined


def _days(start: datetime, end: datetime, hours: Hours) -> Iterator[Stretch]:
    """Yield the working hours of the days in [start, end)."""
    day = start.date()
    while day <= end.date():
        low = datetime.combine(day, hours.start, start.tzinfo)
        high = datetime.combine(day, hours.end, start.tzinfo)
        low, high = max(low, start), min(high, end)
        if low < high and (hours.weekend or day.weekday() not in _WEEKEND):
            yield Stretch(low, high)
        day += _DAY


def _gaps(day: Stretch, taken: Sequence[_Pair]) -> Iterator[Stretch]:
    at, end, zone = _utc(day.start), _utc(day.end), day.start.tzinfo
    for low, high in taken[bisect_right(taken, at, key=_high) :]:
        if low >= end:
            break
        if low > at:
            yield Stretch(at.astimezone(zone), low.astimezone(zone))
        at = max(at, high)
    if at < end:
        yield Stretch(at.astimezone(zone), end.astimezone(zone))


def _high(one: _Pair) -> datetime:
    return one[1]


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
