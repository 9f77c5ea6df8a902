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
    yield f"| corpus | {by} | right | of | % | apart | % with those as wrong |"
    yield "|---|---|---:|---:|---:|---:|---:|"
    for (corpus, group), count in sorted(counts.items()):
        right, judged = count[Outcome.RIGHT], count[Outcome.RIGHT] + count[Outcome.MISS]
        share, strict = _percent(right, judged), _percent(right, count.total())
        line = f"| {corpus} | {group} | {right} | {judged} | {share} |"
        yield f"{line} {count[Outcome.APART]} | {strict} |"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "-"


def share(rows: Iterable[Row], corpus: str, *sections: str) -> float:
    """The right rows of some sections in percent of those that were judged."""
    outcomes = Counter(
        row.outcome for row in rows if row.corpus == corpus and row.section.startswith(sections)
    )
    right, missed = outcomes[Outcome.RIGHT], outcomes[Outcome.MISS]
    return 100 * right / max(1, right + missed)


def reasons(rows: Iterable[Row]) -> Iterator[str]:
    """How many rows were counted apart, by reason."""
    counted = Counter((row.corpus, row.why) for row in rows if row.outcome is Outcome.APART)
    yield "| corpus | counted apart because | rows |"
    yield "|---|---|---:|"
    for (corpus, why), count in sorted(counted.items()):
        yield f"| {corpus} | {why} | {count} |"
