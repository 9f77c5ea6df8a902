"""What a server answers: chunks of POST /chat/completions (OpenAI API), as deltas.

A server may lie about its schema: every field is looked at before it is believed.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from assistant.llm import strict
from assistant.llm.formats import UNREADABLE, Part, Splitter
from assistant.llm.model import CallText, Delta, Reason, TextDelta, ThoughtDelta, ToolSpec
from assistant.llm.remote.body import Style
from assistant.llm.remote.sse import DONE
from assistant.llm.schemas import wire_name

_LONGEST_CHUNK = 1 << 20
_DEEPEST_CHUNK = 30
_DIGITS = 400
_MOST_CALLS = 8
_LONGEST_TEXT = 200_000  # characters of one answer
_THOUGHTS = ("reasoning_content", "reasoning", "thinking")


class Garbage(ValueError):
    """What came is not an answer of a model server."""


class Complaint(Exception):
    """The server says in the middle of an answer that something went wrong."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


class Answer:
    """One answer in the making."""

    def __init__(self, tools: Sequence[ToolSpec], style: Style) -> None:
        self._own = {wire_name(tool.name): tool.name for tool in tools}
        self._schema = bool(tools) and style is Style.SCHEMA
        self._splitter = Splitter({*self._own, *self._own.values()})
        self._calls: dict[int, list[str]] = {}
        self._text = ""
        self._size = 0
        self.reason: Reason = "stop"
        self.called = False
        self.taken = False
        """Whether anything came that a model server sends."""
        self.ended = False
        """Whether the server said that this is all."""
        self.prompt_tokens = 0
        self.new_tokens = 0

    def take(self, chunk: str) -> Iterator[Delta]:
        """Take one chunk, or a whole completion of a server that does not stream."""
        if chunk == DONE:
            self.ended = True
            return
        found = read(chunk)
        self._usage(found.get("usage"))
        if found.get("error"):
            raise Complaint(chunk)
        choices = found.get("choices")
        if not isinstance(choices, list):
            raise Garbage("no choices")
        self.taken = True
        for choice in choices[:1]:
            yield from self._choice(choice)

    def end(self) -> Iterator[Delta]:
        """Give what was held back; one call, whatever a server allows itself."""
        if self._schema:
            yield from self._held_to_schema()
        else:
            yield from self._parts(self._splitter.end())
        if self._calls and not self.called:
            name, said = self._calls[min(self._calls)]
            yield from self._call(_raw(name, said))

    def _choice(self, choice: object) -> Iterator[Delta]:
        if not isinstance(choice, dict):
            raise Garbage("a choice is no object")
        self.ended = self.ended or isinstance(choice.get("finish_reason"), str)
        if choice.get("finish_reason") == "length":
            self.reason = "length"
        delta = choice.get("delta", choice.get("message"))
        if delta is None:
            return
        if not isinstance(delta, dict):
            raise Garbage("a delta is no object")
        for name in _THOUGHTS:
            if isinstance(thought := delta.get(name), str) and thought:
                yield ThoughtDelta(thought)
                break
        if isinstance(text := delta.get("content"), str) and text:
            yield from self._content(text)
        if isinstance(calls := delta.get("tool_calls"), list):
            for at, call in enumerate(calls[:_MOST_CALLS]):
                self._part_of_call(call, at)

    def _content(self, text: str) -> Iterator[Delta]:
        self._size += len(text)
        if self._size > _LONGEST_TEXT:
            raise Garbage("the answer has no end")
        if self._schema:
            self._text += text
        else:
            yield from self._parts(self._splitter.feed(text))

    def _parts(self, parts: Iterable[Part]) -> Iterator[Delta]:
        for part in parts:
            match part.kind:
                case "text":
                    yield TextDelta(part.text)
                case "thought":
                    yield ThoughtDelta(part.text)
                case "call":
                    yield from self._call(part.text)

    def _call(self, text: str) -> Iterator[Delta]:
        """Hand on the first call; the model writes the next when it has read what came of it."""
        if not self.called:
            self.called = True
            name, mark, said = text.partition(" ")
            own = self._own.get(name, name.replace("__", ".", 1))
            yield CallText(f"{own}{mark}{said}")

    def _part_of_call(self, call: object, at: int) -> None:
        """Add a piece of a call: name first, then its arguments letter by letter."""
        function = call.get("function") if isinstance(call, dict) else None
        if not isinstance(call, dict) or not isinstance(function, dict):
            raise Garbage("a call is no object")
        index = call.get("index", at)
        held = self._calls.setdefault(index if isinstance(index, int) else at, ["", ""])
        if len(self._calls) > _MOST_CALLS:
            raise Garbage("too many calls")
        name, said = function.get("name"), function.get("arguments")
        if isinstance(name, str) and name != held[0]:
            held[0] += name
        if isinstance(said, dict):
            held[1] = _written(said)
        elif isinstance(said, str):
            held[1] += said
        if len(held[0]) + len(held[1]) > strict.LONGEST:
            raise Garbage("a call has no end")

    def _held_to_schema(self) -> Iterator[Delta]:
        """Read {"answer": {"tool", "arguments"} or {"reply"}}; a thought may stand before it."""
        splitter = Splitter()
        parts = [*splitter.feed(self._text), *splitter.end()]
        text = "".join(part.text for part in parts if part.kind == "text").strip()
        try:
            found = strict.loads(text)
        except (ValueError, RecursionError):
            # The server does not do what it said it can: take it as what models write else.
            yield from self._parts(self._splitter.feed(self._text))
            yield from self._parts(self._splitter.end())
            return
        answer = found.get("answer", found) if isinstance(found, dict) else None
        if isinstance(answer, dict) and isinstance(answer.get("reply"), str):
            yield TextDelta(answer["reply"])
        elif isinstance(answer, dict) and isinstance(answer.get("tool"), str):
            said = answer.get("arguments", {})
            yield from self._call(
                f"{answer['tool']} {_written(said)}" if isinstance(said, dict) else UNREADABLE
            )
        else:
            yield from self._call(UNREADABLE)

    def _usage(self, usage: object) -> None:
        if isinstance(usage, dict):
            self.prompt_tokens = _number(usage.get("prompt_tokens")) or self.prompt_tokens
            self.new_tokens = _number(usage.get("completion_tokens")) or self.new_tokens


def read(text: str, longest: int = _LONGEST_CHUNK) -> dict[str, Any]:
    """Return the object of one chunk; raises Garbage."""
    try:
        found = strict.loads(text, longest=longest, deepest=_DEEPEST_CHUNK, digits=_DIGITS)
    except (ValueError, RecursionError) as error:
        raise Garbage(str(error)) from error
    if not isinstance(found, dict):
        raise Garbage("no object")
    return found


def _raw(name: str, said: str) -> str:
    """Return a call with its arguments as the server wrote them, without those that are null."""
    try:
        found = strict.loads(said.strip() or "{}")
    except (ValueError, RecursionError):
        return f"{name} {said}"
    return f"{name} {_written(found)}" if isinstance(found, dict) else f"{name} {said}"


def _written(said: Mapping[str, object]) -> str:
    return json.dumps(
        {key: value for key, value in said.items() if value is not None}, ensure_ascii=False
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) and 0 < value < 1 << 40 else 0
