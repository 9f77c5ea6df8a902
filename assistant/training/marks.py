"""The marks of a template: `{list}` is filled from a list, `<argument|words>` names what it fills.

`<flag=true>` sets a flag and shows nothing; `<argument>` repeats its words, as an answer does;
` // ` parts what the user said before, what was answered, and what the user says now.

<title|lunch> with <attendees|{first}> <start|{moment}>
"""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.base.errors import UsageError
from assistant.llm.adapters import Turn

Lists = Mapping[str, Sequence[str]]
_FILL = re.compile(r"\{([^{}]+)\}")
_SPAN = re.compile(r"<(\w+)\|([^<>|]*)>")
_SAME = re.compile(r"<(\w+)>")
_FLAG = re.compile(r"<(\w+)=(\w+)>")
_TURNS = " // "
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence and the words that its arguments are copied from, in the order of the sentence."""

    text: str
    said: tuple[tuple[str, str], ...]
    before: tuple[Turn, ...] = ()


def fill(template: str, lists: Lists, dice: random.Random) -> str:
    """Return `template` with every list's mark replaced by one of its values, again and again.

    `{number minutes}` fills the first word and keeps the rest. Raises `UsageError` for a list that
    does not exist.
    """
    for _ in range(_DEPTH):
        filled = _FILL.sub(lambda mark: _one(mark[1], lists, dice), template)
        if filled == template:
            return filled
        template = filled
    raise UsageError("The template {template} never ends.", template=repr(template[:80]))


def _one(mark: str, lists: Lists, dice: random.Random) -> str:
    name = re.match(r"[a-z]+", mark)
    if name is None or name[0] not in lists:
        raise UsageError("A template asks for the list {name}, which is not there.", name=mark)
    return dice.choice(lists[name[0]]) + mark[name.end() :]


def read_marks(filled: str) -> Marked:
    """Return the sentence without marks, and its arguments."""
    said = [(match[1], match[2]) for match in _FLAG.finditer(filled)]
    bare = _FLAG.sub("", filled)
    said += [(match[1], match[2]) for match in _SPAN.finditer(bare)]
    plain = _SPAN.sub(lambda match: match[2], bare)
    plain = _SAME.sub(lambda match: dict(said).get(match[1], "lunch"), plain)
    *former, text = plain.split(_TURNS)
    before: tuple[Turn, ...] = ()
    if former:
        before = (("user", former[0]), ("assistant", former[1]))
    return Marked(" ".join(text.split()), tuple(said), before)
