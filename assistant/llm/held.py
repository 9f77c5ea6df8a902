"""Decoding a tool call under its grammar: what may come next, and what must (llguidance)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from assistant.llm.grammar import grammar_of
from assistant.llm.model import ToolSpec
from assistant.llm.sampling import pick
from assistant.llm.tokens import Tokens

if TYPE_CHECKING:
    from assistant.llm.sampling import Scores


class Holder:
    """The tokenizer as llguidance needs it, built once (about 0.3 s) and kept."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._tokenizer: Any = None

    def hold(self, tools: Sequence[ToolSpec], source: str) -> "Held":
        """Return a fresh answer that can only become one call of `tools`."""
        from llguidance import LLMatcher, LLTokenizer

        if self._tokenizer is None:
            self._tokenizer = LLTokenizer(
                self._tokens.serialized, n_vocab=self._tokens.size, eos_token=self._tokens.ends[0]
            )
        matcher = LLMatcher(self._tokenizer, grammar_of(tools, source), log_level=0)
        return Held(matcher, self._tokens.size)


class Held:
    """One answer in the making; `written` are its tokens so far."""

    def __init__(self, matcher: Any, size: int) -> None:  # noqa: ANN401 - llguidance.LLMatcher
        self._matcher = matcher
        self._size = size
        self.written: list[int] = []
        self._check()

    @property
    def complete(self) -> bool:
        """Whether the call is whole: nothing but the end may follow."""
        return bool(self._matcher.is_stopped() and self._matcher.is_accepting())

    def forced(self) -> list[int]:
        """Write and return the tokens that are the only legal continuation; may be none."""
        tokens = list(self._matcher.compute_ff_tokens())
        return self._write(tokens)

    def choose(self, scores: "Scores", temperature: float) -> int:
        """Write and return the best legal token by `scores`, shape (vocabulary,)."""
        import numpy as np

        bits = np.frombuffer(self._matcher.compute_bitmask(), np.uint8)
        legal = np.unpackbits(bits, bitorder="little")[: self._size].astype(bool)
        masked = np.where(legal, scores[: self._size], -np.inf)
        return self._write([pick(masked, temperature)])[0]

    def _write(self, tokens: list[int]) -> list[int]:
        self._matcher.consume_tokens(tokens)
        self._check()
        self.written += tokens
        return tokens

    def _check(self) -> None:
        if self._matcher.is_error():
            raise ValueError(self._matcher.get_error())
