"""Intervals between any two points, and open ones."""

from assistant.when import combine as c
from assistant.when import series as s
from assistant.when.length import Length, length_of
from assistant.when.meaning.ranges import units
from assistant.when.periods import RANK
from assistant.when.series import Series, rank
from assistant.when.spans import Range, Units

DAY = RANK["day"]
CLOCK = ("second", "minute", "hour")


def from_to(first: Series, last_: Series) -> Range | None:
    """Both ends told."""
    if (rank(first) < DAY) != (rank(last_) < DAY) and rank(last_) > DAY:
        return None
    if isinstance(last_, c.Within) and isinstance(last_.outer, s.Year):
        first = _same_year(first, last_.outer, last_.inner)
    if isinstance(first, s.MonthDay) and isinstance(last_, s.Fixed) and last_.grain == "day":
        before = (first.month, first.day) > (last_.start.month, last_.start.day)
        first = c.Within(s.Year(last_.start.year - before), first)
    return Range(first, last_, through=rank(last_) >= DAY)


def _same_year(first: Series, year_: s.Year, last_: Series) -> Series:
    """The year said with the end holds for the start too: Jan to Feb 2017, Nov to Feb 2017."""
    if not isinstance(first, s.Month | s.MonthDay) or not isinstance(last_, s.Month | s.MonthDay):
        return first
    before = first.month > last_.month
    return c.Within(s.Year(year_.number - before), first)


def point(
    date_: Series | None,
    when: Series | None = None,
    tod: Series | None = None,
    bare: Series | None = None,
) -> Series | None:
    """Any end of an interval."""
    return date_ or when or tod or bare


def by(last_: Series) -> Range:
    """From now to the end of a period."""
    return Range(s.Present("second"), last_, through=rank(last_) >= DAY, deadline=True)


def rest_of(unit: str) -> Range | None:
    """From today to the end of the present unit."""
    return Range(s.Present("day"), s.Present(unit)) if unit in RANK else None  # type: ignore[arg-type]


def so_far(unit: str) -> Range | None:
    """From the beginning of the present unit until now."""
    if unit not in RANK:
        return None
    return Range(s.Start(s.Present(unit)), s.Present("second"), through=False)  # type: ignore[arg-type]


def later_in(unit: str) -> Range | None:
    """What is left of the second half of the present unit: later this week."""
    if unit == "day":
        return Range(s.Present("second"), s.Present("day"))
    return Range(s.SecondHalf(unit), s.Present(unit)) if unit in RANK else None  # type: ignore[arg-type]


def earlier_in(unit: str) -> Range | None:
    """What has gone by of the first half of the present unit: earlier this month."""
    if unit not in RANK:
        return None
    begin, end = s.Start(s.Present(unit)), s.SecondHalf(unit, least=True)  # type: ignore[arg-type]
    return Range(begin, end, through=False)


def all_of(unit: str) -> Range | None:
    """The whole of the present unit."""
    return Range(s.Present(unit), s.Present(unit), grain="day") if unit in RANK else None  # type: ignore[arg-type]


def for_length(first: Series, length: Length) -> Range | None:
    """A start and how long it goes on."""
    if rank(first) >= DAY and length.clock:
        return None
    return Range(first, length=length)


def since(first: Series) -> Range:
    """From a moment on."""
    return Range(first)


def ever_since(first: Series) -> Range:
    """From a moment gone by until now: since Monday, since May."""
    return Range(first, back=rank(first) >= DAY)


def after(first: Series) -> Range:
    """From the end of a period on."""
    return Range(first, after=True)


def ending(first: Series) -> Range:
    """From the end of a part of day on: after lunch."""
    return Range(first, after=True, grain="hour")


def until(last_: Series) -> Range:
    """Up to and with a period; up to a time of day."""
    return Range(None, last_, through=rank(last_) >= DAY)


def before(last_: Series) -> Range:
    """Up to the beginning of a period; before the end of a month: up to the very end."""
    if isinstance(last_, c.Edge) and last_.which == "end":
        return Range(None, last_)
    return Range(None, last_, through=False)


def soon(count: int, unit: str) -> Range | Units | None:
    """In the next so many: hours and minutes from now, days and longer as calendar units."""
    return within(length_of(count, unit)) if unit in CLOCK else units(count, unit, 1)


def lately(count: int, unit: str) -> Range | Units | None:
    """In the last so many: hours and minutes until now, days and longer as calendar units."""
    if unit not in CLOCK:
        return units(count, unit, -1)
    return Range(c.Moved(length_of(count, unit), -1), s.Present("second"), through=False)


def within(length: Length) -> Range:
    """From now on, for a length."""
    return Range(s.Present("second"), length=length)
