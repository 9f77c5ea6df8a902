"""Repeats: RRULE values (RFC 5545 3.3.10) expanded behind this one door, with limits."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

from assistant.base.errors import AssistantError

MOST = 1_000


def occurrences(rule: str, start: datetime) -> Iterator[datetime]:
    """Yield the occurrences of `rule` from `start` on, at most `MOST`.

    Aware starts keep their wall time across DST changes (RFC 5545 3.3.5): the rule is expanded
    on the wall clock and each instance is placed in the zone.
    """
    from dateutil.rrule import rrulestr

    zone = start.tzinfo
    wall = start.replace(tzinfo=None)
    try:
        series = rrulestr(_naive_until(rule, start), dtstart=wall)
    except (ValueError, TypeError) as error:
        raise AssistantError(
            "The repeat rule {rule} cannot be read.", hint="Say it differently.", rule=repr(rule)
        ) from error
    for moment in islice(series, MOST):
        yield moment.replace(tzinfo=zone)


def next_after(rule: str, start: datetime, after: datetime) -> datetime | None:
    """Return the first occurrence later than `after` (aware), or None when the series is over."""
    later = (moment for moment in occurrences(rule, start) if _utc(moment) > _utc(after))
    return next(later, None)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _naive_until(rule: str, start: datetime) -> str:
    """Return `rule` with UNTIL on the wall clock of `start`, as the naive series needs it."""
    parts = rule.removeprefix("RRULE:").split(";")
    return ";".join(
        _wall_until(part, start) if part.startswith("UNTIL=") else part for part in parts
    )


def _wall_until(part: str, start: datetime) -> str:
    if not (part.startswith("UNTIL=") and part.endswith("Z")):
        return part
    until = datetime.strptime(part, "UNTIL=%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return until.astimezone(start.tzinfo).strftime("UNTIL=%Y%m%dT%H%M%S")
