"""Fill in a tool call: at every fork the likeliest way on, a value counted as a whole.

Greedy decoding takes the likeliest next token and then has to go on from there ("ping" instead of
"submit the timesheet"). Here log P(value, then the closing quote) is compared over all values, and
an optional argument is written only if its name and its best value together are likelier than
going on without it. What is written passes the grammar token by token; what has too many values to
compare is decoded under it.
"""

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from assistant.llm.held import Forbidden, Held
from assistant.llm.network import Network
from assistant.llm.outline import Option, Outline
from assistant.llm.tokens import Tokens
from assistant.llm.trie import Node, Trie

if TYPE_CHECKING:
    from assistant.llm.network import Scores


class Habit(NamedTuple):
    """How readily an argument is written that may be left out.

    `value` weighs the likelihood of its best value beside that of its name; `eager` are nats that
    going on without it has to be likelier.
    """

    value: float
    eager: float


STOCK = Habit(value=0.5, eager=0.0)
# Chosen on sentences of dev: a trained model knows where words end, and stops a little too early.
TAUGHT = Habit(value=1.0, eager=0.7)


class Filling:
    """One call in the making."""

    def __init__(
        self, network: Network, tokens: Tokens, held: Held, outline: Outline, scores: "Scores"
    ) -> None:
        """`scores` are those of the next token after the prompt, shape (vocabulary,)."""
        self.habit = STOCK
        self._network = network
        self._tokens = tokens
        self._held = held
        self._outline = outline
        self._trie = Trie(network, scores)
        self._at = self._trie.root
        self._coded: dict[str, list[int]] = {}
        self.forced, self.copied = 0, 0  # tokens written without asking, and from the user's words

    def run(self, limit: int, stopped: Callable[[], bool]) -> bool:
        """Write the call; return whether it is whole, not stopped or cut at `limit` tokens."""
        while options := self._outline.options():
            if stopped() or len(self._held.written) >= limit:
                return False
            option = options[0] if len(options) == 1 else self._likeliest(options)
            values = self._outline.values(option)
            text = self._tokens.encode(option.text)
            self.forced += len(text) if len(options) == 1 else 0
            self._write(text)
            if values is None:
                return self._by_tokens(limit, stopped)
            self._outline.take(option, self._value(values))
            self._at = self._trie.settle(self._at)
        self._held.finish()
        return self._held.complete

    def _likeliest(self, options: Sequence[Option]) -> Option:
        """Return the option to take; those with a value must beat the last one with theirs."""
        ends = [self._trie.extend(self._at, self._tokens.encode(one.text)) for one in options]
        if all(option.slot is None for option in options):
            priors = [option.prior for option in options]
            found = self._trie.likeliest(self._at, ends, None, priors=priors)
            return options[found[0] if found else 0]
        best, likelier = self._trie.better(self._at, ends[:-1], ends[-1], self.habit.eager)
        winner = len(options) - 1
        for at, likely in sorted(likelier.items(), key=lambda one: -one[1]):
            if likely <= best:
                break  # no value can bring it, or those behind it, above its name alone
            gain = likely + self._gain(options[at], ends[at], likely, best)
            if gain > best:
                best, winner = gain, at
        return options[winner]

    def _gain(self, option: Option, end: Node, likely: float, best: float) -> float:
        """Return the weighted log P of its best value; -inf where that cannot beat `best`."""
        values = self._outline.values(option)
        if not values:
            return 0.0
        found = self._compare(end, self._writable(values), (best - likely) / self.habit.value)
        return self.habit.value * found[1] if found else -math.inf

    def _value(self, values: Sequence[str]) -> str:
        """Write and return the best of `values`; nothing where there are none."""
        value = values[0] if values else ""
        if len(values) > 1:
            able = self._writable(values)
            found = self._compare(self._at, able, -math.inf)
            value = able[found[0] if found else 0]
        tokens = self._tokens.encode(value)
        self.copied += len(tokens)
        self._write(tokens)
        return value

    def _compare(
        self, start: Node, values: Sequence[str], floor: float
    ) -> tuple[int, float] | None:
        """Return the likeliest of `values`, the closing quote counted, if it beats `floor`."""
        ends = [self._trie.extend(start, self._coded[value]) for value in values]
        return self._trie.likeliest(start, ends, self._held.closing, floor)

    def _writable(self, values: Sequence[str]) -> list[str]:
        """Return the values that the vocabulary can write; raises Forbidden if it can none."""
        for value in values:
            if value not in self._coded:
                coded = self._tokens.encode(value)
                self._coded[value] = coded if self._tokens.decode(coded) == value else []
        if able := [value for value in values if self._coded[value]]:
            return able
        raise Forbidden("the vocabulary lacks a character")

    def _write(self, tokens: list[int]) -> None:
        """Write `tokens`; they are read together with what may follow them."""
        self._held.write(tokens)
        self._at = self._trie.extend(self._at, tokens)

    def _by_tokens(self, limit: int, stopped: Callable[[], bool]) -> bool:
        """Finish the call under the grammar alone, token by token, forced ones for free."""
        scores = self._trie.scores(self._at)
        self._trie.settle(self._at)
        while not self._held.complete:
            if stopped() or len(self._held.written) >= limit:
                return False
            fresh = self._held.forced() or [self._held.choose(scores)]
            if not self._held.complete:
                scores = self._network.forward(fresh)[-1]
        return True
