from datetime import UTC, datetime

import pytest

from assistant.domain.cards import Card, CardState
from assistant.domain.changes import Proposal
from assistant.skill.registry import Registry
from assistant.training.mine import masked, mine


def card(why: str, state: CardState = CardState.APPROVED, **said: str | tuple[str, ...]) -> Card:
    return Card(
        id="1",
        conversation="c",
        turn="t",
        tool="mail.draft",
        said=said,
        proposal=Proposal("x", ()),
        letters=(),
        sha256="",
        created=datetime(2026, 1, 1, tzinfo=UTC),
        state=state,
        why=why,
    )


def test_what_was_approved_is_a_lesson_without_addresses(registry: Registry) -> None:
    approved = card("email kim@corp.test that it is done", to=("kim@corp.test",), gist="it is done")
    (row,) = mine([approved], registry)
    assert "corp.test" not in row.text
    assert row.said["to"] == (row.text.split()[1],)
    assert row.said["gist"] == "it is done"


@pytest.mark.parametrize("state", [CardState.DECLINED, CardState.REPLACED, CardState.OPEN])
def test_only_what_was_approved(registry: Registry, state: CardState) -> None:
    assert not list(mine([card("email Kim that it is done", state, to=("Kim",))], registry))


def test_words_that_were_typed_into_the_card_are_no_lesson(registry: Registry) -> None:
    assert not list(mine([card("email Kim", to=("Kim",), gist="something else")], registry))


def test_the_same_address_is_masked_alike() -> None:
    assert masked("a@b.org and a@b.org").split(" and ")[0] == masked("a@b.org")
    assert "5550100" not in masked("call 0171 5550100")
