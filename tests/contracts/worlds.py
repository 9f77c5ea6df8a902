"""Everything that implements `Reads`, filled with the same records."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from assistant.base.clock import FrozenClock
from assistant.domain.changes import Add, Proposal, Record, Send
from assistant.domain.mail import Draft
from assistant.domain.reads import Reads
from assistant.store.store import Store
from assistant.testing.memory import MemoryReads
from tests.assistant.store.world import BERLIN, NOW, letter

Filled: TypeAlias = Callable[[Sequence[Record]], Reads]


@contextmanager
def in_a_file() -> Iterator[Store]:
    """Yield a store on disk."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "deskmate.db", FrozenClock(NOW, BERLIN))
        yield store
        store.close()


@contextmanager
def in_memory() -> Iterator[Store]:
    """Yield a store in memory."""
    store = Store(None, FrozenClock(NOW, BERLIN))
    yield store
    store.close()


STORES = {"file": in_a_file, "memory": in_memory}


@contextmanager
def reads(name: str) -> Iterator[Filled]:
    """Yield what fills the implementation called `name` and returns it."""
    if name == "plain":
        yield lambda records: MemoryReads(records, BERLIN)
        return
    with STORES[name]() as store:
        yield lambda records: _filled(store, records)


def _filled(store: Store, records: Sequence[Record]) -> Reads:
    for number, record in enumerate(records):
        if isinstance(record, Draft) and record.sent:
            _send(store, record, f"{number}")
        else:
            store.journal.apply(Proposal("", (Add(record),)), entry_id=f"{number}", cause="typed")
    return store.reads


def _send(store: Store, sent: Draft, key: str) -> None:
    """Let a letter go all the way, so that it is what `sent` says."""
    draft = replace(sent, sent=False)
    proposal = Proposal("", (Add(draft), Send(draft)))
    store.journal.apply(proposal, entry_id=key, cause="typed", letters=[letter(draft)])
    store.outbox.claim(f"{key}.1")
    store.outbox.sent(f"{key}.1")
