"""A model that says what it is told to say: outputs in order, or a function of the conversation."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

from assistant.llm.model import CallText, Delta, Finished, Message, Request, TextDelta

if TYPE_CHECKING:
    from assistant.llm.model import Vectors

Outputs: TypeAlias = Sequence[str] | Callable[[Sequence[Message]], str]
_CALL = re.compile(r"\s*[\w-]+\.[\w-]+\s*(?:[{\[(]|$)")


class Script:
    """Plays given outputs; implements `assistant.llm.model.Model`.

    An output that begins like a call, `skill.tool {`, is handed on as raw call text, valid or
    not; anything else is text, streamed word by word. When the outputs are used up it says
    nothing more. A function gets the messages so far and may obey whatever it has read.
    """

    name = "script@00000000"

    def __init__(self, outputs: Outputs = ()) -> None:
        self._outputs = outputs
        self._next = 0
        self.asked: list[Request] = []
        """Every request that was made, in order."""

    def generate(self, request: Request, stopped: Callable[[], bool]) -> Iterator[Delta]:
        """Play the next output; asked to stop, it ends after the word it is at."""
        self.asked.append(request)
        text = self._output(request.messages)
        if _CALL.match(text):
            yield CallText(text)
            yield Finished("call", 0, 1, 0.0)
            return
        words = re.findall(r"\s*\S+", text)
        for count, word in enumerate(words):
            if stopped():
                yield Finished("cancelled", 0, count, 0.0)
                return
            yield TextDelta(word)
        yield Finished("stop", 0, len(words), 0.0)

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """Return vectors of zeros, shape (len(texts), 384): a script knows no meaning."""
        import numpy as np

        return np.zeros((len(texts), 384), np.float32)

    def log_likelihood(self, messages: Sequence[Message], answer: str) -> tuple[float, int]:  # noqa: ARG002 - the protocol's
        """Return certainty: whatever it says is what it was told to say."""
        return 0.0, len(answer.split())

    def count(self, text: str) -> int:
        """Return the number of words."""
        return len(text.split())

    def close(self) -> None:
        """Do nothing."""

    def _output(self, messages: Sequence[Message]) -> str:
        if callable(self._outputs):
            return self._outputs(messages)
        text = self._outputs[self._next] if self._next < len(self._outputs) else ""
        self._next += 1
        return text
