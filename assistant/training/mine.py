"""What the user corrected, as lessons: kept only with their consent, masked, theirs to delete.

HOME/training/lessons.jsonl     one lesson a line

A card that was approved says that sentence, tool and words belong together; where it was edited
before, the edited words count, as far as they stand in the sentence. A card that was declined, or
a change that was undone soon after, says that this call is not what the sentence asks for; where
the user then said it otherwise and let it be done, that is what the first sentence meant.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from assistant.base.errors import ToolError
from assistant.base.lanes import Lock
from assistant.skill.contract import Words
from assistant.skill.registry import Registry
from assistant.training.fitting import Unfit, fitted
from assistant.training.rows import Row


class How(StrEnum):
    """What the user did; the last two say that the call was wrong."""

    APPROVED = "approved"
    EDITED = "edited"
    AGAIN = "again"
    DECLINED = "declined"
    UNDONE = "undone"


_WRONG = frozenset({How.DECLINED, How.UNDONE})


@dataclass(frozen=True, slots=True)
class Note:
    """One lesson, private words masked already; `day` is a date in ISO 8601."""

    id: str
    day: str
    how: How
    text: str
    tool: str
    said: Mapping[str, Words]

    @property
    def wrong(self) -> bool:
        """Whether the call is what the sentence does not ask for."""
        return self.how in _WRONG


class Notes:
    """The file of a user's lessons; safe under threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()

    def all(self) -> list[Note]:
        """Return the lessons, oldest first; lines that cannot be read are none."""
        try:
            lines = self._path.read_text("utf-8").splitlines()
        except OSError:
            return []
        return [note for note in map(_read, lines) if note is not None]

    def put(self, note: Note) -> None:
        """Keep a lesson, in the place of one with its id."""
        with self._lock:
            self._write([*(one for one in self.all() if one.id != note.id), note])

    def forget(self, key: str) -> None:
        """Delete one lesson."""
        with self._lock:
            self._write([one for one in self.all() if one.id != key])

    def clear(self) -> None:
        """Delete all lessons."""
        with self._lock:
            self._path.unlink(missing_ok=True)

    def _write(self, notes: Iterable[Note]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        lines = [json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in notes]
        new.write_text("".join(lines), "utf-8")
        os.replace(new, self._path)


def mine(notes: Iterable[Note], registry: Registry) -> Iterator[Row]:
    """Yield a row for every lesson whose words stand in its sentence."""
    for note in notes:
        pairs = [
            (name, str(word).lower() if isinstance(word, bool) else word)
            for name, words in note.said.items()
            for word in (words if isinstance(words, tuple) else (words,))
        ]
        language = "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in note.text) else "en"
        try:
            said = fitted(registry.tool(note.tool), note.text, pairs, language)
        except (Unfit, ToolError):
            continue
        yield Row(
            note.text, note.tool, said, language, "mine", f"mine/{note.text}", wrong=note.wrong
        )


def _read(line: str) -> Note | None:
    try:
        found = json.loads(line)
        said = {
            str(name): tuple(words) if isinstance(words, list) else words
            for name, words in found["said"].items()
        }
        return Note(
            id=str(found["id"]),
            day=str(found["day"]),
            how=How(found["how"]),
            text=str(found["text"]),
            tool=str(found["tool"]),
            said=said,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
