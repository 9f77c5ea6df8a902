"""Decides what becomes of a proposal. A pure function; TRUST rules 3 to 5 in their strict form."""

from dataclasses import dataclass
from enum import Enum

from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Change, Proposal, Risk, Send, Update, record_of
from assistant.domain.labels import CLICKED, Labels, tainted
from assistant.domain.mail import Address


class Verdict(Enum):
    """What to do with a proposal."""

    APPLY = "apply"
    ASK = "ask"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict, and the rule of TRUST that led to it; `address` is the one that rule 5 refused."""

    verdict: Verdict
    rule: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """What a decision depends on besides the proposal.

    `planned`: the typed words of this turn asked for the tool. `labels`: all that had a say.
    `known`: addresses (casefolded) that were typed, stand in contacts, or were written to.
    `attended`: somebody sits at the window.
    """

    planned: bool
    labels: Labels
    known: frozenset[str]
    attended: bool = True


def decide(proposal: Proposal, situation: Situation) -> Decision:
    """Return what becomes of `proposal`: refuse first, ask second."""
    risk = proposal.risk
    if tainted(situation.labels) and not situation.planned:
        return Decision(Verdict.REFUSE, "3")
    if risk >= Risk.DESTRUCTIVE and not situation.attended:
        return Decision(Verdict.REFUSE, "4")
    if stranger := _stranger(proposal, situation.known):
        return Decision(Verdict.REFUSE, "5", stranger.email)
    clicked_away = risk is Risk.DESTRUCTIVE and situation.labels == CLICKED
    if risk >= Risk.DESTRUCTIVE and not clicked_away:
        return Decision(Verdict.ASK, "4")
    return Decision(Verdict.APPLY)


def _stranger(proposal: Proposal, known: frozenset[str]) -> Address | None:
    """Return the first address that would be reached and that nobody trusted gave."""
    reached = (one for change in proposal.changes for one in _reached(change))
    return next((one for one in reached if one.email.casefold() not in known), None)


def _reached(change: Change) -> tuple[Address, ...]:
    match change:
        case Send(draft):
            return draft.recipients
        case Add() | Update():
            record = record_of(change)
            guests = record.attendees if isinstance(record, Event) else ()
            return tuple(guest for guest in guests if guest.email)
        case _:
            return ()
