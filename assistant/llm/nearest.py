"""Which label a sentence belongs to, from a few labelled examples; and which examples are alike.

Two cosines are mixed: of the sentence encoder's vectors, and of letters (character n-grams with
tf-idf weights, Salton and Buckley 1988). The encoder knows English only, so in Chinese the letters
carry the decision. On the mixed similarity two classifiers are added: the nearest neighbours, and
kernel ridge regression to one-against-all targets, which learns what tells labels apart.
"""

import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from assistant.base.paths import resources

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.llm.model import Vectors

    Matrix = npt.NDArray[np.float32]

Embed = Callable[[Sequence[str]], "Vectors"]

NONE = ""  # the label of sentences that no tool fits

_LETTERS, _LETTERS_CJK = 0.4, 0.85  # share of the letters in the similarity, by script
_NEIGHBOURS = 8
_SHARPNESS = 3  # exponent of a neighbour's similarity in its vote
_RIDGE = 0.3
_MOST = 3  # labels that `choose` returns
_MARGIN = 0.25  # how far behind the best a label may be and still be chosen
_RELUCTANCE = 0.45  # taken off "none": a tool that fits a little is tried before giving up


def talk_examples() -> tuple[str, ...]:
    """Return the sentences that no tool fits, of `resources/prompts/talk.toml`."""
    table = tomllib.loads((resources() / "prompts" / "talk.toml").read_text("utf-8"))
    return tuple(table["sentences"])


class Nearest:
    """A classifier over examples, ready as soon as it is made; nothing is trained or stored."""

    def __init__(self, examples: Sequence[tuple[str, str]], embed: Embed) -> None:
        """`examples` are (label, sentence) pairs; `embed` gives a unit vector a sentence."""
        import numpy as np

        self._embed = embed
        self._owners = np.array([label for label, _ in examples])
        self.labels = tuple(dict.fromkeys(label for label, _ in examples))
        sentences = [sentence for _, sentence in examples]
        self._cjk = np.array([is_cjk(sentence) for sentence in sentences])
        self._vectors = embed(sentences)
        self._letters = Letters(sentences)
        self._member = np.stack([self._owners == label for label in self.labels], axis=1)
        among = self._mix(
            self._vectors @ self._vectors.T,
            self._letters.table @ self._letters.table.T,
            self._cjk[:, None] | self._cjk[None, :],
        )
        # Labels with few examples count as much as those with many.
        counts = self._member.sum(axis=0)
        share = self._member @ np.sqrt(counts / counts.mean())
        targets = np.where(self._member, 1.0, -1.0)
        self._weights = np.linalg.solve(among + np.diag(_RIDGE * share), targets)

    def rank(self, sentence: str) -> list[tuple[str, float]]:
        """Return every label with its score, best first; `NONE` is one of them if it was given."""
        import numpy as np

        alike = self.similarity(sentence)
        scores = alike @ self._weights + self._votes(alike)
        if NONE in self.labels:
            scores[self.labels.index(NONE)] -= _RELUCTANCE
        order = np.argsort(-scores, kind="stable")
        return [(self.labels[at], float(scores[at])) for at in order]

    def choose(self, sentence: str) -> list[str]:
        """Return the few labels that fit, best first; nothing where `NONE` fits best."""
        (best, top), *others = self.rank(sentence)
        if best == NONE:
            return []
        close = [label for label, score in others if label != NONE and top - score < _MARGIN]
        return [best, *close][:_MOST]

    def closest(self, sentence: str, labels: Collection[str]) -> list[int]:
        """Return the indices of the examples with one of `labels`, most alike first."""
        import numpy as np

        alike = self.similarity(sentence)
        order = np.argsort(-alike, kind="stable")
        return [int(at) for at in order if self._owners[at] in labels]

    def similarity(self, sentence: str) -> "Matrix":
        """Return how alike `sentence` is to every example, about 0 to 1, shape (examples,)."""
        vector = self._embed([sentence])[0]
        letters = self._letters.rows([sentence])[0]
        return self._mix(
            self._vectors @ vector, self._letters.table @ letters, self._cjk | is_cjk(sentence)
        )

    def _mix(self, meaning: "Matrix", letters: "Matrix", cjk: "npt.NDArray[np.bool_]") -> "Matrix":
        import numpy as np

        share = np.where(cjk, _LETTERS_CJK, _LETTERS).astype(np.float32)
        mixed: Matrix = (1 - share) * meaning + share * letters
        return mixed

    def _votes(self, alike: "Matrix") -> "Matrix":
        """Return the share of each label in the votes of the nearest neighbours."""
        import numpy as np

        nearest = np.argsort(-alike, kind="stable")[:_NEIGHBOURS]
        votes = np.maximum(alike[nearest], 0) ** _SHARPNESS @ self._member[nearest]
        shares: Matrix = votes / max(votes.sum(), 1e-9)
        return shares


class Letters:
    """Sentences as unit rows of tf-idf weights over the character n-grams of some examples."""

    def __init__(self, sentences: Sequence[str]) -> None:
        import numpy as np

        grams = [_grams(sentence) for sentence in sentences]
        documents = Counter(gram for counted in grams for gram in counted)
        self._columns = {gram: column for column, gram in enumerate(documents)}
        size = len(sentences) + 1
        self._unseen = float(np.log(size))
        self._rarity = {gram: float(np.log(size / (n + 0.5))) for gram, n in documents.items()}
        self.table = self._rows(grams)

    def rows(self, sentences: Sequence[str]) -> "Matrix":
        """Return one row a sentence; n-grams that no example has only make the row shorter."""
        return self._rows([_grams(sentence) for sentence in sentences])

    def _rows(self, grams: "Sequence[Counter[str]]") -> "Matrix":
        import numpy as np

        table = np.zeros((len(grams), len(self._columns)), np.float32)
        for row, counted in enumerate(grams):
            norm = 1e-9
            for gram, times in counted.items():
                weight = (1 + np.log(times)) * self._rarity.get(gram, self._unseen)
                norm += weight**2
                if (column := self._columns.get(gram)) is not None:
                    table[row, column] = weight
            table[row] /= np.sqrt(norm)
        return table


def is_cjk(sentence: str) -> bool:
    """Return whether the sentence holds Chinese, Japanese or Korean characters."""
    return any("\u2e80" <= letter <= "\u9fff" for letter in sentence)


def _grams(sentence: str) -> "Counter[str]":
    padded = f" {sentence.lower()} "
    sizes = (1, 2) if is_cjk(sentence) else (3, 4)
    return Counter(padded[at : at + n] for n in sizes for at in range(len(padded) - n + 1))
