"""How right answers are: tool, refusal, words of arguments, whole calls; by language and source."""

import re
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.skill.contract import Words
from assistant.training.rows import Row

# Words at the edges that change nothing of what is meant.
_SMALL = re.compile(r"^(on|at|for|to|in|the|a|an|from|my|until|by|about)\s+")


@dataclass(frozen=True, slots=True)
class Given:
    """What was answered to a row; `tool` is "" where nothing was called."""

    tool: str
    said: Mapping[str, Words]
    seconds: float


Answerer = Callable[[Row], Given]
Tools = Mapping[str, frozenset[str]]
"""Every tool with the arguments that it cannot do without."""


@dataclass(slots=True)
class Score:
    """Counts of right answers: {measure: [right or wrong, ...]}."""

    found: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    seconds: list[float] = field(default_factory=list)
    taken_for: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))

    def add(self, row: Row, given: Given, tools: Tools) -> None:
        """Count one answer; a tool that does not exist must be refused like talk.

        Of a `partial` row only those words are compared that it names.
        """
        wanted = row.tool if row.tool in tools else ""
        self.seconds.append(given.seconds)
        self.taken_for[wanted, given.tool] += 1
        right = given.tool == wanted
        if not wanted:
            self.found["refused"].append(right)
            return
        self.found["tool"].append(right)
        if row.named:
            return
        said = given.said
        if row.partial:
            said = {name: words for name, words in said.items() if name in row.said}
        words = compared(row.said, said) if right else [False] * max(1, len(row.said))
        self.found["argument words"] += words
        self.found["whole call"].append(right and all(words))
        if right and not row.partial and (missing := tools[row.tool] - row.said.keys()):
            self.found["asked"].append(not missing & given.said.keys())

    def rates(self) -> dict[str, float]:
        """Return every measure from 0 to 1, and the median and 95th percentile of seconds."""
        rates = {name: sum(found) / len(found) for name, found in sorted(self.found.items())}
        ordered = sorted(self.seconds)
        if ordered:
            rates["seconds p50"] = statistics.median(ordered)
            rates["seconds p95"] = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        return rates

    def counts(self) -> dict[str, int]:
        """Return how many answers stand behind each measure."""
        return {name: len(found) for name, found in sorted(self.found.items())}


def compared(wanted: Mapping[str, Words], said: Mapping[str, Words]) -> list[bool]:
    """Return for each argument that is wanted or was given whether its words are right."""
    return [plain(wanted.get(name, "")) == plain(said.get(name, "")) for name in {*wanted, *said}]


def plain(words: Words) -> tuple[str, ...]:
    """Return words without case, small words at the beginning, and the order of people."""
    many = words if isinstance(words, tuple) else (str(words),)
    return tuple(sorted(_bare(one) for one in many if one))


def _bare(words: str) -> str:
    bare = words.casefold().strip(" .,!?。，！？")
    while (cut := _SMALL.sub("", bare)) != bare:
        bare = cut
    return bare


def measured(
    rows: Iterable[Row],
    answer: Answerer,
    tools: Tools,
    tell: Callable[[int], None] = lambda _: None,
) -> dict[tuple[str, str], Score]:
    """Return a score for every (source, language); turns in context count by themselves."""
    scores: dict[tuple[str, str], Score] = defaultdict(Score)
    for number, row in enumerate(rows, 1):
        source = f"{row.source}, in context" if row.before else row.source
        scores[source, row.language].add(row, answer(row), tools)
        tell(number)
    return dict(scores)


def together(scores: Sequence[Score]) -> Score:
    """Return the sum of several scores."""
    total = Score()
    for one in scores:
        for name, found in one.found.items():
            total.found[name] += found
        for pair, times in one.taken_for.items():
            total.taken_for[pair] += times
        total.seconds += one.seconds
    return total


def table(scores: Mapping[tuple[str, str], Score]) -> str:
    """Return the scores as a Markdown table, with how many answers each number rests on."""
    measures = ("tool", "refused", "argument words", "whole call", "asked")
    lines = ["| source | language | " + " | ".join(measures) + " | s p50 | s p95 |"]
    lines.append("|" + " --- |" * (len(measures) + 4))
    for (source, language), score in sorted(scores.items()):
        rates, counts = score.rates(), score.counts()
        cells = [
            f"{100 * rates[name]:.1f} % of {counts[name]}" if name in rates else ""
            for name in measures
        ]
        times = [f"{rates.get(name, 0):.2f}" for name in ("seconds p50", "seconds p95")]
        lines.append(f"| {' | '.join([source, language, *cells, *times])} |")
    return "\n".join(lines)
