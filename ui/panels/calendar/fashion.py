"""How a calendar is dressed: colours by calendar, what is noted at a day, week numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from assistant.base.clock import zone_named
from assistant.base.errors import UsageError
from assistant.domain.reads import Occurrence
from ui.desk import Desk
from ui.look.tints import Tint, tint


@dataclass(frozen=True, slots=True)
class Note:
    """A few words at a day: a festival, a lunar date. `free` where most people do not work."""

    words: str
    free: bool = False


def _plain(_: Occurrence) -> Tint:
    return tint("")


def _silent(_: date) -> Note | None:
    return None


@dataclass(frozen=True, slots=True)
class Fashion:
    """What the views ask for while they paint."""

    tint_of: Callable[[Occurrence], Tint] = _plain
    note_of: Callable[[date], Note | None] = _silent
    week_numbers: bool = False
    second: ZoneInfo | None = None
    """A second zone whose hours are shown beside the user's own."""


def second_zone(desk: Desk) -> ZoneInfo | None:
    """Return the second zone that the user chose; one that is not known is none."""
    name = desk.settings.text("second_zone")
    try:
        zone = zone_named(name) if name else None
    except UsageError:
        return None
    return zone if zone != desk.clock.zone else None


def place_name(zone: ZoneInfo) -> str:
    """Return what a zone is called beside its hours: its city."""
    return zone.key.rpartition("/")[2].replace("_", " ")
