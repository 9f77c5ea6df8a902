"""Bottom-up chart parsing: every part that the rules find, each found once.

The rules share prefixes in one tree (a left-corner parser after Kay, 1980). Work is bounded:
after `LIMIT` parts a text is no phrase any more, and what was found stands.
"""

from typing import Any, NamedTuple

from assistant.when.grammar import Grammar, Node

LIMIT = 3000


class Edge(NamedTuple):
    """A part: tokens [start, end) are a `category` with a value."""

    start: int
    end: int
    category: str
    value: Any
    weight: float = 0.0


class _Open(NamedTuple):
    node: Node
    start: int
    values: tuple[Any, ...]
    weight: float


class Chart:
    """The parts over a run of tokens."""

    def __init__(self, grammar: Grammar, length: int) -> None:
        self._root = grammar.root
        self._waiting: list[dict[str, list[_Open]]] = [{} for _ in range(length + 1)]
        self._seen: set[tuple[int, int, str, Any]] = set()
        self.edges: list[Edge] = []

    def run(self, leaves: list[list[Edge]]) -> list[Edge]:
        """Parse; `leaves[j]` are the given parts that end at position j, words included."""
        for ending in leaves:
            agenda = list(ending)
            self.edges += [edge for edge in ending if len(edge.category) > 1]
            while agenda and len(self._seen) < LIMIT:
                self._take(agenda.pop(), agenda)
        return self.edges

    def _take(self, edge: Edge, agenda: list[Edge]) -> None:
        symbol = edge.category
        node = self._root.after.get(symbol)
        if node is not None:
            values = (edge.value,) if symbol[0] == "{" and len(symbol) > 1 else ()
            self._advance(node, edge.start, edge.end, values, edge.weight, agenda)
        for item in self._waiting[edge.start].get(symbol, ()):
            values = item.values
            if symbol[0] == "{" and len(symbol) > 1:
                values = (*values, edge.value)
            weight = item.weight + edge.weight
            self._advance(item.node.after[symbol], item.start, edge.end, values, weight, agenda)

    def _advance(  # noqa: PLR0913 the hot loop: a record here costs a third of the speed
        self,
        node: Node,
        start: int,
        end: int,
        values: tuple[Any, ...],
        weight: float,
        agenda: list[Edge],
    ) -> None:
        for to, make, bonus in node.ends:
            value = make(values)
            if value is None:
                continue
            key = (start, end, to, value)
            if key not in self._seen:
                self._seen.add(key)
                edge = Edge(start, end, to, value, weight + bonus)
                self.edges.append(edge)
                agenda.append(edge)
        if node.after:
            item = _Open(node, start, values, weight)
            waiting = self._waiting[end]
            for symbol in node.after:
                waiting.setdefault(symbol, []).append(item)
