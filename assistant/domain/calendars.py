"""What a calendar is: a named shelf of events, with a colour, shown or hidden."""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.domain.words import fold

OWN = "personal"
"""The calendar that is always there, with or without a record of its own."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar. Its `id` is what `Event.calendar` holds; a rename leaves that alone.

    `color` is "#rrggbb", "" for one that the window picks. One at most is the `default`, which
    takes new events. `owner` is the address or the name of whoever shares it, "" for the user's
    own: another's events take none of the user's time.
    """

    id: str
    name: str
    color: str = ""
    default: bool = False
    visible: bool = True
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a calendar file gave: new or newer records, those known, and what was set aside.

    `apart` says of what was set aside what it is called, and why. A file that was `stopped` has
    left nothing behind.
    """

    new: int
    known: int
    aside: int = 0
    reason: str = ""
    name: str = ""
    apart: tuple[tuple[str, str], ...] = ()
    stopped: bool = False


def completed(records: Iterable[Calendar], used: Iterable[str]) -> tuple[Calendar, ...]:
    """Return all calendars, by name, the own one first.

    `used` are the ids that events have. A calendar needs no record: it is called by its id then.
    """
    found = {one: Calendar(one, one) for one in (OWN, *used)}
    found |= {one.id: one for one in records}
    return tuple(sorted(found.values(), key=lambda one: (one.id != OWN, fold(one.name), one.id)))


def default_of(calendars: Iterable[Calendar]) -> str:
    """Return the id of the calendar that takes new events."""
    return next((one.id for one in calendars if one.default), OWN)
