"""What an event is (RFC 5545 VEVENT)."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from assistant.domain.mail import Address


class EventStatus(StrEnum):
    """Whether an event takes place (STATUS of a VEVENT)."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a guest has answered (PARTSTAT): needs-action, accepted, declined, tentative, ..."""

    email: str
    status: str


@dataclass(frozen=True, slots=True)
class Event:
    """An event. `start` and `end` are of one kind, `end` exclusive (DTSTART, DTEND).

    Aware datetimes (with a `ZoneInfo`) are zoned events, naive ones are floating, dates are
    all-day. `repeat` is an RRULE value; `reminder_minutes` is the VALARM's lead.

    A series is one record: `rdates` come in addition to the rule, `exdates` are left out, and each
    of `overrides` stands in place of the instance that its `recurrence_id` names, by the start
    that the rule gives it (RFC 5545 3.8.4.4). Overrides have the id of the series.

    `raw` holds content lines that mean nothing to this program, as they were read; `href`, `etag`
    and `common` are what a server calls it, and the last version that both sides knew.
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
    transparent: bool = False
    """Whether it leaves its time free (TRANSP)."""
    rdates: tuple[datetime | date, ...] = ()
    exdates: tuple[datetime | date, ...] = ()
    recurrence_id: datetime | date | None = None
    overrides: "tuple[Event, ...]" = ()
    organizer: Address | None = None
    replies: tuple[Reply, ...] = ()
    status: EventStatus = EventStatus.CONFIRMED
    categories: tuple[str, ...] = ()
    url: str = ""
    leads: tuple[int, ...] = ()
    """Minutes before the start of further alarms."""
    raw: str = ""
    href: str = ""
    etag: str = ""
    common: str = ""

    @property
    def repeats(self) -> bool:
        """Whether it is a series."""
        return bool(self.repeat or self.rdates or self.overrides)

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
