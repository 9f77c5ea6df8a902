"""The first step: everything that can be learned from, in one folder with a card.

DATA/train.jsonl dev.jsonl test.jsonl card.md
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from assistant.base.errors import UsageError
from assistant.skill.contract import Words
from assistant.skill.registry import Registry
from assistant.training.corpora import LICENCES, corpus_rows
from assistant.training.fitting import Unfit, fitted
from assistant.training.generate import generated
from assistant.training.rows import Row, dealt, distinct, write_rows

PARTS = ("train", "dev", "test")


@dataclass(frozen=True, slots=True)
class Sources:
    """Where lessons come from. `each`: sentences a template; `most`: rows a corpus and tool.

    `corpora` are (format, path); `held_out` are measured with and never trained on; `mine` are
    the user's own approved turns, given only with their consent.
    """

    each: int = 40
    most: int = 1_000_000
    seed: int = 1
    corpora: Sequence[tuple[str, Path]] = ()
    held_out: Sequence[tuple[str, Path]] = ()
    mine: Sequence[Row] = ()
    templates: Path | None = None


def collect(registry: Registry, sources: Sources, out: Path) -> "Counter[str]":
    """Write the folder; return how many rows of each part there are and what was left out.

    Raises `UsageError` where nothing, or one kind of sentence only, was found.
    """
    counts: Counter[str] = Counter()
    rows = list(_all(registry, sources, counts))
    if len({row.tool for row in rows if row.split == "train"}) < 2:
        raise UsageError(
            "There is nothing to learn: all sentences are of one kind.",
            hint="Add sentences of other kinds with --corpus or resources/training.",
        )
    out.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        own = [row for row in rows if row.split == part]
        counts[part] = len(own)
        write_rows(own, out / f"{part}.jsonl")
    (out / "card.md").write_text(card(rows, counts, sources), "utf-8")
    return counts


def _all(registry: Registry, sources: Sources, counts: "Counter[str]") -> Iterator[Row]:
    # What is held out comes first: where a sentence stands twice, the first one is kept.
    held = list(_corpora(registry, sources.held_out, counts))
    measured = {id(row) for row in held}
    corpora = _corpora(registry, sources.corpora, counts)
    own = chain(
        sources.mine,
        skill_rows(registry, counts),
        generated(registry, sources.each, sources.seed, counts, sources.templates),
    )
    kept = distinct(chain(held, own, corpora), counts)
    parted = [(row, id(row) in measured) for row in kept]
    for row, measuring in _capped(parted, sources, counts):
        yield replace(row, split="test") if measuring else next(dealt([row]))


def _corpora(
    registry: Registry, named: Iterable[tuple[str, Path]], counts: "Counter[str]"
) -> Iterator[Row]:
    for form, path in named:
        yield from corpus_rows(registry, form, path, counts)


def _capped(
    rows: Sequence[tuple[Row, bool]], sources: Sources, counts: "Counter[str]"
) -> Iterator[tuple[Row, bool]]:
    """Yield at most `most` rows of a corpus and tool, chosen by the seed; ours and measured all."""
    piles: dict[tuple[str, str], list[tuple[Row, bool]]] = defaultdict(list)
    for row, measuring in rows:
        if measuring or row.source not in LICENCES:
            yield row, measuring
        else:
            piles[row.source, row.tool].append((row, measuring))
    for (source, tool), pile in sorted(piles.items()):
        random.Random(f"{sources.seed} {source} {tool}").shuffle(pile)  # noqa: S311 - no secret
        counts["over the limit"] += max(0, len(pile) - sources.most)
        yield from pile[: sources.most]


def skill_rows(registry: Registry, counts: "Counter[str]") -> Iterator[Row]:
    """Yield the skills' own examples."""
    for tool in registry.tools():
        for one in tool.examples:
            language = "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in one.text) else "en"
            try:
                said = fitted(tool, one.text, _pairs(one.said), language)
            except Unfit as reason:
                counts[f"unfit {tool.name} {reason}"] += 1
                continue
            yield Row(one.text, tool.name, said, language, "skills", f"skills/{one.text}")


def _pairs(said: object) -> Iterator[tuple[str, str]]:
    words: Words
    for name, words in dict(said).items():  # type: ignore[call-overload]
        for word in words if isinstance(words, tuple) else (words,):
            yield name, str(word)


def card(rows: Sequence[Row], counts: "Counter[str]", sources: Sources) -> str:
    """Return the data card in Markdown: what is in it, what was left out, whose it is."""
    used = sorted({row.source for row in rows})
    left_out = {name: number for name, number in sorted(counts.items()) if name not in PARTS}
    tools = sorted({row.tool for row in rows})
    return "\n".join(
        [
            "# Training data",
            "",
            f"Seed {sources.seed}, {sources.each} sentences a template. Parted by groups of equal "
            "meaning (a template, or a sentence without its values), so that none is in two parts.",
            "",
            _table(["part", "rows"], [[part, str(counts[part])] for part in PARTS]),
            "",
            _table(
                ["tool", "English", "Chinese", "name only"],
                [
                    [
                        tool or "(none: talk)",
                        str(sum(row.tool == tool and row.language == "en" for row in rows)),
                        str(sum(row.tool == tool and row.language == "zh" for row in rows)),
                        str(sum(row.tool == tool and row.named for row in rows)),
                    ]
                    for tool in tools
                ],
            ),
            "",
            _table(
                ["source", "rows", "licence"],
                [
                    [
                        name,
                        str(sum(row.source == name for row in rows)),
                        LICENCES.get(name, "this project"),
                    ]
                    for name in used
                ],
            ),
            "",
            _table(["left out because", "sentences"], [[n, str(c)] for n, c in left_out.items()]),
            "",
        ]
    )


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
