"""A small world for tests and for authors of skills; the program never imports it."""

from assistant.testing.desk import MONDAY, Desk, Effect, TurnRecord
from assistant.testing.memory import MemoryReads
from assistant.testing.script import Script
from assistant.testing.users import Absent, Careful, ClicksEverything, User

__all__ = [
    "MONDAY",
    "Absent",
    "Careful",
    "ClicksEverything",
    "Desk",
    "Effect",
    "MemoryReads",
    "Script",
    "TurnRecord",
    "User",
]
