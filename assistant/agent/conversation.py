"""What the model is told of a conversation, and what the user typed in it."""

from collections.abc import Sequence

from assistant.domain.talk import Role
from assistant.llm.model import Message
from assistant.store.store import Store

_LAST = 6
_LONGEST = 600  # characters a line: a long one must not push out the rest of 2,048 tokens


def history_of(store: Store, conversation: str, turn: str) -> Sequence[Message]:
    """Return the last lines before `turn`, oldest first, cut to size."""
    lines = store.conversations.lines(conversation) if conversation else ()
    spoken = [line for line in lines if line.turn != turn and line.text.strip()][-_LAST:]
    return [
        Message("user" if line.role is Role.USER else "assistant", line.text[:_LONGEST])
        for line in spoken
    ]


def typed_in(store: Store, conversation: str) -> str:
    """Return everything that the user typed in a conversation."""
    lines = store.conversations.lines(conversation) if conversation else ()
    return "\n".join(line.text for line in lines if line.role is Role.USER)
