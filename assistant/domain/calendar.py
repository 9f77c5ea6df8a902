"""What an event is (RFC 5545 VEVENT)."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from assistant.domain.mail import Address


@dataclass(frozen=True, slots=True)
class Event:
    """An event. `start` and `end` are of one kind, `end` exclusive (DTSTART, DTEND).

    Aware datetimes (with a `ZoneInfo`) are zoned events, naive ones are floating, dates are
    all-day. `repeat` is an RRULE value; `reminder_minutes` is the VALARM's lead.
    """

    id: str
    title: str
    start: datetime | date
    end: datetime | date
    location: str = ""
    attendees: tuple[Address, ...] = ()
    repeat: str | None = None
    reminder_minutes: int | None = None
    notes: str = ""
    calendar: str = "personal"
    uid: str = ""
    sequence: int = 0

    @property
    def all_day(self) -> bool:
        """Whether the event has dates only."""
        return not isinstance(self.start, datetime)

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return start and end as aware moments, floating and all-day ones placed in `zone`."""
        return placed(self.start, zone), placed(self.end, zone)


def placed(moment: datetime | date, zone: ZoneInfo) -> datetime:
    """Return `moment` as an aware datetime: dates at midnight, floating times in `zone`."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), zone)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
