"""The whole truth table of the policy: every condition decides something here."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from assistant.agent.planner import NOTHING, Kind, Plan
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
NONE: Mapping[Kind, int] = {}
APPLY, ASK = Decision(Verdict.APPLY), Decision(Verdict.ASK, "4")
UNPLANNED, ALONE = Decision(Verdict.REFUSE, "3"), Decision(Verdict.REFUSE, "4")


def verdict(
    *changes: Change,
    planned: bool = True,
    labels: Labels = TYPED,
    attended: bool = True,
    known: frozenset[str] = KNOWN,
    plan: Plan = NOTHING,
    spent: Mapping[Kind, int] = NONE,
) -> Decision:
    situation = Situation(planned, labels, known, attended, plan, spent)
    return decide(Proposal("", changes), situation)


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


def test_after_outside_text_only_what_was_typed_for_is_done() -> None:
    one = Plan({("add", "Reminder"): 1})
    assert verdict(Add(TEA), planned=False, labels=MAILED, plan=one) == APPLY
    assert verdict(Add(EVENT), planned=False, labels=MAILED, plan=one) == UNPLANNED
    assert verdict(Update(TEA, TEA), planned=False, labels=MAILED, plan=one) == UNPLANNED
    assert verdict(Add(EVENT), planned=False, labels=TYPED, plan=one) == APPLY


def test_a_plan_has_room_for_as_many_as_were_typed_for() -> None:
    two = Plan({("add", "Reminder"): 2})
    for spent, found in ((0, APPLY), (1, APPLY), (2, UNPLANNED)):
        before: dict[Kind, int] = {("add", "Reminder"): spent}
        again = verdict(Add(TEA), planned=False, labels=MAILED, plan=two, spent=before)
        assert again == found
    assert verdict(*[Add(TEA)] * 2, planned=False, labels=MAILED, plan=two) == APPLY
    assert verdict(*[Add(TEA)] * 3, planned=False, labels=MAILED, plan=two) == UNPLANNED


def test_sending_what_was_typed_for_still_asks() -> None:
    letter = Plan({("send", "Draft"): 1})
    found = verdict(Send(DRAFT), planned=False, labels=MAILED, plan=letter)
    assert found == ASK
    stranger = Send(Draft("1", (Address("evil@example.net"),), "", ""))
    refused = Decision(Verdict.REFUSE, "5", "evil@example.net")
    assert verdict(stranger, planned=False, labels=MAILED, plan=letter) == refused


def test_what_was_handed_over_to_a_text_asks_one_by_one() -> None:
    handed = Plan({("add", "Event"): 1}, delegated=True)
    asked = Decision(Verdict.ASK, "3")
    for change, found in (
        (Add(TEA), asked),
        (Add(EVENT), APPLY),
        (Update(TEA, TEA), asked),
        (Send(DRAFT), asked),
        (Remove(TEA), UNPLANNED),
    ):
        assert verdict(change, planned=False, labels=MAILED, plan=handed) == found
    assert verdict(Add(EVENT), Add(TEA), planned=False, labels=MAILED, plan=handed) == asked
    assert verdict(Add(EVENT), Remove(TEA), planned=False, labels=MAILED, plan=handed) == UNPLANNED
    assert verdict(Add(TEA), Remove(TEA), planned=False, labels=MAILED, plan=handed) == UNPLANNED
    alone = verdict(Add(TEA), planned=False, labels=MAILED, plan=handed, attended=False)
    assert alone == ALONE
    stranger = Send(Draft("1", (Address("evil@example.net"),), "", ""))
    refused = Decision(Verdict.REFUSE, "5", "evil@example.net")
    assert verdict(stranger, planned=False, labels=MAILED, plan=handed) == refused


def test_an_address_that_was_read_is_to_be_picked() -> None:
    ben, eve = Address("Ben@example.net"), Address("eve@example.net")
    letter = Plan({("send", "Draft"): 1})
    send = Send(Draft("1", (ANNA, ben, ben), "", "", cc=(eve,)))
    read = frozenset({"ben@example.net", "eve@example.net"})
    picked = Decision(Verdict.ASK, "5", picks=("Ben@example.net", "eve@example.net"))
    situation = Situation(False, MAILED, KNOWN, plan=letter, found=read)
    assert decide(Proposal("", (send,)), situation) == picked
    half = replace(situation, found=frozenset({"ben@example.net"}))
    assert decide(Proposal("", (send,)), half) == Decision(Verdict.REFUSE, "5", "eve@example.net")
    assert decide(Proposal("", (send,)), replace(situation, plan=NOTHING)) == UNPLANNED
    handed = replace(situation, plan=Plan({}, delegated=True))
    asked = Decision(Verdict.ASK, "3", picks=("Ben@example.net", "eve@example.net"))
    assert decide(Proposal("", (send,)), handed) == asked


def test_a_link_that_nobody_typed_is_to_be_picked() -> None:
    letter = Plan({("send", "Draft"): 1})
    send = Send(Draft("1", (ANNA,), "www.b.example", "See https://a.example and www.b.example."))
    situation = Situation(False, MAILED, KNOWN, plan=letter)
    both = Decision(Verdict.ASK, "5", picks=("www.b.example", "https://a.example"))
    assert decide(Proposal("", (send,)), situation) == both
    typed = replace(situation, links=frozenset({"https://a.example"}))
    assert decide(Proposal("", (send,)), typed) == Decision(
        Verdict.ASK, "5", picks=("www.b.example",)
    )
    assert decide(Proposal("", (send,)), replace(situation, labels=TYPED)) == ASK
    keep = Add(Draft("1", (ANNA,), "", "https://a.example"))
    kept = replace(situation, plan=Plan({("add", "Draft"): 1}))
    assert decide(Proposal("", (keep,)), kept) == APPLY


def test_what_is_deleted_after_outside_text_is_picked() -> None:
    two = Plan({("remove", "Reminder"): 2})
    again = replace(TEA, id="2")
    situation = Situation(False, MAILED, KNOWN, plan=two)
    picked = Decision(Verdict.ASK, "5", picks=("tea",))
    assert decide(Proposal("", (Remove(TEA), Remove(again))), situation) == picked
    assert decide(Proposal("", (Remove(TEA),)), replace(situation, planned=True)) == ASK
    assert decide(Proposal("", (Remove(TEA),)), replace(situation, labels=TYPED)) == ASK
