"""Answers that are kept as they come, so that a measuring that was broken off goes on."""

import hashlib
import json
from pathlib import Path

from assistant.training.rows import Row
from assistant.training.scoring import Answerer, Given


class Remembered:
    """An answerer that asks another one only for what it has not answered yet."""

    def __init__(self, answer: Answerer, folder: Path, label: str) -> None:
        """`label` names the weights: other weights have another file in `folder`."""
        self._answer = answer
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"{hashlib.sha256(label.encode()).hexdigest()[:16]}.jsonl"
        self._known = dict(map(_read, _lines(self._path)))

    def __call__(self, row: Row) -> Given:
        """Return the answer to `row`."""
        key = json.dumps([row.text, row.before, row.language], ensure_ascii=False)
        if key not in self._known:
            given = self._answer(row)
            self._known[key] = given
            with self._path.open("a", encoding="utf-8") as file:
                told = [key, given.tool, dict(given.said), given.seconds]
                file.write(json.dumps(told, ensure_ascii=False) + "\n")
        return self._known[key]


def _lines(path: Path) -> list[str]:
    """Return the whole lines of a file; one that was cut off is no answer."""
    if not path.is_file():
        return []
    text = path.read_text("utf-8")
    return text[: text.rfind("\n") + 1].splitlines()


def _read(line: str) -> tuple[str, Given]:
    key, tool, said, seconds = json.loads(line)
    words = {name: tuple(one) if isinstance(one, list) else one for name, one in said.items()}
    return key, Given(tool, words, seconds)
