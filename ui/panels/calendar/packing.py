"""Events that overlap share the width of their day; those that take whole days share rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from assistant.domain.reads import Occurrence

SNAP = 15  # minutes
_SHORTEST = 0.5  # hours: less has no room for a title
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an occurrence stands on one day: hours from midnight, and which part of the width.

    It takes `span` of the `columns` columns, from `column` on.
    """

    occurrence: Occurrence
    day: date
    top: float
    bottom: float
    column: int
    columns: int
    span: int = 1


@dataclass(frozen=True, slots=True)
class Bar:
    """An occurrence in the rows of whole days: columns `first` to `last`, in row `lane`.

    `before` and `after` say that it goes on outside the days that are shown.
    """

    occurrence: Occurrence
    first: int
    last: int
    lane: int
    before: bool = False
    after: bool = False


def all_day(occurrence: Occurrence) -> bool:
    """Whether an occurrence belongs into the rows above the hours: dates, or a day and longer."""
    return occurrence.event.all_day or occurrence.end - occurrence.start >= _DAY


def last_day(occurrence: Occurrence) -> date:
    """Return the last day that an occurrence touches."""
    return max(occurrence.start, occurrence.end - timedelta(microseconds=1)).date()


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


def bars(days: Sequence[date], occurrences: Sequence[Occurrence]) -> list[Bar]:
    """Place occurrences over whole days into as few rows as they need, the longest first."""
    found = [(one, one.start.date(), last_day(one)) for one in occurrences]
    found = [piece for piece in found if piece[1] <= days[-1] and piece[2] >= days[0]]
    found.sort(key=lambda piece: (piece[1], -(piece[2] - piece[1]).days, piece[0].start))
    ends: list[int] = []
    made = []
    for one, begin, end in found:
        first = max(0, (begin - days[0]).days)
        last = min(len(days) - 1, (end - days[0]).days)
        lane = next((at for at, edge in enumerate(ends) if edge < first), len(ends))
        if lane == len(ends):
            ends.append(last)
        else:
            ends[lane] = last
        made.append(Bar(one, first, last, lane, begin < days[0], end > days[-1]))
    return made


def moment_at(day: date, hours: float, zone: tzinfo | None) -> datetime:
    """Return the moment on `day` at `hours`, rounded down to a quarter; 24 is the next midnight."""
    quarters = max(0, min(96, int(hours * 60 / SNAP + 1e-6)))
    if quarters == 96:
        return datetime.combine(day + _DAY, time(), zone)
    return datetime.combine(day, time(quarters // 4, quarters % 4 * SNAP), zone)


def hours_of(moment: datetime) -> float:
    """Return the hours since midnight on the wall clock."""
    return moment.hour + moment.minute / 60 + moment.second / 3600


def _side_by_side(group: Sequence[tuple[Occurrence, float, float]], day: date) -> list[Slot]:
    ends: list[float] = []
    made = []
    for one, top, bottom in group:
        free = next((at for at, end in enumerate(ends) if end <= top), len(ends))
        if free == len(ends):
            ends.append(bottom)
        else:
            ends[free] = bottom
        made.append(Slot(one, day, top, bottom, free, 1))
    wide = [replace(one, columns=len(ends)) for one in made]
    return [replace(one, span=_span(one, wide)) for one in wide]


def _span(slot: Slot, others: Sequence[Slot]) -> int:
    """Return how many columns are free from a slot's own on to the right."""
    blocked = [
        other.column
        for other in others
        if other.column > slot.column and other.top < slot.bottom and other.bottom > slot.top
    ]
    return min(blocked, default=slot.columns) - slot.column


def _touches(one: Occurrence, day: date) -> bool:
    return not all_day(one) and one.start.date() <= day <= last_day(one)


def _hours(one: Occurrence, day: date) -> tuple[float, float]:
    top = 0.0 if one.start.date() < day else hours_of(one.start)
    bottom = 24.0 if one.end.date() > day else hours_of(one.end)
    top = min(top, 24 - _SHORTEST)
    return top, min(24.0, max(bottom, top + _SHORTEST))
