"""Which tool a sentence asks for, by its words, letters and meaning: the router head of an adapter.

A linear classifier over hashed pieces (Weinberger et al. 2009), words and their neighbours in
English, characters and runs of up to four of them in Chinese; and over the encoder's vector,
where the encoder knows the language. It sees at once what a small language model reads past, and
its odds are added to the model's.
"""

import itertools
import re
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.llm.nearest import Embed, is_cjk

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]

FILE = "router.safetensors"
BUCKETS = 1 << 16
_NAMES = ("pieces", "meaning", "offsets")
_WORDS = re.compile(r"\d+|[^\W\d]+|[^\w\s]")
_RUNS = (1, 2, 3, 4)  # characters of a piece of Chinese
_LONG = 3  # letters; of longer words runs of four are pieces too


class Head:
    """The weights of one adapter. `labels` are its tools, and `TALK`."""

    def __init__(self, weights: "Mapping[str, Matrix]", labels: Sequence[str]) -> None:
        """`weights`: "pieces" (BUCKETS, labels), "meaning" (384, labels), "offsets" (labels,)."""
        self._pieces, self._meaning = weights["pieces"], weights["meaning"]
        self._offsets, self.labels = weights["offsets"], tuple(labels)

    def odds(self, sentence: str, embed: Embed) -> Mapping[str, float]:
        """Return log P of every label, in nats; `embed` gives a unit vector a text."""
        import numpy as np

        found = buckets_of(sentence)
        scores = self._pieces[found].astype(np.float32).sum(0) / np.sqrt(max(len(found), 1))
        if not is_cjk(sentence):
            scores += embed([sentence])[0] @ self._meaning
        scores += self._offsets
        scores -= scores.max()
        logs = scores - np.log(np.exp(scores).sum())
        return dict(zip(self.labels, map(float, logs), strict=True))


@lru_cache(maxsize=2)
def read_head(folder: Path) -> Head | None:
    """Return the head in an adapter's folder, whose files were checked; None where it has none."""
    from safetensors import safe_open

    path = folder / FILE
    if not path.is_file():
        return None
    with safe_open(str(path), "np") as file:
        labels = file.metadata()["labels"].split()
        return Head({name: file.get_tensor(name) for name in _NAMES}, labels)


def buckets_of(sentence: str) -> list[int]:
    """Return the numbers of the pieces of a sentence, each once."""
    pieces = _characters(sentence) if is_cjk(sentence) else _words(sentence)
    return sorted({zlib.crc32(piece.encode()) % BUCKETS for piece in pieces})


def _characters(sentence: str) -> list[str]:
    line = f"^{''.join(sentence.lower().split())}$"
    return [f"z{n}{line[at : at + n]}" for n in _RUNS for at in range(len(line) - n + 1)]


def _words(sentence: str) -> list[str]:
    found = [word if not word.isdigit() else "0" for word in _WORDS.findall(sentence.lower())]
    line = ["^", *found, "$"]
    pairs = [f"b{one} {two}" for one, two in itertools.pairwise(line)]
    skips = [f"s{one} {two}" for one, two in zip(line, line[2:], strict=False)]
    triples = [" ".join(["t", *line[at : at + 3]]) for at in range(len(line) - 2)]
    runs = [f"c{w[at : at + 4]}" for w in line if len(w) > _LONG for at in range(len(w) - 3)]
    return [f"w{word}" for word in line] + pairs + skips + triples + runs
