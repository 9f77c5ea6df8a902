"""What the core tells whoever listens. Frozen, cheap, safe to pass between threads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from assistant.domain.cards import Card, Entry
from assistant.domain.changes import Record
from assistant.domain.reminders import Reminder

Said: TypeAlias = Mapping[str, str | bool | tuple[str, ...]]
TurnState: TypeAlias = Literal["loading", "reading", "thinking", "writing", "running", "waiting"]
TurnEnd: TypeAlias = Literal["done", "stopped", "waiting", "failed"]


@dataclass(frozen=True, slots=True)
class TurnEvent:
    """Something in the course of one turn of a conversation."""

    turn: str
    conversation: str


@dataclass(frozen=True, slots=True)
class TurnStarted(TurnEvent):
    """The user's words were taken."""

    text: str


@dataclass(frozen=True, slots=True)
class Answering(TurnEvent):
    """Another model answers than before; `host` is where the words go, "" for this computer."""

    model: str
    host: str


@dataclass(frozen=True, slots=True)
class AnsweredBy(TurnEvent):
    """What answers this turn: NAME@SHA and +VERSION@SHA of an adapter, or MODEL@HOST."""

    model: str


@dataclass(frozen=True, slots=True)
class TurnStateChanged(TurnEvent):
    """What the turn is busy with; `detail` names the tool that runs, or is empty."""

    state: TurnState
    detail: str = ""
    tokens_per_second: float = 0.0


@dataclass(frozen=True, slots=True)
class TextDelta(TurnEvent):
    """More of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class CallMade(TurnEvent):
    """The model called a tool with these words."""

    tool: str
    said: Said


@dataclass(frozen=True, slots=True)
class Answered(TurnEvent):
    """A reading tool answered; `records` are what the text speaks of."""

    tool: str
    text: str
    records: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class CardShown(TurnEvent):
    """A proposal waits for the user."""

    card: Card


@dataclass(frozen=True, slots=True)
class Asked(TurnEvent):
    """A needed fact is missing, or two readings are equally good; `choices` may be clicked."""

    question: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Applied(TurnEvent):
    """A proposal was carried out; `text` is the outcome line, written by the app."""

    entry: Entry
    text: str


@dataclass(frozen=True, slots=True)
class Refused(TurnEvent):
    """The policy said no; `rule` names the rule of TRUST."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Failed(TurnEvent):
    """Something went wrong: one plain sentence and one next step, in the user's language."""

    text: str
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class TurnEnded(TurnEvent):
    """The turn is over; "waiting" where a card stands open."""

    reason: TurnEnd


@dataclass(frozen=True, slots=True)
class CardClosed:
    """A card was approved, declined, replaced or found stale."""

    card: Card


@dataclass(frozen=True, slots=True)
class Undone:
    """An entry was taken back by another."""

    entry: Entry
    by: Entry


@dataclass(frozen=True, slots=True)
class RecordsChanged:
    """Records of these kinds (class names, such as "Event") changed: views refresh them only."""

    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class OutboxChanged:
    """A letter in the outbox changed state."""

    id: str
    state: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class ReminderDue:
    """A reminder fires now; written down before it is posted."""

    reminder: Reminder
    occurrence: datetime
    late: bool = False
    together: bool = False
    """Whether it is one of several that `WhileAway` tells of at once."""


@dataclass(frozen=True, slots=True)
class WhileAway:
    """Reminders came late, as after a night's sleep: told once, for all of them."""

    due: tuple[ReminderDue, ...]


@dataclass(frozen=True, slots=True)
class ReminderMissed:
    """A reminder fired before the program ended, and nobody reacted: told once more at start.

    The window lists it; the desktop's notifications do not show it a second time.
    """

    reminder: Reminder
    occurrence: datetime


@dataclass(frozen=True, slots=True)
class BriefReady:
    """The brief of the day lies in `conversation`; `gist` says it in a line.

    `asked`: the user wants to see it now. `shown`: it came by itself, and the desktop tells so.
    """

    conversation: str
    gist: str
    shown: bool = False
    asked: bool = False


@dataclass(frozen=True, slots=True)
class NoteOpened:
    """A note of the desktop was clicked: what it speaks of is to be shown."""

    conversation: str = ""
    page: str = "reminders"


@dataclass(frozen=True, slots=True)
class ModelStateChanged:
    """The model host: absent (not on this computer), unloaded, loading, ready, failed."""

    state: Literal["absent", "unloaded", "loading", "ready", "failed"]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """A long piece of work: bytes or steps done, of how many (0: unknown), how fast a second."""

    what: str
    done: int
    total: int
    per_second: float = 0.0
    error: str = ""
