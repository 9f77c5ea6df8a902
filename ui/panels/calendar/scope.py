"""What a calendar shows: which view, around which day, and the days that makes."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from assistant.base.i18n import tr
from ui.look.moments import day as day_words
from ui.look.moments import month

WEEKDAYS = {"monday": 0, "saturday": 5, "sunday": 6}
_DAY = timedelta(days=1)
_AGENDA = 30  # days by which the list is stepped


class View(Enum):
    """The ways to look at a calendar."""

    DAY = "day"
    WORKWEEK = "workweek"
    WEEK = "week"
    MONTH = "month"
    AGENDA = "agenda"

    @property
    def timed(self) -> bool:
        """Whether hours are drawn."""
        return self in {View.DAY, View.WORKWEEK, View.WEEK}


@dataclass(frozen=True, slots=True)
class Scope:
    """A view around `day`; `first` is the weekday a week begins with (0 is Monday)."""

    view: View
    day: date
    first: int = 0

    @property
    def days(self) -> list[date]:
        """The days that are shown; of a month whole weeks, of the list the days until its step."""
        if self.view is View.DAY:
            return [self.day]
        if self.view is View.WORKWEEK:
            monday = self.day - _DAY * self.day.weekday()
            return [monday + _DAY * at for at in range(5)]
        if self.view is View.WEEK:
            return week_of(self.day, self.first)
        if self.view is View.MONTH:
            return _month_weeks(self.day, self.first)
        return [self.day + _DAY * at for at in range(_AGENDA)]

    def stepped(self, by: int) -> "Scope":
        """Return the scope `by` days, weeks or months later; a month keeps the day where it can."""
        if self.view is View.MONTH:
            return replace(self, day=months_later(self.day, by))
        width = {View.DAY: 1, View.AGENDA: _AGENDA}.get(self.view, 7)
        return replace(self, day=_clamped(self.day, by * width))

    @property
    def title(self) -> str:
        """What is shown, in words."""
        if self.view is View.DAY:
            return day_words(self.day, "ddd d MMM yyyy", "yyyy年M月d日 ddd")
        if self.view is View.MONTH:
            return month(self.day)
        return month_title(self.days)


def week_of(day: date, first: int = 0) -> list[date]:
    """Return the seven days around `day` that begin on weekday `first` (0 is Monday)."""
    begin = day - _DAY * ((day.weekday() - first) % 7)
    return [begin + _DAY * at for at in range(7)]


def months_later(day: date, by: int) -> date:
    """Return the same day `by` months later, or the last one of a month that is shorter."""
    years, at = divmod(day.month - 1 + by, 12)
    year = min(9998, max(2, day.year + years))
    following = date(year + (at + 1) // 12, (at + 1) % 12 + 1, 1)
    return date(year, at + 1, min(day.day, (following - _DAY).day))


def month_title(days: list[date]) -> str:
    """Return the month or the two months of some days: "Nov – Dec 2026"."""
    first, last = days[0], days[-1]
    if (first.year, first.month) == (last.year, last.month):
        return month(first)
    if first.year != last.year:
        return tr("{first} – {last}", first=month(first), last=month(last))
    short = day_words(last, "MMM yyyy", "M月")
    return tr("{first} – {last}", first=day_words(first, "MMM", "yyyy年M月"), last=short)


def _month_weeks(day: date, first: int) -> list[date]:
    begin = week_of(day.replace(day=1), first)[0]
    last = months_later(day.replace(day=1), 1) - _DAY
    weeks = (last - begin).days // 7 + 1
    return [begin + _DAY * at for at in range(weeks * 7)]


def _clamped(day: date, by: int) -> date:
    """Return a day that the calendar of the language can still name."""
    try:
        return max(date(2, 1, 1), min(date(9998, 12, 1), day + _DAY * by))
    except OverflowError:
        return day
