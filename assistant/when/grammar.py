r"""Rule files turned into one prefix tree of productions.

A rule says in words what it matches and what that means:

    [[rule]]
    to = "date"
    say = ["{ordinal} {weekday} (of|in) {month}"]
    means = "nth(ordinal, weekday, month)"

`{name}` is a part told by other rules, `{name:label}` the same under another name, `word?` may be
missing, `(a|b c)` is a choice, `\( ` a bracket in the text. Every Chinese character is a word.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

_PIECE = re.compile(
    r"\s+|\\.|(\{[\w]+(?::\w+)?\})|([()|?])|([a-z]+(?:'(?!s\b)[a-z]+)*|'s\b|\d+|.)", re.IGNORECASE
)


CHOOSING = frozenset({"either", "or_else"})
"""Functions that take what came to nothing and choose something else."""


class Production(NamedTuple):
    """What a completed sequence of symbols becomes."""

    to: str
    make: Callable[[tuple[Any, ...]], Any]
    weight: float


@dataclass(slots=True)
class Node:
    """A prefix shared by rules: the symbols that may follow and the rules that end here."""

    after: dict[str, "Node"] = field(default_factory=dict)
    ends: list[Production] = field(default_factory=list)

    def child(self, symbol: str) -> "Node":
        """The node one symbol on, made where it is missing."""
        return self.after.setdefault(symbol, Node())


class Symbol(NamedTuple):
    """A literal word (no label) or a part told by other rules."""

    text: str
    label: str | None = None


def expand(pattern: str) -> list[tuple[Symbol, ...]]:
    """All plain sequences that a pattern stands for.

    Raises `ValueError` where brackets do not match.
    """
    pieces = [match for match in _PIECE.finditer(pattern) if match.group().strip()]
    sequences, end = _choice(pieces, 0)
    if end != len(pieces):
        raise ValueError(f"unbalanced bracket in rule: {pattern}")
    return list(dict.fromkeys(sequences))


def _choice(pieces: list[re.Match[str]], at: int) -> tuple[list[tuple[Symbol, ...]], int]:
    done: list[tuple[Symbol, ...]] = []
    running: list[tuple[Symbol, ...]] = [()]
    while at < len(pieces):
        piece = pieces[at].group()
        if piece == ")":
            break
        if piece == "|":
            done, running, at = done + running, [()], at + 1
            continue
        if piece == "(":
            options, at = _choice(pieces, at + 1)
        else:
            options = [(_symbol(piece),)]
        at += 1
        if at < len(pieces) and pieces[at].group() == "?":
            options, at = [*options, ()], at + 1
        running = [head + tail for head in running for tail in options]
    return done + running, at


def _symbol(piece: str) -> Symbol:
    if not piece.startswith("{"):
        return Symbol(piece.removeprefix("\\").lower())
    name, _, label = piece[1:-1].partition(":")
    return Symbol("{" + name + "}", label or name)


def compile_meaning(
    source: str, labels: tuple[str, ...], meanings: dict[str, Callable[..., Any]]
) -> Callable[[tuple[Any, ...]], Any]:
    """The `means` of a rule as a function of the values of its parts, in order.

    Raises `ValueError` for an unknown function or a form that is not a call, name or constant.
    """
    return _compile(_tree(source), labels, meanings)


@cache
def _tree(source: str) -> ast.expr:
    return ast.parse(source, mode="eval").body


def _compile(
    tree: ast.expr, labels: tuple[str, ...], meanings: dict[str, Callable[..., Any]]
) -> Callable[[tuple[Any, ...]], Any]:
    match tree:
        case ast.Constant(value=value):
            return lambda _values: value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            negative = -value
            return lambda _values: negative
        case ast.Name(id=name):
            if name not in labels:
                return lambda _values: None
            index = labels.index(name)
            return lambda values: values[index]
        case ast.Call(func=ast.Name(id=name), args=args) if name in meanings:
            strict = [name not in CHOOSING and isinstance(arg, ast.Call) for arg in args]
            compiled = [_compile(arg, labels, meanings) for arg in args]
            return _call(meanings[name], compiled, strict)
    raise ValueError(f"a rule means something unknown: {ast.unparse(tree)}")


def _call(
    function: Callable[..., Any], args: list[Callable[[tuple[Any, ...]], Any]], strict: list[bool]
) -> Callable[[tuple[Any, ...]], Any]:
    """A call; None where an argument that is itself a call (`strict`) came to nothing."""
    if not args:
        return lambda _values: function()
    if len(args) == 1 and not strict[0]:
        (first,) = args
        return lambda values: function(first(values))
    if len(args) == 2 and not any(strict):
        first, second = args
        return lambda values: function(first(values), second(values))

    needed = [index for index, must in enumerate(strict) if must]

    def call(values: tuple[Any, ...]) -> object:
        given = [arg(values) for arg in args]
        for index in needed:
            if given[index] is None:
                return None
        return function(*given)

    return call


class Grammar:
    """All rules of all languages in one tree, and the words that they know."""

    def __init__(self, meanings: dict[str, Callable[..., Any]]) -> None:
        self.root = Node()
        self.words: set[str] = set()
        self.meanings = meanings

    def add_word(self, category: str, value: object, phrase: str) -> None:
        """Let a phrase stand for a constant."""
        for sequence in expand(phrase):
            self._insert(sequence, Production(category, lambda _values: value, 0.0))

    def add_rule(self, to: str, pattern: str, means: str, weight: float = 0.0) -> None:
        """Add one way of saying something."""
        ready: dict[tuple[str, ...], Production] = {}
        for sequence in expand(pattern):
            labels = tuple(symbol.label for symbol in sequence if symbol.label)
            if labels not in ready:
                make = compile_meaning(means, labels, self.meanings)
                ready[labels] = Production(to, make, weight)
            self._insert(sequence, ready[labels])

    def _insert(self, sequence: tuple[Symbol, ...], production: Production) -> None:
        node = self.root
        for symbol in sequence:
            node = node.child(symbol.text)
            if symbol.label is None:
                self.words.add(symbol.text)
        if node is self.root:
            raise ValueError("a rule must match something")
        node.ends.append(production)


def load(grammar: Grammar, rules: dict[str, Any]) -> None:
    """Read one language's rule file (parsed TOML) into the grammar."""
    for category, entries in rules.get("words", {}).items():
        for key, phrases in entries.items():
            value = int(key) if key.lstrip("-").isdigit() else key
            for phrase in phrases:
                grammar.add_word("{" + category + "}", value, phrase)
    for rule in rules.get("rule", ()):
        for pattern in rule["say"]:
            grammar.add_rule(
                "{" + rule["to"] + "}", pattern, rule["means"], rule.get("weight", 0.0)
            )


def shapes(rules: dict[str, Any]) -> Iterator[tuple[str, str, str, float, float]]:
    """The written forms of a rule file: category, form, meaning, and two weights.

    The second weight holds where people write the day before the month.
    """
    for shape in rules.get("shape", ()):
        weight = shape.get("weight", 0.0)
        for form in shape["form"]:
            yield (
                "{" + shape["to"] + "}",
                form,
                shape["means"],
                weight,
                shape.get("day_first", weight),
            )
