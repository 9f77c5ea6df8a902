"""What the window can do, by name: one list for the palette, the shortcuts and the menus."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ui.look.initials import initials


@dataclass(frozen=True, slots=True)
class Command:
    """One action: `title` is already translated, `words` are other names to find it by."""

    name: str
    title: str
    icon: str
    run: Callable[[], object]
    shortcut: str = ""
    group: str = ""
    words: str = ""


def matching(commands: Sequence[Command], typed: str) -> list[Command]:
    """Return the commands that fit what was typed, best first; all of them for nothing."""
    wanted = _folded(typed)
    scored = [(_score(wanted, command), at, command) for at, command in enumerate(commands)]
    found = [(score, at, command) for score, at, command in scored if score is not None]
    return [command for _, _, command in sorted(found, key=lambda one: (one[0], one[1]))]


def _score(wanted: str, command: Command) -> int | None:
    """Return how far off a command is: 0 begins so, 1 a word begins so, 2 contains, 3 in order."""
    title = _folded(command.title)
    words = _folded(command.words)
    if title.startswith(wanted):
        return 0
    if any(word.startswith(wanted) for word in (title + " " + words).split()):
        return 1
    if wanted in title or wanted in words:
        return 2
    if wanted.isascii() and wanted and wanted in initials(command.title):
        return 2
    return 3 if _in_order(wanted, title) else None


def _in_order(wanted: str, text: str) -> bool:
    letters = iter(text)
    return all(letter in letters for letter in wanted if letter != " ")


def _folded(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(mark for mark in parts if not unicodedata.combining(mark)).strip()
