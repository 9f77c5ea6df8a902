"""What the rest of the program knows about a language model: one protocol and a few records.

Nothing here imports a numeric library: the window and the core may import this module freely.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from assistant.base.errors import OutsideError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

Role = Literal["system", "user", "assistant", "tool"]
Reason = Literal["stop", "length", "cancelled", "call"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a chat, in the terms of the model's chat template."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One argument of a tool, as far as the grammar must know it.

    `choices` are exact alternatives that code has computed (time phrases, addresses, names, enum
    values). Without them a `copied` string is a run of whole words of `Request.source` (of
    characters, in Chinese) and never crosses a line break there; a string that is not copied is
    free text. `many` makes it a JSON array of such values. Integers and booleans ignore both.
    `about` tells a model that reads tools by their schema what belongs there.
    """

    name: str
    required: bool
    choices: tuple[str, ...] = ()
    copied: bool = True
    many: bool = False
    kind: Literal["string", "boolean", "integer"] = "string"
    about: str = ""


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool that one request may call; `examples` are (sentence, call text) pairs.

    `prior` is added to log P of its name, in nats, at most 0: what is known of it beforehand.
    """

    name: str
    description: str
    slots: tuple[Slot, ...]
    examples: tuple[tuple[str, str], ...] = ()
    prior: float = 0.0


@dataclass(frozen=True, slots=True)
class Request:
    """What a model is asked.

    With `tools` the answer is exactly one call, `NAME {"argument": "words", ...}`, held to their
    grammar; without, it is free text of at most `max_tokens` tokens. Temperature 0 is greedy.
    A model that chooses by itself (`free`) answers with a call or with text.
    """

    messages: tuple[Message, ...]
    tools: tuple[ToolSpec, ...] = ()
    source: str = ""
    max_tokens: int = 256
    temperature: float = 0.0
    free: bool = False


@dataclass(frozen=True, slots=True)
class TextDelta:
    """A piece of a free answer, to be appended to what came before."""

    text: str


@dataclass(frozen=True, slots=True)
class ThoughtDelta:
    """A piece of what a model thinks before it answers; it is not shown and not kept."""

    text: str


@dataclass(frozen=True, slots=True)
class CallText:
    """A whole tool call as the model wrote it, not yet parsed."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The last delta of every answer; `seconds` is the whole answer's wall time.

    `spent` says where it went, as far as the engine knows: seconds of prompt, grammar and steps,
    and the numbers of steps and of tokens that were forced or copied instead of sampled.
    """

    reason: Reason
    prompt_tokens: int
    new_tokens: int
    seconds: float
    spent: tuple[tuple[str, float], ...] = ()


Delta = TextDelta | ThoughtDelta | CallText | Finished


class Model(Protocol):
    """A language model and a sentence encoder."""

    @property
    def name(self) -> str:
        """Return which weights answer, as NAME@SHA with the first eight digits of their SHA-256."""

    def generate(self, request: Request, stopped: Callable[[], bool]) -> Iterator[Delta]:
        """Answer `request`; `stopped` is asked between steps, and ends the answer early."""

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """Return one unit vector a text, shape (len(texts), 384)."""

    def log_likelihood(self, messages: Sequence[Message], answer: str) -> tuple[float, int]:
        """Return sum(log P(x_i | x_<i)) in nats over the answer's tokens, and their number."""

    def count(self, text: str) -> int:
        """Return how many tokens `text` takes."""

    def close(self) -> None:
        """Give the memory back; the model may not be asked again."""


class ModelMissing(OutsideError):
    """The weights are not on this computer."""


class ModelDamaged(OutsideError):
    """A file of the model is not what it should be."""


class ModelCrashed(OutsideError):
    """The process that runs the model ended in the middle of an answer."""


class NotEnoughMemory(OutsideError):
    """The model does not fit into this computer's memory."""


class PromptTooLong(OutsideError):
    """The text does not fit into what the model can read at once."""


class DownloadFailed(OutsideError):
    """No source could give a file."""
