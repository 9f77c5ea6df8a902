"""Token sequences that share their beginnings, so that a network can read them all in one step.

As in SpecInfer (Miao et al. 2024): every node sees what was held before and its own ancestors.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Logs = npt.NDArray[np.float32]


@dataclass(slots=True)
class Tree:
    """`parents[i] < i` is the node before node i, -1 at a beginning; `paths` are the sequences."""

    tokens: list[int] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    paths: list[list[int]] = field(default_factory=list)
    _nodes: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, sequence: Sequence[int]) -> None:
        """Add one sequence of tokens."""
        node, path = -1, []
        for token in sequence:
            step = (node, token)
            if step not in self._nodes:
                self._nodes[step] = len(self.tokens)
                self.tokens.append(token)
                self.parents.append(node)
            node = self._nodes[step]
            path.append(node)
        self.paths.append(path)

    def likelihoods(self, first: "Logs", steps: "Logs") -> list[float]:
        """Return log P of every sequence.

        `first` are the log probabilities of the first token, shape (vocabulary,); `steps` those
        after every node, shape (nodes, vocabulary).
        """
        own = [
            float(first[token] if parent < 0 else steps[parent, token])
            for token, parent in zip(self.tokens, self.parents, strict=True)
        ]
        return [sum(own[node] for node in path) for path in self.paths]
