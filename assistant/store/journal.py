"""The one door through which anything changes: proposals in, lines of the journal out."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from assistant.base.clock import Clock
from assistant.base.errors import AssistantError
from assistant.domain.cards import Audit, Card, CardState, Entry, Letter
from assistant.domain.changes import Change, Proposal, Send, Unsend
from assistant.domain.labels import TYPED, Labels
from assistant.store.cards import settle
from assistant.store.carry import Posting, call_back, carry_out, post
from assistant.store.database import Database, Transaction
from assistant.store.ledger import Line, append, audited, find, forget, former, keep, lines

REST = timedelta(seconds=10)


class Journal:
    """Carries proposals out and takes them back, each in one transaction with its line.

    Safe under threads. Both `apply` and `undo` do nothing but return the stored entry where the
    id is known already, so that a caller who was killed in between may ask again.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def apply(  # noqa: PLR0913 - all that a line of the journal says
        self,
        proposal: Proposal,
        *,
        entry_id: str,
        cause: str,
        conversation: str = "",
        turn: str = "",
        tool: str = "",
        approval: str = "",
        letters: Sequence[Letter] = (),
        rest: timedelta = REST,
        labels: Labels = TYPED,
        card: Card | None = None,
        closes: CardState = CardState.APPROVED,
    ) -> Entry:
        """Carry `proposal` out, all of it or nothing, and return its entry.

        `letters` are the final bytes of its `Send`s, in their order; they rest for `rest`. `card`
        becomes what `closes` says in the same transaction. `labels` say where the values come from.
        Raises `StaleError` where the store is not as the proposal takes it to be, or the card is
        no longer open; `OutsideError` where the disk does not take it.
        """
        line = Line(
            id=entry_id,
            at=self._clock.now(),
            conversation=conversation,
            turn=turn,
            tool=tool,
            cause=cause,
            labels=labels,
            approval=approval,
            proposal=proposal,
        )
        with self._database.transaction() as change:
            if find(change, entry_id) is None:
                if card is not None:
                    settle(change, card, closes)
                append(change, line)
                postings = iter(_postings(line, letters, rest))
                keep(change, line, [_do(one, change, labels, postings) for one in proposal.changes])
        return self._entry(entry_id)

    def undo(self, entry_id: str, *, new_id: str, cause: str = "undo") -> Entry:
        """Carry the inverse of an entry out and return the entry of that.

        Undoing an undo does the thing again, except for sending, which needs a card of its own.
        Raises `AssistantError` where the entry is not there, was undone already, is too old, or
        its mail has left; `StaleError` where its records have changed since.
        """
        with self._database.transaction() as change:
            if find(change, new_id) is None:
                line = _undoable(find(change, entry_id))
                back = line.inverse(new_id, self._clock.now(), cause)
                append(change, back)
                found = zip(back.proposal.changes, reversed(former(change, line)), strict=True)
                keep(change, back, [_undo(one, change, was, line.id) for one, was in found])
        return self._entry(new_id)

    def entries(self, limit: int = 200) -> Sequence[Entry]:
        """Return the newest `limit` entries, newest first."""
        found = lines(self._database, "ORDER BY line.seq DESC LIMIT ?", limit)
        return tuple(line.entry(self._clock.zone) for line in found)

    def entry(self, key: str) -> Entry | None:
        """Return one entry, or None."""
        found = lines(self._database, "WHERE line.id = ?", key)
        return found[0].entry(self._clock.zone) if found else None

    def last_undoable(self) -> Entry | None:
        """Return the newest entry that did something (or did it again) and was not undone.

        What the clock did by itself (cause "schedule", in no turn: a repeat moved on) does not
        count. Its mail may have left since: then `undo` says so. Older things are not undone in
        its stead.
        """
        found = lines(
            self._database,
            "WHERE line.depth % 2 = 0 AND back.id IS NULL AND kept.entry IS NOT NULL"
            " AND NOT (line.cause = 'schedule' AND line.turn = '')"
            " ORDER BY line.seq DESC LIMIT 1",
        )
        return found[0].entry(self._clock.zone) if found else None

    def verify(self) -> bool:
        """Return whether the chain of hashes holds from the first line to the last."""
        return not self.audit().faults

    def audit(self) -> Audit:
        """Look at every line of the chain; name those that are not as they were written."""
        return audited(self._database)

    def forget(self, before: datetime) -> int:
        """Throw away what undo keeps of entries older than `before`; return how many.

        The lines themselves, and their hashes, stay.
        """
        with self._database.transaction() as change:
            return forget(change, before)

    def _entry(self, key: str) -> Entry:
        found = self.entry(key)
        assert found is not None  # noqa: S101 - committed above; lines are never deleted
        return found


def _postings(line: Line, letters: Sequence[Letter], rest: timedelta) -> Sequence[Posting]:
    sends = sum(isinstance(change, Send) for change in line.proposal.changes)
    if sends != len(letters):
        raise ValueError(f"{sends} sends, but {len(letters)} letters.")
    return [
        Posting(f"{line.id}.{number}", line.id, letter, max(line.at + rest, letter.at or line.at))
        for number, letter in enumerate(letters, 1)
    ]


def _do(
    one: Change, change: Transaction, labels: Labels, postings: Iterator[Posting]
) -> Labels | None:
    if isinstance(one, Send):
        return post(one.draft, next(postings), change, labels)
    return carry_out(one, change, labels)


def _undo(one: Change, change: Transaction, labels: Labels | None, entry: str) -> Labels | None:
    if isinstance(one, Unsend):
        return call_back(one.draft, entry, change)
    return carry_out(one, change, labels or frozenset(), exactly=True)


def _undoable(line: Line | None) -> Line:
    """Return `line` if it can be taken back; whether its records allow it is seen later."""
    if line is None:
        raise AssistantError("There is nothing to undo.")
    if line.undone_by:
        raise AssistantError("This was already undone.")
    if not line.kept:
        raise AssistantError(
            "This is too old to be undone.", hint="Change it by hand where it stands."
        )
    if any(isinstance(one, Unsend) for one in line.proposal.changes):
        raise AssistantError(
            "A mail is sent again only from a new card.", hint="Open the draft and send it."
        )
    return line
