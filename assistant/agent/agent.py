"""One turn after another: words in, events out. Runs on the agent lane, never on the window's."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from assistant.agent.calling import Caller, Ran
from assistant.agent.cards import Cause
from assistant.agent.claims import claims_an_act
from assistant.agent.conversation import history_of, typed_in
from assistant.agent.gate import Gate, Passage
from assistant.agent.router import Route
from assistant.agent.understanding import Heard, Understanding
from assistant.base.errors import AssistantError, ToolError
from assistant.base.i18n import tr
from assistant.base.lanes import Event as Flag
from assistant.domain.changes import Answer, Proposal
from assistant.domain.events import (
    Answered,
    Asked,
    CallMade,
    Failed,
    Refused,
    TextDelta,
    TurnEnd,
    TurnEnded,
    TurnStarted,
    TurnState,
    TurnStateChanged,
)
from assistant.domain.labels import TYPED, Label, Labels, Origin
from assistant.llm.model import Message
from assistant.skill.contract import Tool, Words
from assistant.skill.questions import NeedsAnswer
from assistant.store.store import Store

MOST_STEPS = 8
MOST_MISTAKES = 2
_UNREADABLE = "I could not make a call out of that."
_NEVER_MIND = frozenset(
    {"cancel", "never mind", "nevermind", "forget it", "算了", "取消", "不用了"}
)
_MARKS = " .!…。！"
_UNDO = frozenset(
    {"undo", "undo that", "undo it", "take that back", "撤销", "撤回", "撤销刚才的操作"}
)
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Turn:
    """One exchange; `stop` may be set from any thread."""

    id: str
    conversation: str
    text: str
    stop: Flag = field(default_factory=Flag)
    ended: Flag = field(default_factory=Flag)


@dataclass(frozen=True, slots=True)
class _Pending:
    """A call that waits for a fact."""

    tool: Tool
    said: dict[str, Words]
    argument: str
    instead: str
    typed: str


class Agent:
    """Takes turns; what they come to is told on the bus."""

    def __init__(
        self,
        understanding: Understanding,
        caller: Caller,
        gate: Gate,
        store: Store,
        post: Callable[[object], None],
    ) -> None:
        self._mind = understanding
        self._caller = caller
        self._gate = gate
        self._store = store
        self._post = post
        self._pending: dict[str, _Pending] = {}

    def run(self, turn: Turn) -> None:
        """Take one turn to its end; every failure is told as a sentence."""
        reason: TurnEnd = "failed"
        try:
            self._post(TurnStarted(turn.id, turn.conversation, turn.text))
            reason = self._take(turn)
        except AssistantError as error:
            self._post(Failed(turn.id, turn.conversation, error.shown(), error.next_step()))
        except Exception:  # a guest's tool or we ourselves: the turn fails, the house stands
            log.exception("turn %s failed", turn.id)
            text = tr("Something went wrong inside Deskmate; nothing was changed.")
            self._post(Failed(turn.id, turn.conversation, text, tr("The log says more.")))
        self._post(TurnEnded(turn.id, turn.conversation, reason))

    def _take(self, turn: Turn) -> TurnEnd:
        pending = self._pending.pop(turn.conversation, None)
        if pending is not None and turn.text.strip(_MARKS).casefold() not in _NEVER_MIND:
            try:
                return self._answer_pending(turn, pending)
            except NeedsAnswer:
                pass  # not an answer to the question: take it as a new sentence
        elif pending is not None:
            self._post(Answered(turn.id, turn.conversation, "", tr("All right, nothing was done.")))
            return "done"
        if turn.text.strip().casefold().rstrip(".!。！") in _UNDO:
            self._gate.undo_last()
            return "done"
        return self._think(turn)

    def _think(self, turn: Turn) -> TurnEnd:
        self._state(turn, "loading")
        route = self._mind.route(turn.text)
        so_far: list[Message] = []
        mistakes: list[ToolError] = []
        acted = False
        for step in range(MOST_STEPS):
            heard = self._listen(turn, route, so_far)
            if turn.stop.is_set():
                return "stopped"
            if not heard.raw and (heard.text or step):
                if mistakes and not heard.text:
                    raise mistakes[-1]
                return self._talked(turn, heard, acted=acted)
            ran = self._follow(turn, heard, route.tools)
            if isinstance(ran.outcome, ToolError):
                mistakes.append(ran.outcome)
                if len(mistakes) > MOST_MISTAKES:
                    raise ran.outcome
            elif ran.end is not None or not self._mind.chains:
                return ran.end or "done"
            acted = acted or isinstance(ran.outcome, Proposal)
            so_far += _fed_back(heard.raw, ran)
        return "done"

    def _listen(self, turn: Turn, route: Route, so_far: Sequence[Message]) -> Heard:
        """Return what the model said; a call that cannot be read leaves no call and no text."""
        self._state(turn, "reading")
        context = self._caller.context(turn.text)
        history = history_of(self._store, turn.conversation, turn.id)
        deltas = self._mind.ask(route, context, history, turn.stop.is_set, so_far)
        return self._mind.hear(deltas, lambda piece: self._tell(turn, piece))

    def _follow(self, turn: Turn, heard: Heard, tools: Sequence[Tool]) -> Ran:
        if heard.call is None:
            log.info("turn %s: the model's call could not be read", turn.id)
            return Ran(ToolError(_UNREADABLE, hint="Say it in other words."), None)
        return self._run(turn, heard.call.tool, dict(heard.call.said), tools)

    def _run(self, turn: Turn, name: str, said: dict[str, Words], planned: Sequence[Tool]) -> Ran:
        """Run one tool and carry its proposal to the gate; questions end the turn."""
        self._post(CallMade(turn.id, turn.conversation, name, said))
        self._state(turn, "running", name)
        try:
            tool = self._caller.tool(name)
            outcome = self._caller.run(tool, said, turn.text)
        except NeedsAnswer as question:
            self._ask(turn, self._caller.tool(name), said, question)
            return Ran(None, "done")
        except ToolError as error:
            return Ran(error, None)
        if isinstance(outcome, Answer):
            self._post(Answered(turn.id, turn.conversation, name, outcome.text, outcome.records))
            return Ran(outcome, None)
        cause = Cause(
            conversation=turn.conversation,
            turn=turn.id,
            tool=name,
            said=said,
            typed=turn.text,
            labels=self._labels(turn),
            planned=tool in planned,
        )
        passage = self._gate.submit(
            outcome, cause, typed_so_far=typed_in(self._store, turn.conversation)
        )
        if passage is Passage.WAITING:
            return Ran(outcome, "waiting")
        return Ran(outcome if passage is Passage.APPLIED else None, None)

    def _answer_pending(self, turn: Turn, pending: _Pending) -> TurnEnd:
        """Go on with the call; raise `NeedsAnswer` where `turn` does not answer the question."""
        said = _filled(pending, turn.text)
        try:
            self._caller.run(pending.tool, said, pending.typed)  # tools only propose: a trial
        except NeedsAnswer as question:
            if question.argument == pending.argument:
                raise
        whole = Turn(turn.id, turn.conversation, f"{pending.typed}\n{turn.text}", turn.stop)
        ran = self._run(whole, pending.tool.name, said, (pending.tool,))
        if isinstance(ran.outcome, ToolError):
            raise ran.outcome
        return ran.end or "done"

    def _ask(self, turn: Turn, tool: Tool, said: dict[str, Words], question: NeedsAnswer) -> None:
        self._pending[turn.conversation] = _Pending(
            tool, said, question.argument, question.instead, turn.text
        )
        self._post(Asked(turn.id, turn.conversation, question.shown(), question.choices))

    def _talked(self, turn: Turn, heard: Heard, *, acted: bool) -> TurnEnd:
        """End a turn of talk; a claim of an act that did not happen is put right."""
        if not acted and claims_an_act(heard.text):
            text = tr("No action was taken. Ask for it in one sentence and I will do it.")
            self._post(Refused(turn.id, turn.conversation, "", text))
        return "done"

    def _labels(self, turn: Turn) -> Labels:
        conversation = self._store.conversations.get(turn.conversation)
        if conversation is not None and conversation.tainted:
            return TYPED | {Label(Origin.MAIL, conversation.id)}
        return TYPED

    def _tell(self, turn: Turn, piece: str) -> None:
        self._post(TextDelta(turn.id, turn.conversation, piece))

    def _state(self, turn: Turn, state: TurnState, detail: str = "") -> None:
        self._post(TurnStateChanged(turn.id, turn.conversation, state, detail))


def _filled(pending: _Pending, answer: str) -> dict[str, Words]:
    """Return the words of the call with the answer in its place."""
    said = dict(pending.said)
    former = said.get(pending.argument)
    if isinstance(former, tuple):
        kept = [one for one in former if one != pending.instead]
        said[pending.argument] = (*kept, answer.strip())
    else:
        said[pending.argument] = answer.strip()
    return said


def _fed_back(raw: str, ran: Ran) -> list[Message]:
    """Return what the model reads next: its own call, and what came of it."""
    match ran.outcome:
        case Answer(text=text):
            result = text or "Nothing was found."
        case ToolError() as error:
            result = f"Error: {error} {error.hint}".strip()
        case Proposal():
            result = "Done."
        case None:
            result = "Refused: nothing was done."
    return [Message("assistant", raw), Message("tool", result)]
