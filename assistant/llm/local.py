"""The embedded engine: tokenizer, network, grammar and encoder in one process (the model host).

Nothing else in the core may import this module; see `host` for the parent's side.
"""

import logging
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.llm.encoder import Encoder
from assistant.llm.filling import STOCK, Filling, Habit
from assistant.llm.held import Forbidden, Holder
from assistant.llm.light import give_back_memory
from assistant.llm.model import (
    CallText,
    Delta,
    Finished,
    Message,
    PromptTooLong,
    Reason,
    Request,
    TextDelta,
)
from assistant.llm.network import BLOCK, Network
from assistant.llm.outline import Outline
from assistant.llm.sampling import log_softmax, pick, weary
from assistant.llm.settle import settled
from assistant.llm.tokens import Tokens

if TYPE_CHECKING:
    from assistant.llm.model import Vectors
    from assistant.llm.network import Scores

log = logging.getLogger(__name__)

Stopped = Callable[[], bool]
Answer = Generator[Delta, None, tuple[Reason, int]]


class LocalModel:
    """A causal language model and a sentence encoder, the latter loaded when first asked."""

    def __init__(self, name: str, folder: Path, encoder: Path, network: Network) -> None:
        """`network` holds the weights in `folder`; the encoder's are in `encoder`."""
        self.name = name
        self._tokens = Tokens(folder)
        self._holder = Holder(self._tokens)
        self._network = network
        self._encoder_folder = encoder
        self._encoder: Encoder | None = None
        self._cold = True
        self._spent: dict[str, float] = {}
        self.alive: Callable[[], None] = lambda: None  # called between the parts of long work
        self._habit: Habit = STOCK

    def generate(self, request: Request, stopped: Stopped) -> Iterator[Delta]:
        """Answer `request`, as `Model` says; raises PromptTooLong."""
        start = time.perf_counter()
        prompt, fixed = self._prompt(request)
        self._fits(len(prompt) + request.max_tokens)
        scores = self._network.begin(prompt, self._watched(stopped), fixed)
        read = time.perf_counter()
        if scores is None:
            yield Finished("cancelled", len(prompt), 0, read - start)
            return
        steps, seconds = self._network.steps, self._network.seconds
        self._spent = {"prompt": read - start}
        answer = self._call if request.tools else self._text
        reason, new = yield from answer(request, scores, stopped)
        self._spent["steps"] = self._network.seconds - seconds
        self._spent["number of steps"] = self._network.steps - steps
        spent = tuple(self._spent.items())
        yield Finished(reason, len(prompt), new, time.perf_counter() - start, spent)

    def _watched(self, stopped: Stopped) -> Stopped:
        def look() -> bool:
            self.alive()
            return stopped()

        return look

    def warm(self) -> None:
        """Load what the first answer needs and `__init__` left; to be called while nobody waits."""
        if self._cold:
            self._cold = False
            self._holder.warm()
            self._loaded_encoder()
            give_back_memory()

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """Return one unit vector a text."""
        return self._loaded_encoder().embed(texts, self.alive)

    def log_likelihood(self, messages: Sequence[Message], answer: str) -> tuple[float, int]:
        """Return sum(log P) in nats of the answer's tokens after the chat, and their number."""
        prompt, tokens = self._tokens.chat(messages), self._tokens.encode(answer)
        if not tokens:
            return 0.0, 0
        self._fits(len(prompt) + len(tokens))
        rest = prompt[self._network.keep(prompt) :]
        # In blocks: the scores of one token are 200 kB, and a long answer has hundreds.
        before, total = [*rest, *tokens[:-1]], 0.0
        first = len(before) - len(tokens)
        for at in range(0, len(before), BLOCK):
            self.alive()
            block = before[at : at + BLOCK]
            wanted = tokens[max(0, at - first) : max(0, at + len(block) - first)]
            scores = log_softmax(self._network.forward(block, wanted=max(1, len(wanted))))
            total += float(scores[range(len(wanted)), wanted].sum())
        return total, len(tokens)

    def count(self, text: str) -> int:
        """Return how many tokens `text` takes."""
        return len(self._tokens.encode(text))

    def close(self) -> None:
        """Nothing to do: the process ends and with it the memory."""

    def _loaded_encoder(self) -> Encoder:
        if self._encoder is None:
            self._encoder = Encoder(self._encoder_folder)
        return self._encoder

    def _prompt(self, request: Request) -> tuple[list[int], int]:
        """Return the tokens of the prompt, and with how many of them every such prompt begins."""
        return self._tokens.prompt(request.messages)

    def _fits(self, length: int) -> None:
        if length > self._tokens.context:
            raise PromptTooLong(
                "The text is too long for this model: {length} of at most {context} tokens.",
                hint="Shorten it, or start a new conversation.",
                length=length,
                context=self._tokens.context,
            )

    def _text(self, request: Request, scores: "Scores", stopped: Stopped) -> Answer:
        new: list[int] = []
        shown = ""
        while len(new) < request.max_tokens:
            tired = scores if request.free else weary(scores, new)  # a call repeats its signs
            token = pick(tired, request.temperature)
            if token in self._tokens.ends:
                return "stop", len(new)
            new.append(token)
            text = self._tokens.decode(new)
            if not text.endswith("\ufffd") and text != shown:
                yield TextDelta(text[len(shown) :])
                shown = text
            if stopped():
                return "cancelled", len(new)
            scores = self._network.forward([token])[-1]
        return "length", len(new)

    def _call(self, request: Request, scores: "Scores", stopped: Stopped) -> Answer:
        start, tools = time.perf_counter(), request.tools
        if self._network.small:
            typed = request.messages[-1].text
            tools = tuple(settled(tool, typed) for tool in tools)
        held = self._holder.hold(tools, request.source)
        outline = Outline(tools, request.source)
        filling = Filling(self._network, self._tokens, held, outline, scores)
        filling.habit = self._habit
        self._spent["grammar"] = time.perf_counter() - start
        try:
            whole = filling.run(request.max_tokens, stopped)
        except Forbidden:  # words with characters that the vocabulary does not have
            log.warning("no call can be written for these words")
            return "stop", len(held.written)
        self._spent |= {"forced tokens": filling.forced, "copied tokens": filling.copied}
        if whole:
            yield CallText(held.text)
            return "call", len(held.written)
        return "cancelled" if stopped() else "length", len(held.written)
