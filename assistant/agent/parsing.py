"""What a model wrote, read strictly: one call, known types, no duplicates, bounded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeGuard

from assistant.base.errors import ToolError
from assistant.llm import strict
from assistant.skill.contract import Words

_MOST_VALUES = 50
_LONGEST_NAME = 100
_PROBLEM = "The model's call could not be read."
_HINT = "Say it in other words."


@dataclass(frozen=True, slots=True)
class Call:
    """A tool's name and the user's words by argument."""

    tool: str
    said: Mapping[str, Words]


def parse_call(text: str) -> Call:
    """Return the call in `NAME {"argument": "words", ...}`; raise `ToolError` for anything else.

    Numbers are no words: an argument is text, yes or no, or a list of texts.
    """
    name, _, body = text.strip().partition(" ")
    try:
        found = strict.loads(body or "{}")
    except (ValueError, RecursionError) as error:
        raise ToolError(_PROBLEM, hint=_HINT) from error
    if not isinstance(found, dict) or not _is_text(name) or len(name) > _LONGEST_NAME:
        raise ToolError(_PROBLEM, hint=_HINT)
    return Call(name, {_key(key): _words(value) for key, value in found.items()})


def _key(name: str) -> str:
    if not _is_text(name) or len(name) > _LONGEST_NAME:
        raise ToolError(_PROBLEM, hint=_HINT)
    return name


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
