"""Writes a conversation down as it happens: what the bus said is what stands in the store."""

import logging
from dataclasses import replace

from assistant.base.bus import Bus
from assistant.base.clock import Clock
from assistant.base.errors import OutsideError
from assistant.base.i18n import tr
from assistant.domain.events import (
    Answered,
    AnsweredBy,
    Answering,
    Applied,
    Asked,
    CardShown,
    Failed,
    Refused,
    TextDelta,
    TurnEnded,
    TurnEvent,
    TurnStarted,
    Undone,
)
from assistant.domain.say import say_where
from assistant.domain.talk import Line, Role
from assistant.skill.context import fresh_id
from assistant.store.store import Store

log = logging.getLogger(__name__)


class Scribe:
    """Listens to the bus; one line a thing said."""

    def __init__(self, bus: Bus, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._partial: dict[str, str] = {}
        self._models: dict[str, str] = {}
        bus.on(TurnEvent, self._turn_event)
        bus.on(Undone, self._undone)

    def _turn_event(self, event: TurnEvent) -> None:
        if not event.conversation:
            return
        match event:
            case TextDelta():
                self._partial[event.turn] = self._partial.get(event.turn, "") + event.text
            case TurnEnded(reason=reason):
                self._said(event, stopped=reason == "stopped")
                self._models.pop(event.turn, None)
            case AnsweredBy(model=model):
                self._models[event.turn] = model
            case TurnStarted(text=text):
                self._add(self._line(event, Role.USER, text))
            case _:
                self._told(event)

    def _said(self, event: TurnEvent, *, stopped: bool = False) -> None:
        """Write what the model said so far, before what comes after it."""
        if said := self._partial.pop(event.turn, ""):
            self._add(replace(self._line(event, Role.ASSISTANT, said), stopped=stopped))

    def _told(self, event: TurnEvent) -> None:
        text = _text_of(event)
        if text is not None:
            self._said(event)
            card = event.card.id if isinstance(event, CardShown) else ""
            entry = event.entry.id if isinstance(event, Applied) else ""
            self._add(replace(self._line(event, Role.APP, text), card=card, entry=entry))

    def _undone(self, event: Undone) -> None:
        of = TurnEvent(event.entry.turn, event.entry.conversation)
        if of.conversation:
            what = tr("Undone: {what}", what=event.entry.proposal.summary)
            self._add(self._line(of, Role.APP, what))

    def _line(self, event: TurnEvent, role: Role, text: str) -> Line:
        now = self._clock.now()
        model = "" if role is Role.USER else self._models.get(event.turn, "")
        return Line(fresh_id(), event.conversation, event.turn, role, text, now, model=model)

    def _add(self, line: Line) -> None:
        """Write a line; what the user typed must be kept, or the turn ends with the reason.

        Anything else that a full disk does not take has happened all the same, and is told.
        """
        try:
            self._store.conversations.add(line)
        except OutsideError:
            if line.role is Role.USER:
                raise
            log.warning("a line of turn %s could not be written", line.turn)


def _text_of(event: TurnEvent) -> str | None:
    """Return the line that the program itself says, or None where it says nothing."""
    match event:
        case Answered(text=text) | Asked(question=text) | Refused(text=text) | Applied(text=text):
            return text
        case Answering(model=model, host=host):
            return say_where(model, host)
        case CardShown(card=card):
            return card.proposal.summary
        case Failed(text=text, next_step=step):
            return f"{text} {step}".strip()
        case _:
            return None
