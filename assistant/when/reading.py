"""The two records that the room hands out: what was meant, and where it was said."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from assistant.when.grain import Grain
from assistant.when.periods import step

Kind = Literal["instant", "interval", "duration", "recurrence"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One meaning of a phrase.

    `start` and `end` are naive local wall times in the zone that was asked for; `end` is
    exclusive. An open interval lacks the end that was left open ("since May", "until 5").
    `rrule` is an RFC 5545 section 3.3.10 value whose first occurrence is `start`.
    """

    kind: Kind
    start: datetime | None
    end: datetime | None
    grain: Grain
    rrule: str | None = None
    duration: timedelta | None = None
    past: bool = False
    at: datetime | None = None
    """The one moment meant where a span was named: 19:00 for "this evening", the day that is the
    last for "by Friday", the time for "by 5pm"."""
    holiday: str | None = None
    duration_iso: str | None = None
    """ISO 8601 duration as said: "P1M" for a month, which no timedelta can tell."""

    @property
    def until(self) -> datetime | None:
        """Where it is over: the end that was said, or that of the day, week, month ... named."""
        if self.end is not None or self.start is None or self.kind != "instant":
            return self.end
        return step(self.start, self.grain, 1)

    @property
    def moment(self) -> datetime | None:
        """The single local time to act on: `at` where there is one, else the start or the end."""
        return self.at or self.start or self.end


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase that speaks of time, `text[start:end]`, and what it may mean, best first."""

    start: int
    end: int
    text: str
    readings: tuple[Reading, ...]
