"""Letters changed by hand on their card, beyond what the words of the tool can say."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assistant.domain.changes import Add, Change, Proposal, Send, Update
from assistant.domain.mail import Address, Draft
from assistant.skill.context import Context
from assistant.skill.contract import Words
from assistant.skill.questions import NeedsAnswer
from assistant.skill.words import person, text

_PEOPLE = ("to", "cc", "bcc")
_TEXTS = ("subject", "body")
AMENDABLE = frozenset({*_PEOPLE, *_TEXTS})


def letters_in(proposal: Proposal) -> bool:
    """Return whether a proposal sends or writes a letter."""
    return any(_draft(change) is not None for change in proposal.changes)


def amended(proposal: Proposal, words: Mapping[str, Words], context: Context) -> Proposal:
    """Return `proposal` with the letter changed to what the user typed on the card.

    A draft that lies in the store already is changed there as well, before it leaves.
    """
    changes: list[Change] = []
    added = {one.record.id for one in proposal.changes if isinstance(one, Add)}
    for change in proposal.changes:
        draft = _draft(change)
        if draft is None:
            changes.append(change)
            continue
        after = replace(draft, **_values(words, context))
        if isinstance(change, Send):
            if draft.id not in added and after != draft:
                changes.append(Update(draft, after))
            changes.append(replace(change, draft=after))
        else:
            changes.append(Add(after))
    return Proposal(proposal.summary, tuple(changes))


def _draft(change: Change) -> Draft | None:
    match change:
        case Add(Draft() as draft) | Send(draft):
            return draft
        case _:
            return None


def _values(words: Mapping[str, Words], context: Context) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, said in words.items():
        if name in _PEOPLE:
            values[name] = _people(name, said, context)
        elif isinstance(said, str):
            values[name] = text(said, context)
    return values


def _people(name: str, said: Words, context: Context) -> tuple[Address, ...]:
    """Return the mailboxes that were typed, each once; a bare name is asked about."""
    found: dict[str, Address] = {}
    for one in (said,) if isinstance(said, str) else said if isinstance(said, tuple) else ():
        if not one.strip():
            continue
        who = person(one, context)
        if not who.email:
            raise NeedsAnswer(
                "I have no mail address for {name}. What is it?", argument=name, name=who.name
            )
        found.setdefault(who.email.casefold(), who.address)
    return tuple(found.values())
