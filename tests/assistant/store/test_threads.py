"""Which letters are a thread, however they come in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from assistant.base.clock import FrozenClock
from assistant.domain.mail import Address
from assistant.domain.received import Received
from assistant.store.store import Store
from assistant.store.threads import catch_up
from tests.assistant.store.world import BERLIN, NOW


@pytest.fixture
def store() -> Iterator[Store]:
    made = Store(None, FrozenClock(NOW, BERLIN))
    yield made
    made.close()


def letter(key: str, subject: str = "", refs: str = "", days: int = 0, reply: str = "") -> Received:
    return Received(
        key,
        Address("a@example.org", "A"),
        subject or f"Subject {key}",
        "text",
        NOW + timedelta(days=days),
        message_id=f"{key}@x",
        references=tuple(f"{one}@x" for one in refs.split()),
        in_reply_to=f"{reply}@x" if reply else "",
    )


def add(store: Store, *letters: Received) -> None:
    for one in letters:
        store.letters.add(one, b"source")


def ids(store: Store, key: str) -> list[str]:
    return [one.id for one in store.mail.thread(key)]


CHAIN = (letter("a"), letter("b", "Re: x", "a", 1), letter("c", "other", "a b", 2),
         letter("d", "y", "", 3, reply="c"))  # fmt: skip


@pytest.mark.parametrize("order", list(permutations(range(4)))[::3])
def test_by_references_in_any_order(store: Store, order: tuple[int, ...]) -> None:
    add(store, *(CHAIN[at] for at in order))
    for key in "abcd":
        assert ids(store, key) == ["a", "b", "c", "d"]


def test_a_missing_letter_holds_its_answers_together(store: Store) -> None:
    add(store, letter("b", "Re: x", "gone", 1), letter("c", "Re: x", "gone", 2), letter("z"))
    assert ids(store, "b") == ["b", "c"]
    assert ids(store, "z") == ["z"]


def test_by_subject_where_an_answer_names_nothing(store: Store) -> None:
    add(store, letter("a", "Budget 2027"), letter("b", "AW: Re: budget  2027", days=3))
    assert ids(store, "a") == ["a", "b"]


def test_an_equal_subject_alone_is_no_thread(store: Store) -> None:
    add(store, letter("a", "Weekly report"), letter("b", "Weekly report", days=7))
    add(store, letter("c", "Re: Weekly report", days=200), letter("d", "Re: Hi"), letter("e", "Hi"))
    assert ids(store, "a") == ["a"]
    assert ids(store, "c") == ["c"]
    assert ids(store, "d") == ["d"]


def test_what_was_thrown_away_is_left_out(store: Store) -> None:
    add(store, letter("a"), replace(letter("b", "Re: x", "a", 1), role="trash"))
    assert ids(store, "a") == ["a"]
    assert ids(store, "b") == ["a", "b"]


def test_letters_from_before_are_put_into_threads(store: Store) -> None:
    add(store, *CHAIN)
    with store.database.transaction() as change:
        change.execute("DELETE FROM threads")
        change.execute("DELETE FROM thread_ids")
        change.execute("DELETE FROM thread_subjects")
    assert ids(store, "c") == ["c"]
    assert catch_up(store.database) == 4
    assert catch_up(store.database) == 0
    assert ids(store, "c") == ["a", "b", "c", "d"]


def test_a_row_a_thread_newest_first(store: Store) -> None:
    add(store, *CHAIN, letter("z", days=1))
    (box,) = store.mail.boxes()
    step = store.mail.step(box)
    assert [(one.id, one.count) for one in step.rows] == [("d", 4), ("z", 1)]
    assert step.after is None
    assert (box.unread, box.role) == (5, "inbox")
    found = store.mail.step(box, "subject:other")
    assert [one.id for one in found.rows] == ["c"]


def test_who_has_not_answered_yet(store: Store) -> None:
    def sent(key: str, text: str, days: int) -> Received:
        return replace(letter(key, days=days), role="sent", text=text)

    add(
        store,
        sent("asked", "Could you send it?", -5),
        sent("told", "It is done.", -5),
        sent("fresh", "Could you send it?", -1),
        sent("old", "请回复我", -80),
        sent("answered", "能否周五见面？", -9),
        letter("reply", "Re: x", "", -8, reply="answered"),
        sent("quoted", "Thanks.\n> Could you send it?", -6),
    )
    assert [one.letter for one in store.mail.waiting(NOW)] == ["asked"]
