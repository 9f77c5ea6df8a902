"""Decides what becomes of a proposal. A pure function: TRUST rules 3 to 5."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from assistant.agent.outcome import title
from assistant.agent.planner import NOTHING, Kind, Plan, kind_of
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Change, Proposal, Remove, Risk, Send, Update, record_of
from assistant.domain.labels import CLICKED, Labels, tainted
from assistant.domain.links import links_in
from assistant.domain.mail import Address


class Verdict(Enum):
    """What to do with a proposal."""

    APPLY = "apply"
    ASK = "ask"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict, and the rule of TRUST that led to it; `address` is the one that rule 5 refused.

    `picks` are the addresses, links and objects of deletion that the user must pick by hand before
    the card counts.
    """

    verdict: Verdict
    rule: str = ""
    address: str = ""
    picks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """What a decision depends on besides the proposal.

    `planned`: the tool itself was chosen from the typed words of this turn and nothing else.
    `labels`: all that had a say. `known`: addresses (casefolded) that were typed, stand in
    contacts, or were written to. `attended`: somebody sits at the window. `plan`: what the typed
    words ask for. `spent`: how many changes of each kind this turn has made already. `found`:
    addresses (casefolded) that stand in outside text that was shown here. `links`: those that
    were typed.
    """

    planned: bool
    labels: Labels
    known: frozenset[str]
    attended: bool = True
    plan: Plan = NOTHING
    spent: Mapping[Kind, int] = field(default_factory=dict)
    found: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()


def decide(proposal: Proposal, situation: Situation) -> Decision:
    """Return what becomes of `proposal`: refuse first, ask second."""
    risk = proposal.risk
    handed_over = False
    if tainted(situation.labels) and not situation.planned:
        unplanned = _unplanned(proposal, situation)
        if not all(map(situation.plan.hands_over, unplanned)):
            return Decision(Verdict.REFUSE, "3")
        handed_over = bool(unplanned)
    if (risk >= Risk.DESTRUCTIVE or handed_over) and not situation.attended:
        return Decision(Verdict.REFUSE, "4")
    strangers = _strangers(proposal, situation.known)
    for one in strangers:
        if one.casefold() not in situation.found:
            return Decision(Verdict.REFUSE, "5", one)
    picks = strangers
    if tainted(situation.labels):
        picks += _links(proposal, situation.links)
        picks += () if situation.planned else _removed(proposal)
    if handed_over or picks:
        return Decision(Verdict.ASK, "3" if handed_over else "5", picks=picks)
    clicked_away = risk is Risk.DESTRUCTIVE and situation.labels == CLICKED
    if risk >= Risk.DESTRUCTIVE and not clicked_away:
        return Decision(Verdict.ASK, "4")
    return Decision(Verdict.APPLY)


def _unplanned(proposal: Proposal, situation: Situation) -> list[Kind]:
    """Return the kinds of change that the plan of this turn has no room for."""
    spent = Counter(situation.spent)
    found = []
    for kind in map(kind_of, proposal.changes):
        if not situation.plan.allows(kind, spent[kind]):
            found.append(kind)
        spent[kind] += 1
    return found


def _strangers(proposal: Proposal, known: frozenset[str]) -> tuple[str, ...]:
    """Return the addresses that would be reached and that nobody trusted gave, each once."""
    reached = (one.email for change in proposal.changes for one in _reached(change))
    return tuple(dict.fromkeys(one for one in reached if one.casefold() not in known))


def _links(proposal: Proposal, typed: frozenset[str]) -> tuple[str, ...]:
    """Return the links that letters would carry away and that the user did not type."""
    letters = [change.draft for change in proposal.changes if isinstance(change, Send)]
    found = (link for one in letters for link in links_in(f"{one.subject}\n{one.body}"))
    return tuple(dict.fromkeys(link for link in found if link not in typed))


def _removed(proposal: Proposal) -> tuple[str, ...]:
    """Return what the things that would be taken out are called: the user picks the object."""
    gone = (change.record for change in proposal.changes if isinstance(change, Remove))
    return tuple(dict.fromkeys(title(one) for one in gone))


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
