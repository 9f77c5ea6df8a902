"""Free time: what is left between events, within the hours in which one works."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from assistant.domain.quiet import quiet_hours
from assistant.domain.reads import Occurrence

_DAY = timedelta(days=1)
_WEEKEND = (5, 6)


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
    taken = sorted((_utc(one.start), _utc(one.end)) for one in busy if not _leaves_free(one))
    found = [gap for day in days or [Stretch(start, end)] for gap in _gaps(day, taken)]
    return tuple(one for one in found if one.length >= length)


def _leaves_free(one: Occurrence) -> bool:
    return one.event.transparent or one.start == one.end


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


def _gaps(day: Stretch, taken: Sequence[tuple[datetime, datetime]]) -> Iterator[Stretch]:
    at, end, zone = _utc(day.start), _utc(day.end), day.start.tzinfo
    for low, high in taken:
        if low >= end:
            break
        if low > at:
            yield Stretch(at.astimezone(zone), low.astimezone(zone))
        at = max(at, high)
    if at < end:
        yield Stretch(at.astimezone(zone), end.astimezone(zone))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
