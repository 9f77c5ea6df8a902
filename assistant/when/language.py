"""The rule files of all languages, read once and kept."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from assistant.when import meaning, shapes, zones
from assistant.when.grammar import Grammar, load
from assistant.when.numbers import FIGURES, WORDS

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
    glue: frozenset[str]
    """Words that are no time by themselves, however many stand together."""


@cache
def language() -> Language:
    """All languages together: a text may mix them."""
    meanings: dict[str, Any] = {**meaning.MEANINGS, **zones.MEANINGS}
    grammar = Grammar(meanings)
    forms = shapes.Shapes(meanings)
    simplify: dict[int, str] = {}
    trim: set[str] = set()
    glue: set[str] = set()
    for name in FILES:
        rules = tomllib.loads(
            files("assistant.when").joinpath("rules", name).read_text(encoding="utf-8")
        )
        load(grammar, rules)
        forms.load(rules)
        simplify |= {ord(pair[0]): pair[1] for pair in rules.get("simplify", "").split()}
        trim |= set(rules.get("trim", ()))
        glue |= set(rules.get("glue", ()))
    zones.load(grammar)
    known = frozenset(grammar.words | forms.words | WORDS | FIGURES | set("/:.-'’"))
    return Language(grammar, forms, simplify, frozenset(trim), known, frozenset(glue))
