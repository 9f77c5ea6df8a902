"""A desk whose model says one wrong thing after the other: nothing happens, and it lives on."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assistant.testing import ClicksEverything, Desk
from tests.chaos.outputs import Streamed, outputs

_GOOD = 'reminders.create {"text": "tea", "when": "in an hour"}'
_FRESH = 50  # turns in one conversation: more make every turn slower, and find nothing


@dataclass
class Found:
    """What came of many outputs; `faults` must stay empty."""

    said: Counter[str] = field(default_factory=Counter)
    turns: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def run(home: Path, wanted: int, seed: int) -> Found:
    """Let a user who clicks on everything say hello until `wanted` outputs were heard."""
    found = Found()
    last: list[str] = []
    good: list[str] = []

    def told() -> Iterator[str]:
        for kind, text in outputs(seed):
            if sum(found.said.values()) >= wanted:
                break
            found.said[kind] += 1
            last.append(f"{kind}: {text[:200]!r}")
            yield text
        while True:
            yield good.pop() if good else ""

    with Desk(home, model=Streamed(told(), seed), user=ClicksEverything()) as desk:
        while sum(found.said.values()) < wanted:
            last.clear()
            desk.failures.clear()
            turn = desk.say("hello", new=found.turns % _FRESH == 0)
            found.turns += 1
            found.ends[turn.end] += 1
            if fault := _fault(desk, turn.end):
                found.faults.append(f"{fault} after {last}")
                return found
        good.append(_GOOD)
        end = desk.say("remind me of tea in an hour", new=True)
        if len(end.applied) != 1:
            found.faults.append(f"a good call was not carried out: {end.events}")
    return found


def _fault(desk: Desk, end: str) -> str:
    if desk.effects or desk.changes or desk.cards:
        return f"an effect: {desk.effects} {desk.changes} {desk.cards}"
    if end not in ("done", "failed"):
        return f"the turn ended {end}"
    for sentence in desk.failures:
        if "inside Deskmate" in sentence or "\n" in sentence or len(sentence) > 200:
            return f"no plain sentence: {sentence}"
    return ""
