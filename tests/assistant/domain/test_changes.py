"""Changes know their risk and their inverse."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from assistant.domain.changes import (
    Add,
    Change,
    Proposal,
    Remove,
    Risk,
    Send,
    Unsend,
    Update,
    record_of,
)
from assistant.domain.mail import Address, Draft
from assistant.domain.reminders import Reminder

TEA = Reminder("1", "tea", datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("UTC")))
COFFEE = Reminder("1", "coffee", TEA.due)
DRAFT = Draft("2", (Address("a@b.org"),), "Hi", "Hi.")


@pytest.mark.parametrize(
    ("change", "risk", "inverse"),
    [
        (Add(TEA), Risk.REVERSIBLE, Remove(TEA)),
        (Update(TEA, COFFEE), Risk.REVERSIBLE, Update(COFFEE, TEA)),
        (Remove(TEA), Risk.DESTRUCTIVE, Add(TEA)),
        (Send(DRAFT), Risk.EXTERNAL, Unsend(DRAFT)),
        (Unsend(DRAFT), Risk.REVERSIBLE, Send(DRAFT)),
    ],
)
def test_risk_and_inverse(change: Change, risk: Risk, inverse: Change) -> None:
    assert change.risk is risk
    assert change.inverse() == inverse
    assert inverse.inverse() == change


def test_the_worst_change_counts() -> None:
    assert Proposal("", ()).risk is Risk.READ
    assert Proposal("", (Add(TEA), Send(DRAFT), Remove(TEA))).risk is Risk.EXTERNAL


def test_undoing_goes_backwards() -> None:
    whole = Proposal("x", (Add(DRAFT), Send(DRAFT)))
    assert whole.inverse() == Proposal("x", (Unsend(DRAFT), Remove(DRAFT)))


def test_the_record_as_it_stands_after() -> None:
    assert record_of(Update(TEA, COFFEE)) is COFFEE
    assert record_of(Send(DRAFT)) is DRAFT
    assert record_of(Remove(TEA)) is TEA


def test_a_name_without_an_address_has_no_brackets() -> None:
    assert str(Address("", "Anna")) == "Anna"
    assert str(Address("a@b.org", "Anna")) == "Anna <a@b.org>"
    assert str(Address("a@b.org")) == "a@b.org"
