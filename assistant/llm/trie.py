"""What may be written next, as a tree of tokens of which the network reads only the promising part.

log P of a beginning is never below log P of the whole, so a branch that has fallen behind the best
whole found so far need not be read on: best-first search (Hart, Nilsson and Raphael 1968) finds
the same winner as reading everything. A step of sixteen tokens hardly takes longer than one of
eight, so every step also reads ahead where the winner probably is.
"""

import heapq
import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.llm.network import Network

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.llm.network import Scores

    Set = npt.NDArray[np.int64]

_BATCH = 16  # tokens a step
_AHEAD = 0.7  # nats that a token read ahead is thought to cost
_FAR = 6.0  # nats behind the best; what lies farther back is not read ahead


@dataclass(eq=False, slots=True)
class Node:
    """One token after `parent`. `scores` are those after it, None until it is read."""

    token: int
    parent: "Node | None"
    number: int = -1
    scores: "Scores | None" = None
    norm: float = 0.0
    children: "dict[int, Node]" = field(default_factory=dict)

    def know(self, scores: "Scores") -> None:
        """Keep the scores after this token, shape (vocabulary,)."""
        self.scores, self.norm = scores, _log_sum(scores)

    def log(self, token: int) -> float:
        """Return log P(token) after this one, which is read."""
        return float(self.known[token]) - self.norm

    def log_any(self, tokens: "Set") -> float:
        """Return log P of any of `tokens` after this one, which is read."""
        return _log_sum(self.known[tokens]) - self.norm

    @property
    def known(self) -> "Scores":
        """Return the scores after this token, which is read."""
        if self.scores is None:
            raise LookupError("this token is not read yet")
        return self.scores


class Trie:
    """The tree above what a network has read."""

    def __init__(self, network: Network, scores: "Scores") -> None:
        """`scores` are those after the text that `network` has read."""
        self._network = network
        self.root = Node(-1, None)
        self.root.know(scores)
        self._count = 0

    def extend(self, node: Node, tokens: Sequence[int]) -> Node:
        """Return the node after `tokens` behind `node`; nothing is read."""
        for token in tokens:
            if token not in node.children:
                node.children[token] = Node(token, node)
            node = node.children[token]
        return node

    def likeliest(
        self,
        start: Node,
        ends: Sequence[Node],
        closing: "Set | None",
        floor: float = -math.inf,
        priors: Sequence[float] = (),
    ) -> tuple[int, float] | None:
        """Return which of `ends` is likeliest after `start`, and its log P; None if all < `floor`.

        With `closing` one of these tokens must follow the end, and counts. `priors`, none above
        0, are added to the log P of the ends.
        """
        look = _Look(start, ends, closing)
        best: tuple[int, float] | None = None
        while True:
            bound, totals = look.weigh()
            for at, known in totals.items():
                total = known + (priors[at] if priors else 0.0)
                if total > (best[1] if best else floor):
                    best = at, total
            if not self._read_on(look, bound, best[1] if best else floor):
                return best

    def better(
        self, start: Node, ends: Sequence[Node], last: Node, eager: float = 0.0
    ) -> tuple[float, dict[int, float]]:
        """Return log P of `last` after `start`, less `eager`, and of `ends` that are likelier."""
        look = _Look(start, [*ends, last], None)
        while True:
            bound, totals = look.weigh()
            least = totals.get(len(ends), -math.inf) - eager
            if not self._read_on(look, bound, least):
                found = {at: one for at, one in totals.items() if at < len(ends) and one > least}
                return least, found

    def settle(self, node: Node) -> Node:
        """Let everything up to `node` be text, and forget the rest; return where `node` is now."""
        pending: list[int] = []
        while node.scores is None and node.parent is not None:
            pending.append(node.token)
            node = node.parent
        path = [one.number for one in _line(node)]
        if path or self._count:
            self._network.follow(path)
        self.root, self._count = Node(-1, None, -1, node.known, node.norm), 0
        return self.extend(self.root, pending[::-1])

    def scores(self, node: Node) -> "Scores":
        """Return the scores after `node`, read for that where it is not."""
        if node.scores is None:
            self._read([one for one in _line(node) if one.number < 0])
        return node.known

    def _read_on(self, look: "_Look", bound: dict[Node, float], floor: float) -> bool:
        """Read the nodes that may lead above `floor`; return whether there were any."""
        start = [one for one in _line(look.start) if one.scores is None]
        batch = list(itertools.islice(look.promising(bound, floor), max(1, _BATCH - len(start))))
        if not batch:
            return False
        self._read([*(one for one in start if one not in batch), *batch])
        return True

    def _read(self, nodes: Sequence[Node]) -> None:
        parents = []
        for number, node in enumerate(nodes, self._count):
            node.number = number
            parents.append(node.parent.number if node.parent is not None else -1)
        self._count += len(nodes)
        rows = self._network.grow([node.token for node in nodes], parents, range(len(nodes)))
        for node, row in zip(nodes, rows, strict=True):
            node.know(row)


class _Look:
    """One comparison of the `ends` behind `start`."""

    def __init__(self, start: Node, ends: Sequence[Node], closing: "Set | None") -> None:
        self.start = start
        self._closing = closing
        self._ends: dict[Node, list[int]] = {}
        self._ways: set[Node] = set()  # nodes that must be read to compare the ends behind them
        for at, end in enumerate(ends):
            self._ends.setdefault(end, []).append(at)
            node = end if closing is not None else end.parent
            while node is not None and node not in self._ways:
                self._ways.add(node)
                node = node.parent if node is not start else None

    def weigh(self) -> tuple[dict[Node, float], dict[int, float]]:
        """Return log P of all nodes that can be known, and the totals of the ends that are."""
        bound, totals = {self.start: 0.0}, {}
        todo = [self.start]
        while todo:
            node = todo.pop()
            so_far = bound[node]
            if node in self._ends and (self._closing is None or node.scores is not None):
                end = 0.0 if self._closing is None else node.log_any(self._closing)
                totals.update(dict.fromkeys(self._ends[node], so_far + end))
            if node.scores is not None:
                for child in node.children.values():
                    if child in self._ways or child in self._ends:
                        bound[child] = so_far + node.log(child.token)
                        todo.append(child)
        return bound, totals

    def promising(self, bound: dict[Node, float], floor: float) -> Iterator[Node]:
        """Yield unread nodes that may lead above `floor`, and guess on from them, best first."""
        order = itertools.count()
        heap = [
            (-known, next(order), node)
            for node, known in bound.items()
            if node.scores is None and node in self._ways and known > floor
        ]
        heapq.heapify(heap)
        least = max(floor, -heap[0][0] - _FAR) if heap else 0.0
        while heap:
            guess, _, node = heapq.heappop(heap)
            if node in bound or -guess > least:
                yield node
                for child in node.children.values():
                    if child in self._ways:
                        heapq.heappush(heap, (guess + _AHEAD, next(order), child))


def _line(node: Node) -> list[Node]:
    """Return the nodes from behind the root to `node`."""
    line = []
    while node.parent is not None:
        line.append(node)
        node = node.parent
    return line[::-1]


def _log_sum(scores: "Scores") -> float:
    """Return log(sum(exp(scores)))."""
    import numpy as np

    top = scores.max()
    return float(top + np.log(np.exp(scores - top).sum()))
