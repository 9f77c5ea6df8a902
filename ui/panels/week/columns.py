"""Events that overlap share the width of their day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from assistant.domain.reads import Occurrence


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an occurrence stands on one day: hours from midnight, and which part of the width."""

    occurrence: Occurrence
    day: date
    top: float
    bottom: float
    column: int
    columns: int


def all_day(occurrence: Occurrence) -> bool:
    """Whether an occurrence belongs into the row above the hours: dates, or a day and longer."""
    long = occurrence.end - occurrence.start >= timedelta(days=1)
    return occurrence.event.all_day or long


def slots(day: date, occurrences: Sequence[Occurrence]) -> list[Slot]:
    """Place the occurrences that touch `day`; those that overlap stand side by side."""
    pieces = [(one, *_hours(one, day)) for one in occurrences if _touches(one, day)]
    pieces.sort(key=lambda piece: (piece[1], -piece[2]))
    placed: list[Slot] = []
    group: list[tuple[Occurrence, float, float]] = []
    edge = -1.0
    for piece in pieces:
        if piece[1] >= edge and group:
            placed += _side_by_side(group, day)
            group = []
        group.append(piece)
        edge = max(edge, piece[2])
    return placed + _side_by_side(group, day)


def _side_by_side(group: Sequence[tuple[Occurrence, float, float]], day: date) -> list[Slot]:
    ends: list[float] = []
    chosen: list[int] = []
    for _, top, bottom in group:
        free = next((at for at, end in enumerate(ends) if end <= top), len(ends))
        if free == len(ends):
            ends.append(bottom)
        else:
            ends[free] = bottom
        chosen.append(free)
    return [
        Slot(one, day, top, bottom, column, len(ends))
        for (one, top, bottom), column in zip(group, chosen, strict=True)
    ]


def _touches(one: Occurrence, day: date) -> bool:
    last = max(one.start, one.end - timedelta(microseconds=1))
    return not all_day(one) and one.start.date() <= day <= last.date()


def _hours(one: Occurrence, day: date) -> tuple[float, float]:
    top = 0.0 if one.start.date() < day else _hour(one.start)
    bottom = 24.0 if one.end.date() > day else _hour(one.end)
    # Half an hour at least, or there is no room for a title.
    return top, min(24.0, max(bottom, top + 0.5))


def _hour(moment: datetime) -> float:
    return moment.hour + moment.minute / 60


def moment_at(day: date, hours: float, zone: datetime) -> datetime:
    """Return the moment on `day` at `hours`, rounded to a quarter, in the zone of `zone`."""
    quarters = max(0, min(95, int(hours * 4)))
    clock = time(quarters // 4, quarters % 4 * 15)
    return datetime.combine(day, clock, zone.tzinfo)
