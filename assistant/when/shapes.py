"""Written forms made of figures: 2015-03-03, 10/31/74, 3:15, 16h00.

A form is told with named pieces in braces; everything else is literal. `{d}` and `{m}` are one or
two figures, `{dd}` exactly two, `{yyyy}` four. A form never begins or ends inside a number.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from assistant.when.grammar import compile_meaning
from assistant.when.grammar import shapes as told_shapes
from assistant.when.chart import Edge

_FIGURES = {
    "d": r"\d{1,2}", "m": r"\d{1,2}", "h": r"\d{1,2}", "n": r"\d{1,2}", "y": r"\d{2}",
    "dd": r"\d{2}", "mm": r"\d{2}", "hh": r"\d{2}", "ss": r"\d{2}", "yyyy": r"\d{4}",
    "q": "[1-4]", "half": r"[ap](?:\.?\s?m(?![a-z0-9])\.?|(?![a-z0-9])\.?)", "name": "[a-z]{3,9}", "any": r"\d+", "x": r"\d",
}  # fmt: skip


class Shape(NamedTuple):
    """One form: how it looks and what it means."""

    category: str
    regex: re.Pattern[str]
    names: tuple[str, ...]
    make: Callable[[tuple[Any, ...]], Any]
    weight: float
    day_first: float


def form_regex(form: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """A form as a regular expression, and the names of its pieces in order."""
    names: list[str] = []

    def piece(match: re.Match[str]) -> str:
        name, _, label = match.group(1).partition(":")
        names.append(label or name)
        return f"({_FIGURES[name]})"

    parts = re.split(r"(\{[\w:]+\}| )", form)
    body = "".join(
        piece(m) if (m := re.fullmatch(r"\{([\w:]+)\}", part)) else
        r"\s?" if part == " " else re.escape(part)
        for part in parts
    )  # fmt: skip
    return re.compile(body + _tail(form)), tuple(names)


def _tail(form: str) -> str:
    """What may not follow: a form never ends inside a number or a word."""
    if form.endswith("{half}"):
        return ""
    if form.endswith("{any}"):
        return r"(?!\d)"
    if form.startswith("{h}"):
        return r"(?![a-z0-9])(?![:.]\d)"
    more = ":." if ":" in form or "h" in re.sub(r"\{.*?\}", "", form) else r":/.,"
    more += r"\-" if "-" in form else ""
    return rf"(?![a-z0-9])(?![{more}]\d)"


class Shapes:
    """All forms of all languages."""

    def __init__(self, meanings: dict[str, Callable[..., Any]]) -> None:
        self._meanings = meanings
        self._shapes: list[Shape] = []
        self.words: set[str] = set()
        self.starts: set[str] = set()
        """Letters that a form may begin with: the q of q3."""

    def load(self, rules: dict[str, Any]) -> None:
        """Add the forms of a rule file (parsed TOML)."""
        for category, form, means, weight, day_first in told_shapes(rules):
            regex, names = form_regex(form)
            self.words |= set(re.findall("[a-z]+", re.sub(r"\{.*?\}", " ", form)))
            if match := re.match("[a-z]+", form):
                self.starts.add(match.group())
            make = compile_meaning(means, names, self._meanings)
            self._shapes.append(Shape(category, regex, names, make, weight, day_first))

    def match(self, text: str, at: int, *, day_first: bool) -> Iterator[tuple[int, Edge]]:
        """The forms that begin at a place in the text: where they end, and what they are."""
        for shape in self._shapes:
            found = shape.regex.match(text, at)
            if found is None:
                continue
            value = shape.make(tuple(_figure(group) for group in found.groups()))
            if value is not None:
                weight = shape.day_first if day_first else shape.weight
                yield found.end(), Edge(0, 0, shape.category, value, weight)


def _figure(group: str) -> int | str:
    return int(group) if group.isdigit() else group
