"""Cards: fingerprints and floods."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from assistant.agent.cards import DAY_CAP, HOUR_CAP, check_caps, fingerprint
from assistant.base.errors import Declined
from assistant.domain.changes import Proposal, Send
from tests.assistant.store.world import DRAFT, NOW, card, letter, sending

MINUTE = timedelta(minutes=1)


def left(*ages: timedelta) -> Callable[[datetime], int]:
    """Return what counts letters of these ages."""
    return lambda since: sum(NOW - age > since for age in ages)


@pytest.mark.parametrize(
    ("ages", "fits"),
    [
        ([MINUTE] * (HOUR_CAP - 1), True),
        ([MINUTE] * HOUR_CAP, False),
        ([timedelta(minutes=59)] * HOUR_CAP, False),
        ([timedelta(minutes=61)] * HOUR_CAP, True),
        ([-MINUTE] * HOUR_CAP, False),
        ([timedelta(hours=2)] * (DAY_CAP - 1), True),
        ([timedelta(hours=2)] * DAY_CAP, False),
        ([timedelta(hours=25)] * DAY_CAP, True),
    ],
)
def test_twenty_an_hour_and_fifty_a_day(ages: list[timedelta], fits: bool) -> None:
    if fits:
        check_caps(card(), left(*ages), NOW)
        return
    with pytest.raises(Declined, match="20 mails an hour and 50 a day"):
        check_caps(card(), left(*ages), NOW)


def test_a_card_of_many_letters_counts_for_as_many() -> None:
    drafts = [replace(DRAFT, id=f"{number}") for number in range(HOUR_CAP + 1)]
    check_caps(card(what=Proposal("", tuple(map(Send, drafts[:-1])))), left(), NOW)
    with pytest.raises(Declined):
        check_caps(card(what=Proposal("", tuple(map(Send, drafts)))), left(), NOW)


def test_a_card_without_letters_is_no_mail() -> None:
    check_caps(card(what=Proposal("", ())), left(*[MINUTE] * 60), NOW)


def test_the_fingerprint_covers_every_byte() -> None:
    first = fingerprint(sending(), [letter()])
    assert first == fingerprint(sending(), [letter()])
    others = [
        fingerprint(replace(sending(), summary="x"), [letter()]),
        fingerprint(sending(replace(DRAFT, body="x")), [letter()]),
        fingerprint(sending(), [replace(letter(), message=b"x")]),
        fingerprint(sending(), [replace(letter(), recipients=("evil@example.net",))]),
        fingerprint(sending(), [replace(letter(), host="evil.example.net")]),
        fingerprint(sending(), [replace(letter(), sender="x@example.org")]),
        fingerprint(sending(), [replace(letter(), account="x")]),
        fingerprint(sending(), [letter(), letter()]),
        fingerprint(sending(), []),
    ]
    assert len({first, *others}) == len(others) + 1
