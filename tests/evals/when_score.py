"""What one row of a corpus came to, and the tables made of many."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import NamedTuple


class Outcome(Enum):
    """How a row ended."""

    RIGHT = "right"
    MISS = "miss"
    APART = "apart"
    """The corpus is alone with its reading; said why, counted in neither way."""


class Row(NamedTuple):
    """One expectation and what was found."""

    corpus: str
    section: str
    kind: str
    text: str
    outcome: Outcome
    expected: str
    found: str
    why: str = ""


def table(rows: Iterable[Row], by: str) -> Iterator[str]:
    """A table of the rows by corpus and one more field ("section" or "kind")."""
    counts: dict[tuple[str, str], Counter[Outcome]] = defaultdict(Counter)
    for row in rows:
        counts[row.corpus, getattr(row, by)][row.outcome] += 1
    yield f"| corpus | {by} | right | of | % | apart |"
    yield "|---|---|---:|---:|---:|---:|"
    for (corpus, group), count in sorted(counts.items()):
        right, missed = count[Outcome.RIGHT], count[Outcome.MISS]
        share = 100 * right / max(1, right + missed)
        line = f"| {corpus} | {group} | {right} | {right + missed} | {share:.1f} |"
        yield f"{line} {count[Outcome.APART]} |"


def reasons(rows: Iterable[Row]) -> Iterator[str]:
    """How many rows were counted apart, by reason."""
    counted = Counter((row.corpus, row.why) for row in rows if row.outcome is Outcome.APART)
    yield "| corpus | counted apart because | rows |"
    yield "|---|---|---:|"
    for (corpus, why), count in sorted(counted.items()):
        yield f"| {corpus} | {why} | {count} |"
