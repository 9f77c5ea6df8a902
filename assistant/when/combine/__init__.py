"""Series made of other series."""

from assistant.when.combine.among import Checked, Closest, Count, Nth, Within, nearest
from assistant.when.combine.moved import Abroad, At, Moved, SameTime
from assistant.when.combine.stretch import Around, Edge, Half, LongWeekend

__all__ = [
    "Abroad",
    "Around",
    "At",
    "Checked",
    "Closest",
    "Count",
    "Edge",
    "Half",
    "LongWeekend",
    "Moved",
    "Nth",
    "SameTime",
    "Within",
    "nearest",
]
