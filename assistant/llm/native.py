"""Models of the hub that choose tools by themselves: asked in the way that they were trained with.

Their own chat template writes down the tools (`tools=`); one that knows none is told in words. What
they write is read by `formats`; a thought is parted from what is shown.
"""

from collections.abc import Generator, Iterator, Mapping
from typing import TYPE_CHECKING

from assistant.llm.formats import Part, Splitter
from assistant.llm.local import Answer, LocalModel, Stopped
from assistant.llm.model import CallText, Delta, Request, TextDelta, ThoughtDelta
from assistant.llm.schemas import functions, told_in_words, wire_name

if TYPE_CHECKING:
    from assistant.llm.network import Scores


class NativeModel(LocalModel):
    """A `LocalModel` that also answers free requests: with a call, or with text."""

    def _prompt(self, request: Request) -> tuple[list[int], int]:
        if not (request.free and request.tools):
            return super()._prompt(request)
        functional = functions(request.tools)
        found = self._tokens.prompt_with_tools(request.messages, functional)
        return found or self._tokens.prompt(told_in_words(request.messages, request.tools))

    def _call(self, request: Request, scores: "Scores", stopped: Stopped) -> Answer:
        if not request.free:
            return (yield from super()._call(request, scores, stopped))
        own = {wire_name(tool.name): tool.name for tool in request.tools}
        splitter = Splitter({*own, *own.values()})
        written = self._text(request, scores, stopped)
        steps = 0
        while True:
            try:
                delta = next(written)
            except StopIteration as end:
                reason, steps = end.value
                break
            steps += 1
            if isinstance(delta, TextDelta):
                called = yield from _told(splitter.feed(delta.text), own)
                if called:
                    return "call", steps
        called = yield from _told(splitter.end(), own)
        return ("call" if called and reason == "stop" else reason), steps


def _told(parts: Iterator[Part], own: Mapping[str, str]) -> Generator[Delta, None, bool]:
    """Hand parts on; return whether one of them was a call, which ends the answer."""
    for part in parts:
        match part.kind:
            case "text":
                yield TextDelta(part.text)
            case "thought":
                yield ThoughtDelta(part.text)
            case _:
                name, mark, said = part.text.partition(" ")
                yield CallText(f"{own.get(name, name)}{mark}{said}")
                return True
    return False
