"""A drag over the hours, from the press to the release: make, move, or pull one end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from PySide6.QtCore import QPoint

from assistant.domain.reads import Occurrence
from ui.panels.calendar.packing import SNAP

_STEP = timedelta(minutes=SNAP)


class Deed(Enum):
    """What is being dragged."""

    MAKE = "make"
    MOVE = "move"
    BEGIN = "begin"
    END = "end"


@dataclass
class Gesture:
    """`grabbed` is the moment under the pointer at the press; `start` and `end` what would be."""

    deed: Deed
    origin: QPoint
    grabbed: datetime
    start: datetime
    end: datetime
    occurrence: Occurrence | None = None
    going: bool = False

    def drag(self, at: datetime) -> None:
        """Follow the pointer to the moment `at`, in quarters of an hour."""
        self.going = True
        one = self.occurrence
        if one is None:
            self.start, self.end = min(self.grabbed, at), max(self.grabbed, at) + _STEP
        elif self.deed is Deed.MOVE:
            self.start = _snapped(one.start + (at - self.grabbed))
            self.end = self.start + (one.end - one.start)
        elif self.deed is Deed.BEGIN:
            self.start = min(at, one.end - _STEP)
        else:
            self.end = max(at + _STEP, one.start + _STEP)


def _snapped(moment: datetime) -> datetime:
    late = timedelta(minutes=moment.minute % SNAP, seconds=moment.second)
    return (moment - late).replace(microsecond=0)
