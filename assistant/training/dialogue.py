"""Free chat, before and after: log P of ordinary answers, and some answers to read.

The sentences are our own, in `resources/prompts/dialogue.toml`. Talk comes from the stock weights,
whatever was trained; it is measured as it reaches the user, so that this stays true.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from assistant.base.paths import resources
from assistant.llm.model import Message, Model, Request, TextDelta
from assistant.llm.prompt import chat_messages

_LONGEST = 60  # tokens of an answer that is read


class Talker(Model, Protocol):
    """A model that tells how likely an answer is."""

    def log_likelihood(self, messages: Sequence[Message], answer: str) -> tuple[float, int]:
        """Return sum(log P) in nats of the answer's tokens after the chat, and their number."""
        ...


@dataclass(frozen=True, slots=True)
class Talked:
    """`nats`: log P a token by language; `said`: (what was asked, what was answered)."""

    nats: Mapping[str, float]
    said: Sequence[tuple[str, str]]


def talked(
    model: Talker, tell: Callable[[], None] = lambda: None, path: Path | None = None
) -> Talked:
    """Measure ordinary talk; `tell` is called after every turn."""
    sums: dict[str, tuple[float, int]] = {}
    said = []
    for turn in turns(path):
        messages = chat_messages(turn["text"])
        nats, tokens = model.log_likelihood(messages, turn["answer"])
        former = sums.get(turn["language"], (0.0, 0))
        sums[turn["language"]] = (former[0] + nats, former[1] + tokens)
        if turn.get("read"):
            request = Request(tuple(messages), max_tokens=_LONGEST)
            deltas = model.generate(request, lambda: False)
            text = "".join(one.text for one in deltas if isinstance(one, TextDelta))
            said.append((turn["text"], " ".join(text.split())))
        tell()
    return Talked({name: nats / max(tokens, 1) for name, (nats, tokens) in sums.items()}, said)


def turns(path: Path | None = None) -> list[dict[str, Any]]:
    """Return the sentences: `language`, `text`, `answer`, and whether the answer is `read`."""
    text = (path or resources() / "prompts" / "dialogue.toml").read_text("utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["turn"]
    return found
