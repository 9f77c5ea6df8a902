"""What the model is told of a conversation, and what the user typed in it."""

import re
from collections.abc import Sequence
from unicodedata import category

from assistant.domain.changes import Proposal, record_of
from assistant.domain.labels import Label, Labels, Origin
from assistant.domain.mail import Draft
from assistant.domain.received import Received
from assistant.domain.talk import Line, Role
from assistant.llm.model import Message
from assistant.store.store import Store

_LAST = 6
_MARK = re.compile(r"</?\s*outside\s*>", re.IGNORECASE)
_UNSEEN = frozenset({"Cf", "Co"})
_LONGEST = 600  # characters a line: a long one must not push out the rest of 2,048 tokens


def history_of(store: Store, conversation: str, turn: str) -> Sequence[Message]:
    """Return the last lines before `turn`, oldest first, cut to size."""
    lines = store.conversations.lines(conversation) if conversation else ()
    known = store.conversations.get(conversation) if conversation else None
    tainted = known is not None and known.tainted
    spoken = [line for line in lines if line.turn != turn and line.text.strip()][-_LAST:]
    return [
        Message("user" if line.role is Role.USER else "assistant", _told(line, tainted=tainted))
        for line in spoken
    ]


def _told(line: Line, *, tainted: bool) -> str:
    """Return a line cut to size; what the program told may quote letters, once any were read."""
    text = line.text[:_LONGEST]
    return as_data(text) if tainted and line.role is Role.APP else text


def as_data(text: str) -> str:
    """Mark text from outside as such: it is to be read, it asks for nothing (TRUST rule 2).

    What a reader would not see is taken out: format characters (zero-width, bidirectional, tags),
    private ones and the selectors that can carry a hidden text (Unicode categories Cf and Co).
    """
    seen = "".join(one for one in text if category(one) not in _UNSEEN and not _selects(one))
    while (bare := _MARK.sub("", seen)) != seen:  # what is left may become a mark
        seen = bare
    return f"<outside>\n{seen}\n</outside>"


def _selects(one: str) -> bool:
    return "\U000e0100" <= one <= "\U000e01ef"


def outside(proposal: Proposal) -> Labels:
    """Return the letters from which a proposal quotes, or which it changes."""
    records = [record_of(change) for change in proposal.changes]
    keys = {
        key
        for one in records
        for key in ((one.answers, one.forwards) if isinstance(one, Draft) else ())
        if key
    }
    keys |= {one.id for one in records if isinstance(one, Received)}
    return frozenset(Label(Origin.MAIL, key) for key in keys)


def typed_in(store: Store, conversation: str) -> str:
    """Return everything that the user typed in a conversation."""
    lines = store.conversations.lines(conversation) if conversation else ()
    return "\n".join(line.text for line in lines if line.role is Role.USER)
