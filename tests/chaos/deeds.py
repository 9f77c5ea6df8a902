"""What is done to a store while it is killed or its disk fails. Each may be asked for again."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from assistant.base.clock import FrozenClock
from assistant.domain.cards import CardState
from assistant.domain.changes import Add, Update
from assistant.store.store import Store
from tests.assistant.store.world import (
    BERLIN,
    DRAFT,
    HOUR,
    LUNCH,
    NOW,
    STRETCH,
    card,
    letter,
    proposal,
    sending,
)  # fmt: skip

TABLES = (
    "events", "reminders", "contacts", "drafts", "journal", "journal_kept", "outbox", "cards",
    "conversations", "lines", "firings", "accounts",
)  # fmt: skip
MOVED = replace(LUNCH, start=LUNCH.start + HOUR, end=LUNCH.end + HOUR)
RESTING = replace(DRAFT, id="resting", subject="Resting")


def open_store(path: Path | None) -> Store:
    """Return a store whose clock stands still."""
    return Store(path, FrozenClock(NOW, BERLIN))


def furnish(store: Store) -> None:
    """Put something there to begin with: an event, an open card, a letter that rests."""
    store.journal.apply(proposal(Add(LUNCH)), entry_id="before", cause="typed")
    store.cards.save(card())
    store.journal.apply(sending(RESTING), entry_id="rest", cause="typed", letters=[letter(RESTING)])


def contents(store: Store) -> dict[str, list[object]]:
    """Return every row of every table."""
    return {name: list(store.database.rows(f"SELECT * FROM {name}")) for name in TABLES}


def create(store: Store) -> None:
    """A typed sentence becomes a reminder, and an event is moved."""
    changes = proposal(Add(STRETCH), Update(LUNCH, MOVED))
    store.journal.apply(changes, entry_id="create", cause="remind me to stretch")


def approve(store: Store) -> None:
    """The user approves a card with a letter."""
    shown = card()
    store.journal.apply(
        shown.proposal,
        entry_id="approve",
        cause=shown.why,
        approval=shown.sha256,
        letters=shown.letters,
        card=shown,
    )


def undo(store: Store) -> None:
    """The user calls the resting letter back."""
    store.journal.undo("rest", new_id="undo")


def decline(store: Store) -> None:
    """The user declines the card; its letter is kept as a draft."""
    keeping = proposal(Add(DRAFT))
    closes = CardState.DECLINED
    store.journal.apply(keeping, entry_id="decline", cause="clicked", card=card(), closes=closes)


def edit(store: Store) -> None:
    """The user edits the card, which another one replaces."""
    if store.cards.get("edited") is None:
        store.cards.replace("card", card("edited"))


def claim(store: Store) -> None:
    """The drain takes the letter, and the server accepts it."""
    store.outbox.claim("rest.1")


def fire(store: Store) -> None:
    """A reminder falls due."""
    store.firings.record("stretch", NOW, NOW)


DEEDS: Mapping[str, Callable[[Store], None]] = {
    deed.__name__: deed for deed in (create, approve, undo, decline, edit, claim, fire)
}
