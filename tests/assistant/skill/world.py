"""A context over records in memory, on a Monday morning in Berlin."""

from datetime import datetime
from zoneinfo import ZoneInfo

from assistant.base.clock import FrozenClock
from assistant.domain.changes import Record
from assistant.skill.context import Context
from assistant.testing.memory import MemoryReads

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 10, tzinfo=BERLIN)


def context(*records: Record, typed: str = "", locale: str = "en") -> Context:
    """Return a context that knows `records`."""
    return Context(FrozenClock(NOW, BERLIN), MemoryReads(records, BERLIN), locale, typed)


def at(text: str) -> datetime:
    """Return a moment in Berlin."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)
