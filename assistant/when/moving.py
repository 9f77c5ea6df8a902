"""A verb of moving before "X to Y" names two times, where a thing stands and where it goes."""

import re
from typing import NamedTuple

from assistant.when import combine as c
from assistant.when import series as s
from assistant.when.lexer import Token
from assistant.when.numbers import WORDS
from assistant.when.spans import Range, Value

REACH = 80
"""Characters before a phrase in which the verb is looked for."""
LINKS = frozenset({"to", "until", "till"})


class Stop(NamedTuple):
    """One of the two: its tokens, counted in the run, and its value."""

    start: int
    end: int
    value: Value


def verbs(words: list[str]) -> re.Pattern[str]:
    """What finds such a verb before a phrase: in the same sentence, with no "to" after it yet."""
    return re.compile(rf"\b(?:{'|'.join(words)})\b(?![^.!?\n]*\bto\b)[^.!?\n]*$")


def moves(plain: str, start: int, verb: re.Pattern[str]) -> bool:
    """Whether a verb of moving leads to the phrase that begins at `start`."""
    return verb.search(plain, max(0, start - REACH), start) is not None


def stops(value: Value, words: list[Token], start: int, end: int) -> tuple[Stop, Stop] | None:
    """The two times of an interval "X to Y"; None where it is told otherwise."""
    if not isinstance(value, Range) or value.first is None or value.last is None:
        return None
    links = [index for index in range(start + 1, end - 1) if words[index].text in LINKS]
    if len(links) != 1:
        return None
    (link,) = links
    last = value.last
    if isinstance(value.first, c.At) and isinstance(last, s.Clock):
        last = c.At(value.first.day, last)
    # A bare number keeps the word that makes a time of it: from 12, to 1.
    leads = words[start].text == "from" and not _bare(words, start + 1, link)
    follows = not _bare(words, link + 1, end)
    return Stop(start + leads, link, value.first), Stop(link + follows, end, last)


def _bare(words: list[Token], start: int, end: int) -> bool:
    word = words[start].text
    return end - start == 1 and (word.isdecimal() or word in WORDS)
