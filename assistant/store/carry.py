"""Carries single changes out, inside a transaction that somebody else opened."""

from dataclasses import dataclass
from datetime import datetime

from assistant.base.errors import AssistantError, StaleError
from assistant.domain.cards import Letter
from assistant.domain.changes import Add, Change, Record, Remove, Send, Unsend, Update
from assistant.domain.labels import Labels
from assistant.domain.mail import Draft
from assistant.store.database import Transaction
from assistant.store.failures import stale
from assistant.store.outbox import lay_out, take_back, under_way
from assistant.store.tables import DRAFTS, canonical, noun_of


@dataclass(frozen=True, slots=True)
class Posting:
    """Where a `Send` puts its letter: under `id` in the outbox, not to leave before a moment."""

    id: str
    entry: str
    letter: Letter
    not_before: datetime


def carry_out(
    change: Change, into: Transaction, labels: Labels, *, exactly: bool = False
) -> Labels | None:
    """Change a row; return the labels that stood there before, None where there was no record.

    Raises `StaleError` where the store is not as the change takes it to be. A record keeps its
    former labels beside the new ones, since a change does not wash it clean, unless it shall
    have `exactly` these (undo).
    """
    match change:
        case Add(record):
            if noun_of(record).text(into, record.id) is not None:
                raise stale()
            noun_of(record).put(into, record, labels)
            return None
        case Update(before, after):
            former = _found(before, into)
            if (type(before), before.id) != (type(after), after.id):
                raise ValueError("An update of one record into another.")
            noun_of(after).put(into, after, labels if exactly else labels | former)
            return former
        case Remove(record):
            former = _found(record, into)
            noun_of(record).drop(into, record.id)
            return former
        case Send() | Unsend():
            raise ValueError("A letter is sent by `post` and taken back by `call_back`.")


def post(draft: Draft, posting: Posting, into: Transaction, labels: Labels) -> Labels | None:
    """Put a letter into the outbox; its draft is kept (or added) so that it can come back.

    Raises `StaleError` where the draft changed, or is on its way or sent already.
    """
    if draft.sent or under_way(into, draft.id):
        raise StaleError("This mail is already on its way.", hint="Look at it in the outbox.")
    former = DRAFTS.labels(into, draft.id)
    if former is None:
        DRAFTS.put(into, draft, labels)
    else:
        _found(draft, into)
    lay_out(into, posting.id, posting.entry, draft.id, posting.letter, posting.not_before)
    return former


def call_back(draft: Draft, entry: str, into: Transaction) -> Labels | None:
    """Take the letter that `entry` sent out of the outbox, as long as it rests there."""
    if not take_back(into, entry, draft.id):
        raise AssistantError(
            "The mail has already left.", hint="Write to the recipients if something was wrong."
        )
    return DRAFTS.labels(into, draft.id)


def _found(record: Record, into: Transaction) -> Labels:
    """Return the labels of the stored record; raise unless it is exactly `record` and at rest."""
    noun = noun_of(record)
    labels = noun.labels(into, record.id)
    if labels is None or noun.text(into, record.id) != canonical(record):
        raise stale()
    if isinstance(record, Draft) and under_way(into, record.id):
        raise StaleError(
            "This mail waits in the outbox and cannot be changed.",
            hint="Undo the sending first.",
        )
    return labels
