"""Events on the time line: the instances that overlap a span, and the bounds of them all."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant.domain.calendar import Event, placed
from assistant.domain.reads import Occurrence
from assistant.domain.recurrence import MOST, between, occurrences

# A floating time is at most this far from the same wall time in UTC, in any zone.
_ANYWHERE = timedelta(hours=16)
_FIRST, _LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def instances(event: Event, start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[Occurrence]:
    """Yield the occurrences of `event` that overlap [start, end), in `zone`, earliest first.

    Floating and all-day events are placed in `zone`. An occurrence without length counts where
    it begins. A zoned one lasts as long, exactly, as the first (RFC 5545 3.8.5.3); others last
    as many days and hours on the wall clock.
    """
    for begin in _begins(event, start, end, zone):
        finish = _finish(event, begin)
        if begin < end and (finish > start or begin == finish == start):
            yield Occurrence(event, begin.astimezone(zone), finish.astimezone(zone))


def _begins(event: Event, start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    first = placed(event.start, zone)
    if not event.repeat:
        yield first
        return
    # On the wall clock a length may grow by what a change of the zone skips: a day at most.
    length = _length(event) if _zoned(event) else _wall_length(event) + timedelta(days=1)
    yield from between(event.repeat, first, _moved(start.astimezone(UTC), -length), end)


def _finish(event: Event, begin: datetime) -> datetime:
    """Return the end of the occurrence that begins at `begin` (aware)."""
    if _zoned(event):
        exact = _universal(event.end) - _universal(event.start)
        return _moved(begin.astimezone(UTC), exact).astimezone(begin.tzinfo)
    wall = _moved(begin.replace(tzinfo=None), _wall_length(event))
    return wall.replace(tzinfo=begin.tzinfo)


def bounds(event: Event) -> tuple[datetime, datetime | None]:
    """Return aware moments between which all of `event` lies, in whatever zone it is looked at.

    The second is None where the repeat never ends. Raises `AssistantError` for a repeat rule
    that cannot be read.
    """
    slack = timedelta(0) if _zoned(event) else _ANYWHERE
    last = _last_end(event)
    return _moved(_universal(event.start), -slack), None if last is None else _moved(last, slack)


def _last_end(event: Event) -> datetime | None:
    if not event.repeat:
        return _universal(event.end)
    anchor = event.start if _zoned(event) else _universal(event.start)
    assert isinstance(anchor, datetime)  # noqa: S101 - narrows the type
    known = list(occurrences(event.repeat, anchor)) if "COUNT=" in event.repeat.upper() else []
    if known and len(known) < MOST:
        return _moved(known[-1].astimezone(UTC), _length(event) + timedelta(days=1))
    return _until(event)


def _until(event: Event) -> datetime | None:
    """Return a bound from UNTIL, two days generous, so that zones need no thought."""
    _, found, rest = (event.repeat or "").upper().partition("UNTIL=")
    if not found:
        next(occurrences(event.repeat or "", _universal(event.start)), None)  # a check
        return None
    until = datetime.strptime(rest[:8], "%Y%m%d").replace(tzinfo=UTC)
    return _moved(until, _length(event) + timedelta(days=2))


def _zoned(event: Event) -> bool:
    return isinstance(event.start, datetime) and event.start.tzinfo is not None


def _length(event: Event) -> timedelta:
    return _universal(event.end) - _universal(event.start)


def _wall_length(event: Event) -> timedelta:
    start, end = (placed(one, ZoneInfo("UTC")) for one in (event.start, event.end))
    return end.replace(tzinfo=None) - start.replace(tzinfo=None)


def _universal(moment: datetime | date) -> datetime:
    """Return the moment in UTC, floating times and dates as if they were in UTC."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), UTC)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # within hours of the years 1 or 9999
        return moment.replace(tzinfo=UTC)


def _moved(moment: datetime, by: timedelta) -> datetime:
    """Return `moment + by`, clamped to the years 1 to 9999."""
    try:
        return moment + by
    except OverflowError:
        edge = _LAST if by > timedelta(0) else _FIRST
        return edge.replace(tzinfo=moment.tzinfo)
