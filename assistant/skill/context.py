"""The window a skill looks through: it can read everything and touch nothing."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant.base.clock import Clock, FrozenClock
from assistant.domain.free import Hours
from assistant.domain.reads import Reads


def fresh_id() -> str:
    """Return a new name for a record: 96 random bits, so that two computers never collide."""
    return secrets.token_hex(12)


@dataclass(frozen=True, slots=True)
class Context:
    """What the core lends to a tool for one call."""

    clock: Clock
    reads: Reads
    locale: str = "en"
    typed: str = ""
    """The words of the turn, as the user typed them."""
    ids: list[str] = field(default_factory=list)
    """Names to hand out before fresh ones: an edited card keeps the names of its records."""
    hours: Hours = field(default_factory=Hours)
    """When the user works."""

    @property
    def zone(self) -> ZoneInfo:
        """The user's time zone."""
        return self.clock.zone

    def at(self, moment: datetime) -> "Context":
        """Return the same view as it was at `moment`, for words that were typed then."""
        return replace(self, clock=FrozenClock(moment, self.zone))

    def new_id(self) -> str:
        """Return a name for a new record."""
        return self.ids.pop(0) if self.ids else fresh_id()
