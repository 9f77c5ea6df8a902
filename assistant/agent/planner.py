"""The plan of a turn: what the typed words ask for, read before anything else is (TRUST rule 3).

A lexicon (`resources/plan.toml`) says which words ask for which kind of change. Words are paired
clause by clause, so that "delete the draft and create an event" deletes no event. Once text from
outside has been read, what stands in no plan is refused: a letter can ask for much, and gets
nothing, since it did not type.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from assistant.base.paths import resources
from assistant.domain.changes import Add, Change, Remove, Send, Unsend, Update, record_of

Verb = Literal["add", "update", "remove", "send"]
Kind = tuple[Verb, str]
"""A verb and the name of a record's class: ("add", "Event")."""

MANY = 1000


@dataclass(frozen=True, slots=True)
class Plan:
    """Kinds of change that the typed words ask for, and how many of each.

    `delegated`: the words hand over to a text ("do what the mail from Ben says"); additions and
    letters to known people then ask one by one, and nothing is ever removed.
    """

    limits: Mapping[Kind, int]
    delegated: bool = False

    def limit(self, kind: Kind) -> int:
        """Return how many changes of a kind are asked for."""
        return self.limits.get(kind, 0)

    def allows(self, kind: Kind, spent: int = 0) -> bool:
        """Return whether one more change of `kind`, after `spent`, was asked for."""
        return spent < self.limit(kind)

    def hands_over(self, kind: Kind) -> bool:
        """Return whether a text was allowed to ask for such a change, each with a card."""
        return self.delegated and kind[0] != "remove"


NOTHING = Plan({})


def kind_of(change: Change) -> Kind:
    """Return the kind of a change."""
    verbs: Mapping[type[Any], Verb] = {Add: "add", Update: "update", Remove: "remove"}
    noun = type(record_of(change)).__name__
    if isinstance(change, Send | Unsend):
        return ("send", noun)
    return (verbs[type(change)], noun)


def plan_of(typed: str) -> Plan:
    """Return the plan of the words that the user typed, in English or Chinese."""
    limits: dict[Kind, int] = {}
    lexicon = _lexicon()
    nouns: frozenset[str] = frozenset()
    for clause in lexicon.clauses(typed):
        nouns = lexicon.nouns_in(clause) or nouns
        most = MANY if lexicon.many.search(clause) else 1
        for kind in set(lexicon.kinds_in(clause, nouns)):
            limits[kind] = min(MANY, limits.get(kind, 0) + most)
    return Plan(limits, delegated=bool(lexicon.handed_over.search(typed)))


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """Compiled `resources/plan.toml`."""

    parts: re.Pattern[str]
    blank: re.Pattern[str]
    asking: re.Pattern[str]
    denied: re.Pattern[str]
    many: re.Pattern[str]
    handed_over: re.Pattern[str]
    verbs: Mapping[Verb, re.Pattern[str]]
    nouns: Mapping[str, re.Pattern[str]]
    kinds: Mapping[Kind, re.Pattern[str]]
    every: Mapping[Verb, frozenset[str]]

    def clauses(self, typed: str) -> Iterator[str]:
        """Yield the clauses that ask for something: no questions, nothing denied."""
        for part in self.parts.split(self.blank.sub(" ", typed.casefold())):
            if part.strip() and not self.asking.match(part) and not self.denied.search(part):
                yield part

    def nouns_in(self, clause: str) -> frozenset[str]:
        return frozenset(name for name, words in self.nouns.items() if words.search(clause))

    def kinds_in(self, clause: str, nouns: frozenset[str]) -> Iterator[Kind]:
        """Yield what a clause asks for: a verb with its nouns, or words that say both."""
        for kind, words in self.kinds.items():
            if words.search(clause):
                yield kind
        for verb, words in self.verbs.items():
            if words.search(clause):
                yield from ((verb, noun) for noun in self.every[verb] if noun in nouns)


@cache
def _lexicon() -> _Lexicon:
    table = tomllib.loads(Path(resources() / "plan.toml").read_text("utf-8"))
    kinds: dict[Kind, re.Pattern[str]] = {}
    for one in table["kind"]:
        for name in one["kinds"]:
            verb, noun = name.split()
            kinds[verb, noun] = (
                _joined([kinds[verb, noun].pattern, *one["words"]])
                if ((verb, noun) in kinds)
                else _joined(one["words"])
            )
    return _Lexicon(
        parts=_joined(table["parts"]),
        blank=_joined(table["blank"]),
        asking=_joined(table["asking"]),
        denied=_joined(table["denied"]),
        many=_joined(table["many"]),
        handed_over=_joined(table["handed_over"]),
        verbs={verb: _joined(words) for verb, words in table["verb"].items()},
        nouns={noun: _joined(words) for noun, words in table["noun"].items()},
        kinds=kinds,
        every={verb: frozenset(nouns) for verb, nouns in table["takes"].items()},
    )


def _joined(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in words))
