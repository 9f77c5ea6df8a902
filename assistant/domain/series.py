"""Changes to a series: to one instance, to it and all that follow, or to all (RFC 5545).

One instance becomes an override or an EXDATE; "this and following" cuts the rule with UNTIL and
begins a new series; "all" moves the series, its exceptions and its overrides with it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from assistant.domain.calendar import Event, placed
from assistant.domain.changes import Add, Change, Remove, Update
from assistant.domain.occurrences import instance_key
from assistant.domain.reads import Occurrence
from assistant.domain.recurrence import occurrences

_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_SECOND, _DAY = timedelta(seconds=1), timedelta(days=1)


class Scope(StrEnum):
    """How much of a series a change is meant for."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


def changed(
    one: Occurrence, after: Event, scope: Scope, new_id: Callable[[], str]
) -> tuple[Change, ...]:
    """Return what makes `one` into `after`, and with it what `scope` says.

    `after` is the event of the instance as it shall be: its start and end are those of this
    instance. An event that does not repeat is simply replaced.
    """
    series = one.record
    if not series.repeats or one.recurrence is None:
        kept = replace(after, sequence=series.sequence + 1)
        return (Update(series, kept),)
    if scope is Scope.THIS:
        return (Update(series, _with_override(series, one.recurrence, after)),)
    if scope is Scope.FOLLOWING and not _first(series, one.recurrence):
        head = _until(series, one.recurrence)
        return (Update(series, head), Add(_tail(series, one, after, new_id())))
    return (Update(series, _all(series, one, after)),)


def removed(one: Occurrence, scope: Scope) -> tuple[Change, ...]:
    """Return what takes `one` out, and with it what `scope` says."""
    series = one.record
    if not series.repeats or one.recurrence is None or scope is Scope.ALL:
        return (Remove(series),)
    if scope is Scope.FOLLOWING:
        if _first(series, one.recurrence):
            return (Remove(series),)
        return (Update(series, _until(series, one.recurrence)),)
    key = instance_key(one.recurrence)
    kept = tuple(
        each
        for each in series.overrides
        if each.recurrence_id is None or instance_key(each.recurrence_id) != key
    )
    after = replace(
        series,
        overrides=kept,
        exdates=(*series.exdates, one.recurrence),
        sequence=series.sequence + 1,
    )
    return (Update(series, after),)


def _first(series: Event, at: datetime | date) -> bool:
    return instance_key(series.start) == instance_key(at)


def _with_override(series: Event, at: datetime | date, after: Event) -> Event:
    """Return `series` with `after` in place of the instance `at`."""
    key = instance_key(at)
    others = tuple(
        each
        for each in series.overrides
        if each.recurrence_id is None or instance_key(each.recurrence_id) != key
    )
    override = replace(
        after,
        id=series.id,
        uid=series.uid,
        repeat=None,
        rdates=(),
        exdates=(),
        overrides=(),
        recurrence_id=at,
        sequence=series.sequence + 1,
        raw=after.raw if after.recurrence_id else "",
    )
    whole = sorted((*others, override), key=lambda each: _order(each.recurrence_id or at))
    return replace(series, overrides=tuple(whole), sequence=series.sequence + 1)


def _until(series: Event, at: datetime | date) -> Event:
    """Return `series` without the instance `at` and all that follow."""
    edge = _order(at)
    return replace(
        series,
        repeat=_cut(series.repeat, at),
        rdates=tuple(one for one in series.rdates if _order(one) < edge),
        exdates=tuple(one for one in series.exdates if _order(one) < edge),
        overrides=tuple(
            one for one in series.overrides if _order(one.recurrence_id or one.start) < edge
        ),
        sequence=series.sequence + 1,
    )


def _cut(rule: str | None, at: datetime | date) -> str | None:
    """Return `rule` with UNTIL before `at`: of the form that DTSTART asks for (3.3.10)."""
    if rule is None:
        return None
    if not isinstance(at, datetime):
        until = f"{at - _DAY:%Y%m%d}"
    elif at.tzinfo is None:
        until = f"{at - _SECOND:%Y%m%dT%H%M%S}"
    else:
        until = f"{at.astimezone(UTC) - _SECOND:%Y%m%dT%H%M%SZ}"
    return ";".join([*_without(rule, "COUNT", "UNTIL"), f"UNTIL={until}"])


def _without(rule: str, *names: str) -> list[str]:
    parts = rule.removeprefix("RRULE:").split(";")
    return [part for part in parts if part.partition("=")[0].upper() not in names]


def _tail(series: Event, one: Occurrence, after: Event, key: str) -> Event:
    """Return the series that begins with `after`; exceptions and overrides that follow go along."""
    at = one.recurrence or one.start
    edge, by = _order(at), _shift(at, after.start)
    rule = _turned(_rule(series, after, _rest(series, at)), at, after.start)
    later = tuple(each for each in series.exdates if _order(each) >= edge)
    kept = tuple(
        replace(each, id=key, uid=f"{key}@deskmate", recurrence_id=_by(each.recurrence_id, by))
        for each in series.overrides
        if each.recurrence_id is not None and _order(each.recurrence_id) > edge
    )
    return replace(
        after,
        id=key,
        uid=f"{key}@deskmate",
        repeat=rule,
        rdates=tuple(_by(each, by) for each in series.rdates if _order(each) > edge),
        exdates=tuple(_by(each, by) for each in later),
        overrides=kept,
        recurrence_id=None,
        sequence=0,
        href="",
        etag="",
        common="",
    )


def _rule(series: Event, after: Event, kept: str | None) -> str | None:
    """Return the rule of `after` where it has another one than the series, else `kept`."""
    own = after.recurrence_id is None and after.repeat != series.repeat
    return after.repeat if own else kept


def _turned(rule: str | None, before: datetime | date, after: datetime | date) -> str | None:
    """Return `rule` for another day: BYDAY of a weekly one and a single BYMONTHDAY move along."""
    days = (_wall(after).date() - _wall(before).date()).days
    if not rule or not days:
        return rule
    turned = []
    for part in rule.split(";"):
        name, _, value = part.partition("=")
        if name == "BYDAY" and "FREQ=WEEKLY" in rule:
            value = ",".join(_weekday(one, days) for one in value.split(","))
        elif name == "BYMONTHDAY" and value.isdecimal():
            value = str(after.day)
        turned.append(f"{name}={value}")
    return ";".join(turned)


def _weekday(name: str, days: int) -> str:
    return _WEEK[(_WEEK.index(name) + days) % 7] if name in _WEEK else name


def _rest(series: Event, at: datetime | date) -> str | None:
    """Return the rule for what is left from `at` on: a COUNT goes down by what has been."""
    rule = series.repeat or ""
    count = [part for part in rule.split(";") if part.upper().startswith("COUNT=")]
    if not count:
        return series.repeat
    start = _anchor(series.start)
    edge = _anchor(at)
    gone = sum(1 for moment in occurrences(rule, start) if moment < edge)
    left = max(int(count[0].partition("=")[2]) - gone, 1)
    return ";".join([*_without(rule, "COUNT"), f"COUNT={left}"])


def _all(series: Event, one: Occurrence, after: Event) -> Event:
    """Return the whole series changed as its instance `one` was."""
    at = one.recurrence or one.start
    by = _shift(at, after.start)
    length = after.end - after.start  # type: ignore[operator]  # both are of one kind
    kind = isinstance(after.start, datetime) == isinstance(series.start, datetime)
    start = _by(series.start, by) if kind else _on_day(after.start, series.start)
    return replace(
        after,
        start=start,
        end=start + length,
        repeat=_turned(_rule(series, after, series.repeat), at, after.start),
        rdates=tuple(_by(each, by) for each in series.rdates),
        exdates=tuple(_by(each, by) for each in series.exdates),
        overrides=tuple(
            replace(each, recurrence_id=_by(each.recurrence_id, by))
            for each in series.overrides
            if each.recurrence_id is not None
            and instance_key(each.recurrence_id) != instance_key(at)
        ),
        recurrence_id=None,
        sequence=series.sequence + 1,
        raw=series.raw,
    )


def _on_day(moment: datetime | date, day: datetime | date) -> datetime | date:
    """Return `moment` on the day of `day`: where days become times, or the other way round."""
    if isinstance(moment, datetime):
        return moment.replace(year=day.year, month=day.month, day=day.day)
    return day.date() if isinstance(day, datetime) else day


def _shift(before: datetime | date, after: datetime | date) -> timedelta:
    """Return how far something was moved, on the wall clock."""
    return _wall(after) - _wall(before)


def _wall(moment: datetime | date) -> datetime:
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001 - a wall time


def _by(moment: datetime | date, by: timedelta) -> datetime | date:
    """Return `moment` moved on the wall clock; a day moves by whole days."""
    return moment + (by if isinstance(moment, datetime) else timedelta(days=by.days))


def _order(moment: datetime | date) -> datetime:
    key = instance_key(moment)
    return key if isinstance(key, datetime) else datetime(key.year, key.month, key.day, tzinfo=UTC)


def _anchor(moment: datetime | date) -> datetime:
    return placed(moment, UTC) if not isinstance(moment, datetime) else moment  # type: ignore[arg-type]
