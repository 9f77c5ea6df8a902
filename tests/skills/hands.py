"""Calls a tool of ours with the user's words, over records in memory."""

from typing import Any

from assistant.agent.calling import Caller
from assistant.base.clock import FrozenClock
from assistant.domain.changes import Answer, Proposal, Record
from assistant.skill.registry import discover
from assistant.testing.memory import MemoryReads
from tests.assistant.skill.world import BERLIN, NOW

REGISTRY = discover()


def call(name: str, /, *records: Record, typed: str = "", **said: Any) -> Answer | Proposal:
    """Return what the tool called `name` makes of `said`."""
    clock = FrozenClock(NOW, BERLIN)
    caller = Caller(REGISTRY, MemoryReads(records, BERLIN), clock)
    return caller.run(caller.tool(name), said, typed)


def propose(name: str, /, *records: Record, typed: str = "", **said: Any) -> Proposal:
    """Return what the tool proposes."""
    found = call(name, *records, typed=typed, **said)
    assert isinstance(found, Proposal)
    return found


def answer(name: str, /, *records: Record, **said: Any) -> Answer:
    """Return what the tool answers."""
    found = call(name, *records, **said)
    assert isinstance(found, Answer)
    return found
