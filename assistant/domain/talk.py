"""Conversations as frozen records."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """Who speaks; `APP` is the program itself: outcome lines, questions, refusals."""

    USER = "user"
    ASSISTANT = "assistant"
    APP = "app"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A thread of talk; `tainted` once text from outside entered it (TRUST rule 2)."""

    id: str
    title: str
    created: datetime
    updated: datetime
    tainted: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a conversation. `card` or `entry` link it to what it speaks of.

    `stopped` marks a partial answer that the user cut off.
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
