"""What comes round every day: times and parts of day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.when.grain import Grain
from assistant.when.periods import FIXED, Period
from assistant.when.series.base import Scene
from assistant.when.series.days import Every


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day, every day. With `twelve` the half of the day was not said (3:20)."""

    hour: int
    minute: int = 0
    second: int = 0
    twelve: bool = False
    grain: Grain = "hour"

    def times(self) -> tuple[timedelta, ...]:
        """Offsets from midnight, upwards."""
        plain = timedelta(hours=self.hour, minutes=self.minute, seconds=self.second)
        if not self.twelve:
            return (plain,)
        early = plain - timedelta(hours=12) if self.hour == 12 else plain
        return (early, early + timedelta(hours=12))

    def length(self) -> timedelta:
        """How long a time told at this grain lasts."""
        return FIXED[self.grain]

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        length = self.length()
        for day in Every("day").after(moment - timedelta(days=1), scene):
            for offset in self.times():
                if day.start + offset + length > moment:
                    yield Period(day.start + offset, day.start + offset + length)

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        length = self.length()
        for day in Every("day").before(moment + timedelta(days=1), scene):
            for offset in reversed(self.times()):
                if day.start + offset + length <= moment:
                    yield Period(day.start + offset, day.start + offset + length)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day by name, looked up in the scene's table; hours may pass 24."""

    name: str
    edge: str = ""
    """"early" or "late": the first or last stretch of it."""
    grain: Grain = "hour"

    def hours(self, scene: Scene) -> tuple[float, float]:
        """First and last hour."""
        first, last, _ = scene.parts[self.name]
        if self.edge == "early":
            return first, min(last, first + max(2.0, (last - first) * 0.75 if first == 0 else 2.0))
        if self.edge == "late":
            return max(first, last - max(2.0, (last - first) / 2)), last
        return first, last

    def _on(self, day: datetime, scene: Scene) -> Period:
        first, last = self.hours(scene)
        return Period(day + timedelta(hours=first), day + timedelta(hours=last))

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        for day in Every("day").after(moment - timedelta(days=2), scene):
            period = self._on(day.start, scene)
            if period.end > moment:
                yield period

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        for day in Every("day").before(moment + timedelta(days=1), scene):
            period = self._on(day.start, scene)
            if period.end <= moment:
                yield period
