"""The events that the views ask for again and again, read from the store one week at a time."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from assistant.domain.reads import Occurrence
from ui.desk import Desk

_WEEK = timedelta(days=7)
_MOST = 160  # weeks that are remembered: three years


class Book:
    """Remembers weeks, so that scrolling reads only what comes into view.

    `hides` tells which calendars are not to be seen.
    """

    def __init__(self, desk: Desk, hides: Callable[[str], bool] = lambda _: False) -> None:
        self._desk = desk
        self._hides = hides
        self._weeks: OrderedDict[date, Sequence[Occurrence]] = OrderedDict()

    def forget(self) -> None:
        """Read anew: something was changed."""
        self._weeks.clear()

    def between(self, first: date, last: date) -> list[Occurrence]:
        """Return what touches the days `first` to `last`, earliest first, each once."""
        begin = first - timedelta(days=first.weekday())
        found: dict[tuple[str, datetime], Occurrence] = {}
        while begin <= last:
            for one in self._week(begin):
                found.setdefault((one.event.id, one.start), one)
            begin += _WEEK
        low, high = self._midnight(first), self._midnight(last + timedelta(days=1))
        return [
            one
            for one in found.values()
            if one.start < high and (one.end > low or one.start >= low)
            if not self._hides(one.event.calendar)
        ]

    def _week(self, monday: date) -> Sequence[Occurrence]:
        if monday in self._weeks:
            self._weeks.move_to_end(monday)
        else:
            start, end = self._midnight(monday), self._midnight(monday + _WEEK)
            self._weeks[monday] = self._desk.reads.events(start, end)
            if len(self._weeks) > _MOST:
                self._weeks.popitem(last=False)
        return self._weeks[monday]

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._desk.clock.zone)
