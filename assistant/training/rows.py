"""What is learned from: one sentence, the tool it asks for, and the words of its arguments."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from assistant.base.errors import UsageError
from assistant.llm.adapters import TALK, Turn
from assistant.skill.contract import Words, call_text

Split = Literal["train", "dev", "test"]
_SIGNS = re.compile(r"[\s.,;:!?。，！？；：、'\"“”‘’…-]+")
_HELD_OUT = 100  # groups are dealt by their hash: 5 of a hundred to dev, 7 to test


@dataclass(frozen=True, slots=True)
class Row:
    """One lesson. `tool` is "" where none fits.

    `named`: only the tool's name is taught, since its arguments are not known (an outside corpus
    lacks them) or the tool does not exist yet. `partial`: what is said is right, but there may be
    more; how the call ends is not taught. `before` are the turns that were said before. `group`
    holds rows that mean the same: a group is never parted between training and measuring. `wrong`:
    this call is what the sentence does not ask for; it is taught to be unlikely.
    """

    text: str
    tool: str
    said: Mapping[str, Words] = field(default_factory=dict)
    language: str = "en"
    source: str = ""
    group: str = ""
    named: bool = False
    split: Split = "train"
    before: tuple[Turn, ...] = ()
    partial: bool = False
    wrong: bool = False

    @property
    def call(self) -> str:
        """Return what the model shall write; only its beginning where the rest is not known."""
        if self.named:
            return f"{self.tool} {{"
        return call_text(self.tool or TALK, self.said)


def key_of(text: str) -> str:
    """Return what is left of a sentence without case, spaces and signs."""
    return _SIGNS.sub("", text.casefold())


def split_of(group: str) -> Split:
    """Return where a group belongs, always the same on every computer."""
    number = int(hashlib.sha256(group.encode()).hexdigest()[:8], 16) % _HELD_OUT
    return "dev" if number < 5 else "test" if number < 12 else "train"


def distinct(rows: Iterable[Row], counts: "Counter[str]") -> Iterator[Row]:
    """Yield each sentence once; one that stands with two tools is contradictory and left out."""
    found: dict[str, Row] = {}
    clashes: set[str] = set()
    for row in rows:
        key = key_of(" ".join([*(text for _, text in row.before), row.text]))
        if not key_of(row.text):
            counts["empty"] += 1
        elif key not in found or found[key].wrong:
            found[key] = row
        elif row.wrong or (found[key].source == "mine" and row.source != "mine"):
            counts["known better"] += 1
        elif found[key].tool != row.tool:
            clashes.add(key)
            counts["contradictory"] += 1
        else:
            counts["duplicate"] += 1
    yield from (row for key, row in found.items() if key not in clashes)


def dealt(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the rows with the part that their group belongs to; what is wrong is only taught."""
    for row in rows:
        part = "train" if row.wrong else split_of(row.group or key_of(row.text))
        yield replace(row, split=part)


def write_rows(rows: Iterable[Row], path: Path) -> None:
    """Write JSON lines; the file appears whole or not at all."""
    partial = path.with_suffix(".new")
    with partial.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
    partial.replace(path)


def read_rows(path: Path) -> list[Row]:
    """Read what `write_rows` wrote; raises `UsageError` for anything else."""
    try:
        return [_row(json.loads(line)) for line in path.read_text("utf-8").splitlines() if line]
    except OSError as error:
        raise UsageError(
            "There is no training data in {folder}.",
            hint="Make it with: deskmate collect --out {folder}",
            folder=path.parent,
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            "{file} does not hold rows of training data.",
            hint="Make it again with: deskmate collect --out {folder}",
            file=path.name,
            folder=path.parent,
        ) from error


def _row(found: dict[str, Any]) -> Row:
    said = {
        name: tuple(words) if isinstance(words, list) else words
        for name, words in found.pop("said").items()
    }
    before = tuple((role, text) for role, text in found.pop("before", ()))
    return Row(said=said, before=before, **found)
