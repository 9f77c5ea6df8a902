"""What waits for the user's yes, and what was done: cards and journal entries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from assistant.domain.changes import Proposal
from assistant.domain.labels import Label


class CardState(StrEnum):
    """Where a card stands."""

    OPEN = "open"
    APPROVED = "approved"
    DECLINED = "declined"
    REPLACED = "replaced"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Letter:
    """The final bytes of one mail and the envelope they travel in; the card is drawn from them.

    `at` (aware) is set where it shall wait until then.
    """

    message: bytes
    message_id: str
    sender: str
    recipients: tuple[str, ...]
    account: str
    host: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """What was chosen after outside text was read: to be picked by hand (TRUST rules 4 and 5).

    An address, a link, or the name of what would be deleted; `where` is the line in which an
    address was found.
    """

    what: str
    where: str


@dataclass(frozen=True, slots=True)
class Card:
    """A saved proposal that waits for a click; survives a restart.

    `sha256` (hex) covers the proposal and the final bytes of every letter: what is approved is
    what was shown. `said` holds the user's own words by argument; `why` the typed sentence.
    `warnings` are sentences in the user's language (conflicts, first-time recipient). `labels`
    say where its values come from, so that waiting does not wash them clean (TRUST rule 2).
    `spoken` tells when the words of an argument were typed, where that is not `created`. What is in
    `picks` must be picked one by one before an approval counts.
    """

    id: str
    conversation: str
    turn: str
    tool: str
    said: Mapping[str, str | bool | tuple[str, ...]]
    proposal: Proposal
    letters: tuple[Letter, ...]
    sha256: str
    created: datetime
    state: CardState = CardState.OPEN
    why: str = ""
    warnings: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()
    spoken: Mapping[str, datetime] = field(default_factory=dict)
    picks: tuple[Pick, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal: a proposal that was carried out, in one transaction.

    `cause` says why: the typed sentence, "clicked" or "undo". `approval` is the sha256 that the
    user approved, empty where none was asked. `undo_of` names the entry that this one takes back;
    `undone_by` the entry that took this one back. `labels` say what had a say in it, such as the
    letters that had been read.
    """

    id: str
    at: datetime
    conversation: str
    turn: str
    tool: str
    cause: str
    proposal: Proposal
    approval: str = ""
    undo_of: str = ""
    undone_by: str = ""
    labels: tuple[Label, ...] = ()


class Damage(StrEnum):
    """What is wrong with a line of the journal."""

    CHANGED = "changed"
    MISSING = "missing"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of the journal that is not as it was written.

    `line` counts from 1. CHANGED: its own words, or the line before it, are others; MISSING: lines
    before it are gone; KEPT: what undo keeps of it is not what was done.
    """

    line: int
    entry: str
    summary: str
    damage: Damage


@dataclass(frozen=True, slots=True)
class Audit:
    """What a look at the whole journal found: how many lines there are, and what is wrong."""

    lines: int
    faults: tuple[Fault, ...]
