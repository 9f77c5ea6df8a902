"""How a calendar is dressed: colours by calendar, what is noted at a day, week numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.domain.reads import Occurrence
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
