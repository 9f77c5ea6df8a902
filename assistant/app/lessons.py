"""Watches what the user makes of a turn, and keeps it as a lesson where they agreed to that."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from assistant.base.bus import Bus
from assistant.base.clock import Clock
from assistant.base.errors import ToolError
from assistant.base.settings import Settings
from assistant.domain.cards import Card, CardState
from assistant.domain.events import Applied, CallMade, CardClosed, TurnStarted, Undone
from assistant.domain.reads import Reads
from assistant.skill.contract import Words
from assistant.skill.registry import Registry
from assistant.skill.schema import Kind
from assistant.training.mine import How, Note, Notes
from assistant.training.private import private

CONSENT = "learn_from_me"
SOON = timedelta(minutes=10)  # what is undone later was right at its time
_KEPT = 200  # turns that may still be undone soon


@dataclass(frozen=True, slots=True)
class _Call:
    """What was made of a sentence."""

    turn: str
    text: str
    at: datetime
    tool: str = ""
    said: Mapping[str, Words] = field(default_factory=dict)


class Lessons:
    """Listens to the bus; writes `Notes` while the user's consent holds."""

    def __init__(  # noqa: PLR0913, PLR0917 - what it joins, named once, where it is put together
        self,
        bus: Bus,
        notes: Notes,
        settings: Settings,
        registry: Registry,
        reads: Reads,
        clock: Clock,
    ) -> None:
        self.notes = notes
        self._settings = settings
        self._registry = registry
        self._reads = reads
        self._clock = clock
        self._calls: dict[str, _Call] = {}
        self._edited: set[str] = set()
        self._wrong: dict[str, _Call] = {}
        bus.on(TurnStarted, self._started)
        bus.on(CallMade, self._called)
        bus.on(CardClosed, self._closed)
        bus.on(Applied, self._applied)
        bus.on(Undone, self._undone)

    @property
    def agreed(self) -> bool:
        """Whether the user lets what they correct be kept."""
        return self._settings.text(CONSENT) == "yes"

    def _started(self, event: TurnStarted) -> None:
        for old in list(self._calls)[:-_KEPT]:
            del self._calls[old]
        self._calls[event.turn] = _Call(event.turn, event.text, self._clock.now())

    def _called(self, event: CallMade) -> None:
        if (call := self._calls.get(event.turn)) is not None:
            self._calls[event.turn] = replace(call, tool=event.tool, said=event.said)

    def _closed(self, event: CardClosed) -> None:
        card = event.card
        if not card.why or not card.tool:
            return
        if card.state is CardState.REPLACED:
            self._edited.add(card.turn)
        elif card.state is CardState.APPROVED:
            how = How.EDITED if card.turn in self._edited else How.APPROVED
            self._keep(how, _of(card, self._clock.now()))
            self._meant(card.conversation, _of(card, self._clock.now()))
        elif card.state is CardState.DECLINED:
            self._was_wrong(How.DECLINED, card.conversation, _of(card, self._clock.now()))

    def _applied(self, event: Applied) -> None:
        call = self._calls.get(event.turn)
        if call is not None and call.tool and not event.entry.approval:
            self._meant(event.conversation, call)

    def _undone(self, event: Undone) -> None:
        entry, call = event.entry, self._calls.get(event.entry.turn)
        soon = event.by.at - entry.at <= SOON
        if call is not None and call.tool == entry.tool and call.tool and soon:
            self._was_wrong(How.UNDONE, entry.conversation, call)

    def _was_wrong(self, how: How, conversation: str, call: _Call) -> None:
        """Keep that this was not meant, and wait for what was."""
        self._wrong[conversation] = replace(call, at=self._clock.now())
        self._keep(how, call)

    def _meant(self, conversation: str, call: _Call) -> None:
        """Teach the sentence before, which was taken wrongly, with what was meant by it."""
        before = self._wrong.get(conversation)
        if before is None or before.turn == call.turn:
            return
        del self._wrong[conversation]
        if self._clock.now() - before.at > SOON:
            return
        said = {name: words for name, words in call.said.items() if _stand(words, before.text)}
        needed = {one.name for one in self._registry.tool(call.tool).parameters if one.required}
        if said and needed <= said.keys():
            self._keep(How.AGAIN, replace(before, tool=call.tool, said=said))

    def _keep(self, how: How, call: _Call) -> None:
        if not self.agreed or "\n" in call.text.strip():
            return
        try:
            tool = self._registry.tool(call.tool)
        except ToolError:
            return
        named = [one.name for one in tool.parameters if one.kind in (Kind.PERSON, Kind.CONTACT)]
        people = [one.name for one in self._reads.contacts()]
        text, said = private(call.text.strip(), call.said, people, named)
        day = self._clock.now().date().isoformat()
        self.notes.put(Note(call.turn, day, how, text, call.tool, said))


def _of(card: Card, now: datetime) -> _Call:
    return _Call(card.turn, card.why, now, card.tool, card.said)


def _stand(words: Words, text: str) -> bool:
    if isinstance(words, bool):
        return True
    return all(one in text for one in (words if isinstance(words, tuple) else (words,)))
