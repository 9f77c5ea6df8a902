"""Approvals: one card, one click, ten minutes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.agent.approvals import Approvals
from assistant.base.clock import FrozenClock
from assistant.base.errors import Declined
from tests.assistant.store.world import BERLIN, NOW, card

CARD = card()


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOW, BERLIN)


@pytest.fixture
def approvals(clock: FrozenClock) -> Approvals:
    return Approvals(clock)


def test_a_nonce_is_good_once(approvals: Approvals) -> None:
    nonce = approvals.issue(CARD)
    approvals.redeem(CARD, nonce)
    with pytest.raises(Declined):
        approvals.redeem(CARD, nonce)


def test_no_nonce_is_like_another(approvals: Approvals) -> None:
    nonces = {approvals.issue(replace(CARD, id=f"{number}")) for number in range(100)}
    assert len(nonces) == 100
    assert all(len(one) >= 20 for one in nonces)


def test_another_cards_nonce_is_no_good_and_is_spent(approvals: Approvals) -> None:
    nonce = approvals.issue(CARD)
    with pytest.raises(Declined):
        approvals.redeem(replace(CARD, id="other"), nonce)
    with pytest.raises(Declined):
        approvals.redeem(CARD, nonce)


def test_a_changed_card_needs_another_look(approvals: Approvals) -> None:
    nonce = approvals.issue(CARD)
    with pytest.raises(Declined, match="does not belong"):
        approvals.redeem(replace(CARD, sha256="cd" * 32), nonce)


def test_who_looks_again_gets_another(approvals: Approvals) -> None:
    first, second = approvals.issue(CARD), approvals.issue(CARD)
    other = approvals.issue(replace(CARD, id="other"))
    with pytest.raises(Declined):
        approvals.redeem(CARD, first)
    approvals.redeem(CARD, second)
    approvals.redeem(replace(CARD, id="other"), other)


def test_ten_minutes(approvals: Approvals, clock: FrozenClock) -> None:
    nonce = approvals.issue(CARD)
    clock.advance(timedelta(minutes=10))
    approvals.redeem(CARD, nonce)
    late = approvals.issue(CARD)
    clock.advance(timedelta(minutes=10, microseconds=1))
    with pytest.raises(Declined, match="ten minutes") as caught:
        approvals.redeem(CARD, late)
    assert caught.value.next_step()


@pytest.mark.parametrize("nonce", ["", "x", "yes"])
def test_made_up_ones(approvals: Approvals, nonce: str) -> None:
    approvals.issue(CARD)
    with pytest.raises(Declined):
        approvals.redeem(CARD, nonce)
