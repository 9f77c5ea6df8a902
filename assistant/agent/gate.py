"""The gate between what is proposed and what is done: policy, card, approval, journal.

Nothing reaches the journal or the outbox but through here (TRUST rule 1).
"""

import logging
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum

from assistant.agent.approvals import Approvals
from assistant.agent.cards import Cause, check_caps, fingerprint, make_card
from assistant.agent.conversation import typed_in
from assistant.agent.outcome import outcome
from assistant.agent.policy import Decision, Situation, Verdict, decide
from assistant.agent.slots import addresses_in
from assistant.agent.warnings import warnings_for
from assistant.base.clock import Clock
from assistant.base.errors import AssistantError, Declined, StaleError
from assistant.base.i18n import tr
from assistant.domain.cards import Card, CardState, Entry, Pick
from assistant.domain.changes import Add, Change, Proposal, Send, record_of
from assistant.domain.events import (
    Applied,
    CardClosed,
    CardShown,
    OutboxChanged,
    RecordsChanged,
    Refused,
    Undone,
)
from assistant.domain.labels import CLICKED, tainted
from assistant.domain.links import links_in
from assistant.domain.received import Received
from assistant.domain.talk import Role
from assistant.domain.words import fold
from assistant.skill.context import fresh_id
from assistant.skill.contract import Words
from assistant.store.store import Store

_SHOWN = 160  # characters of the line in which an address was found
log = logging.getLogger(__name__)


class Passage(Enum):
    """What became of a proposal at the gate."""

    APPLIED = "applied"
    WAITING = "waiting"
    REFUSED = "refused"


class Gate:
    """Takes proposals; applies, asks or refuses."""

    def __init__(
        self, store: Store, clock: Clock, post: Callable[[object], None], rest: Callable[[], int]
    ) -> None:
        self._store = store
        self._clock = clock
        self._post = post
        self._rest = rest
        self._approvals = Approvals(clock)
        self.attended = True

    def submit(self, proposal: Proposal, cause: Cause, *, typed_so_far: str = "") -> Passage:
        """Apply `proposal`, show a card for it, or refuse.

        `typed_so_far` is all that the user typed in the conversation: its addresses are known.
        Raises `AssistantError` where no card can be made, as without a mail account; a letter is
        kept as a draft then.
        """
        led = tainted(cause.labels) and not cause.planned
        known, others = self._people(typed_so_far, cause.typed, led=led)
        answered = self._answered(proposal)
        situation = Situation(
            planned=cause.planned,
            labels=cause.labels,
            known=known if led else known | answered,
            attended=self.attended,
            plan=cause.plan,
            spent=cause.spent,
            found=frozenset(self._found(cause.conversation)) | others | answered,
            links=frozenset(links_in(f"{typed_so_far}\n{cause.typed}")),
        )
        decision = decide(proposal, situation)
        if decision.verdict is Verdict.REFUSE:
            self._refuse(decision, cause)
            return Passage.REFUSED
        if decision.verdict is Verdict.ASK:
            self._ask(proposal, cause, decision)
            return Passage.WAITING
        self._apply(proposal, cause)
        return Passage.APPLIED

    def present(self, key: str) -> str:
        """Return a fresh single-use nonce for a card that is now visible."""
        return self._approvals.issue(self._open_card(key))

    def approve(self, key: str, nonce: str, picked: Collection[str] = ()) -> None:
        """Carry out what the card showed; raise `Declined` for a nonce that is not its own.

        `picked` are the addresses and links from outside text that the user picked by hand; one
        that is not among them leaves the card open.
        """
        card = self._open_card(key)
        for one in card.picks:
            if one.what not in picked:
                raise Declined(
                    "{what} was chosen after a text from outside was read, not by you.",
                    hint="Pick it on the card if it shall be in there.",
                    what=one.what,
                )
        self._approvals.redeem(card, nonce)
        if fingerprint(card.proposal, card.letters) != card.sha256:
            raise Declined("This card was changed after it was shown.", hint="Ask again.")
        check_caps(card, self._store.outbox.leaving_since, self._clock.now())
        entry_id = f"e-{card.id}"
        try:
            entry = self._store.journal.apply(
                card.proposal,
                entry_id=entry_id,
                conversation=card.conversation,
                turn=card.turn,
                tool=card.tool,
                cause=card.why,
                labels=frozenset(card.labels),
                approval=card.sha256,
                letters=card.letters,
                rest=timedelta(seconds=self._rest()),
                card=card,
            )
        except StaleError:
            self._close(card, CardState.STALE)
            raise
        self._post(CardClosed(replace(card, state=CardState.APPROVED)))
        self._tell(entry)

    def decline(self, key: str) -> None:
        """Close the card; a letter that was written for it is kept as a draft, at one stroke."""
        card = self._open_card(key)
        drafts = _local_part(card.proposal)
        if drafts is None:
            self._close(card, CardState.DECLINED)
            return
        entry = self._store.journal.apply(
            drafts,
            entry_id=f"d-{card.id}",
            conversation=card.conversation,
            turn=card.turn,
            tool=card.tool,
            cause=card.why,
            labels=frozenset(card.labels),
            card=card,
            closes=CardState.DECLINED,
        )
        self._post(CardClosed(replace(card, state=CardState.DECLINED)))
        self._tell(entry)

    def replace_card(
        self,
        key: str,
        proposal: Proposal,
        said: Mapping[str, Words],
        spoken: Mapping[str, datetime],
    ) -> None:
        """Put another proposal in the place of a card, as the user edited it."""
        old = self._open_card(key)
        cause = replace(_cause_of(old), said=said, spoken=spoken)
        fresh = [words for name, words in said.items() if words != old.said.get(name)]
        words = [one for words in fresh for one in _texts(words)]
        typed = "\n".join([typed_in(self._store, old.conversation), old.why, *words])
        situation = Situation(
            planned=True,
            labels=CLICKED | frozenset(old.labels),
            known=self._people(typed, typed)[0] | self._answered(proposal) | _settled(old),
            attended=self.attended,
            found=frozenset(self._found(old.conversation)),
            links=frozenset(links_in(typed)),
        )
        decision = decide(proposal, situation)
        if decision.verdict is Verdict.REFUSE:
            self._refuse(decision, cause)
            return
        card = make_card(proposal, cause, self._store, self._clock, self._picks(cause, decision))
        self._post(CardClosed(self._store.cards.replace(old.id, card)))
        self._post(CardShown(card.turn, card.conversation, card))

    def undo_last(self) -> None:
        """Take back the last entry that still stands."""
        last = self._store.journal.last_undoable()
        self.undo(last.id if last else "")

    def undo(self, entry_id: str) -> None:
        """Take an entry back; raise `AssistantError` where that is no longer possible."""
        entry = self._store.journal.entry(entry_id)
        if entry is None:
            raise AssistantError("There is nothing to undo.")
        by = self._store.journal.undo(entry_id, new_id=fresh_id())
        self._post(Undone(entry, by))
        self._changed(by.proposal)

    def _ask(self, proposal: Proposal, cause: Cause, decision: Decision) -> None:
        picks = self._picks(cause, decision)
        try:
            card = make_card(proposal, cause, self._store, self._clock, picks)
        except AssistantError:
            kept = _local_part(proposal)
            if kept is not None:
                self._apply(kept, cause)
            raise
        self._show(card)

    def _show(self, card: Card) -> None:
        self._store.cards.save(card)
        self._post(CardShown(card.turn, card.conversation, card))

    def _close(self, card: Card, state: CardState) -> None:
        self._post(CardClosed(self._store.cards.close(card.id, state)))

    def _apply(self, proposal: Proposal, cause: Cause) -> None:
        notes = warnings_for(proposal, self._store.reads)  # of what is there without it
        entry = self._store.journal.apply(
            proposal,
            entry_id=fresh_id(),
            conversation=cause.conversation,
            turn=cause.turn,
            tool=cause.tool,
            cause=cause.typed,
            labels=cause.labels | cause.quoted,
        )
        self._tell(entry, notes)

    def _tell(self, entry: Entry, notes: Sequence[str] = ()) -> None:
        text = outcome(entry.proposal, self._clock.zone, rest_seconds=self._rest())
        self._post(Applied(entry.turn, entry.conversation, entry, "\n".join([text, *notes])))
        self._changed(entry.proposal)

    def _changed(self, proposal: Proposal) -> None:
        kinds = frozenset(type(record_of(change)).__name__ for change in proposal.changes)
        self._post(RecordsChanged(kinds))
        for key in {record_of(change).id for change in proposal.changes}:
            for one in self._store.outbox.of_draft(key) if "Draft" in kinds else ():
                self._post(OutboxChanged(one.id, one.state, one.error))

    def _refuse(self, decision: Decision, cause: Cause) -> None:
        log.info("refused by rule %s: %s", decision.rule, cause.tool)
        text = _REFUSALS[decision.rule]
        said = tr(text, address=decision.address) if decision.address else tr(text)
        self._post(Refused(cause.turn, cause.conversation, decision.rule, said))

    def _open_card(self, key: str) -> Card:
        card = self._store.cards.get(key)
        if card is None or card.state is not CardState.OPEN:
            raise Declined("This card is no longer open.", hint="Ask again.")
        return card

    def _found(self, conversation: str) -> dict[str, str]:
        """Return the addresses (casefolded) that answers showed, and in which line."""
        found: dict[str, str] = {}
        for line in self._store.conversations.lines(conversation) if conversation else ():
            if line.role is Role.APP:
                for row in line.text.splitlines():
                    for one in addresses_in(row):
                        found.setdefault(one.casefold(), row.strip()[:_SHOWN])
        return found

    def _picks(self, cause: Cause, decision: Decision) -> tuple[Pick, ...]:
        found = self._found(cause.conversation) if decision.picks else {}
        return tuple(Pick(one, found.get(one.casefold(), "")) for one in decision.picks)

    def _people(
        self, typed_so_far: str, typed: str, *, led: bool = False
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Return the addresses that may be reached, and those that must be picked by hand.

        Reached are those that were typed, contacts, and people written to before. Where outside
        text may have `led` the model, those alone that the words of this turn name: else a letter
        could have an answer go to another one of the user's friends.
        """
        reads = self._store.reads
        people = [(one.name, email) for one in reads.contacts() for email in one.emails]
        people += [(one.name, one.email) for one in reads.written_to()]
        everyone = frozenset(email.casefold() for _, email in people)
        if not led:
            return everyone | typed_addresses(typed_so_far), frozenset()
        named = {email.casefold() for name, email in people if _names(typed, name)}
        return frozenset(named | typed_addresses(typed_so_far)), everyone

    def _answered(self, proposal: Proposal) -> frozenset[str]:
        """Return the From of the very letters that are being answered (TRUST rule 5).

        One that others are in besides keeps nobody else: a reply-all is the user's to type.
        """
        sends = (change.draft for change in proposal.changes if isinstance(change, Send))
        letters = (self._store.reads.get(Received, one.answers) for one in sends if one.answers)
        return frozenset(one.sender.email.casefold() for one in letters if one is not None)


_REFUSALS = {
    "3": "Nothing was done: what you typed does not ask for this, and text from outside was read.",
    "4": "Nothing was done: this needs you at the window.",
    "5": "Nothing was done: {address} was neither typed by you nor is it in your contacts.",
}


def _settled(card: Card) -> frozenset[str]:
    """Return whom a card reached without a question: what passed once passes again."""
    asked = {one.what.casefold() for one in card.picks}
    reached = {one.casefold() for letter in card.letters for one in letter.recipients}
    return frozenset(reached - asked)


def _names(typed: str, name: str) -> bool:
    """Return whether the words name somebody, by the whole name or a part of it."""
    words = fold(typed)
    parts = (one for one in (fold(name), *fold(name).split()) if len(one) > 1)
    return any(
        re.search(rf"(?<!\w){re.escape(one)}(?!\w)", words) if one.isascii() else one in words
        for one in parts
    )


def typed_addresses(text: str) -> set[str]:
    """Return the addresses that stand in `text`, casefolded."""
    return {one.casefold() for one in addresses_in(text)}


def _cause_of(card: Card) -> Cause:
    labels = frozenset(card.labels)
    return Cause(card.conversation, card.turn, card.tool, card.said, card.why, labels)


def _texts(words: Words) -> tuple[str, ...]:
    """Return the single texts that a value of `said` holds."""
    if isinstance(words, bool):
        return ()
    return (words,) if isinstance(words, str) else words


def _local_part(proposal: Proposal) -> Proposal | None:
    """Return the letters that a refused or declined sending wrote, as drafts to keep."""
    sends = {change.draft.id for change in proposal.changes if isinstance(change, Send)}
    kept: tuple[Change, ...] = tuple(
        change
        for change in proposal.changes
        if isinstance(change, Add) and change.record.id in sends
    )
    return Proposal(proposal.summary, kept) if kept else None
