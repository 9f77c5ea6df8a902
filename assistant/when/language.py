"""The rule files of all languages, read once and kept."""

import re
from functools import cache
from typing import Any, NamedTuple

from assistant.when import holiday, shapes, zones
from assistant.when.decoys import Decoy, by_mark, decoy
from assistant.when.grammar import Grammar, load
from assistant.when.meaning import MEANINGS
from assistant.when.moving import verbs
from assistant.when.numbers import FIGURES, WORDS
from assistant.when.rulefiles import rules

ZONE = "(zone)"
"""The token that stands for the name of an IANA zone."""

FILES = ("en.toml", "zh.toml")
OTHERS = frozenset({"{zone}", "{place}", "{holiday}"})
"""Kinds of parts that all languages share."""


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
    never: tuple[tuple[str, Decoy], ...]
    """What looks like a time and is none, by the words that stand in it."""
    moving: re.Pattern[str]
    """A verb after which "X to Y" names two times."""
    moves: re.Pattern[str]
    """A verb that always speaks of time: postpone; or of what has one: move."""
    han: frozenset[str]
    """Kinds of parts that only Chinese rules know: they lead nowhere where none is written."""
    glue: frozenset[str]
    """Words that are no time by themselves, however many stand together."""


@cache
def language() -> Language:
    """All languages together: a text may mix them."""
    grammar = Grammar(MEANINGS)
    figures = shapes.Shapes(MEANINGS)
    simplify: dict[int, str] = {}
    trim: set[str] = set()
    glue: set[str] = set()
    lead: set[str] = set()
    followers: set[str] = set()
    moving: list[str] = []
    moves: list[str] = []
    never: dict[str, list[str]] = {}
    for name in FILES:
        told = rules(name)
        load(grammar, told)
        figures.load(told)
        simplify |= {ord(pair[0]): pair[1] for pair in told.get("simplify", "").split()}
        trim |= set(told.get("trim", ()))
        glue |= set(told.get("glue", ()))
        lead |= set(told.get("lead", ()))
        followers |= set(told.get("followers", ()))
        moving += told.get("moving", ())
        moves += told.get("moves", ())
        for marks, forms in told.get("never", {}).items():
            never.setdefault(marks, []).extend(forms)
    zones.load(grammar, rules("zones.toml"))
    holiday.load(grammar, rules("holidays.toml"))
    known = frozenset(grammar.words | figures.words | WORDS | FIGURES | {ZONE, *"/:.-'’"})
    return Language(
        grammar,
        figures,
        simplify,
        frozenset(trim),
        known,
        frozenset(lead),
        frozenset(followers),
        by_mark(decoy(marks, patterns) for marks, patterns in never.items()),
        verbs(moving + moves),
        verbs(moves),
        _kinds(rules("zh.toml")) - _kinds(rules("en.toml")) - OTHERS,
        frozenset(glue),
    )


def _kinds(told: dict[str, Any]) -> frozenset[str]:
    """The kinds of parts that a rule file makes."""
    made = {rule["to"] for part in ("rule", "shape") for rule in told.get(part, ())}
    return frozenset(f"{{{kind}}}" for kind in made | set(told.get("words", ())))
