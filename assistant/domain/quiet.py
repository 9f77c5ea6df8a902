"""Quiet hours: when reminders wait, but for those that insist."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta

_TIME = re.compile(r"\s*(\d{1,2}):(\d{2})\s*")
_HOURS = re.compile(r"\s*(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})\s*")


@dataclass(frozen=True, slots=True)
class Quiet:
    """From `start` to `end` on the wall clock, over midnight where `end` comes first."""

    start: time
    end: time

    def until(self, now: datetime) -> datetime | None:
        """Return when the quiet hours that `now` (aware, local) lies in are over, or None."""
        wall = now.time()
        over_night = self.end <= self.start
        inside = (
            wall >= self.start or wall < self.end if over_night else self.start <= wall < self.end
        )
        if not inside:
            return None
        day = now.date() + timedelta(days=over_night and wall >= self.start)
        return datetime.combine(day, self.end, now.tzinfo)


def time_of_day(text: str) -> time | None:
    """Return the time that "8:00" names; None for what names none."""
    found = _TIME.fullmatch(text)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def quiet_hours(text: str) -> Quiet | None:
    """Return the hours that "22:00-07:00" names; None for what names none."""
    found = _HOURS.fullmatch(text)
    if found is None:
        return None
    hours = [int(one) for one in found.groups()]
    if hours[0] > 23 or hours[2] > 23 or hours[1] > 59 or hours[3] > 59 or hours[:2] == hours[2:]:
        return None
    return Quiet(time(hours[0], hours[1]), time(hours[2], hours[3]))
