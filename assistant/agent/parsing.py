"""What a model wrote, read strictly: one call, known types, no duplicates, bounded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard

from assistant.base.errors import ToolError
from assistant.skill.contract import Words

_LONGEST = 40_000
_MOST_VALUES = 50
_PROBLEM = "The model's call could not be read."
_HINT = "Say it in other words."


@dataclass(frozen=True, slots=True)
class Call:
    """A tool's name and the user's words by argument."""

    tool: str
    said: Mapping[str, Words]


def parse_call(text: str) -> Call:
    """Return the call in `NAME {"argument": "words", ...}`; raise `ToolError` for anything else.

    `json.loads` alone would let the last of two equal keys win, take NaN, and build numbers of
    any length; a swapped recipient must never come in that way.
    """
    if len(text) > _LONGEST:
        raise ToolError(_PROBLEM, hint=_HINT)
    name, _, body = text.strip().partition(" ")
    try:
        found = json.loads(
            body or "{}",
            object_pairs_hook=_once,
            parse_constant=_refuse,
            parse_int=_refuse,
            parse_float=_refuse,
        )
    except (ValueError, RecursionError) as error:
        raise ToolError(_PROBLEM, hint=_HINT) from error
    if not isinstance(found, dict) or not _is_text(name):
        raise ToolError(_PROBLEM, hint=_HINT)
    return Call(name, {key: _words(value) for key, value in found.items()})


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse(text: str) -> object:
    raise ValueError(f"{text[:20]} is neither words nor yes or no")


def _is_text(value: object) -> TypeGuard[str]:
    """Return whether `value` is text that can be stored: no half of a surrogate pair."""
    return isinstance(value, str) and not any("\ud800" <= mark <= "\udfff" for mark in value)


def _words(value: object) -> Words:
    if isinstance(value, bool) or _is_text(value):
        return value
    if isinstance(value, list) and len(value) <= _MOST_VALUES:
        words = tuple(one for one in value if _is_text(one))
        if len(words) == len(value):
            return words
    raise ToolError(_PROBLEM, hint=_HINT)
