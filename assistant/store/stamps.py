"""Moments as text in SQL columns: UTC, one width, so that text sorts as time does."""

from datetime import UTC, datetime, timedelta, tzinfo

FOREVER = "9999-12-31T23:59:59.999999Z"
_FIRST, _LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def stamp(moment: datetime) -> str:
    """Return an aware `moment` as "2026-12-01T11:00:00.000000Z".

    Moments that leave the calendar of Python (years 1 to 9999) on the way to UTC are clamped.
    """
    try:
        universal = moment.astimezone(UTC)
    except OverflowError:
        universal = _FIRST if moment.year == 1 else _LAST
    return universal.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def moment_of(text: str, zone: tzinfo = UTC) -> datetime:
    """Return the moment that `stamp` wrote, in `zone`."""
    return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC).astimezone(zone)


def earlier(moment: datetime, by: timedelta) -> datetime:
    """Return an aware `moment` less `by`, or the first there is."""
    return moment - by if moment.year > 1 + by.days // 365 else _FIRST
