"""Events on the time line: the instances that overlap a span, and the bounds of them all."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assistant.domain.calendar import Event, placed
from assistant.domain.reads import Occurrence
from assistant.domain.recurrence import MOST, between, occurrences

# A floating time is at most this far from the same wall time in UTC, in any zone.
_ANYWHERE = timedelta(hours=16)
_CLOCK = ("BYHOUR=", "BYMINUTE=", "BYSECOND=")
_FIRST, _LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def instances(event: Event, start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[Occurrence]:
    """Yield the occurrences of `event` that overlap [start, end), in `zone`, earliest first.

    Floating and all-day events are placed in `zone`. An occurrence without length counts where
    it begins. A zoned one lasts as long, exactly, as the first (RFC 5545 3.8.5.3); others last
    as many days and hours on the wall clock.
    """
    if not event.repeats:
        yield from _within([_single(event, zone)], start, end, zone)
        return
    moved = [_single(one, zone, series=event) for one in event.overrides]
    found = [*_regular(event, start, end, zone), *moved]
    found.sort(key=lambda one: (_universal(one.start), _universal(one.end)))
    yield from _within(found, start, end, zone)


def _single(event: Event, zone: ZoneInfo, series: Event | None = None) -> Occurrence:
    begin = placed(event.start, zone)
    return Occurrence(event, begin, _finish(event, begin), event.recurrence_id, series)


def _within(
    found: Iterable[Occurrence], start: datetime, end: datetime, zone: ZoneInfo
) -> Iterator[Occurrence]:
    for one in found:
        begin, finish = one.start, one.end
        if begin < end and (finish > start or begin == finish == start):
            if begin.tzinfo is zone and finish.tzinfo is zone:
                yield one
            else:
                yield replace(one, start=begin.astimezone(zone), end=finish.astimezone(zone))


def _regular(event: Event, start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[Occurrence]:
    """Yield the instances that rule and RDATE give, without those left out or put elsewhere."""
    moved = (one.recurrence_id for one in event.overrides if one.recurrence_id)
    out = {instance_key(_alike(event, one)) for one in (*event.exdates, *moved)}
    seen: set[datetime | date] = set()
    for begin in _begins(event, start, end, zone):
        named = instance_of(event, begin)
        key = instance_key(named)
        if key not in seen and key not in out and begin.date() not in out:
            seen.add(key)
            yield Occurrence(event, begin, _finish(event, begin), named)


def instance_of(event: Event, begin: datetime) -> datetime | date:
    """Return the RECURRENCE-ID of the instance that begins at `begin`, in the form of DTSTART."""
    if event.all_day:
        return begin.date()
    return begin if _zoned(event) else begin.replace(tzinfo=None)


def _alike(event: Event, moment: datetime | date) -> datetime | date:
    """Return what names an instance in the form of DTSTART: many programs mix the forms."""
    if not isinstance(moment, datetime):
        return moment
    if event.all_day:
        return moment.date()
    if moment.tzinfo is None and isinstance(event.start, datetime):
        return moment.replace(tzinfo=event.start.tzinfo)
    return moment


def instance_key(moment: datetime | date) -> datetime | date:
    """Return what tells instances apart: absolute time, wall time, or the day."""
    if isinstance(moment, datetime):
        return _universal(moment) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment


def _begins(event: Event, start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    first = placed(event.start, zone)
    yield from (placed(one, zone) for one in event.rdates)
    if not event.repeat:
        yield first
        return
    # On the wall clock a length may grow by what a change of the zone skips: a day at most.
    length = _length(event) if _zoned(event) else _wall_length(event) + timedelta(days=1)
    rule = _of_days(event.repeat) if event.all_day else event.repeat
    yield from between(rule, first, _moved(start.astimezone(UTC), -length), end)


def _of_days(rule: str) -> str:
    """Return `rule` without parts that speak of times of day: for days they mean nothing."""
    parts = rule.split(";")
    return ";".join(part for part in parts if not part.upper().startswith(_CLOCK))


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
    low, high = _moved(_universal(event.start), -slack), last and _moved(last, slack)
    for one in event.rdates:
        begin = _universal(one)
        low = min(low, _moved(begin, -_ANYWHERE))
        high = high and max(high, _moved(begin, _length(event) + _ANYWHERE))
    for moved in event.overrides:
        first, over = bounds(moved)
        low, high = min(low, first), high and over and max(high, over)
    return low, high


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
