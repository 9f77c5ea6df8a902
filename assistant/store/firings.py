"""Which reminders have fired: written before they are shown, so that each fires once."""

from collections.abc import Sequence
from datetime import datetime

from assistant.base.clock import Clock
from assistant.domain.reminders import Firing
from assistant.store.database import Database
from assistant.store.driver import Row
from assistant.store.stamps import moment_of, stamp

_SELECT = "SELECT firings.reminder, firings.occurrence, firings.fired_at FROM firings "


class Firings:
    """Deliveries; (reminder, occurrence) is unique."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def record(self, reminder: str, occurrence: datetime, fired_at: datetime) -> bool:
        """Write a delivery down; False where this occurrence (aware) was delivered already."""
        with self._database.transaction() as change:
            return bool(
                change.execute(
                    "INSERT INTO firings (reminder, occurrence, fired_at) VALUES (?, ?, ?)"
                    " ON CONFLICT DO NOTHING",
                    reminder,
                    stamp(occurrence),
                    stamp(fired_at),
                )
            )

    def last(self, reminder: str) -> Firing | None:
        """Return the delivery of its latest occurrence, or None."""
        row = self._database.row(
            _SELECT + "WHERE reminder = ? ORDER BY occurrence DESC LIMIT 1", reminder
        )
        return self._firing(row) if row else None

    def acknowledge(self, reminder: str) -> None:
        """Note that the user has reacted to all deliveries of a reminder so far."""
        with self._database.transaction() as change:
            change.execute("UPDATE firings SET seen = 1 WHERE reminder = ?", reminder)

    def unacknowledged(self) -> Sequence[Firing]:
        """Return what nobody reacted to yet, of reminders that are still open, oldest first."""
        rows = self._database.rows(
            _SELECT + "JOIN reminders ON reminders.id = firings.reminder AND NOT reminders.done"
            " WHERE firings.seen = 0 ORDER BY firings.fired_at, firings.occurrence"
        )
        return tuple(self._firing(row) for row in rows)

    def _firing(self, row: Row) -> Firing:
        reminder, occurrence, fired_at = row
        zone = self._clock.zone
        return Firing(reminder, moment_of(occurrence, zone), moment_of(fired_at, zone))
