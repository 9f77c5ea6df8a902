"""Days, weeks and weekends, one after another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.when.grain import Grain
from assistant.when.periods import Period, floor, step
from assistant.when.series.base import Scene


@dataclass(frozen=True, slots=True)
class Every:
    """All days, weeks, months ... one after another."""

    grain: Grain

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:  # noqa: ARG002
        """Upwards; see `Series`."""
        start = floor(moment, self.grain)
        while start.year < 9990:
            yield Period(start, step(start, self.grain, 1))
            start = step(start, self.grain, 1)

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:  # noqa: ARG002
        """Downwards; see `Series`."""
        end = floor(moment, self.grain)
        while end.year > 2:
            start = step(end, self.grain, -1)
            yield Period(start, end)
            end = start


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Days of the week, Monday = 0: one ("Friday") or several ("a working day")."""

    days: frozenset[int]
    grain: Grain = "day"

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        return (p for p in Every("day").after(moment, scene) if p.start.weekday() in self.days)

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        return (p for p in Every("day").before(moment, scene) if p.start.weekday() in self.days)


@dataclass(frozen=True, slots=True)
class Weekend:
    """Saturday and Sunday, from Friday at 18:00 where a long one is meant."""

    grain: Grain = "day"

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        for week in Every("week").after(moment, scene):
            if week.end > moment:
                yield Period(week.start + timedelta(days=4, hours=18), week.end)

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        for week in Every("week").before(moment, scene):
            yield Period(week.start + timedelta(days=4, hours=18), week.end)


@dataclass(frozen=True, slots=True)
class Workweek:
    """Monday to Friday."""

    grain: Grain = "day"

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        for week in Every("week").after(moment, scene):
            if week.start + timedelta(days=5) > moment:
                yield Period(week.start, week.start + timedelta(days=5))

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        for week in Every("week").before(moment + timedelta(days=7), scene):
            if week.start + timedelta(days=5) <= moment:
                yield Period(week.start, week.start + timedelta(days=5))
