"""What became of a file that was taken in."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Status: TypeAlias = Literal["imported", "duplicate", "quarantined"]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many things were in it, and why one could not be read."""

    status: Status
    items: int
    reason: str = ""
