from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from assistant.base.clock import FrozenClock
from assistant.base.errors import AssistantError, StaleError
from assistant.domain.calendar import Event
from assistant.domain.cards import CardState
from assistant.domain.changes import Add, Proposal, Remove, Send, Unsend, Update
from assistant.domain.labels import CLICKED, TYPED, Label, Origin
from assistant.domain.mail import Draft, OutboxState
from assistant.domain.reminders import Reminder
from assistant.store.store import Store
from tests.assistant.store.world import (
    ANNA,
    DAY,
    DRAFT,
    HOUR,
    LUNCH,
    NOW,
    STRETCH,
    card,
    letter,
    proposal,
    sending,
)

LATER = replace(STRETCH, due=STRETCH.due + HOUR)
MAIL = frozenset({Label(Origin.MAIL, "<7@example.org>")})


def do(store: Store, key: str, *changes: object, **more: object) -> None:
    store.journal.apply(proposal(*changes), entry_id=key, cause="typed", **more)  # type: ignore[arg-type]


def tables(store: Store) -> list[object]:
    """Return all that a change could touch."""
    names = ("events", "reminders", "contacts", "drafts", "outbox", "journal", "cards")
    return [store.database.rows(f"SELECT * FROM {name} ORDER BY id") for name in names]


def test_an_entry_says_what_was_done_and_why(store: Store) -> None:
    done = store.journal.apply(
        proposal(Add(STRETCH)),
        entry_id="1",
        cause="remind me to stretch in an hour",
        conversation="talk",
        turn="turn",
        tool="reminders.create",
    )
    assert done == store.journal.entry("1")
    assert store.journal.entries() == (done,)
    assert (done.at, done.at.tzinfo) == (NOW, NOW.tzinfo)
    assert (done.conversation, done.turn, done.tool) == ("talk", "turn", "reminders.create")
    assert done.proposal == proposal(Add(STRETCH))
    assert store.reads.get(Reminder, "stretch") == STRETCH


def test_all_or_nothing(store: Store) -> None:
    do(store, "1", Add(STRETCH))
    before = tables(store)
    with pytest.raises(StaleError):
        do(store, "2", Add(LUNCH), Add(DRAFT), Send(DRAFT), Add(STRETCH), letters=[letter()])
    assert tables(store) == before


@pytest.mark.parametrize(
    "change",
    [
        Add(STRETCH),
        Add(LATER),
        Update(LATER, STRETCH),
        Remove(LATER),
        Update(LUNCH, replace(LUNCH, title="Brunch")),
        Remove(LUNCH),
    ],
)
def test_what_is_no_longer_true_is_stale(store: Store, change: object) -> None:
    do(store, "1", Add(STRETCH))
    before = tables(store)
    with pytest.raises(StaleError) as caught:
        do(store, "2", change)
    assert caught.value.next_step()
    assert tables(store) == before


def test_the_zone_of_an_event_is_part_of_it(store: Store) -> None:
    do(store, "1", Add(LUNCH))
    moved = replace(LUNCH, start=LUNCH.start.astimezone(UTC), end=LUNCH.end.astimezone(UTC))  # type: ignore[union-attr]
    with pytest.raises(StaleError):
        do(store, "2", Remove(moved))


def test_the_same_entry_twice_is_done_once(store: Store, clock: FrozenClock) -> None:
    first = store.journal.apply(sending(), entry_id="1", cause="typed", letters=[letter()])
    before = tables(store)
    clock.advance(HOUR)
    again = store.journal.apply(sending(), entry_id="1", cause="typed", letters=[letter()])
    assert again == first
    assert tables(store) == before
    undone = store.journal.undo("1", new_id="2")
    before = tables(store)
    assert store.journal.undo("1", new_id="2") == undone
    assert tables(store) == before


def test_undo_takes_back_and_says_so(store: Store) -> None:
    do(store, "1", Add(STRETCH))
    do(store, "2", Update(STRETCH, LATER))
    undone = store.journal.undo("2", new_id="3")
    assert (undone.undo_of, undone.cause) == ("2", "undo")
    assert undone.proposal == proposal(Update(LATER, STRETCH))
    assert store.reads.get(Reminder, "stretch") == STRETCH
    former = store.journal.entry("2")
    assert former is not None
    assert former.undone_by == "3"
    store.journal.undo("1", new_id="4")
    assert store.reads.get(Reminder, "stretch") is None


def test_undo_twice_is_refused(store: Store) -> None:
    do(store, "1", Add(STRETCH))
    store.journal.undo("1", new_id="2")
    with pytest.raises(AssistantError, match="already undone"):
        store.journal.undo("1", new_id="3")
    with pytest.raises(AssistantError, match="nothing to undo"):
        store.journal.undo("nowhere", new_id="3")


def test_redo_and_undo_again(store: Store) -> None:
    do(store, "1", Add(STRETCH), Add(LUNCH))
    before = tables(store)[:4]
    store.journal.undo("1", new_id="2")
    store.journal.undo("2", new_id="3")
    assert tables(store)[:4] == before
    store.journal.undo("3", new_id="4")
    assert store.reads.reminders() == ()


def test_undo_of_what_changed_since_is_stale(store: Store) -> None:
    do(store, "1", Add(STRETCH))
    do(store, "2", Update(STRETCH, LATER))
    before = tables(store)
    with pytest.raises(StaleError):
        store.journal.undo("1", new_id="3")
    assert tables(store) == before


def test_undo_after_a_restart(store: Store, clock: FrozenClock) -> None:
    do(store, "1", Add(LUNCH))
    path = store.database.path
    store.close()
    again = Store(path, clock)
    assert again.reads.get(Event, "lunch") == LUNCH
    again.journal.undo("1", new_id="2")
    assert again.reads.get(Event, "lunch") is None
    again.close()


def test_the_last_that_can_be_undone(store: Store) -> None:
    def last() -> str | None:
        found = store.journal.last_undoable()
        return found.id if found else None

    assert last() is None
    do(store, "1", Add(STRETCH))
    do(store, "2", Add(LUNCH))
    assert last() == "2"
    store.journal.undo("2", new_id="3")
    assert last() == "1"
    store.journal.undo("3", new_id="4")
    assert last() == "4"
    store.journal.undo("4", new_id="5")
    assert last() == "1"
    store.journal.undo("1", new_id="6")
    assert last() is None


def test_what_the_program_does_by_itself_is_not_the_last(store: Store) -> None:
    do(store, "1", Add(STRETCH))
    store.journal.apply(proposal(Update(STRETCH, LATER)), entry_id="2", cause="schedule")
    last = store.journal.last_undoable()
    assert last is not None
    assert last.id == "1"
    store.journal.apply(proposal(Add(LUNCH)), entry_id="3", cause="schedule", turn="turn")
    last = store.journal.last_undoable()
    assert last is not None
    assert last.id == "3"


def test_a_letter_rests_then_leaves_exactly_as_it_was(store: Store, clock: FrozenClock) -> None:
    store.journal.apply(
        sending(), entry_id="1", cause="t", letters=[letter()], rest=timedelta(seconds=7)
    )
    (out,) = store.outbox.all()
    assert out.state is OutboxState.READY
    assert out.message == letter().message
    assert out.not_before == NOW + timedelta(seconds=7)
    assert (out.sender, out.recipients, out.draft) == ("me@example.org", (ANNA.email,), "late")
    assert store.reads.get(Draft, "late") == DRAFT


def test_a_letter_for_each_send(store: Store) -> None:
    with pytest.raises(ValueError, match="1 sends, but 0 letters"):
        store.journal.apply(sending(), entry_id="1", cause="t")
    with pytest.raises(ValueError, match="0 sends, but 1 letters"):
        do(store, "1", Add(STRETCH), letters=[letter()])
    assert store.journal.entries() == ()


def test_several_letters_in_their_order(store: Store) -> None:
    other = replace(DRAFT, id="other", subject="Other")
    do(
        store,
        "1",
        Send(DRAFT),
        Send(other),
        letters=[letter(), letter(other)],
    )
    assert {one.draft: one.message for one in store.outbox.all()} == {
        "late": letter().message,
        "other": letter(other).message,
    }


def test_undo_calls_a_resting_letter_back(store: Store) -> None:
    do(store, "0", Add(DRAFT))
    do(store, "1", Send(DRAFT), letters=[letter()])
    store.journal.undo("1", new_id="2")
    assert [one.state for one in store.outbox.all()] == [OutboxState.DRAFT]
    assert store.reads.drafts() == (DRAFT,)
    with pytest.raises(AssistantError, match="only from a new card"):
        store.journal.undo("2", new_id="3")
    do(store, "4", Send(DRAFT), letters=[letter(number=2)])
    assert [one.state for one in store.outbox.all()] == [OutboxState.READY, OutboxState.DRAFT]


@pytest.mark.parametrize("state", ["sending", "sent", "unknown"])
def test_what_has_left_cannot_be_undone(store: Store, state: str) -> None:
    do(store, "1", Add(DRAFT), Send(DRAFT), letters=[letter()])
    store.outbox.claim("1.1")
    if state == "sent":
        store.outbox.sent("1.1")
    if state == "unknown":
        store.outbox.unknown("1.1", "no reply")
    before = tables(store)
    with pytest.raises(AssistantError, match="already left"):
        store.journal.undo("1", new_id="2")
    assert tables(store) == before


@pytest.mark.parametrize("state", ["ready", "sending", "sent", "unknown"])
def test_a_draft_is_sent_once(store: Store, state: str) -> None:
    do(store, "1", Add(DRAFT), Send(DRAFT), letters=[letter()])
    if state != "ready":
        store.outbox.claim("1.1")
    if state == "sent":
        store.outbox.sent("1.1")
    if state == "unknown":
        store.outbox.unknown("1.1", "no reply")
    (draft,) = store.reads.drafts()
    for again in {DRAFT, draft}:
        with pytest.raises(StaleError, match="already on its way"):
            do(store, "2", Send(again), letters=[letter(number=2)])
    assert len(store.outbox.all()) == 1


def test_a_changed_draft_is_not_sent(store: Store) -> None:
    do(store, "1", Add(DRAFT))
    with pytest.raises(StaleError):
        do(store, "2", Send(replace(DRAFT, body="Never mind.")), letters=[letter()])
    assert store.outbox.all() == ()


@pytest.mark.parametrize("change", [Remove(DRAFT), Update(DRAFT, replace(DRAFT, body="No."))])
def test_a_draft_on_its_way_is_not_changed(store: Store, change: object) -> None:
    do(store, "1", Add(DRAFT), Send(DRAFT), letters=[letter()])
    with pytest.raises(StaleError, match="waits in the outbox"):
        do(store, "2", change)


def test_unsend_is_made_by_undo_alone(store: Store) -> None:
    do(store, "1", Send(DRAFT), letters=[letter()])
    with pytest.raises(ValueError, match="taken back"):
        do(store, "2", Unsend(DRAFT))


def test_the_card_is_approved_with_it(store: Store) -> None:
    shown = card()
    store.cards.save(shown)
    done = store.journal.apply(
        shown.proposal,
        entry_id="1",
        cause=shown.why,
        approval=shown.sha256,
        letters=shown.letters,
        card=shown,
    )
    assert done.approval == shown.sha256
    assert store.cards.get("card") == replace(shown, state=CardState.APPROVED)


def test_a_declined_card_leaves_its_draft(store: Store) -> None:
    store.cards.save(card())
    do(store, "1", Add(DRAFT), card=card(), closes=CardState.DECLINED)
    assert store.cards.get("card") == replace(card(), state=CardState.DECLINED)
    assert store.reads.drafts() == (DRAFT,)
    assert store.outbox.all() == ()


def test_a_card_is_approved_once_by_many_at_once(store: Store) -> None:
    shown = card()
    store.cards.save(shown)

    def approve(number: int) -> bool:
        try:
            do(store, f"{number}", *shown.proposal.changes, letters=shown.letters, card=shown)
        except StaleError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(approve, range(16)))
    assert sum(won) == len(store.outbox.all()) == len(store.journal.entries()) == 1


@pytest.mark.parametrize("state", [one for one in CardState if one is not CardState.OPEN])
def test_a_closed_card_does_nothing(store: Store, state: CardState) -> None:
    shown = card()
    store.cards.save(shown)
    store.cards.close("card", state)
    before = tables(store)
    with pytest.raises(StaleError, match="no longer open"):
        do(store, "1", *shown.proposal.changes, letters=shown.letters, card=shown)
    assert tables(store) == before


def test_a_card_that_is_not_the_saved_one_does_nothing(store: Store) -> None:
    store.cards.save(card())
    other = replace(card(), sha256="cd" * 32)
    with pytest.raises(StaleError, match="not the one"):
        do(store, "1", *other.proposal.changes, letters=other.letters, card=other)
    with pytest.raises(StaleError, match="no longer open"):
        do(store, "1", *other.proposal.changes, letters=other.letters, card=card("unknown"))
    assert store.outbox.all() == ()


def test_a_stale_proposal_leaves_its_card_open(store: Store) -> None:
    shown = card(what=proposal(Remove(LUNCH)))
    store.cards.save(shown)
    with pytest.raises(StaleError):
        do(store, "1", Remove(LUNCH), card=shown)
    assert store.cards.open() == (shown,)


def test_labels_stick_to_the_record(store: Store) -> None:
    do(store, "1", Add(STRETCH), labels=MAIL)
    assert store.reads.labels(Reminder, "stretch") == MAIL
    do(store, "2", Update(STRETCH, LATER), labels=CLICKED)
    assert store.reads.labels(Reminder, "stretch") == MAIL | CLICKED
    do(store, "3", Remove(LATER))
    assert store.reads.labels(Reminder, "stretch") == frozenset()
    store.journal.undo("3", new_id="4")
    assert store.reads.labels(Reminder, "stretch") == MAIL | CLICKED
    store.journal.undo("2", new_id="5")
    assert store.reads.labels(Reminder, "stretch") == MAIL
    store.journal.undo("5", new_id="6")
    assert store.reads.labels(Reminder, "stretch") == MAIL | CLICKED


def test_typed_is_what_it_is_unless_said_otherwise(store: Store) -> None:
    do(store, "1", Add(STRETCH))
    assert store.reads.labels(Reminder, "stretch") == TYPED


def test_newest_first_and_no_more_than_asked(store: Store) -> None:
    for number in range(5):
        do(store, f"{number}", Add(replace(STRETCH, id=f"{number}")))
    assert [one.id for one in store.journal.entries(3)] == ["4", "3", "2"]


def test_old_changes_are_forgotten_their_lines_are_not(store: Store, clock: FrozenClock) -> None:
    do(store, "1", Add(STRETCH))
    clock.advance(31 * DAY)
    do(store, "2", Add(LUNCH))
    assert store.journal.forget(clock.now() - 30 * DAY) == 1
    old, new = store.journal.entry("1"), store.journal.entry("2")
    assert old is not None
    assert new is not None
    assert old.proposal == Proposal("Do it", ())
    assert new.proposal.changes == (Add(LUNCH),)
    assert store.journal.verify()
    with pytest.raises(AssistantError, match="too old"):
        store.journal.undo("1", new_id="3")
    store.journal.undo("2", new_id="3")
    assert store.journal.last_undoable() is None


def test_an_update_keeps_its_record(store: Store) -> None:
    do(store, "1", Add(STRETCH))
    with pytest.raises(ValueError, match="one record into another"):
        do(store, "2", Update(STRETCH, replace(STRETCH, id="other")))
