from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC

from assistant.domain.changes import Add, Update
from assistant.domain.reminders import Firing
from assistant.store.store import Store
from tests.assistant.store.world import DAY, HOUR, NOW, STRETCH, proposal


def test_each_occurrence_fires_once(store: Store) -> None:
    assert store.firings.record("stretch", NOW, NOW)
    assert not store.firings.record("stretch", NOW.astimezone(UTC), NOW + HOUR)
    assert store.firings.record("stretch", NOW + DAY, NOW + DAY)
    assert store.firings.record("other", NOW, NOW)


def test_many_at_once(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda _: store.firings.record("stretch", NOW, NOW), range(16)))
    assert sum(won) == 1


def test_the_last(store: Store) -> None:
    assert store.firings.last("stretch") is None
    store.firings.record("stretch", NOW + DAY, NOW + DAY)
    store.firings.record("stretch", NOW, NOW + 2 * DAY)
    assert store.firings.last("stretch") == Firing("stretch", NOW + DAY, NOW + DAY)


def test_what_nobody_reacted_to(store: Store) -> None:
    store.journal.apply(proposal(Add(STRETCH)), entry_id="1", cause="typed")
    store.firings.record("stretch", NOW + DAY, NOW + DAY)
    store.firings.record("stretch", NOW, NOW)
    store.firings.record("removed", NOW, NOW)
    first, second = Firing("stretch", NOW, NOW), Firing("stretch", NOW + DAY, NOW + DAY)
    assert store.firings.unacknowledged() == (first, second)
    store.firings.acknowledge("stretch")
    assert store.firings.unacknowledged() == ()
    store.firings.record("stretch", NOW + 2 * DAY, NOW)
    assert len(store.firings.unacknowledged()) == 1
    done = Update(STRETCH, replace(STRETCH, done=NOW))
    store.journal.apply(proposal(done), entry_id="2", cause="typed")
    assert store.firings.unacknowledged() == ()
