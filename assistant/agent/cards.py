"""Cards: the exact thing that is about to happen, and the hash that an approval is bound to."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from assistant.agent.planner import NOTHING, Kind, Plan
from assistant.agent.warnings import warnings_for
from assistant.base.clock import Clock
from assistant.base.errors import AssistantError, Declined
from assistant.domain.cards import Card, Letter, Pick
from assistant.domain.changes import Proposal, Send
from assistant.domain.codec import dumps
from assistant.domain.labels import CLICKED, Labels
from assistant.domain.mail import Account, Address
from assistant.domain.message import compose
from assistant.skill.context import fresh_id
from assistant.skill.contract import Words
from assistant.store.files import Files
from assistant.store.store import Store

HOUR_CAP, DAY_CAP = 20, 50


@dataclass(frozen=True, slots=True)
class Cause:
    """Why something is proposed, and who had a say in it."""

    conversation: str = ""
    turn: str = ""
    tool: str = ""
    said: Mapping[str, Words] | None = None
    typed: str = "clicked"
    labels: Labels = CLICKED
    quoted: Labels = frozenset()
    """Letters that the proposal quotes by code: kept beside it, no model was led by them."""
    planned: bool = True
    spoken: Mapping[str, datetime] | None = None
    plan: Plan = NOTHING
    spent: Mapping[Kind, int] = field(default_factory=dict)


def make_card(
    proposal: Proposal, cause: Cause, store: Store, clock: Clock, picks: Sequence[Pick] = ()
) -> Card:
    """Return a card with the final bytes of every letter; needs a mail account for letters."""
    sends = [change for change in proposal.changes if isinstance(change, Send)]
    letters = tuple(_letter(one, _account(store), clock.now(), store.files) for one in sends)
    return Card(
        id=fresh_id(),
        conversation=cause.conversation,
        turn=cause.turn,
        tool=cause.tool,
        said=dict(cause.said or {}),
        proposal=proposal,
        letters=letters,
        sha256=fingerprint(proposal, letters),
        created=clock.now(),
        why=cause.typed,
        labels=tuple(sorted(cause.labels | cause.quoted)),
        warnings=warnings_for(proposal, store.reads),
        spoken=dict(cause.spoken or {}),
        picks=tuple(picks),
    )


def fingerprint(proposal: Proposal, letters: Sequence[Letter]) -> str:
    """Return the SHA-256 (hex) of all that an approval covers."""
    digest = hashlib.sha256(dumps(proposal).encode())
    for letter in letters:
        digest.update(dumps(letter).encode())
    return digest.hexdigest()


def check_caps(card: Card, left_since: Callable[[datetime], int], now: datetime) -> None:
    """Stop a flood: raise `Declined` past 20 messages an hour or 50 a day (TRUST rule 5).

    `left_since` counts the letters that left or were to leave after a moment.
    """
    hour = left_since(now - timedelta(hours=1)) + len(card.letters)
    day = left_since(now - timedelta(days=1)) + len(card.letters)
    if card.letters and (hour > HOUR_CAP or day > DAY_CAP):
        raise Declined(
            "{hour} mails an hour and {day} a day are the most that leave here.",
            hint="Wait a while; the card stays open.",
            hour=HOUR_CAP,
            day=DAY_CAP,
        )


def _letter(send: Send, account: Account, now: datetime, files: Files) -> Letter:
    draft, leaves = send.draft, max(send.at or now, now)
    sender = Address(account.address, account.name)
    message_id = f"{fresh_id()}@{account.address.rpartition('@')[2]}"
    return Letter(
        message=compose(draft, sender, message_id, leaves.astimezone(now.tzinfo), files.content),
        message_id=message_id,
        sender=account.address,
        recipients=tuple(dict.fromkeys(one.email for one in draft.recipients)),
        account=account.id,
        host=account.smtp_host,
        at=send.at,
    )


def _account(store: Store) -> Account:
    accounts = store.accounts.all()
    if not accounts:
        raise AssistantError(
            "There is no mail account yet.",
            hint="Add one on the mail page, then send the draft from there.",
        )
    return accounts[0]
