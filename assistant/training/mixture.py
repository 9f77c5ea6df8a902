"""Which rows are taught, and how often: every kind has its share, rare tools are not drowned."""

import random
from collections import defaultdict
from collections.abc import Sequence

from assistant.training.rows import Row

OWN = frozenset({"templates", "follow-ups", "skills", "mine"})
# Shares of a hundred: corpora with and without context, our own sentences by language.
_SHARES = {
    "corpus tool": 25,
    "corpus talk": 10,
    "corpus tool in context": 13,
    "corpus talk in context": 4,
    "own en tool": 10,
    "own en talk": 2,
    "own zh tool": 22,
    "own zh talk": 7,
    "follow-ups": 7,
}


def kind_of(row: Row) -> str:
    """Return the name of the pile that a row belongs to."""
    what = "tool" if row.tool else "talk"
    if row.source in OWN:
        return "follow-ups" if row.before else f"own {row.language} {what}"
    return f"corpus {what}{' in context' if row.before else ''}"


def mixed(rows: Sequence[Row], wanted: int, seed: int) -> list[Row]:
    """Return `wanted` rows drawn by share; within a kind a tool counts by the root of its rows.

    No row comes a second time before all of its tool have come.
    """
    dice = random.Random(seed)  # noqa: S311 - no secret
    piles: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        piles[kind_of(row)][row.tool].append(row)
    kinds = sorted(piles)
    shares = [_SHARES.get(kind, 10) for kind in kinds]
    left: dict[tuple[str, str], list[Row]] = {}
    found = []
    for kind in dice.choices(kinds, shares, k=wanted):
        tools = sorted(piles[kind])
        tool = dice.choices(tools, [len(piles[kind][one]) ** 0.5 for one in tools])[0]
        pile = left.get((kind, tool)) or dice.sample(piles[kind][tool], len(piles[kind][tool]))
        found.append(pile.pop())
        left[kind, tool] = pile
    return found
