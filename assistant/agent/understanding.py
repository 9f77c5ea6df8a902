"""Typed words to one call, or to talk. Shared by the turns of a chat and by `deskmate plan`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.agent.parsing import Call, parse_call
from assistant.agent.router import Route, Router
from assistant.agent.slots import Sentence, timed
from assistant.base.errors import ToolError
from assistant.llm.adapters import call_prompt
from assistant.llm.model import (
    CallText,
    Delta,
    Finished,
    Message,
    Model,
    Request,
    Slot,
    TextDelta,
)
from assistant.llm.prompt import chat_messages, messages_for
from assistant.skill.context import Context
from assistant.skill.contract import Tool

_CALL_TOKENS = 256
_TALK_TOKENS = 400


@dataclass(frozen=True, slots=True)
class Heard:
    """What one step of the model came to: a call, or text; and how it ended."""

    call: Call | None
    text: str
    finished: Finished | None
    raw: str = ""


class Understanding:
    """Asks the model; knows nothing of policy, store or window."""

    def __init__(self, model: Model, router: Router, *, chains: bool = False) -> None:
        """`chains`: the model reads what its calls came to, and may go on from there."""
        self.model = model
        self.router = router
        self.chains = chains

    def route(self, text: str) -> Route:
        """Return the tools that the typed words ask for."""
        return self.router.route(text)

    def ask(
        self,
        route: Route,
        context: Context,
        history: Sequence[Message],
        stopped: Callable[[], bool],
        so_far: Sequence[Message] = (),
    ) -> Iterator[Delta]:
        """Stream the model's answer to `context.typed`: one call where tools fit.

        `history` is what was said before; `so_far` the calls of this turn and their results.
        """
        request = self._request(route, context, history)
        whole = replace(request, messages=(*request.messages, *so_far))
        return self.model.generate(whole, stopped)

    def hear(
        self,
        deltas: Iterator[Delta],
        tell: Callable[[str], None],
    ) -> Heard:
        """Read an answer to its end; text is told piece by piece, a call is parsed strictly.

        A call that cannot be read is left out; `raw` still holds what was written.
        """
        text, raw, finished = "", "", None
        for delta in deltas:
            match delta:
                case TextDelta(piece):
                    text += piece
                    tell(piece)
                case CallText(piece):
                    raw = piece
                case Finished():
                    finished = delta
        try:
            call = parse_call(raw) if raw else None
        except ToolError:
            call = None
        return Heard(call, text, finished, raw)

    def _request(self, route: Route, context: Context, history: Sequence[Message]) -> Request:
        if not route.tools:
            messages = chat_messages(context.typed, history)
            return Request(tuple(messages), max_tokens=_TALK_TOKENS)
        sentence = Sentence(context.typed, context)
        if route.system:
            return _trained(route, sentence)
        tools = _alike(route.tools) if not self.chains else route.tools
        specs = tuple(sentence.spec(tool, route.shown) for tool in tools)
        messages = messages_for(specs, context.typed, history)
        return Request(tuple(messages), specs, sentence.source(tools), _CALL_TOKENS)


def _trained(route: Route, sentence: Sentence) -> Request:
    """Return what a trained model is asked: no examples, and it may leave out what is not said.

    Where code has found candidates for an argument that must come, one of them goes in.
    """
    specs = tuple(
        replace(spec, slots=tuple(map(_as_said, spec.slots)))
        for spec in map(sentence.spec, route.tools)
    )
    messages = call_prompt(route.system, sentence.text)
    return Request(tuple(messages), specs, sentence.source(route.tools), _CALL_TOKENS)


def _as_said(slot: Slot) -> Slot:
    return replace(slot, required=slot.required and bool(slot.choices))


def _alike(tools: Sequence[Tool]) -> Sequence[Tool]:
    """Return the tools that read the sentence as the best one does: time phrases cut out or not."""
    return [tool for tool in tools if timed(tool) == timed(tools[0])]
