"""Lead-ins: the words after which an argument stands, in the language that people speak.

    "remind me to"   "let * know that"   "提醒我"

A `*` is a few words in between, such as a name or an address. What follows a lead-in, up to the
next time phrase or the end, is the argument; no model has to find it.
"""

import re
from collections.abc import Iterable
from functools import cache

_GAP = r"\S+(?:\s+(?!(?:that|saying|know|about)\b)\S+){0,3}?"
_EDGES = " \t\n,;:.，；：。、"


def tails(leads: Iterable[str], text: str) -> tuple[str, ...]:
    """Return what follows the first lead-in, in their order, that occurs in `text`.

    A line break in `text` stands for something that was cut out: a lead-in may reach across one,
    what follows ends before the next.
    """
    for lead in leads:
        for found in _pattern(lead).finditer(text):
            tail = next(iter(text[found.end() :].strip(_EDGES).splitlines()), "").strip(_EDGES)
            if tail:
                return (tail,)
    return ()


def stands(leads: Iterable[str], text: str) -> bool:
    """Return whether one of the lead-ins occurs in `text`."""
    return any(_pattern(lead).search(text) for lead in leads)


@cache
def _pattern(lead: str) -> "re.Pattern[str]":
    words = [_GAP if word == "*" else re.escape(word) for word in lead.split()]
    start = r"\b" if lead[0].isascii() and lead[0].isalnum() else ""
    end = r"(?!\w)" if lead[-1].isascii() and lead[-1].isalnum() else ""
    return re.compile(start + r"\s+".join(words) + end, re.IGNORECASE)
