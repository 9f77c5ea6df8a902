"""Written forms made of figures: 2015-03-03, 10/31/74, 3:15, 16h00.

A form is told with named pieces in braces; everything else is literal. `{d}` and `{m}` are one or
two figures, `{dd}` exactly two, `{yyyy}` four. A form never begins or ends inside a number.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from assistant.when.chart import Edge
from assistant.when.grammar import compile_meaning
from assistant.when.grammar import shapes as told_shapes

_FIGURES = {
    "d": r"\d{1,2}", "m": r"\d{1,2}", "h": r"\d{1,2}", "n": r"\d{1,2}", "y": r"\d{2}",
    "dd": r"\d{2}", "mm": r"\d{2}", "hh": r"\d{2}", "ss": r"\d{2}", "yyyy": r"\d{4}",
    "q": "[1-4]", "any": r"\d+", "x": r"\d",
    "half": r"[ap](?:\.?\s?m(?![a-z0-9])\.?|(?![a-z0-9])\.?)",
    "ampm": r"[ap]\.?\s?m(?![a-z0-9])\.?",
}  # fmt: skip


_LENGTHS = {"d": (1, 2), "m": (1, 2), "h": (1, 2), "n": (1, 2), "y": (2, 2), "dd": (2, 2),
    "mm": (2, 2), "hh": (2, 2), "ss": (2, 2), "yyyy": (4, 4), "q": (1, 1), "x": (1, 1),
    "any": (1, 99)}  # fmt: skip
_PIECES = re.compile(r"\{(\w+)(?::\w+)?\}|(.)")


class Shape(NamedTuple):
    """One form: how it looks and what it means."""

    category: str
    regex: re.Pattern[str]
    names: tuple[str, ...]
    make: Callable[[tuple[Any, ...]], Any]
    weight: float
    day_first: float
    lengths: tuple[int, int]
    """Figures that it begins with, at least and at most."""
    follow: str | None
    """What may come after them; anything where None."""


def beginning(form: str) -> tuple[tuple[int, int], str | None]:
    """How many figures a form begins with, and which characters may come next."""
    least, most = 0, 0
    for match in _PIECES.finditer(form):
        name, literal = match.groups()
        if name in ("half", "ampm"):
            return (least, most), "ap. "
        if literal is not None and literal.isdigit():
            least, most = least + 1, most + 1
        elif literal is not None:
            return (least, most), None if literal == " " else literal
        else:
            shortest, longest = _LENGTHS[name]
            least, most = least + shortest, most + longest
    return (least, most), None


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
    return re.compile(body + _tail(form), re.ASCII), tuple(names)


def _tail(form: str) -> str:
    """What may not follow: a form never ends inside a number or a word."""
    if form.endswith(("{half}", "{ampm:half}")):
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
        self._by_look: dict[tuple[int, str], list[Shape]] = {}
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
            lengths, follow = beginning(form)
            shape = Shape(category, regex, names, make, weight, day_first, lengths, follow)
            self._shapes.append(shape)

    def all(self) -> list[Shape]:
        """Every form."""
        return list(self._shapes)

    def _possible(self, text: str, at: int) -> list[Shape]:
        """The forms that agree with the number of figures and the character behind them."""
        end = at
        while text[end : end + 1].isdecimal():
            end += 1
        size, behind = end - at, text[end : end + 1]
        key = (min(size, 10), behind)
        if key not in self._by_look:
            self._by_look[key] = [
                shape
                for shape in self._shapes
                if shape.lengths[0] <= size <= shape.lengths[1]
                and (shape.follow is None or behind in shape.follow)
            ]
        return self._by_look[key]

    def match(self, text: str, at: int, *, day_first: bool) -> Iterator[tuple[int, Edge]]:
        """The forms that begin at a place in the text: where they end, and what they are."""
        for shape in self._possible(text, at):
            found = shape.regex.match(text, at)
            if found is None:
                continue
            value = shape.make(tuple(_figure(group) for group in found.groups()))
            if value is not None:
                weight = shape.day_first if day_first else shape.weight
                yield found.end(), Edge(0, 0, shape.category, value, weight)


def _figure(group: str) -> int | str:
    return int(group) if group.isdigit() else group
