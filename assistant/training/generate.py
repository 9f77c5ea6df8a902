"""Sentences of our own: templates x values x noise, from `resources/training/{en,zh}*.toml`."""

import random
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.base.paths import resources
from assistant.skill.registry import Registry
from assistant.training.fitting import Unfit, fitted
from assistant.training.marks import Marked, fill, read_marks
from assistant.training.rows import Row

LANGUAGES = ("en", "zh")
_TRIES = 3  # a template without lists gives the same sentence again; noise makes a few more


@dataclass(frozen=True, slots=True)
class _Source:
    language: str
    lists: Mapping[str, list[str]]
    noise: Mapping[str, list[str]]


def generated(
    registry: Registry, each: int, seed: int, counts: "Counter[str]", folder: Path | None = None
) -> Iterator[Row]:
    """Yield up to `each` sentences a template, the same for the same seed."""
    for language in LANGUAGES:
        paths = sorted((folder or resources() / "training").glob(f"{language}*.toml"))
        tables = [tomllib.loads(path.read_text("utf-8")) for path in paths]
        common = _values(tables)
        noise = next(table["noise"] for table in tables if "noise" in table)
        for table in tables:
            lists = {**common, **table.get("values", {})}
            source = _Source(language, lists, noise)
            for tool in table["tool"]:
                yield from _of_tool(registry, tool, source, (each, seed), counts)


def _values(tables: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return the lists of all files; of two that are called alike, that of the first file."""
    found: dict[str, list[str]] = {}
    for table in tables:
        found = {**table.get("values", {}), **found}
    return found


def _of_tool(
    registry: Registry,
    tool: Mapping[str, Any],
    source: _Source,
    size: tuple[int, int],
    counts: "Counter[str]",
) -> Iterator[Row]:
    each, seed = size
    known = {one.name for one in registry.tools()}
    name, named = tool["name"], bool(tool.get("named"))
    for template in dict.fromkeys([*tool.get("templates", ()), *tool.get("turns", ())]):
        dice = random.Random(f"{seed} {source.language} {name} {template}")  # noqa: S311 - no secret
        seen: set[str] = set()
        for _ in range(each if "{" in template else min(each, _TRIES)):
            filled = fill(template, source.lists, dice)
            noisy = filled if "turns" in tool else _noisy(filled, source, dice)
            marked = read_marks(noisy)
            row = Row(
                text=marked.text,
                tool=name,
                language=source.language,
                source="follow-ups" if marked.before else "templates",
                before=marked.before,
                group=f"{source.language}/{name}/{template}",
                named=named or (name != "" and name not in known),
            )
            if marked.text in seen:
                continue
            seen.add(marked.text)
            try:
                yield row if row.named or not name else _taught(registry, row, marked)
            except Unfit as reason:
                counts[f"unfit {name} {reason}"] += 1


def _taught(registry: Registry, row: Row, marked: Marked) -> Row:
    earlier = [text for role, text in row.before if role == "user"]
    tool = registry.tool(row.tool)
    return replace(row, said=fitted(tool, row.text, marked.said, row.language, earlier=earlier))


def _noisy(sentence: str, source: _Source, dice: random.Random) -> str:
    """Return the marked sentence as people type it: with politeness, in small letters, and so on.

    Noise stands outside the marks; small letters are small in the arguments too.
    """
    noise = source.noise
    if dice.random() < 0.22:
        sentence = dice.choice(noise["before"] or [""]) + sentence
    if dice.random() < 0.08:
        sentence += dice.choice(noise["after"] or [""])
    if dice.random() < 0.25:
        sentence += dice.choice(noise["end"] or [""])
    roll = dice.random()
    if source.language == "en" and roll < 0.25:
        return sentence.lower()
    if source.language == "en" and roll < 0.6:
        return _capital(sentence)
    return sentence


def _capital(sentence: str) -> str:
    """Return the sentence with a capital first letter, inside a mark too."""
    for at, letter in enumerate(sentence):
        if letter == "<":
            start = sentence.index("|", at) + 1
            return sentence[:start] + sentence[start].upper() + sentence[start + 1 :]
        if letter.isalpha():
            return sentence[:at] + letter.upper() + sentence[at + 1 :]
    return sentence
