"""Makes a lesson what the program can answer.

Arguments in the tool's order, times as code reads them, words that really stand in the sentence.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant.skill.contract import Tool, Words
from assistant.skill.schema import Kind, Parameter
from assistant.when import Found, find

_ZONE = ZoneInfo("UTC")
_NOW = datetime(2026, 11, 23, 10, tzinfo=_ZONE)  # a Monday; only where phrases stand matters
_TIMES = {
    Kind.MOMENT: {"instant", "interval", "recurrence", "duration"},
    Kind.SPAN: {"instant", "interval", "duration"},
    Kind.DURATION: {"duration"},
    Kind.REPEAT: {"recurrence"},
}
_ADDRESS = re.compile(r"\S+@\S+")


class Unfit(Exception):
    """A lesson that the program could not answer; the message says why."""


def times_in(text: str, language: str) -> tuple[Found, ...]:
    """Return the phrases of time that code finds in a sentence, addresses left out."""
    bare = _ADDRESS.sub(lambda found: "@" * len(found[0]), text)
    return tuple(one for one in find(bare, _NOW, _ZONE, language) if one.readings)


def fitted(
    tool: Tool,
    text: str,
    said: Iterable[tuple[str, str]],
    language: str,
    earlier: Sequence[str] = (),
) -> dict[str, Words]:
    """Return the arguments as the model shall write them; raises `Unfit`.

    `said` are (argument, words) pairs. Words may also stand in the user's `earlier` turns.
    """
    pairs = list(said)
    times = times_in(text, language)
    former = [one for words in earlier for one in times_in(words, language)]
    places = rest_of(text, times) if any(one.kind in _TIMES for one in tool.parameters) else [text]
    places = [*places, *earlier]
    found: dict[str, Words] = {}
    for one in tool.parameters:
        words = [word for name, word in pairs if name == one.name]
        if not words:
            continue
        values = [_value(one, word, (times, former), places) for word in words]
        found[one.name] = tuple(dict.fromkeys(map(str, values))) if one.many else values[0]
    return found


def _value(
    one: Parameter, words: str, times: Sequence[Sequence[Found]], places: Sequence[str]
) -> str | bool:
    """`times` are those of the sentence, and those of earlier turns, which come second."""
    if one.kind is Kind.FLAG:
        return words == "true"
    if one.kind in _TIMES:
        for some in times:
            fitting = [time for time in some if time.readings[0].kind in _TIMES[one.kind]]
            near = [time.text for time in fitting if _touch(time.text, words)]
            if near:
                return max(near, key=len)
        raise Unfit(f"{one.name}: no time is found")
    if not any(words in place for place in places):
        raise Unfit(f"{one.name}: the words do not stand together")
    return words


def _touch(found: str, words: str) -> bool:
    found, words = found.casefold(), words.casefold()
    return found in words or words in found or bool(_overlap(found, words))


def _overlap(first: str, second: str) -> int:
    """Return how many characters the end of one and the beginning of the other share, if over 2."""
    for one, other in ((first, second), (second, first)):
        for size in range(min(len(one), len(other)), 2, -1):
            if one.endswith(other[:size]):
                return size
    return 0


def rest_of(text: str, times: Sequence[Found]) -> list[str]:
    """Return the pieces of a sentence between its phrases of time."""
    pieces, position = [], 0
    for one in times:
        pieces.append(text[position : one.start])
        position = one.end
    return [*pieces, text[position:]]
