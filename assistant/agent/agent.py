"""One turn after another: words in, events out. Runs on the agent lane, never on the window's."""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from assistant.agent.calling import Caller, Ran
from assistant.agent.cards import Cause
from assistant.agent.claims import claims_an_act
from assistant.agent.conversation import as_data, history_of, outside, typed_in
from assistant.agent.gate import Gate, Passage
from assistant.agent.halves import joined
from assistant.agent.pages import MORE, READ_ON, Pages
from assistant.agent.parsing import Call
from assistant.agent.planner import NOTHING, Kind, Plan, kind_of, plan_of
from assistant.agent.router import Route
from assistant.agent.understanding import Heard, Understanding
from assistant.base.errors import AssistantError, ToolError
from assistant.base.i18n import tr
from assistant.base.lanes import Event as Flag
from assistant.domain.changes import Answer, Proposal
from assistant.domain.events import (
    Answered,
    AnsweredBy,
    Answering,
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
from assistant.domain.labels import TYPED, Labels, tainted
from assistant.domain.talk import Question
from assistant.llm.adapters import last_turns
from assistant.llm.model import Message
from assistant.skill.contract import Tool, Words
from assistant.skill.questions import NeedsAnswer
from assistant.skill.schema import Kind as Filler
from assistant.store.store import Store

MOST_STEPS = 12
MOST_MISTAKES = 2
_UNREADABLE = "I could not make a call out of that."
_NEVER_MIND = frozenset(
    {"cancel", "never mind", "nevermind", "forget it", "算了", "取消", "不用了"}
)
_TIMES = frozenset({Filler.MOMENT, Filler.SPAN, Filler.DURATION, Filler.REPEAT})
_MARKS = " .!…。！"
_UNDO = frozenset(
    {"undo", "undo that", "undo it", "take that back", "撤销", "撤回", "撤销刚才的操作"}
)
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Turn:
    """One exchange; `stop` may be set from any thread.

    `plan` is what its typed words ask for, `spent` what was proposed of it so far; `chosen` are
    the tools that were chosen from the typed words alone.
    """

    id: str
    conversation: str
    text: str
    stop: Flag = field(default_factory=Flag)
    ended: Flag = field(default_factory=Flag)
    plan: Plan = NOTHING
    spent: "Counter[Kind]" = field(default_factory=Counter)
    chosen: frozenset[str] = frozenset()


class Agent:
    """Takes turns; what they come to is told on the bus."""

    def __init__(
        self,
        minds: Callable[[], Understanding],
        caller: Caller,
        gate: Gate,
        store: Store,
        post: Callable[[object], None],
    ) -> None:
        """`minds` returns who understands the words of the next turn."""
        self._minds = minds
        self._caller = caller
        self._gate = gate
        self._store = store
        self._post = post
        self._hosts: dict[str, str] = {}

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
        question = self._store.questions.take(turn.conversation)
        if question is not None and turn.text.strip(_MARKS).casefold() not in _NEVER_MIND:
            try:
                return self._answer(turn, question)
            except NeedsAnswer:
                pass  # not an answer to the question: take it as a new sentence
        elif question is not None:
            self._post(Answered(turn.id, turn.conversation, "", tr("All right, nothing was done.")))
            return "done"
        if turn.text.strip().casefold().rstrip(".!。！") in _UNDO:
            self._gate.undo_last()
            return "done"
        return self._think(turn)

    def _think(self, turn: Turn) -> TurnEnd:
        mind = self._minds()
        self._say_where(turn, mind)
        turn.plan = plan_of(turn.text)
        self._state(turn, "loading")
        history = history_of(self._store, turn.conversation, turn.id)
        route = mind.route(turn.text, history)
        if not mind.chains:  # one that chains has chosen by all that it has read
            turn.chosen = frozenset(tool.name for tool in route.tools)
        pages = Pages(mind.budget)
        so_far: list[Message] = []
        mistakes: list[ToolError] = []
        acted = False
        for step in range(MOST_STEPS):
            heard = self._listen(turn, mind, _with_more(route, pages), so_far)
            if turn.stop.is_set():
                return "stopped"
            if not heard.raw and (heard.text or step):
                if mistakes and not heard.text:
                    raise mistakes[-1]
                return self._talked(turn, heard, acted=acted)
            if heard.call is not None and heard.call.tool == MORE:
                so_far += [Message("assistant", heard.raw), Message("tool", pages.next())]
                continue
            ran = self._follow(turn, heard)
            if isinstance(ran.outcome, ToolError):
                mistakes.append(ran.outcome)
                if len(mistakes) > MOST_MISTAKES:
                    raise ran.outcome
            elif ran.end is not None or not mind.chains:
                return ran.end or "done"
            acted = acted or isinstance(ran.outcome, Proposal)
            so_far += _fed_back(heard.raw, ran, pages)
        return "done"

    def _listen(
        self, turn: Turn, mind: Understanding, route: Route, so_far: Sequence[Message]
    ) -> Heard:
        """Return what the model said; a call that cannot be read leaves no call and no text."""
        self._state(turn, "reading")
        context = self._caller.context(turn.text)
        history = history_of(self._store, turn.conversation, turn.id)
        deltas = mind.ask(route, context, history, turn.stop.is_set, so_far)
        thinking = Flag()

        def think() -> None:
            if not thinking.is_set():
                thinking.set()
                self._state(turn, "thinking")

        return mind.hear(deltas, lambda piece: self._tell(turn, piece), think)

    def _follow(self, turn: Turn, heard: Heard) -> Ran:
        if heard.call is None:
            log.info("turn %s: the model's call could not be read", turn.id)
            return Ran(ToolError(_UNREADABLE, hint="Say it in other words."), None)
        return self._run(turn, heard.call.tool, self._whole(turn, heard.call))

    def _whole(self, turn: Turn, call: Call) -> dict[str, Words]:
        """Return the words of a call, half a time put together with what was said before."""
        try:
            tool = self._caller.tool(call.tool)
        except ToolError:
            return dict(call.said)  # `_run` tells of it
        before = last_turns(history_of(self._store, turn.conversation, turn.id))
        return joined(tool, call.said, before, self._caller.context(turn.text))

    def _run(
        self,
        turn: Turn,
        name: str,
        said: dict[str, Words],
        spoken: Mapping[str, datetime] | None = None,
    ) -> Ran:
        """Run one tool and carry its proposal to the gate; questions end the turn."""
        self._post(CallMade(turn.id, turn.conversation, name, said))
        self._state(turn, "running", name)
        try:
            tool = self._caller.tool(name)
            outcome = self._caller.run(tool, said, turn.text, spoken=spoken)
        except NeedsAnswer as question:
            self._ask(turn, name, said, question, spoken or {})
            return Ran(None, "done")
        except ToolError as error:
            return Ran(error, None)
        guest = self._caller.guest(tool)
        if isinstance(outcome, Answer):
            foreign = self._note(turn, outcome, guest)
            self._post(Answered(turn.id, turn.conversation, name, outcome.text, outcome.records))
            return Ran(outcome, None, foreign)
        cause = Cause(
            conversation=turn.conversation,
            turn=turn.id,
            tool=name,
            said=said,
            typed=turn.text,
            labels=self._labels(turn) | guest,
            quoted=outside(outcome),
            planned=name in turn.chosen,
            plan=turn.plan,
            spent=dict(turn.spent),
            spoken=spoken,
        )
        passage = self._gate.submit(
            outcome, cause, typed_so_far=typed_in(self._store, turn.conversation)
        )
        if passage is not Passage.REFUSED:
            turn.spent.update(map(kind_of, outcome.changes))
        if passage is Passage.WAITING:
            return Ran(outcome, "waiting")
        return Ran(outcome if passage is Passage.APPLIED else None, None)

    def _answer(self, turn: Turn, asked: Question) -> TurnEnd:
        """Go on with the call; raise `NeedsAnswer` where `turn` does not answer the question."""
        said = _filled(asked, turn.text)
        tool = self._caller.tool(asked.tool)
        if _is_time(tool, asked.argument) and plan_of(turn.text).limits:
            # "invite Ben to lunch on Friday" names a time, yet is no answer to "when?"
            raise NeedsAnswer("When is “{words}”?", argument=asked.argument, words=turn.text)
        try:  # tools only propose: a trial
            self._caller.run(tool, said, asked.typed, spoken=asked.spoken)
        except NeedsAnswer as question:
            if question.argument == asked.argument:
                raise
        typed = f"{asked.typed}\n{turn.text}"
        chosen = frozenset({tool.name}) if asked.planned else frozenset()
        whole = Turn(
            turn.id, turn.conversation, typed, turn.stop, plan=plan_of(typed), chosen=chosen
        )
        ran = self._run(whole, tool.name, said, asked.spoken)
        if isinstance(ran.outcome, ToolError):
            raise ran.outcome
        return ran.end or "done"

    def _ask(
        self,
        turn: Turn,
        tool: str,
        said: dict[str, Words],
        question: NeedsAnswer,
        spoken: Mapping[str, datetime],
    ) -> None:
        now = self._caller.context(turn.text).clock.now()
        kept = Question(
            conversation=turn.conversation,
            tool=tool,
            said=said,
            argument=question.argument,
            instead=question.instead,
            typed=turn.text,
            spoken={name: spoken.get(name, now) for name in said if name != question.argument},
            planned=tool in turn.chosen,
        )
        self._store.questions.put(kept)
        self._post(Asked(turn.id, turn.conversation, question.shown(), question.choices))

    def _talked(self, turn: Turn, heard: Heard, *, acted: bool) -> TurnEnd:
        """End a turn of talk; a claim of an act that did not happen is put right."""
        if not acted and claims_an_act(heard.text):
            text = tr("No action was taken. Ask for it in one sentence and I will do it.")
            self._post(Refused(turn.id, turn.conversation, "", text))
        return "done"

    def _say_where(self, turn: Turn, mind: Understanding) -> None:
        """Say who answers where that is another than before in this conversation."""
        if self._hosts.get(turn.conversation, "") != mind.host:
            self._hosts[turn.conversation] = mind.host
            self._post(Answering(turn.id, turn.conversation, mind.model.name, mind.host))
        self._post(AnsweredBy(turn.id, turn.conversation, mind.model.name))

    def _labels(self, turn: Turn) -> Labels:
        """Return the join of all that the model has read in this conversation (TRUST rule 2)."""
        conversation = self._store.conversations.get(turn.conversation)
        return TYPED | (conversation.labels if conversation else frozenset())

    def _note(self, turn: Turn, answer: Answer, guest: Labels) -> bool:
        """Note where the words of an answer come from; return whether any are foreign."""
        labels = guest.union(
            answer.labels,
            *(self._store.reads.labels(type(one), one.id) for one in answer.records),
        )
        if tainted(labels):
            self._store.conversations.taint(turn.conversation, labels)
        return tainted(labels)

    def _tell(self, turn: Turn, piece: str) -> None:
        self._post(TextDelta(turn.id, turn.conversation, piece))

    def _state(self, turn: Turn, state: TurnState, detail: str = "") -> None:
        self._post(TurnStateChanged(turn.id, turn.conversation, state, detail))


def _is_time(tool: Tool, argument: str) -> bool:
    """Return whether an argument is filled by words of time."""
    return any(one.name == argument and one.kind in _TIMES for one in tool.parameters)


def _filled(asked: Question, answer: str) -> dict[str, Words]:
    """Return the words of the call with the answer in its place."""
    said = dict(asked.said)
    former = said.get(asked.argument)
    if isinstance(former, tuple):
        kept = [one for one in former if one != asked.instead]
        said[asked.argument] = (*kept, answer.strip())
    else:
        said[asked.argument] = answer.strip()
    return said


def _with_more(route: Route, pages: Pages) -> Route:
    return replace(route, tools=(READ_ON, *route.tools)) if pages.more else route


def _fed_back(raw: str, ran: Ran, pages: Pages) -> list[Message]:
    """Return what the model reads next: its own call, and what came of it."""
    match ran.outcome:
        case Answer(text=text):
            result = pages.first(text or "Nothing was found.", as_data if ran.foreign else str)
        case ToolError() as error:
            result = f"Error: {error} {error.hint}".strip()
        case Proposal():
            result = "Done."
        case None:
            result = "Refused: nothing was done."
    return [Message("assistant", raw), Message("tool", result)]
