"""What a phrase names before anyone asks "which one": a series of periods on the calendar.

"Friday", "March", "3pm", "Christmas" come round for ever; "next week" comes once. Every series
can walk up from a moment (`after`: periods that end later) and down from it (`before`: periods
that have ended), so that "first", "next", "of", "after" need no knowledge of what they count.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Protocol
from zoneinfo import ZoneInfo

from assistant.when.grain import Grain
from assistant.when.parts import PARTS
from assistant.when.periods import RANK, Period, years_down, years_from

PATIENCE = 60
"""Outer periods searched for an inner one before giving up ("29 February on a Monday")."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and when the words are spoken: local wall time, zone, habits."""

    now: datetime
    zone: ZoneInfo
    region: str = "US"
    day_first: bool = False
    parts: Mapping[str, tuple[float, float, float]] = field(default_factory=lambda: PARTS)


class Series(Protocol):
    """Periods of one kind, in order."""

    @property
    def grain(self) -> Grain:
        """How fine its periods are."""
        ...

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Periods that end later than `moment`, upwards."""
        ...

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Periods that have ended by `moment`, downwards."""
        ...


class Once(ABC):
    """A series of one period: a base for whatever is tied to the present."""

    __slots__ = ()

    @abstractmethod
    def only(self, scene: Scene) -> Period:
        """The period."""

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        period = self.only(scene)
        if period.end > moment or period.start >= moment:
            yield period

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        period = self.only(scene)
        if not (period.end > moment or period.start >= moment):
            yield period


class Yearly(ABC):
    """A series told year by year."""

    __slots__ = ()

    @abstractmethod
    def of_year(self, year: int, scene: Scene) -> list[Period]:
        """The periods that begin in `year`, upwards."""

    def after(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Upwards; see `Series`."""
        for year in islice(years_from(moment.year - 1), PATIENCE):
            yield from (p for p in self.of_year(year, scene) if p.end > moment)

    def before(self, moment: datetime, scene: Scene) -> Iterator[Period]:
        """Downwards; see `Series`."""
        for year in islice(years_down(moment.year), PATIENCE):
            yield from (p for p in reversed(self.of_year(year, scene)) if p.end <= moment)


def rank(series: Series) -> int:
    """How coarse a series is: the place of its grain from second to year."""
    return RANK[series.grain]
