"""Random doing, undoing and redoing: the store is what a plain dictionary says it is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from assistant.base.clock import FrozenClock
from assistant.base.errors import AssistantError, StaleError
from assistant.domain.calendars import Calendar
from assistant.domain.changes import Add, Change, Proposal, Record, Remove, Send, Unsend, Update
from assistant.domain.labels import Labels
from assistant.domain.mail import Draft
from assistant.store.store import Store
from assistant.store.tables import NOUNS
from tests.assistant.store.world import BERLIN, NOW, letter
from tests.properties import records

Records: TypeAlias = dict[tuple[str, str], Record]
KEYS = st.sampled_from(("a", "b", "c"))


class Stale(Exception):
    """The plain model finds that a change does not fit."""


@dataclass
class Done:
    """An entry as the plain model knows it."""

    key: str
    proposal: Proposal
    undone: bool = False


def carry_out(proposal: Proposal, found: Records) -> Records:
    """Return what `proposal` makes of `found`."""
    after = dict(found)
    for change in proposal.changes:
        match change:
            case Add(record):
                _expect(after, record, None)
                after[_place(record)] = record
            case Update(before, now):
                _expect(after, before, before)
                after[_place(now)] = now
            case Remove(record):
                _expect(after, record, record)
                del after[_place(record)]
            case Send() | Unsend():
                pass
    return after


def _place(record: Record) -> tuple[str, str]:
    return type(record).__name__, record.id


def _expect(found: Records, record: Record, wanted: Record | None) -> None:
    if found.get(_place(record)) != wanted:
        raise Stale


def kept(store: Store) -> Records:
    """Return all records of the store."""
    reads = store.reads
    all_of: list[Record] = [
        *reads.find_events(""),
        *(
            one for one in reads.calendars() if reads.get(Calendar, one.id)
        ),  # not the one that is always there
        *reads.reminders(),
        *reads.reminders(done=True),
        *reads.contacts(),
        *reads.drafts(),
        *reads.letters(),
        *reads.tasks(),
        *reads.tasks(done=True),
        *reads.documents(),
    ]
    return {_place(record): record for record in all_of}


def rows(store: Store) -> list[object]:
    """Return the rows of all records, labels included."""
    return [
        store.database.rows(f"SELECT id, labels, data FROM {noun.table} ORDER BY id")
        for noun in NOUNS.values()
    ]


class Desk(RuleBasedStateMachine):
    """A user who does, undoes and redoes at random, also what does not fit."""

    def __init__(self) -> None:
        super().__init__()
        self.store = Store(None, FrozenClock(NOW, BERLIN))
        self.records: Records = {}
        self.done: list[Done] = []

    def teardown(self) -> None:
        self.store.close()

    @rule(what=st.lists(records.records(KEYS), min_size=1, max_size=2), data=st.data())
    def do(self, what: list[Record], data: st.DataObject) -> None:
        self._apply(Proposal("", tuple(self._change(one, data) for one in what)))

    def _change(self, record: Record, data: st.DataObject) -> Change:
        stored = self.records.get(_place(record))
        if stored is None:
            missing: list[Change] = [Add(record), Add(record), Remove(record)]
            return data.draw(st.sampled_from(missing))
        fitting: list[Change] = [Update(stored, record), Remove(stored)]
        return data.draw(st.sampled_from([*fitting, *fitting, Add(record), Update(record, stored)]))

    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        if not self.done:
            return
        one = data.draw(st.sampled_from(self.done))
        self._carry_out(
            one.proposal.inverse(), lambda key: self._undo(one, key), stands=not one.undone
        )

    @rule()
    def undo_last(self) -> None:
        last = self.store.journal.last_undoable()
        if last is not None:
            one = next(done for done in self.done if done.key == last.id)
            assert not one.undone

    @rule()
    def again(self) -> None:
        """Ask for the last entry once more, as after a crash."""
        if self.done:
            one = self.done[-1]
            self.store.journal.apply(one.proposal, entry_id=one.key, cause="typed")

    @invariant()
    def the_store_is_what_the_model_says(self) -> None:
        assert kept(self.store) == self.records
        assert len(self.store.journal.entries(10_000)) == len(self.done)

    @invariant()
    def the_chain_holds(self) -> None:
        assert self.store.journal.verify()

    def _apply(self, proposal: Proposal) -> None:
        self._carry_out(
            proposal,
            lambda key: self.store.journal.apply(proposal, entry_id=key, cause="typed"),
        )

    def _undo(self, one: Done, key: str) -> None:
        self.store.journal.undo(one.key, new_id=key)
        one.undone = True

    def _carry_out(
        self, proposal: Proposal, work: Callable[[str], object], *, stands: bool = True
    ) -> None:
        key = f"{len(self.done)}"
        try:
            after = carry_out(proposal, self.records) if stands else None
        except Stale:
            after = None
        if after is None:
            with pytest.raises(AssistantError):
                work(key)
            return
        work(key)
        self.records = after
        self.done.append(Done(key, proposal))


TestDesk = Desk.TestCase
TestDesk.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(records.records(KEYS), min_size=1, max_size=3), max_size=6), records.labels
)
def test_undoing_everything_leaves_the_start(wishes: list[list[Record]], labels: Labels) -> None:
    store = Store(None, FrozenClock(NOW, BERLIN))
    first = records_at_start(store, labels)
    for number, wish in enumerate(wishes):
        _do(store, wish, f"{number}")
    for entry in store.journal.entries():
        if entry.id != "start":
            store.journal.undo(entry.id, new_id=f"undo {entry.id}")
    assert rows(store) == first
    assert store.journal.verify()
    store.close()


def records_at_start(store: Store, labels: Labels) -> list[object]:
    """Put something into the store that was there before; return the rows."""
    there = (Draft("a", (), "Hello", "there"), Draft("b", (), "", ""))
    store.journal.apply(
        Proposal("", tuple(map(Add, there))), entry_id="start", cause="typed", labels=labels
    )
    return rows(store)


def _do(store: Store, wish: list[Record], key: str) -> None:
    """Add, change, remove or send: whatever fits what is there."""
    changes: list[Change] = []
    found = kept(store)
    for number, record in enumerate(wish):
        stored = found.get(_place(record))
        if isinstance(record, Draft) and stored is None:
            changes += [Add(record), Send(record)]
            found[_place(record)] = replace(record, sent=True)
        elif stored is None:
            changes.append(Add(record))
            found[_place(record)] = record
        elif number % 2:
            changes.append(Remove(stored))
            del found[_place(record)]
        else:
            changes.append(Update(stored, record))
            found[_place(record)] = record
    letters = [letter(one.draft) for one in changes if isinstance(one, Send)]
    try:
        store.journal.apply(
            Proposal("", tuple(changes)), entry_id=key, cause="typed", letters=letters
        )
    except StaleError:
        return  # a draft on its way
