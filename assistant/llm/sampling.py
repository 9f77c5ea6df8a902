"""From scores to a token, in numpy."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Scores = npt.NDArray[np.float32]


def pick(scores: "Scores", temperature: float) -> int:
    """Return the best token of `scores` (vocabulary,), or a random one at a temperature over 0."""
    import numpy as np

    if temperature <= 0:
        return int(scores.argmax())
    # The Gumbel-max trick: argmax(scores / T + Gumbel noise) is a draw from softmax(scores / T).
    noise = np.random.default_rng().gumbel(size=scores.shape)
    return int((scores / temperature + noise).argmax())


def log_softmax(scores: "Scores") -> "Scores":
    """Return log P along the last axis; -inf stays -inf."""
    import numpy as np

    top = scores - scores.max(axis=-1, keepdims=True)
    result: Scores = top - np.log(np.exp(top).sum(axis=-1, keepdims=True))
    return result
