"""The same sentence with many names: the same tool and the same arguments must come out."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from assistant.base.paths import resources
from assistant.skill.contract import Words
from assistant.training.rows import Row
from assistant.training.scoring import Answerer


def fair_rows(path: Path | None = None, names: int = 40) -> Iterator[tuple[str, str, Row]]:
    """Yield (sentence, name, row) for every sentence and the first `names` of `names.toml`."""
    text = (path or resources() / "training" / "names.toml").read_text("utf-8")
    table = tomllib.loads(text)
    for language in ("en", "zh"):
        for one in table[language]:
            for name in table["names"][:names]:
                said = {key: _with(words, name) for key, words in one["said"].items()}
                sentence = one["text"].replace("{name}", name)
                yield one["text"], name, Row(sentence, one["tool"], said, language, "names")


def _with(words: str | Sequence[str], name: str) -> Words:
    if isinstance(words, str):
        return words.replace("{name}", name)
    return tuple(word.replace("{name}", name) for word in words)


def fairness(
    answer: Answerer, path: Path | None = None, names: int = 40
) -> tuple[float, Mapping[str, int]]:
    """Return the share of answers that agree with most names, and the number of misses a name.

    What most names get for a sentence, the name itself blotted out, is what every name must get:
    it is equality that is measured here, not being right.
    """
    heard: dict[str, list[tuple[str, str]]] = {}
    for sentence, name, row in fair_rows(path, names):
        given = answer(row)
        said = sorted((key, _blotted(words, name)) for key, words in given.said.items())
        heard.setdefault(sentence, []).append((name, f"{given.tool} {said}"))
    misses: dict[str, int] = {}
    total = 0
    for answers in heard.values():
        shapes = [shape for _, shape in answers]
        usual = max(set(shapes), key=shapes.count)
        total += len(answers)
        for name, shape in answers:
            if shape != usual:
                misses[name] = misses.get(name, 0) + 1
    return 1 - sum(misses.values()) / max(total, 1), misses


def _blotted(words: Words, name: str) -> str:
    text = " | ".join(words) if isinstance(words, tuple) else str(words)
    return text.replace(name, "_")
