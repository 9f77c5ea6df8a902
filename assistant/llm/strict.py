"""JSON that a model or a server wrote, read strictly: bounded, no key twice, no NaN.

`json.loads` alone lets the last of two equal keys win (`to` becomes somebody else), takes NaN and
Infinity, builds numbers of any length, and goes as deep as the interpreter's stack.
"""

import json
from typing import NoReturn

LONGEST = 40_000  # characters
DEEPEST = 12  # brackets within brackets
_DIGITS = 15  # of a whole number; more cannot be told apart by a float either


def loads(
    text: str, *, longest: int = LONGEST, deepest: int = DEEPEST, digits: int = _DIGITS
) -> object:
    """Return the value of a JSON text (RFC 8259); raises ValueError for anything else."""

    def whole(number: str) -> int:
        if len(number.lstrip("-")) > digits:
            raise ValueError("a number is too long")
        return int(number)

    def fraction(number: str) -> float:
        if len(number) > 2 * digits:
            raise ValueError("a number is too long")
        found = float(number)
        if found in (float("inf"), float("-inf")):
            raise ValueError("a number is too large")
        return found

    if len(text) > longest:
        raise ValueError("the JSON is too long")
    _check_depth(text, deepest)
    return json.loads(
        text,
        object_pairs_hook=_once,
        parse_constant=_refuse,
        parse_int=whole,
        parse_float=fraction,
    )


def _check_depth(text: str, deepest: int) -> None:
    """Count brackets outside strings, so that no recursion is begun that is too deep."""
    depth, quoted, escaped = 0, False, False
    for mark in text:
        if quoted:
            quoted = escaped or mark != '"'
            escaped = mark == "\\" and not escaped
        elif mark == '"':
            quoted = True
        elif mark in "[{":
            depth += 1
            if depth > deepest:
                raise ValueError("the JSON is too deep")
        elif mark in "]}":
            depth -= 1


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"{text[:20]} is no value")
