"""Cards on disk: what waits for the user's yes survives a restart."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.base.errors import StaleError
from assistant.domain.cards import Card, CardState
from assistant.domain.codec import dumps, loads
from assistant.store.database import Database, Transaction
from assistant.store.driver import Row


class Cards:
    """All cards ever shown, by id; an OPEN one can be closed once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, card: Card) -> None:
        """Write a new card; its id must be new."""
        with self._database.transaction() as change:
            _insert(change, card)

    def get(self, key: str) -> Card | None:
        """Return the card with this id, or None."""
        row = self._database.row("SELECT state, data FROM cards WHERE id = ?", key)
        return _card(row) if row else None

    def open(self) -> Sequence[Card]:
        """Return the cards that wait, oldest first."""
        rows = self._database.rows(
            "SELECT state, data FROM cards WHERE state = 'open' ORDER BY seq"
        )
        return tuple(_card(row) for row in rows)

    def close(self, key: str, state: CardState) -> Card:
        """Close an OPEN card and return it; raise `StaleError` where it is not open any more."""
        with self._database.transaction() as change:
            _close(change, key, state)
            row = change.row("SELECT state, data FROM cards WHERE id = ?", key)
        assert row is not None  # noqa: S101 - just changed
        return _card(row)

    def replace(self, key: str, card: Card) -> Card:
        """Close an OPEN card as REPLACED, put `card` in its place, and return the closed one."""
        with self._database.transaction() as change:
            _close(change, key, CardState.REPLACED)
            _insert(change, card)
            row = change.row("SELECT state, data FROM cards WHERE id = ?", key)
        assert row is not None  # noqa: S101 - just changed
        return _card(row)


def settle(change: Transaction, card: Card, state: CardState) -> None:
    """Close an OPEN card; raise `StaleError` unless it stands there as it was shown."""
    row = change.row("SELECT state, data FROM cards WHERE id = ?", card.id)
    if row is not None and _card(row).sha256 != card.sha256:
        raise StaleError(
            "This card is not the one that was saved.", hint="Look at it again before you approve."
        )
    _close(change, card.id, state)


def _insert(change: Transaction, card: Card) -> None:
    change.execute(
        "INSERT INTO cards (id, state, data) VALUES (?, ?, ?)",
        card.id,
        card.state.value,
        dumps(card),
    )


def _close(change: Transaction, key: str, state: CardState) -> None:
    closed = change.execute(
        "UPDATE cards SET state = ? WHERE id = ? AND state = 'open'", state.value, key
    )
    if not closed:
        raise StaleError("This card is no longer open.", hint="Ask again if you still want it.")


def _card(row: Row) -> Card:
    return replace(loads(row[1], Card), state=CardState(row[0]))
