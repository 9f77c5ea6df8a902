"""Which arguments a small model is asked about at all.

Whether an optional argument belongs into a call is the decision that a small model gets wrong most
often. What code has found in the user's words must go in; what every example alike has must, too;
what none of them has is left out. Only in between is the model asked.
"""

import json
from collections.abc import Sequence
from dataclasses import replace

from assistant.llm.model import Slot, ToolSpec

_ENOUGH = 3  # examples from which anything is concluded


def settled(tool: ToolSpec, typed: str) -> ToolSpec:
    """Return `tool` with optional arguments made required or left out, for the words `typed`."""
    shown = [_arguments(call) for _, call in tool.examples]
    # What a required argument must take is not there for another one.
    given = frozenset(
        slot.choices[0] for slot in tool.slots if slot.required and len(slot.choices) == 1
    )
    slots = (_settled(slot, shown, given, typed) for slot in tool.slots)
    return replace(tool, slots=tuple(slot for slot in slots if slot is not None))


def _settled(
    slot: Slot, shown: Sequence[frozenset[str]], given: frozenset[str], typed: str
) -> Slot | None:
    if slot.required or slot.kind != "string":
        return slot
    if slot.choices and given.issuperset(slot.choices):
        return None
    if not slot.many and len(slot.choices) == 1 and slot.choices[0] in typed:
        return replace(slot, required=True)
    if len(shown) < _ENOUGH:
        return slot
    times = sum(slot.name in names for names in shown)
    return replace(slot, required=times == len(shown)) if times else None


def _arguments(call: str) -> frozenset[str]:
    _, _, body = call.partition(" ")
    return frozenset(json.loads(body or "{}"))
