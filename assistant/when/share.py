"""What one phrase of a list leaves to its neighbours: next week on Tuesday or Thursday."""

from dataclasses import replace
from typing import NamedTuple

from assistant.when import combine as c
from assistant.when import series as s
from assistant.when.meaning.ranges import range_on
from assistant.when.series import Series
from assistant.when.spans import Range, Value

LINKS = frozenset({",", "or", "and", "/", "&", "或", "者", "和", "、"})


class Placed(NamedTuple):
    """A phrase by its tokens, with its values."""

    start: int
    end: int
    values: tuple[Value, ...]
    listed: bool = False
    """A bare 18th, which is a date only beside another."""


def shared(placed: list[Placed], words: list[str]) -> list[Placed]:
    """The phrases, a bare weekday in the week of its neighbour, a bare time on its day."""
    done = list(placed)
    for index in range(1, len(done)):
        if _linked(done[index - 1], done[index], words):
            done[index] = _after(done[index], done[index - 1])
    for index in range(len(done) - 1, 0, -1):
        if _linked(done[index - 1], done[index], words):
            done[index - 1] = _in_week_of(done[index - 1], done[index])
            if "or" in words[done[index - 1].end : done[index].start]:
                done[index - 1] = _at_time_of(done[index - 1], done[index])
    return done


def _linked(first: Placed, second: Placed, words: list[str]) -> bool:
    between = words[first.end : second.start]
    if between == [","] and any(_number(one, words) for one in (first, second)):
        return False  # room 3, 5 June
    if not between:
        return _weekday(first) and _weekday(second)
    return all(word in LINKS for word in between)


def _number(phrase: Placed, words: list[str]) -> bool:
    """A bare number, which may be a day of the month beside another."""
    return phrase.listed and phrase.end - phrase.start == 1 and words[phrase.start].isdecimal()


def _weekday(phrase: Placed) -> bool:
    """A bare weekday, or one of a given week."""
    value = phrase.values[0]
    inner = value.inner if isinstance(value, c.Within) else value
    return isinstance(inner, s.Weekdays)


def _beside(phrase: Placed, near: Placed) -> Placed:
    """A bare 18th beside a date is a day of the same month."""
    day, value = near.values[0], phrase.values[0]
    if isinstance(value, s.Neighbour) and isinstance(day, s.Present):
        return phrase._replace(values=(s.Present(day.grain, value.offset),), listed=False)
    if near.listed or not isinstance(value, s.DayOfMonth):
        return phrase
    if isinstance(day, s.MonthDay):
        return phrase._replace(values=(s.MonthDay(day.month, value.day),), listed=False)
    if isinstance(day, s.DayOfMonth):
        return phrase._replace(listed=False)
    return phrase


def _after(phrase: Placed, before: Placed) -> Placed:
    day, value = _day(before.values[0]), phrase.values[0]
    if phrase.listed and not (day is not None and isinstance(value, s.Part)):
        return _beside(phrase, before)
    days = before.values[0]
    if isinstance(value, s.Month) and isinstance(days, c.Nth) and isinstance(days.outer, s.Month):
        # The first Monday of September | or December.
        return phrase._replace(values=(replace(days, outer=value),))
    if day is not None and isinstance(value, s.Clock | s.Part):
        return phrase._replace(values=(c.At(day, value),), listed=False)
    if day is not None and isinstance(value, Range) and isinstance(value.first, s.Clock):
        times = range_on(day, value)
        return phrase if times is None else phrase._replace(values=(times,))
    return _in_week_of(phrase, before)


def _in_week_of(phrase: Placed, near: Placed) -> Placed:
    if phrase.listed or isinstance(near.values[0], s.MonthDay):
        return _beside(phrase, near)
    week, value = _week(near.values[0]), phrase.values[0]
    if week is None:
        return phrase
    if isinstance(value, s.Weekdays):
        return phrase._replace(values=(c.Within(week, value),))
    if isinstance(value, c.At) and isinstance(value.day, s.Weekdays):
        return phrase._replace(values=(replace(value, day=c.Within(week, value.day)),))
    return phrase


def _at_time_of(phrase: Placed, near: Placed) -> Placed:
    """Tuesday | or Wednesday morning: on either day in the morning."""
    value, told = phrase.values[0], near.values[0]
    if not _weekday(phrase):
        return phrase
    shared_value: Value | None = None
    if isinstance(told, c.At):
        shared_value = c.At(value, told.time)  # type: ignore[arg-type]
    elif isinstance(told, Range) and isinstance(told.first, c.At):
        times = Range(told.first.time, told.last, through=False)
        shared_value = range_on(value, times)  # type: ignore[arg-type]
    return phrase if shared_value is None else phrase._replace(values=(shared_value,))


def _day(value: Value) -> Series | None:
    """The day of a time on a day."""
    if isinstance(value, Range):
        value = value.first or value
    return value.day if isinstance(value, c.At) else None


def _week(value: Value) -> Series | None:
    """The week of a weekday in a given week."""
    day = _day(value) or value
    if isinstance(day, c.Within) and isinstance(day.inner, s.Weekdays):
        return day.outer if day.outer.grain == "week" else None
    return None
