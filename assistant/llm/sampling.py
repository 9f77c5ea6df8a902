"""From scores to a token, in numpy."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Scores = npt.NDArray[np.float32]

_PENALTY = 1.15
_REMEMBERED = 160  # tokens: some ten sentences


def pick(scores: "Scores", temperature: float) -> int:
    """Return the best token of `scores` (vocabulary,), or a random one at a temperature over 0."""
    import numpy as np

    if temperature <= 0:
        return int(scores.argmax())
    # The Gumbel-max trick: argmax(scores / T + Gumbel noise) is a draw from softmax(scores / T).
    noise = np.random.default_rng().gumbel(size=scores.shape)
    return int((scores / temperature + noise).argmax())


def weary(scores: "Scores", said: Sequence[int]) -> "Scores":
    """Return `scores` with the tokens that were said last made less likely.

    A small model that always takes its best token says one sentence over and over. The penalty
    is that of CTRL (Keskar et al. 2019): positive scores are divided by it, negative multiplied.
    """
    import numpy as np

    if not said:
        return scores
    last = np.unique(np.asarray(said[-_REMEMBERED:]))
    damped = scores.copy()
    damped[last] = np.where(scores[last] > 0, scores[last] / _PENALTY, scores[last] * _PENALTY)
    return damped


def log_softmax(scores: "Scores") -> "Scores":
    """Return log P along the last axis; -inf stays -inf."""
    import numpy as np

    top = scores - scores.max(axis=-1, keepdims=True)
    result: Scores = top - np.log(np.exp(top).sum(axis=-1, keepdims=True))
    return result
