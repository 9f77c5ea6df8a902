"""A tool call under its grammar: what may come next, and what must (llguidance)."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assistant.llm.grammar import grammar_of
from assistant.llm.model import ToolSpec
from assistant.llm.tokens import Tokens

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.llm.sampling import Scores


class Forbidden(ValueError):
    """The grammar does not allow what was written, or knows no way on."""


class Holder:
    """The tokenizer as llguidance needs it, built once (about 0.3 s) and kept."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens

    def hold(self, tools: Sequence[ToolSpec], source: str) -> "Held":
        """Return a fresh answer that can only become one call of `tools`."""
        from llguidance import LLMatcher

        matcher = LLMatcher(self._tokenizer, grammar_of(tools, source), log_level=0)
        return Held(matcher, self)

    def warm(self) -> None:
        """Build it now."""
        _ = self.closing, self._tokenizer

    @cached_property
    def closing(self) -> "npt.NDArray[np.int64]":
        """The tokens that begin with a quote: they end a string."""
        import numpy as np

        return np.array(self.tokens.beginning_with('"'))

    @cached_property
    def _tokenizer(self) -> Any:  # noqa: ANN401 - llguidance.LLTokenizer, imported late
        from llguidance import LLTokenizer

        return LLTokenizer(
            self.tokens.serialized, n_vocab=self.tokens.size, eos_token=self.tokens.ends[0]
        )


class Held:
    """One answer in the making; `written` are its tokens so far."""

    def __init__(self, matcher: Any, holder: Holder) -> None:  # noqa: ANN401 - llguidance.LLMatcher
        self._matcher = matcher
        self._tokens = holder.tokens
        self.closing = holder.closing
        self.written: list[int] = []
        self._check()

    @property
    def complete(self) -> bool:
        """Whether the call is whole: nothing but the end may follow."""
        return bool(self._matcher.is_stopped() and self._matcher.is_accepting())

    @property
    def text(self) -> str:
        """What is written so far."""
        return self._tokens.decode(self.written)

    def forced(self) -> list[int]:
        """Write and return the tokens that are the only legal continuation; may be none."""
        return self.write(list(self._matcher.compute_ff_tokens()))

    def choose(self, scores: "Scores") -> int:
        """Write and return the best legal token by `scores`, shape (vocabulary,)."""
        import numpy as np

        bits = np.frombuffer(self._matcher.compute_bitmask(), np.uint8)
        legal = np.unpackbits(bits, bitorder="little")[: self._tokens.size].astype(bool)
        best = np.where(legal, scores[: self._tokens.size], -np.inf).argmax()
        return self.write([int(best)])[0]

    def write(self, tokens: list[int]) -> list[int]:
        """Write and return `tokens`; raises Forbidden."""
        self._matcher.consume_tokens(tokens)
        self._check()
        self.written += tokens
        return tokens

    def finish(self) -> None:
        """Let the grammar notice that nothing can follow."""
        self._matcher.compute_ff_tokens()

    def _check(self) -> None:
        if self._matcher.is_error():
            raise Forbidden(self._matcher.get_error())
