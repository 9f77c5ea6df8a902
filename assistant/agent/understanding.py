"""Typed words to one call, or to talk. Shared by the turns of a chat and by `deskmate plan`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.agent.budget import TOLD, USUAL, Budget
from assistant.agent.parsing import Call, parse_call
from assistant.agent.router import Route, Router
from assistant.agent.slots import Sentence, open_spec, timed
from assistant.base.errors import OutsideError, ToolError
from assistant.llm.adapters import Turn, call_prompt, last_turns
from assistant.llm.model import (
    CallText,
    Delta,
    Finished,
    Message,
    Model,
    Request,
    TextDelta,
    ThoughtDelta,
    ToolSpec,
)
from assistant.llm.prompt import chat_messages, free_messages, messages_for
from assistant.llm.schemas import manual, written
from assistant.skill.context import Context
from assistant.skill.contract import Tool

_CALL_TOKENS = 256
_TALK_TOKENS = 400
_FREE_TOKENS = 1024


@dataclass(frozen=True, slots=True)
class Heard:
    """What one step of the model came to: a call, or text; and how it ended."""

    call: Call | None
    text: str
    finished: Finished | None
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a model sits: how many tokens it reads, and the host that words leave for, if any.

    `schemas`: it is sent JSON Schemas, which take more tokens than words.
    """

    context: int = USUAL
    host: str = ""
    schemas: bool = False


class Understanding:
    """Asks the model; knows nothing of policy, store or window."""

    def __init__(
        self,
        model: Model,
        router: Router,
        *,
        chains: bool = False,
        likely: Router | None = None,
        seat: Seat | None = None,
    ) -> None:
        """`chains`: the model chooses by itself, reads what its calls came to, and may go on.

        `likely` finds the tools to offer it first where not all fit.
        """
        seat = seat or Seat()
        self.model = model
        self.router = router
        self.chains = chains
        self._likely = likely
        self.host = seat.host
        self._told = written if seat.schemas else manual
        self.budget = Budget(seat.context, model.count)

    def route(self, text: str, history: Sequence[Message] = ()) -> Route:
        """Return the tools that the typed words ask for, said after `history`."""
        return self.router.route(text, last_turns(history))

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
        if route.system or not (history or so_far):
            return self.model.generate(request, stopped)
        fixed = sum(map(self.budget.cost, request.messages))
        if request.free:
            fixed += self.budget.count(self._told(request.tools)) + TOLD
        former, results = self.budget.share(fixed, history, so_far, request.max_tokens)
        *before, last = request.messages
        return self.model.generate(
            replace(request, messages=(*before, *former, last, *results)), stopped
        )

    def hear(
        self,
        deltas: Iterator[Delta],
        tell: Callable[[str], None],
        think: Callable[[], None] = lambda: None,
    ) -> Heard:
        """Read an answer to its end; text is told piece by piece, a call is parsed strictly.

        What is thought is neither shown nor kept; `think` is told that it goes on.

        A call that cannot be read is left out; `raw` still holds what was written.
        """
        text, raw, finished = "", "", None
        for delta in deltas:
            match delta:
                case TextDelta(piece):
                    text += piece
                    tell(piece)
                case ThoughtDelta():
                    think()
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
        """Return what is asked for; only a trained model's holds the turns before already."""
        if self.chains:
            return self._free(route, context)
        if not route.tools:
            return Request(tuple(chat_messages(context.typed)), max_tokens=_TALK_TOKENS)
        if route.system:
            return _trained(route, context, last_turns(history))
        sentence = Sentence(context.typed, context)
        tools = _alike(route.tools)
        specs = tuple(sentence.spec(tool, route.shown) for tool in tools)
        messages = messages_for(specs, context.typed)
        return Request(tuple(messages), specs, sentence.source(tools), _CALL_TOKENS)

    def _free(self, route: Route, context: Context) -> Request:
        """Return what a model is asked that chooses by itself, with as many tools as fit."""
        now = context.clock.now()
        words = f"{now:%A %Y-%m-%d %H:%M}, time zone {context.zone.key}"
        messages = free_messages(context.typed, (), words)
        specs = self._fitting(route.tools, context.typed)
        tokens = min(_FREE_TOKENS, self.budget.context // 4)
        return Request(tuple(messages), specs, context.typed, tokens, free=True)

    def _fitting(self, tools: Sequence[Tool], typed: str) -> tuple[ToolSpec, ...]:
        """Return `tools` as far as they take less than half of the context.

        Where not all fit, those come first that the typed words ask for.
        """
        room = self.budget.context // 2
        specs = [open_spec(tool) for tool in tools]
        costs = [self.budget.count(self._told([spec])) for spec in specs]
        if sum(costs) > room:
            likely = {tool.name for tool in self._first(typed)}
            order = sorted(range(len(specs)), key=lambda at: specs[at].name not in likely)
            kept: list[ToolSpec] = []
            for at in order:
                room -= costs[at]
                if room >= 0 or not kept:
                    kept.append(specs[at])
            return tuple(kept)
        return tuple(specs)

    def _first(self, typed: str) -> Sequence[Tool]:
        try:
            return (self._likely or self.router).route(typed).tools
        except OutsideError:
            return ()


def _trained(route: Route, context: Context, before: Sequence[Turn]) -> Request:
    """Return what a trained model is asked: no examples, and it may leave out what is not said.

    Where code has found candidates for an argument that must come, one of them goes in. What a
    follow-up leaves out may be copied from what the user said before, and need not be.
    """
    earlier = [text for role, text in before if role == "user"]
    sentence = Sentence(context.typed, context, earlier)
    specs = tuple(_as_said(tool, sentence) for tool in route.tools)
    messages = call_prompt(route.system, sentence.text, before)
    return Request(tuple(messages), specs, sentence.source(route.tools), _CALL_TOKENS)


def _as_said(tool: Tool, sentence: Sentence) -> ToolSpec:
    """Return the tool with those arguments required that code found in the sentence itself."""
    spec = sentence.spec(tool, led=False)
    former = {one.name for one in tool.parameters if sentence.is_former(one)}
    slots = (
        replace(slot, required=slot.required and bool(slot.choices) and slot.name not in former)
        for slot in spec.slots
    )
    return replace(spec, slots=tuple(slots))


def _alike(tools: Sequence[Tool]) -> Sequence[Tool]:
    """Return the tools that read the sentence as the best one does: time phrases cut out or not."""
    return [tool for tool in tools if timed(tool) == timed(tools[0])]
