"""Wall times that the clocks skip or repeat (RFC 5545 section 3.3.5)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """A local time that exists.

    One skipped by a change of the clocks is told by the offset before the change, so 02:30 in
    the missing hour is 03:30. A repeated time is the first.
    """
    aware = moment.replace(tzinfo=zone)
    return aware.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
