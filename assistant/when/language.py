"""The rule files of all languages, read once and kept."""

import re
from functools import cache
from typing import NamedTuple

from assistant.when import holiday, shapes, zones
from assistant.when.grammar import Grammar, load
from assistant.when.meaning import MEANINGS
from assistant.when.numbers import FIGURES, WORDS
from assistant.when.rulefiles import rules

ZONE = "(zone)"
"""The token that stands for the name of an IANA zone."""

FILES = ("en.toml", "zh.toml")


class Language(NamedTuple):
    """What is needed to read a text."""

    grammar: Grammar
    shapes: shapes.Shapes
    simplify: dict[int, str]
    """Traditional characters and wide signs to the ones that rules are written in."""
    trim: frozenset[str]
    """Words that may lead a phrase and are no part of it: "on", "for"."""
    known: frozenset[str]
    """All words of the rules, and the number words."""
    lead: frozenset[str]
    """Words that make a time of a bare year or day after them."""
    followers: frozenset[str]
    """Words that may follow a bare year or day; other words are what it counts."""
    never: tuple[re.Pattern[str], ...]
    """What looks like a time and is none."""
    glue: frozenset[str]
    """Words that are no time by themselves, however many stand together."""


@cache
def language() -> Language:
    """All languages together: a text may mix them."""
    grammar = Grammar(MEANINGS)
    forms = shapes.Shapes(MEANINGS)
    simplify: dict[int, str] = {}
    trim: set[str] = set()
    glue: set[str] = set()
    lead: set[str] = set()
    followers: set[str] = set()
    never: list[str] = []
    for name in FILES:
        told = rules(name)
        load(grammar, told)
        forms.load(told)
        simplify |= {ord(pair[0]): pair[1] for pair in told.get("simplify", "").split()}
        trim |= set(told.get("trim", ()))
        glue |= set(told.get("glue", ()))
        lead |= set(told.get("lead", ()))
        followers |= set(told.get("followers", ()))
        never += told.get("never", ())
    zones.load(grammar, rules("zones.toml"))
    holiday.load(grammar, rules("holidays.toml"))
    known = frozenset(grammar.words | forms.words | WORDS | FIGURES | {ZONE, *"/:.-'’"})
    return Language(
        grammar,
        forms,
        simplify,
        frozenset(trim),
        known,
        frozenset(lead),
        frozenset(followers),
        tuple(re.compile(pattern) for pattern in never),
        frozenset(glue),
    )
