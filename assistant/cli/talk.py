"""One turn in the terminal: streams the answer, shows cards, asks before effects."""

import json
import sys
from collections.abc import Callable
from typing import Any, TextIO

from assistant.app import Assistant
from assistant.base.i18n import tr
from assistant.base.lanes import Event as Flag
from assistant.cli.cards import card_text
from assistant.domain.cards import Card, Pick
from assistant.domain.codec import encode
from assistant.domain.events import (
    Answered,
    AnsweredBy,
    Answering,
    Applied,
    Asked,
    CallMade,
    CardShown,
    Failed,
    Refused,
    TextDelta,
    TurnEnded,
    TurnEvent,
)
from assistant.domain.say import say_where

DECLINED, OUTSIDE = 3, 4


class Talk:
    """Prints what happens in a turn; with `json_lines` one event a line, as PROTOCOLS says."""

    def __init__(self, assistant: Assistant, out: TextIO, *, json_lines: bool = False) -> None:
        self._assistant = assistant
        self._out = out
        self._json = json_lines
        self._cards: list[Card] = []
        self._ended = Flag()
        self._fresh = True
        self.code = 0
        self.conversation = ""
        assistant.on(TurnEvent, self._heard)

    def say(self, text: str, confirm: Callable[[str], bool]) -> int:
        """Take one turn; `confirm` is asked for every card. Returns the exit code."""
        self.code = 0
        self._ended.clear()
        self._assistant.ask(text, self.conversation)
        self._ended.wait()
        cards, self._cards = self._cards, []
        for card in cards:
            self._decide(card, confirm)
        return self.code

    def stop(self) -> None:
        """Stop the running turn and wait until it has ended."""
        self._assistant.stop()
        self._ended.wait(5)

    def _decide(self, card: Card, confirm: Callable[[str], bool]) -> None:
        nonce = self._assistant.present(card.id)
        picked = [one.what for one in card.picks]
        if confirm(card_text(card, self._assistant.clock.zone)) and all(
            confirm(_pick_text(one)) for one in card.picks
        ):
            self._assistant.approve(card.id, nonce, picked)
            self._assistant.settle()
        else:
            self._assistant.decline(card.id)
            self._assistant.settle()
            self.code = DECLINED

    def _heard(self, event: TurnEvent) -> None:
        self.conversation = event.conversation or self.conversation
        self._note(event)
        if self._json:
            if (line := json_event(event)) is not None:
                print(json.dumps(line, ensure_ascii=False), file=self._out, flush=True)
        else:
            self._print(event)
        if isinstance(event, TurnEnded):
            self._ended.set()

    def _note(self, event: TurnEvent) -> None:
        match event:
            case CardShown(card=card):
                self._cards.append(card)
            case Refused():
                self.code = DECLINED
            case Failed():
                self.code = OUTSIDE
            case _:
                pass

    def _print(self, event: TurnEvent) -> None:
        match event:
            case TextDelta(text=text):
                print(text, end="", file=self._out, flush=True)
                self._fresh = False
            case Answered(text=text) | Applied(text=text) | Refused(text=text):
                self._line(text)
            case Answering(model=model, host=host):
                print(say_where(model, host), file=sys.stderr, flush=True)
            case Asked(question=question, choices=choices):
                self._line("\n  ".join([question, *choices]))
            case Failed(text=text, next_step=step):
                self._line("")
                print("\n".join(filter(None, [text, step])), file=sys.stderr, flush=True)
            case TurnEnded(reason=reason):
                self._line(tr("(stopped)") if reason == "stopped" else "")
            case _:
                pass

    def _line(self, text: str) -> None:
        """Print a line of its own, after the end of what was streamed."""
        if not self._fresh:
            print(file=self._out)
            self._fresh = True
        if text:
            print(text, file=self._out, flush=True)


def _pick_text(one: Pick) -> str:
    return tr(
        "{what} was chosen after a text from outside was read, not by you.\nfound in: {line}",
        what=one.what,
        line=one.where,
    )


def json_event(event: TurnEvent) -> dict[str, Any] | None:
    """Return an event as one line of `ask --json`: text, call, card, applied, refused, error."""
    head = {"turn": event.turn, "conversation": event.conversation}
    match event:
        case TextDelta(text=text):
            return {"event": "text", **head, "text": text}
        case Answered(text=text, tool=tool):
            return {"event": "text", **head, "text": text, "tool": tool}
        case Asked(question=question, choices=choices):
            return {"event": "text", **head, "text": question, "choices": list(choices)}
        case CallMade(tool=tool, said=said):
            return {"event": "call", **head, "tool": tool, "said": encode(dict(said))}
        case CardShown(card=card):
            return {"event": "card", **head, "card": encode(card)}
        case Answering(model=model, host=host):
            return {"event": "model", **head, "model": model, "host": host}
        case AnsweredBy(model=model):
            return {"event": "answered_by", **head, "model": model}
        case _:
            return _outcome_event(event, head)


def _outcome_event(event: TurnEvent, head: dict[str, str]) -> dict[str, Any] | None:
    match event:
        case Applied(text=text, entry=entry):
            return {"event": "applied", **head, "text": text, "entry": encode(entry)}
        case Refused(text=text, rule=rule):
            return {"event": "refused", **head, "text": text, "rule": rule}
        case Failed(text=text, next_step=step):
            return {"event": "error", **head, "text": text, "next_step": step}
        case TurnEnded(reason=reason):
            return {"event": "ended", **head, "reason": reason}
        case _:
            return None
