"""Conversations as frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from assistant.domain.labels import Labels, tainted


class Role(StrEnum):
    """Who speaks; `APP` is the program itself: outcome lines, questions, refusals."""

    USER = "user"
    ASSISTANT = "assistant"
    APP = "app"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A thread of talk; `labels` are those of all that was read in it (TRUST rule 2)."""

    id: str
    title: str
    created: datetime
    updated: datetime
    labels: Labels = frozenset()

    @property
    def tainted(self) -> bool:
        """Whether text from outside entered it; it stays so until a new conversation starts."""
        return tainted(self.labels)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation. `card` or `entry` link it to what it speaks of.

    `stopped` marks a partial answer that the user cut off. `model` is what answered, as
    `AnsweredBy` says; "" where no model was asked.
    """

    id: str
    conversation: str
    turn: str
    role: Role
    text: str
    at: datetime
    card: str = ""
    entry: str = ""
    stopped: bool = False
    model: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A call of `tool` that waits for the user's answer; survives a restart.

    The answer will fill `argument`; in a list it stands in for the words `instead`. `said` holds
    the user's words so far, `spoken` when each was typed, `typed` the sentence. `planned`: the tool
    was chosen from typed words alone.
    """

    conversation: str
    tool: str
    said: Mapping[str, str | bool | tuple[str, ...]]
    argument: str
    instead: str
    typed: str
    spoken: Mapping[str, datetime] = field(default_factory=dict)
    planned: bool = False
