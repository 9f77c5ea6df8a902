"""Fill in a tool call: at every fork the likeliest way on, a value counted as a whole.

Greedy decoding takes the likeliest next token and then has to go on from there ("ping" instead of
"submit the timesheet"). Here log P(value, then the closing quote) is compared over all values at
once, as a tree that the network reads in one step, and an optional argument is written only if
its name and its best value together are likelier than going on without it. What is written passes
the grammar token by token; what has too many values to compare is decoded under it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.llm.held import Forbidden, Held
from assistant.llm.network import Network
from assistant.llm.outline import Option, Outline
from assistant.llm.sampling import log_softmax
from assistant.llm.tokens import Tokens
from assistant.llm.tree import Tree

if TYPE_CHECKING:
    from assistant.llm.sampling import Scores

_MOST_NODES = 160  # tokens of one tree; values that begin unlikely are left out first
_VALUE = 0.5  # weight of a value's likelihood beside that of its argument's name


@dataclass(frozen=True, slots=True)
class Best:
    """The best value for one option: `gain` in nats, its tokens, where they are read, what follows.

    `after` are the log probabilities of the token after it, a copy: the tree's are not kept.
    """

    value: str
    gain: float
    tokens: list[int]
    path: list[int]
    after: "Scores"


class Filling:
    """One call in the making."""

    def __init__(
        self, network: Network, tokens: Tokens, held: Held, outline: Outline, scores: "Scores"
    ) -> None:
        """`scores` are those of the next token after the prompt, shape (vocabulary,)."""
        self._network = network
        self._tokens = tokens
        self._held = held
        self._outline = outline
        self._logs = log_softmax(scores)

    def run(self, limit: int, stopped: Callable[[], bool]) -> bool:
        """Write the call; return whether it is whole, not stopped or cut at `limit` tokens."""
        while options := self._outline.options():
            if stopped() or len(self._held.written) >= limit:
                return False
            option = options[0] if len(options) == 1 else self._likeliest(options)
            values = self._outline.values(option)
            self._write(self._tokens.encode(option.text))
            if values is None:
                return self._by_tokens(limit, stopped)
            self._outline.take(option, self._value(values))
        self._held.finish()
        return self._held.complete

    def _likeliest(self, options: Sequence[Option]) -> Option:
        """Return the option to take; those with a value must beat the last one with theirs."""
        tree = Tree()
        for option in options:
            tree.add(self._tokens.encode(option.text))
        steps = self._network.branch(tree)
        self._network.follow([])
        likely = tree.likelihoods(self._logs, steps)
        if all(option.slot is None for option in options):
            return options[max(range(len(options)), key=likely.__getitem__)]
        *others, last = range(len(options))
        best, winner = likely[last], last
        for at in others:
            if likely[at] > best and (gain := likely[at] + _VALUE * self._try(options[at])) > best:
                best, winner = gain, at
        return options[winner]

    def _try(self, option: Option) -> float:
        """Return log P of the best value after `option`, and forget it again."""
        values = self._outline.values(option)
        if not values:
            return 0.0
        length = len(self._network.read)
        scores = self._network.forward(self._tokens.encode(option.text))
        best = self._compare(log_softmax(scores[-1]), values)
        self._network.follow([])
        self._network.rewind(length)
        return best.gain

    def _value(self, values: Sequence[str]) -> str:
        """Write and return the best of `values`; nothing where there are none."""
        if not values:
            return ""
        if len(values) == 1:
            self._write(self._tokens.encode(values[0]))
            return values[0]
        best = self._compare(self._logs, values)
        self._network.follow(best.path)
        self._held.write(best.tokens)
        self._logs = best.after
        return best.value

    def _compare(self, logs: "Scores", values: Sequence[str]) -> Best:
        """Read all `values` at once; the caller says by `follow` what is kept of them."""
        import numpy as np

        coded = self._coded(values)
        tree = Tree()
        kept: list[str] = []
        for value in sorted(coded, key=lambda one: -logs[coded[one][0]]):
            if not kept or len(tree.tokens) + len(coded[value]) <= _MOST_NODES:
                tree.add(coded[value])
                kept.append(value)
        steps = self._network.branch(tree)
        ends = np.logaddexp.reduce(steps[:, self._held.closing], axis=1)
        gains = tree.likelihoods(logs, steps)
        totals = [
            gain + float(ends[path[-1]]) for gain, path in zip(gains, tree.paths, strict=True)
        ]
        at = int(np.argmax(totals))
        path = tree.paths[at]
        return Best(kept[at], totals[at], coded[kept[at]], path, steps[path[-1]].copy())

    def _coded(self, values: Sequence[str]) -> dict[str, list[int]]:
        """Return the tokens of every value that the vocabulary can write."""
        coded = {value: self._tokens.encode(value) for value in values}
        exact = {value: one for value, one in coded.items() if self._tokens.decode(one) == value}
        if not exact:
            raise Forbidden("the vocabulary lacks a character")
        return exact

    def _write(self, tokens: list[int]) -> None:
        """Write and read `tokens`."""
        self._held.write(tokens)
        self._logs = log_softmax(self._network.forward(tokens)[-1])

    def _by_tokens(self, limit: int, stopped: Callable[[], bool]) -> bool:
        """Finish the call under the grammar alone, token by token, forced ones for free."""
        while not self._held.complete:
            if stopped() or len(self._held.written) >= limit:
                return False
            fresh = self._held.forced() or [self._held.choose(self._logs)]
            if not self._held.complete:
                self._logs = log_softmax(self._network.forward(fresh)[-1])
        return True
