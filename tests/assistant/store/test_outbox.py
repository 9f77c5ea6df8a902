from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from assistant.base.clock import FrozenClock
from assistant.base.errors import StaleError
from assistant.domain.changes import Remove
from assistant.domain.mail import Draft, OutboxState
from assistant.store.journal import REST
from assistant.store.outbox import Outbox
from assistant.store.store import Store
from tests.assistant.store.world import ANNA, DRAFT, HOUR, NOW, letter, proposal, sending

KEY = "1.1"
DRAFT_, READY, SENDING, SENT, UNKNOWN = OutboxState


@pytest.fixture
def outbox(store: Store) -> Outbox:
    store.journal.apply(sending(), entry_id="1", cause="typed", letters=[letter()])
    return store.outbox


def state(outbox: Outbox) -> OutboxState:
    found = outbox.get(KEY)
    assert found is not None
    return found.state


def test_it_rests_first(outbox: Outbox) -> None:
    assert outbox.due(NOW) == ()
    assert outbox.next_due() == NOW + REST
    (due,) = outbox.due(NOW + REST)
    assert due == outbox.get(KEY)


def test_nothing_is_due(store: Store) -> None:
    assert store.outbox.next_due() is None
    assert store.outbox.get("nowhere") is None
    assert store.outbox.claim("nowhere") is None


def test_a_claim_has_one_winner(outbox: Outbox) -> None:
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda _: outbox.claim(KEY), range(16)))
    (won,) = [one for one in claims if one is not None]
    assert (won.state, won.attempts, won.message) == (SENDING, 1, letter().message)
    assert outbox.due(NOW + HOUR) == ()
    assert outbox.next_due() is None


def test_sent(outbox: Outbox, store: Store) -> None:
    outbox.claim(KEY)
    outbox.sent(KEY)
    assert state(outbox) is SENT
    assert store.reads.get(Draft, "late") == replace(DRAFT, sent=True)
    assert store.reads.written_to() == (ANNA,)
    assert outbox.due(NOW + HOUR) == ()


def test_a_certain_failure_is_tried_again(outbox: Outbox, store: Store) -> None:
    outbox.claim(KEY)
    outbox.failed(KEY, "The server said no.", NOW + HOUR)
    assert outbox.next_due() == NOW + HOUR
    assert outbox.due(NOW + REST) == ()
    (again,) = outbox.due(NOW + HOUR)
    assert (again.state, again.error, again.attempts) == (READY, "The server said no.", 1)
    assert store.reads.written_to() == ()
    won = outbox.claim(KEY)
    assert won is not None
    assert (won.attempts, won.error) == (2, "")


def test_a_lasting_failure_waits_for_the_user(outbox: Outbox, clock: FrozenClock) -> None:
    outbox.claim(KEY)
    outbox.failed(KEY, "Wrong password.", None)
    assert state(outbox) is READY
    assert outbox.due(NOW + 1000 * HOUR) == ()
    assert outbox.next_due() is None
    clock.advance(HOUR)
    outbox.retry(KEY)
    assert outbox.next_due() == NOW + HOUR
    assert [one.id for one in outbox.due(NOW + HOUR)] == [KEY]


def test_the_unknown_is_never_sent_by_itself(outbox: Outbox) -> None:
    outbox.claim(KEY)
    outbox.unknown(KEY, "The connection broke.")
    assert outbox.due(NOW + 1000 * HOUR) == ()
    assert outbox.next_due() is None
    assert outbox.claim(KEY) is None
    assert outbox.recover() == 0


def test_found_sending_at_start(outbox: Outbox) -> None:
    outbox.claim(KEY)
    assert outbox.recover() == 1
    assert state(outbox) is UNKNOWN
    outbox.sent(KEY)  # found in the Sent folder after all
    assert state(outbox) is SENT


@pytest.mark.parametrize(("arrived", "then"), [(True, SENT), (False, READY)])
def test_the_user_resolves_it(
    outbox: Outbox, store: Store, arrived: bool, then: OutboxState
) -> None:
    outbox.claim(KEY)
    outbox.unknown(KEY, "The connection broke.")
    outbox.resolve(KEY, sent=arrived)
    assert state(outbox) is then
    assert [one.sent for one in store.reads.drafts()] == [arrived]
    assert bool(outbox.due(NOW)) is not arrived


def test_giving_up_keeps_the_draft(outbox: Outbox, store: Store) -> None:
    outbox.claim(KEY)
    outbox.failed(KEY, "Wrong password.", None)
    outbox.give_up(KEY)
    assert state(outbox) is DRAFT_
    assert store.reads.drafts() == (DRAFT,)
    store.journal.apply(proposal(Remove(DRAFT)), entry_id="2", cause="typed")


MOVES: dict[str, Callable[[Outbox], object]] = {
    "sent": lambda outbox: outbox.sent(KEY),
    "failed": lambda outbox: outbox.failed(KEY, "no", None),
    "unknown": lambda outbox: outbox.unknown(KEY, "no"),
    "arrived": lambda outbox: outbox.resolve(KEY, sent=True),
    "lost": lambda outbox: outbox.resolve(KEY, sent=False),
    "retry": lambda outbox: outbox.retry(KEY),
    "give up": lambda outbox: outbox.give_up(KEY),
}
DRAIN = {"sent", "failed", "unknown"}
ALLOWED = {
    (READY, "retry"): READY,
    (READY, "give up"): DRAFT_,
    (SENDING, "sent"): SENT,
    (SENDING, "failed"): READY,
    (SENDING, "unknown"): UNKNOWN,
    (UNKNOWN, "sent"): SENT,
    (UNKNOWN, "arrived"): SENT,
    (UNKNOWN, "lost"): READY,
    (UNKNOWN, "give up"): DRAFT_,
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("begin", OutboxState)
def test_the_states(outbox: Outbox, store: Store, begin: OutboxState, move: str) -> None:
    with store.database.transaction() as change:
        change.execute("UPDATE outbox SET state = ?", begin.value)
    if (begin, move) in ALLOWED:
        MOVES[move](outbox)
        assert state(outbox) is ALLOWED[begin, move]
    else:
        with pytest.raises(RuntimeError if move in DRAIN else StaleError):
            MOVES[move](outbox)
        assert state(outbox) is begin


def test_all_newest_first_and_due_oldest_first(outbox: Outbox, store: Store) -> None:
    other = replace(DRAFT, id="other")
    store.journal.apply(
        sending(other), entry_id="2", cause="typed", letters=[letter(other)], rest=2 * REST
    )
    assert [one.id for one in outbox.all()] == ["2.1", "1.1"]
    assert [one.id for one in outbox.due(NOW + HOUR)] == ["1.1", "2.1"]


def test_a_draft_removed_in_the_meantime_stays_removed(outbox: Outbox, store: Store) -> None:
    outbox.claim(KEY)
    with store.database.transaction() as change:
        change.execute("DELETE FROM drafts")
    outbox.sent(KEY)
    assert store.reads.drafts() == ()
    assert [one.email for one in store.reads.written_to()] == [ANNA.email]


def test_how_many_left_lately(outbox: Outbox, store: Store) -> None:
    other = replace(DRAFT, id="other")
    store.journal.apply(sending(other), entry_id="2", cause="typed", letters=[letter(other, 2)])
    assert outbox.leaving_since(NOW) == 2
    assert outbox.leaving_since(NOW + REST) == 0
    outbox.claim(KEY)
    assert outbox.leaving_since(NOW) == 2
    outbox.sent(KEY)
    assert outbox.leaving_since(NOW) == 2
    outbox.give_up("2.1")
    assert outbox.leaving_since(NOW) == 1


def test_the_letters_of_a_draft(outbox: Outbox) -> None:
    assert [one.id for one in outbox.of_draft("late")] == [KEY]
    assert outbox.of_draft("nowhere") == ()
