"""The whole truth table of the policy: every condition decides something here."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from assistant.agent.policy import Decision, Situation, Verdict, decide
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Change, Proposal, Remove, Send, Unsend, Update
from assistant.domain.contacts import Contact
from assistant.domain.labels import CLICKED, TYPED, Label, Labels, Origin
from assistant.domain.mail import Address, Draft
from assistant.domain.reminders import Reminder

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
ANNA, NAMELESS = Address("Anna@example.org"), Address("", "Ben")
KNOWN = frozenset({"anna@example.org"})
MAILED: Labels = TYPED | {Label(Origin.MAIL, "1")}
CONTACT: Labels = TYPED | {Label(Origin.CONTACT)}
TEA = Reminder("1", "tea", NOW)
EVENT = Event("1", "Lunch", NOW, NOW + timedelta(hours=1))
GUESTS = Event("1", "Lunch", NOW, NOW + timedelta(hours=1), attendees=(NAMELESS, ANNA))
NAMES = Event("1", "Lunch", NOW, NOW + timedelta(hours=1), attendees=(NAMELESS,))
DRAFT = Draft("1", (ANNA,), "Hi", "Hi.")

READ: tuple[Change, ...] = ()
LOCAL: dict[str, Change] = {
    "add": Add(TEA),
    "update": Update(TEA, TEA),
    "event": Add(EVENT),
    "event with names": Add(NAMES),
    "contact": Add(Contact("1", "Anna", ("stranger@example.net",))),
    "draft to anybody": Add(Draft("1", (Address("stranger@example.net"),), "", "")),
    "guests sent home": Update(GUESTS, EVENT),
    "unsend": Unsend(Draft("1", (Address("stranger@example.net"),), "", "")),
}
DESTRUCTIVE: dict[str, Change] = {"remove": Remove(TEA), "remove guests": Remove(GUESTS)}
EXTERNAL: dict[str, Change] = {
    "send": Send(DRAFT),
    "invite": Add(GUESTS),
    "invite to a changed one": Update(EVENT, GUESTS),
}
APPLY, ASK = Decision(Verdict.APPLY), Decision(Verdict.ASK, "4")
UNPLANNED, ALONE = Decision(Verdict.REFUSE, "3"), Decision(Verdict.REFUSE, "4")


def verdict(
    *changes: Change,
    planned: bool = True,
    labels: Labels = TYPED,
    attended: bool = True,
    known: frozenset[str] = KNOWN,
) -> Decision:
    return decide(Proposal("", changes), Situation(planned, labels, known, attended))


@pytest.mark.parametrize("name", LOCAL)
def test_what_is_local_and_can_be_undone_is_done(name: str) -> None:
    everything = product((TYPED, CLICKED, MAILED, CONTACT), (True, False), (True, False))
    for labels, planned, attended in everything:
        found = verdict(LOCAL[name], labels=labels, planned=planned, attended=attended)
        assert found == (UNPLANNED if labels == MAILED and not planned else APPLY)


@pytest.mark.parametrize("name", DESTRUCTIVE)
def test_what_destroys_asks_unless_it_was_clicked(name: str) -> None:
    everything = product((TYPED, CLICKED, MAILED, CONTACT), (True, False), (True, False))
    for labels, planned, attended in everything:
        found = verdict(DESTRUCTIVE[name], labels=labels, planned=planned, attended=attended)
        if labels == MAILED and not planned:
            assert found == UNPLANNED
        elif not attended:
            assert found == ALONE
        else:
            assert found == (APPLY if labels == CLICKED else ASK)


@pytest.mark.parametrize("name", EXTERNAL)
def test_what_leaves_always_asks_and_never_runs_alone(name: str) -> None:
    everything = product((TYPED, CLICKED, MAILED, CONTACT), (True, False), (True, False))
    for labels, planned, attended in everything:
        found = verdict(EXTERNAL[name], labels=labels, planned=planned, attended=attended)
        if labels == MAILED and not planned:
            assert found == UNPLANNED
        else:
            assert found == (ASK if attended else ALONE)


def test_a_click_beside_other_labels_is_no_click() -> None:
    assert verdict(Remove(TEA), labels=CLICKED | TYPED) == ASK


@pytest.mark.parametrize("origin", Origin)
def test_which_origins_are_foreign(origin: Origin) -> None:
    foreign = {Origin.MAIL, Origin.INVITE, Origin.FILE, Origin.WEB, Origin.SKILL, Origin.MODEL}
    found = verdict(Add(TEA), labels=frozenset({Label(origin, "x")}), planned=False)
    assert found == (UNPLANNED if origin in foreign else APPLY)


@pytest.mark.parametrize(
    "change",
    [
        Send(Draft("1", (ANNA, Address("Evil@example.net")), "", "")),
        Send(Draft("1", (ANNA,), "", "", cc=(Address("Evil@example.net"),))),
        Send(Draft("1", (ANNA,), "", "", bcc=(Address("Evil@example.net"),))),
        Add(Event("1", "x", NOW, NOW, attendees=(NAMELESS, Address("Evil@example.net")))),
        Update(EVENT, Event("1", "x", NOW, NOW, attendees=(Address("Evil@example.net"),))),
    ],
)
@pytest.mark.parametrize("labels", [TYPED, CLICKED, MAILED])
def test_nobody_unknown_is_reached(change: Change, labels: Labels) -> None:
    refused = Decision(Verdict.REFUSE, "5", "Evil@example.net")
    assert verdict(change, labels=labels) == refused
    assert verdict(Add(TEA), change, labels=labels) == refused
    assert verdict(change, labels=labels, known=KNOWN | {"evil@example.net"}) == ASK


def test_refusals_come_in_the_order_of_the_rules() -> None:
    stranger = Send(Draft("1", (Address("evil@example.net"),), "", ""))
    assert verdict(stranger, labels=MAILED, planned=False, attended=False) == UNPLANNED
    assert verdict(stranger, attended=False) == ALONE


def test_a_letter_to_nobody_still_asks() -> None:
    assert verdict(Send(Draft("1", (), "", ""))) == ASK


def test_the_worst_change_decides() -> None:
    assert verdict(Add(TEA), Send(DRAFT), Add(DRAFT)) == ASK
    assert verdict(*READ) == APPLY
