"""Bottom-up chart parsing: every part that the rules find, each found once.

The rules share prefixes in one tree (a left-corner parser after Kay, 1980). Work is bounded:
after `LIMIT` parts a text is no phrase any more, and what was found stands.
"""

from typing import Any, NamedTuple

from assistant.when.grammar import Grammar, Node

LIMIT = 2000


class Edge(NamedTuple):
    """A part: tokens [start, end) are a `category` with a value."""

    start: int
    end: int
    category: str
    value: Any
    weight: float = 0.0


Begun = tuple[dict[str, Node], int, tuple[Any, ...], float]
"""A rule begun: what may follow, where it began, with which values and weight."""


class Chart:
    """The parts over a run of tokens."""

    def __init__(
        self, grammar: Grammar, length: int, unwanted: frozenset[str] = frozenset()
    ) -> None:
        self._unwanted = unwanted
        """Kinds of parts that lead nowhere here: those of a language that is not spoken."""
        self._root = grammar.root.after
        self._open: list[list[Begun]] = [[] for _ in range(length + 1)]
        """By the position that they have come to."""
        self._seen: dict[tuple[int, int, str, Any], int] = {}
        """Where each part stands among the edges."""
        self.edges: list[Edge] = []

    def run(self, leaves: list[list[Edge]]) -> list[Edge]:
        """Parse; `leaves[j]` are the given parts that end at position j, words included."""
        for ending in leaves:
            agenda = list(ending)
            self.edges += [edge for edge in ending if len(edge[2]) > 1]
            while agenda and len(self._seen) < LIMIT:
                self._take(agenda.pop(), agenda)
        return self.edges

    def _take(self, edge: Edge, agenda: list[Edge]) -> None:
        # The innermost loop of the room: it is written flat, for a call costs more than a step.
        start, end, symbol, value, weight = edge
        told = (value,) if symbol[0] == "{" and len(symbol) > 1 else ()
        ahead = self._open[end]
        node = self._root.get(symbol)
        if node is not None:
            if node.ends:
                self._complete(node, (start, end), told, weight, agenda)
            if node.after:
                ahead.append((node.after, start, told, weight))
        for before, begin, values, so_far in self._open[start]:
            node = before.get(symbol)
            if node is not None:
                more = values + told if told else values
                if node.ends:
                    self._complete(node, (begin, end), more, so_far + weight, agenda)
                if node.after:
                    ahead.append((node.after, begin, more, so_far + weight))

    def _complete(
        self,
        node: Node,
        span: tuple[int, int],
        values: tuple[Any, ...],
        weight: float,
        agenda: list[Edge],
    ) -> None:
        start, end = span
        for to, make, bonus in node.ends:
            if to in self._unwanted:
                continue
            value = make(values)
            if value is None:
                continue
            key = (start, end, to, value)
            place = self._seen.get(key)
            if place is None:
                self._seen[key] = len(self.edges)
                edge = Edge(start, end, to, value, weight + bonus)
                self.edges.append(edge)
                agenda.append(edge)
            elif self.edges[place].weight < weight + bonus:
                self.edges[place] = self.edges[place]._replace(weight=weight + bonus)
