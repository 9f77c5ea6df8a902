"""Best-first search finds what reading everything would find, and reads less."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.llm.network import Network, Step
from assistant.llm.trie import Trie

VOCABULARY = 12
CLOSING = np.array([0, 1])


class Hashed(Network):
    """Scores that depend on every token that is seen, in its order; nothing is learned."""

    small = True

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.seed = seed
        self.slots: list[tuple[int, int]] = []  # (place, token)

    def after(self, text: Sequence[int]) -> np.ndarray:
        return np.random.default_rng([self.seed, len(text), *text]).normal(0, 3, VOCABULARY)

    def _step(self, step: Step) -> np.ndarray:
        self.slots += zip(step.places, step.tokens, strict=True)
        assert step.sees.shape == (len(step.tokens), len(self.slots))
        seen = [
            [
                token
                for _, token in sorted(
                    one for one, sees in zip(self.slots, row, strict=True) if sees
                )
            ]
            for row in step.sees
        ]
        return np.array([self.after(seen[at]) for at in step.wanted], np.float32)

    def _save(self, length: int) -> dict[str, torch.Tensor]:
        return {"slots": torch.tensor(self.slots[:length])}

    def _restore(self, saved: Mapping[str, torch.Tensor], length: int) -> None:
        self.slots = [(int(place), int(token)) for place, token in saved["slots"]]

    def _move(self, slots: Sequence[int], to: int) -> None:
        self.slots = [*self.slots[:to], *(self.slots[slot] for slot in slots)]


def log_p(network: Hashed, text: Sequence[int], more: Sequence[int]) -> float:
    total = 0.0
    for at, token in enumerate(more):
        scores = network.after([*text, *more[:at]])
        total += scores[token] - np.logaddexp.reduce(scores)
    return float(total)


def log_closed(network: Hashed, text: Sequence[int], more: Sequence[int]) -> float:
    scores = network.after([*text, *more])
    end = np.logaddexp.reduce(scores[CLOSING]) - np.logaddexp.reduce(scores)
    return log_p(network, text, more) + float(end)


texts = st.lists(st.integers(2, VOCABULARY - 1), min_size=1, max_size=5)
phrases = st.lists(
    st.lists(st.integers(2, VOCABULARY - 1), min_size=1, max_size=6).map(tuple),
    min_size=1,
    max_size=40,
    unique=True,
)


def opened(seed: int, text: Sequence[int]) -> tuple[Hashed, Trie]:
    network = Hashed(seed)
    scores = network.begin(text, lambda: False)
    assert scores is not None
    return network, Trie(network, scores)


@settings(deadline=None)
@given(seed=st.integers(0, 10**6), text=texts, forced=st.lists(st.integers(2, 11)), wishes=phrases)
def test_the_winner_is_that_of_reading_everything(
    seed: int, text: list[int], forced: list[int], wishes: list[tuple[int, ...]]
) -> None:
    network, trie = opened(seed, text)
    start = trie.extend(trie.root, forced)
    ends = [trie.extend(start, wish) for wish in wishes]
    known = [log_closed(network, [*text, *forced], wish) for wish in wishes]
    found = trie.likeliest(start, ends, CLOSING)
    assert found is not None
    assert found[0] == int(np.argmax(known))
    assert math.isclose(found[1], max(known), abs_tol=1e-4)
    assert trie.likeliest(start, ends, CLOSING, floor=max(known) + 0.01) is None


@settings(deadline=None)
@given(data=st.data(), seed=st.integers(0, 10**6), text=texts, wishes=phrases)
def test_what_was_known_beforehand_is_added(
    data: st.DataObject, seed: int, text: list[int], wishes: list[tuple[int, ...]]
) -> None:
    network, trie = opened(seed, text)
    drawn = st.lists(st.floats(-20, 0), min_size=len(wishes), max_size=len(wishes))
    priors = data.draw(drawn)
    ends = [trie.extend(trie.root, wish) for wish in wishes]
    known = [log_p(network, text, one) + prior for one, prior in zip(wishes, priors, strict=True)]
    found = trie.likeliest(trie.root, ends, None, priors=priors)
    assert found is not None
    assert math.isclose(found[1], max(known), abs_tol=1e-4)


@settings(deadline=None)
@given(eager=st.sampled_from([0.0, 0.7]), seed=st.integers(0, 10**6), text=texts, wishes=phrases)
def test_what_is_likelier_than_the_last_is_found(
    eager: float, seed: int, text: list[int], wishes: list[tuple[int, ...]]
) -> None:
    network, trie = opened(seed, text)
    ends = [trie.extend(trie.root, wish) for wish in wishes]
    known = [log_p(network, text, wish) for wish in wishes]
    least, found = trie.better(trie.root, ends[:-1], ends[-1], eager)
    assert math.isclose(least, known[-1] - eager, abs_tol=1e-4)
    assert set(found) == {at for at, one in enumerate(known[:-1]) if one > known[-1] - eager}
    assert all(math.isclose(one, known[at], abs_tol=1e-4) for at, one in found.items())


@settings(deadline=None)
@given(seed=st.integers(0, 10**6), text=texts, wishes=phrases, forced=st.lists(st.integers(2, 11)))
def test_what_is_settled_is_read_on_from(
    seed: int, text: list[int], wishes: list[tuple[int, ...]], forced: list[int]
) -> None:
    network, trie = opened(seed, text)
    found = trie.likeliest(trie.root, [trie.extend(trie.root, one) for one in wishes], CLOSING)
    assert found is not None
    written = [*wishes[found[0]], *forced]
    node = trie.settle(trie.extend(trie.root, written))
    np.testing.assert_allclose(trie.scores(node), network.after([*text, *written]), rtol=1e-5)
    trie.settle(node)
    assert network.read == [*text, *written]
    assert [token for _, token in network.slots] == network.read


def test_hopeless_branches_are_not_read() -> None:
    network, trie = opened(3, [5])
    wishes = [(a, b, c, d) for a in range(2, 12) for b in (2, 3) for c in (4, 5) for d in (6, 7, 8)]
    trie.likeliest(trie.root, [trie.extend(trie.root, wish) for wish in wishes], CLOSING)
    assert len(network.slots) - 1 < 95  # half of 190 nodes
    assert network.steps <= 8  # nothing is clear to a network of hashes: the worst there is
