"""Values that are no series: an interval between two of them, and a repetition."""

from dataclasses import dataclass

from assistant.when.grain import Grain
from assistant.when.length import Length
from assistant.when.series import Series


@dataclass(frozen=True, slots=True)
class Range:
    """From `first` to `last`; one of them may be missing (open) or be told by a length.

    `through`: the last period belongs to it ("July 13 to 15"), as opposed to "before the 15th".
    `after`: it begins when the first period is over ("after May").
    """

    first: Series | None = None
    last: Series | None = None
    length: Length | None = None
    through: bool = True
    after: bool = False
    grain: Grain | None = None
    back: bool = False
    """It began before now: "since Monday"."""
    deadline: bool = False
    """It is the end that matters: "by Friday"."""

    @property
    def begin(self) -> Series:
        """`first`, where there is one; raises `ValueError` where it was left open."""
        if self.first is None:
            raise ValueError("an interval without a beginning")
        return self.first

    @property
    def finish(self) -> Series:
        """`last`, where there is one; raises `ValueError` where it was left open."""
        if self.last is None:
            raise ValueError("an interval without an end")
        return self.last


@dataclass(frozen=True, slots=True)
class Units:
    """A number of whole calendar units after or before the present one: "next three weeks"."""

    unit: Grain
    count: int
    workdays: bool = False
    rolling: bool = False
    """Rather counted from today than in calendar units: 过去十年."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repetition in the terms of RFC 5545 section 3.3.10, and the times of day it falls on."""

    freq: str
    interval: int = 1
    parts: tuple[tuple[str, str], ...] = ()
    """Further rule parts in order, e.g. ("BYDAY", "MO,TU")."""
    at: Series | None = None
    """Time of day."""
    start: Series | None = None
    to: Series | None = None
    """Where each occurrence ends, if that was said."""
    each: Length | None = None
    """How long each occurrence takes, if that was said."""
    scale: str | None = None
    """Another calendar than the Gregorian (RFC 7529 RSCALE)."""
    until: Series | None = None
    count: int | None = None
    length: Length | None = None
    """How long the series goes on: "daily for two weeks"."""
    grain: Grain = "day"

    def part(self, name: str) -> str | None:
        """The value of a rule part, if there is one."""
        return dict(self.parts).get(name)


Value = Series | Range | Units | Repeat | Length
