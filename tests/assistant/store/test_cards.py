from dataclasses import replace

import pytest

from assistant.base.clock import FrozenClock
from assistant.base.errors import StaleError
from assistant.domain.cards import CardState
from assistant.store.store import Store
from tests.assistant.store.world import card


def test_open_cards_oldest_first_after_a_restart(store: Store, clock: FrozenClock) -> None:
    for key in ("b", "a", "c"):
        store.cards.save(card(key))
    store.cards.close("a", CardState.DECLINED)
    path = store.database.path
    store.close()
    again = Store(path, clock)
    assert again.cards.open() == (card("b"), card("c"))
    assert again.cards.get("a") == replace(card("a"), state=CardState.DECLINED)
    again.close()


def test_unknown(store: Store) -> None:
    assert store.cards.get("nowhere") is None
    with pytest.raises(StaleError):
        store.cards.close("nowhere", CardState.DECLINED)


def test_a_card_is_closed_once(store: Store) -> None:
    store.cards.save(card())
    assert store.cards.close("card", CardState.REPLACED).state is CardState.REPLACED
    with pytest.raises(StaleError) as caught:
        store.cards.close("card", CardState.APPROVED)
    assert caught.value.next_step()
    assert store.cards.get("card") == replace(card(), state=CardState.REPLACED)


def test_an_edited_card_takes_the_place_of_the_old_one(store: Store) -> None:
    store.cards.save(card())
    old = store.cards.replace("card", card("new"))
    assert old == replace(card(), state=CardState.REPLACED)
    assert store.cards.open() == (card("new"),)
    with pytest.raises(StaleError):
        store.cards.replace("card", card("newer"))
    assert store.cards.get("newer") is None
