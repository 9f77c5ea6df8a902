"""The causal language model itself: tokens in, scores of the next token out.

What was read is kept: a text, and above it nodes of a tree of tokens that nobody has decided on
yet (as in SpecInfer, Miao et al. 2024). A node sees the text and its own ancestors.
"""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.llm.model import ModelDamaged
from assistant.llm.prefixes import LEAST, Prefixes

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.llm.prefixes import Saved

    Scores = npt.NDArray[np.float32]
    Stopped = Callable[[], bool]
    Sees = npt.NDArray[np.bool_]

SMALL = 1_000_000_000  # parameters; larger models decide by themselves what belongs in a call
BLOCK = 64  # prompt tokens a forward: few enough that Stop is heard within 100 ms


@dataclass(frozen=True, slots=True)
class Step:
    """Tokens to read into the next slots.

    `places` are their positions in the text; `sees` (tokens, slots) says where each may look;
    the scores after the tokens at `wanted` are wanted.
    """

    tokens: Sequence[int]
    places: Sequence[int]
    sees: "Sees"
    wanted: Sequence[int]


class Network(ABC):
    """A model with what it has read so far. `small`: it needs help with what belongs in a call."""

    small: bool

    def __init__(self) -> None:
        self.read: list[int] = []
        self._last: tuple[int, Scores] | None = None  # the scores after so many tokens of `read`
        self._nodes: list[int] = []
        self._seen: list[list[int]] = []  # the ancestors of every node, and itself
        self.prefixes: Prefixes | None = None
        self.steps, self.seconds = 0, 0.0  # how often it read, and how long that took

    @abstractmethod
    def _step(self, step: Step) -> "Scores":
        """Return the scores that `step` wants, shape (wanted, vocabulary)."""

    @abstractmethod
    def _save(self, length: int) -> "Saved":
        """Return copies of the keys and values of the first `length` tokens."""

    @abstractmethod
    def _restore(self, saved: "Saved", length: int) -> None:
        """Hold what `_save` returned, and nothing else."""

    @abstractmethod
    def _move(self, slots: Sequence[int], to: int) -> None:
        """Put the tokens at `slots` side by side, the first at `to`, and forget what is behind."""

    def keep(self, tokens: Sequence[int]) -> int:
        """Forget all but what `tokens` begins with; return how many of them are already read.

        At least the last token stays to be read again, since its scores are what is wanted.
        """
        same = 0
        for old, new in zip(self.read, tokens[:-1], strict=False):
            if old != new:
                break
            same += 1
        self.rewind(same)
        return same

    def begin(self, prompt: Sequence[int], stopped: "Stopped", fixed: int = 0) -> "Scores | None":
        """Read `prompt` as far as it is not held; return the scores after it, None when stopped.

        What was read last is not read again: a prompt is often asked about twice. The first
        `fixed` tokens are those of many prompts, and kept for the next start.
        """
        if self._last and self._last[0] == len(prompt) and self.read[: len(prompt)] == [*prompt]:
            self.rewind(len(prompt))
            return self._last[1]
        if self.prefixes is not None and LEAST <= fixed < len(prompt):
            self._begin_with(prompt[:fixed], self.prefixes)
        rest = prompt[self.keep(prompt) :]
        *blocks, last = [rest[at : at + BLOCK] for at in range(0, len(rest), BLOCK)]
        for block in blocks:
            if stopped():
                return None
            self.forward(block)
        if stopped():
            return None
        scores: Scores = self.forward(last)[-1]
        self._last = len(prompt), scores
        return scores

    def _begin_with(self, tokens: Sequence[int], prefixes: Prefixes) -> None:
        if self.read[: len(tokens)] == [*tokens]:
            return
        if (saved := prefixes.find(tokens)) is not None:
            self.rewind(0)
            self._restore(saved, len(tokens))
            self.read.extend(tokens)
            return
        rest = tokens[self.keep(tokens) :]
        for at in range(0, len(rest), BLOCK):
            self.forward(rest[at : at + BLOCK])
        prefixes.keep(tokens, self._save(len(tokens)))

    def rewind(self, length: int) -> None:
        """Forget every token after the first `length`, and all nodes."""
        if length < len(self.read) or self._nodes:
            self._move([], length)
            del self.read[length:]
            if self._last and self._last[0] > length:
                self._last = None
            self._nodes, self._seen = [], []

    def forward(self, tokens: Sequence[int], wanted: int = 1) -> "Scores":
        """Read `tokens` after the text; return the scores after the last `wanted` of them.

        Shape (wanted, vocabulary), float32, not normalised.
        """
        import numpy as np

        past, count = len(self.read), len(tokens)
        self.rewind(past)
        sees = np.tri(count, past + count, past, dtype=np.bool_)
        places = range(past, past + count)
        scores = self._timed(Step(tokens, places, sees, range(count - wanted, count)))
        self.read.extend(tokens)
        return scores

    def grow(
        self, tokens: Sequence[int], parents: Sequence[int], wanted: Sequence[int]
    ) -> "Scores":
        """Read `tokens` as further nodes of the tree; return the scores after those at `wanted`.

        Nodes are numbered in the order they were read, -1 is the end of the text.
        """
        import numpy as np

        past, known = len(self.read), len(self._nodes)
        for number, parent in enumerate(parents, known):
            self._seen.append([*(self._seen[parent] if parent >= 0 else ()), number])
        sees = np.zeros((len(tokens), past + known + len(tokens)), np.bool_)
        sees[:, :past] = True
        for row, seen in enumerate(self._seen[known:]):
            sees[row, [past + node for node in seen]] = True
        places = [past + len(seen) - 1 for seen in self._seen[known:]]
        scores = self._timed(Step(tokens, places, sees, wanted))
        self._nodes.extend(tokens)
        return scores

    def follow(self, path: Sequence[int]) -> None:
        """Let the nodes of `path` be text, and forget the others."""
        past = len(self.read)
        self._move([past + node for node in path], past)
        self.read.extend(self._nodes[node] for node in path)
        self._nodes, self._seen = [], []

    def _timed(self, step: Step) -> "Scores":
        start = time.perf_counter()
        scores = self._step(step)
        self.steps += 1
        self.seconds += time.perf_counter() - start
        return scores


def damaged(folder: Path, error: Exception) -> ModelDamaged:
    """Return what is raised for weights that cannot be read."""
    return ModelDamaged(
        "The model in {folder} is damaged: {reason}.",
        hint="Get the model again.",
        folder=folder.name,
        reason=(str(error) or type(error).__name__).splitlines()[0],
    )
