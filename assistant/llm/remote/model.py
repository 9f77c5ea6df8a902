"""A model behind an OpenAI-compatible server, as the rest of the program knows models."""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.base.lanes import Event
from assistant.llm.endpoints import Endpoint
from assistant.llm.model import Delta, Finished, Message, Request
from assistant.llm.remote import failures
from assistant.llm.remote.body import OPTIONAL, Style, body_of
from assistant.llm.remote.failures import EndpointError
from assistant.llm.remote.http import MOST, Head, Stopped, Way, Wire
from assistant.llm.remote.reading import Answer, Complaint, Garbage, read
from assistant.llm.remote.sse import data_of, lines_of

if TYPE_CHECKING:
    from assistant.llm.model import Vectors

_TRIES = 3
_PAUSE = 0.4  # seconds before the second try, twice as many before the third
_LONGEST_PAUSE = 20.0
_LOOK = 0.02

Embed = Callable[[Sequence[str]], "Vectors"]


def no_key() -> str:
    """Return that there is no key."""
    return ""


@dataclass(slots=True)
class _Learned:
    """What a server turned out not to know; found out once a session."""

    style: Style = Style.TOOLS
    without: set[str] = field(default_factory=set)


class RemoteModel:
    """A `Model` that answers over HTTP. Nothing is sent before it is asked."""

    def __init__(
        self,
        endpoint: Endpoint,
        key: Callable[[], str] = no_key,
        *,
        embed: Embed | None = None,
        way: Way | None = None,
    ) -> None:
        """`embed` is the encoder of this computer, for servers that have none."""
        self.endpoint = endpoint
        self._wire = Wire(endpoint, key, way or Way())
        self._embed = embed
        self._learned = _Learned()

    @property
    def name(self) -> str:
        """Return MODEL@HOST: a server does not say which weights it has."""
        return f"{self.endpoint.model}@{self.endpoint.host}"

    def generate(self, request: Request, stopped: Callable[[], bool]) -> Iterator[Delta]:
        """Answer `request`; raises EndpointError or PromptTooLong.

        A failure that may pass is tried again, but never after the first piece of an answer.
        """
        start = time.perf_counter()
        tries = 0
        while True:
            begun = False
            answer = Answer(request.tools, self._learned.style)
            try:
                for delta in self._answer(request, answer, stopped):
                    begun = True
                    yield delta
            except Stopped:
                answer.reason = "cancelled"
            except EndpointError as error:
                tries += 1
                if begun or not self._try_otherwise(error, request, tries, stopped):
                    raise
                continue
            reason = "call" if answer.called and answer.reason == "stop" else answer.reason
            seconds = time.perf_counter() - start
            yield Finished(reason, answer.prompt_tokens, answer.new_tokens, seconds)
            return

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """Return one unit vector a text: the server's, or the local encoder's."""
        if not self.endpoint.embeddings:
            if self._embed is None:
                raise EndpointError(
                    "{host} names no embedding model, and there is none on this computer.",
                    hint="Get the encoder with: deskmate models get",
                    host=self.endpoint.host,
                )
            return self._embed(texts)
        import numpy as np

        body = {"model": self.endpoint.embeddings, "input": list(texts)}
        found = self._whole("/embeddings", body) if texts else {"data": []}
        try:
            rows = sorted(found["data"], key=lambda row: int(row["index"]))
            vectors = np.array([row["embedding"] for row in rows], np.float32)
            unit: Vectors = vectors.reshape(len(texts), -1 if texts else 0)
        except (KeyError, TypeError, ValueError) as error:
            raise failures.no_model(self.endpoint) from error
        norms = np.maximum(np.linalg.norm(unit, axis=1, keepdims=True), 1e-12)
        scaled: Vectors = (unit / norms).astype(np.float32)
        return scaled

    def log_likelihood(self, messages: Sequence[Message], answer: str) -> tuple[float, int]:
        """Return sum(log P) in nats of the answer's tokens, and their number.

        Asked by POST /completions with `echo`, which vLLM and some others know; the chat is
        written down plainly, since their template is not known here.
        """
        prompt = "".join(f"{one.role}: {one.text}\n\n" for one in messages) + "assistant: "
        body = {
            "model": self.endpoint.model,
            "prompt": prompt + answer,
            "max_tokens": 1,
            "temperature": 0,
            "echo": True,
            "logprobs": 1,
        }
        found = self._whole("/completions", body)
        try:
            logs = found["choices"][0]["logprobs"]
            pairs = zip(logs["text_offset"], logs["token_logprobs"], strict=True)
            end = len(prompt) + len(answer)
            wanted = [float(log) for at, log in pairs if len(prompt) <= at < end]
        except (KeyError, IndexError, TypeError, ValueError):
            wanted = []
        if answer and not wanted:
            raise EndpointError(
                "{host} does not tell how likely an answer is.",
                hint="Choose a model on this computer for that, or a vLLM server.",
                host=self.endpoint.host,
            )
        return sum(wanted), len(wanted)

    def count(self, text: str) -> int:
        """Return about how many tokens `text` takes; the server alone knows exactly."""
        letters = sum(mark.isascii() for mark in text)
        return -(-letters // 4) + len(text) - letters

    def models(self) -> tuple[str, ...]:
        """Return the names of the models that the server offers; raises EndpointError."""
        listed = self._whole("/models", None).get("data")
        rows = listed if isinstance(listed, list) else []
        names = (row.get("id") for row in rows[:1000] if isinstance(row, dict))
        return tuple(name for name in names if isinstance(name, str) and name.isprintable())

    def close(self) -> None:
        """Close the connections."""
        self._wire.close()

    def _answer(
        self, request: Request, answer: Answer, stopped: Callable[[], bool]
    ) -> Iterator[Delta]:
        body = body_of(request, self.endpoint, self._learned.style, self._learned.without)
        try:
            with closing(self._wire.ask("/chat/completions", body, stopped)) as items:
                head = next(items)
                pieces = (item for item in items if isinstance(item, bytes))
                if isinstance(head, Head) and "event-stream" in head.kind:
                    for chunk in data_of(lines_of(pieces)):
                        yield from answer.take(chunk)
                else:
                    yield from answer.take(b"".join(pieces).decode("utf-8", "replace"))
                    answer.ended = True
            if not answer.taken:
                raise Garbage("nothing came")
            if not answer.ended:
                raise failures.broken_off(self.endpoint)
            yield from answer.end()
        except Complaint as complaint:
            status = 500 if answer.new_tokens else 400
            raise failures.refused(
                self.endpoint, status, complaint.words.encode("utf-8", "replace")
            ) from complaint
        except ValueError as error:
            raise failures.no_model(self.endpoint) from error

    def _try_otherwise(
        self, error: EndpointError, request: Request, tries: int, stopped: Callable[[], bool]
    ) -> bool:
        """Return whether to ask again: later, or for less."""
        if error.passing and tries < _TRIES:
            return self._pause(max(error.wait, _PAUSE * 2 ** (tries - 1)), stopped)
        if not error.unasked:
            return False
        named = next((one for one in OPTIONAL if one in str(error)), "")
        if named and named not in self._learned.without:
            self._learned.without.add(named)
            return True
        simpler = {Style.TOOLS: Style.SCHEMA, Style.SCHEMA: Style.PROMPT}.get(self._learned.style)
        if request.tools and simpler is not None:
            self._learned.style = simpler
            return True
        return False

    @staticmethod
    def _pause(seconds: float, stopped: Callable[[], bool]) -> bool:
        """Wait, longer or shorter by chance so that not all come back at once; False if stopped."""
        end = time.monotonic() + min(seconds, _LONGEST_PAUSE) * random.uniform(0.5, 1.5)  # noqa: S311
        clock = Event()
        while time.monotonic() < end:
            if stopped():
                return True  # the next try notices it before anything is sent
            clock.wait(_LOOK)
        return True

    def _whole(self, path: str, body: Mapping[str, Any] | None) -> dict[str, Any]:
        with closing(self._wire.ask(path, body, lambda: False)) as items:
            raw = b"".join(item for item in items if isinstance(item, bytes))
        try:
            return read(raw.decode("utf-8", "replace"), longest=MOST)
        except Garbage as error:
            raise failures.no_model(self.endpoint) from error
