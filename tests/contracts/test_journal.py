"""What the journal promises, wherever the store lies."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.base.errors import AssistantError, StaleError
from assistant.domain.changes import Add, Remove, Update
from assistant.domain.mail import OutboxState
from assistant.domain.reminders import Reminder
from assistant.store.store import Store
from tests.assistant.store.world import DRAFT, HOUR, LUNCH, STRETCH, letter, proposal, sending
from tests.contracts.worlds import STORES

LATER = replace(STRETCH, due=STRETCH.due + HOUR)


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    with STORES[request.param]() as opened:
        yield opened


def test_do_undo_redo(store: Store) -> None:
    changes = proposal(Add(STRETCH), Update(STRETCH, LATER), Add(LUNCH), Remove(LUNCH))
    done = store.journal.apply(changes, entry_id="1", cause="typed")
    assert (store.reads.reminders(), store.reads.find_events("")) == ((LATER,), ())
    undone = store.journal.undo("1", new_id="2")
    assert store.reads.reminders() == ()
    store.journal.undo("2", new_id="3")
    assert store.reads.get(Reminder, "stretch") == LATER
    assert [one.id for one in store.journal.entries()] == ["3", "2", "1"]
    assert store.journal.entry("1") == replace(done, undone_by="2")
    assert store.journal.entry("2") == replace(undone, undone_by="3")
    assert store.journal.verify()


def test_once_whatever_happens(store: Store) -> None:
    first = store.journal.apply(proposal(Add(STRETCH)), entry_id="1", cause="typed")
    assert store.journal.apply(proposal(Add(STRETCH)), entry_id="1", cause="typed") == first
    store.journal.undo("1", new_id="2")
    with pytest.raises(AssistantError):
        store.journal.undo("1", new_id="3")
    assert len(store.journal.entries()) == 2


def test_stale_changes_nothing(store: Store) -> None:
    store.journal.apply(proposal(Add(STRETCH)), entry_id="1", cause="typed")
    with pytest.raises(StaleError):
        store.journal.apply(proposal(Add(LUNCH), Remove(LATER)), entry_id="2", cause="typed")
    assert store.reads.find_events("") == ()
    assert len(store.journal.entries()) == 1


def test_a_letter_can_be_called_back_until_it_leaves(store: Store) -> None:
    store.journal.apply(sending(), entry_id="1", cause="typed", letters=[letter()])
    store.journal.undo("1", new_id="2")
    assert store.outbox.all()[0].state is OutboxState.DRAFT
    store.journal.apply(sending(), entry_id="3", cause="typed", letters=[letter(number=2)])
    store.outbox.claim("3.1")
    with pytest.raises(AssistantError, match="already left"):
        store.journal.undo("3", new_id="4")
    store.outbox.sent("3.1")
    assert store.reads.drafts() == (replace(DRAFT, sent=True),)
