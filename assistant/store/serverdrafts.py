"""Drafts of here beside their copies in the server's folder of drafts."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.domain.labels import Label, Origin
from assistant.domain.mail import Draft
from assistant.store.database import Database
from assistant.store.files import Files
from assistant.store.tables import DRAFTS, canonical, read


@dataclass(frozen=True, slots=True)
class Copy:
    """Where a draft's copy lies, and the digest of what both sides had then."""

    draft: str
    validity: int
    uid: int
    digest: str


class ServerDrafts:
    """Every method commits before it returns."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.content = Files(database).content

    def mine(self) -> Sequence[Draft]:
        """Return the drafts that are neither sent nor on their way."""
        rows = self._database.rows(
            "SELECT data FROM drafts WHERE sent = 0 AND id NOT IN"
            " (SELECT draft FROM outbox WHERE state <> 'draft') ORDER BY seq"
        )
        return tuple(read(row[0], Draft) for row in rows)

    def copies(self, account: str) -> Mapping[str, Copy]:
        """Return the copies that an account's server was known to have, by draft."""
        rows = self._database.rows(
            "SELECT draft, validity, uid, digest FROM drafts_there WHERE account = ?", account
        )
        return {row[0]: Copy(*row) for row in rows}

    def keep_copy(self, account: str, copy: Copy) -> None:
        """Note where a copy lies now."""
        with self._database.transaction() as change:
            change.execute(
                "INSERT OR REPLACE INTO drafts_there (draft, account, validity, uid, digest)"
                " VALUES (?, ?, ?, ?, ?)",
                copy.draft, account, copy.validity, copy.uid, copy.digest,
            )  # fmt: skip

    def forget_copy(self, draft: str) -> None:
        """Note that there is no copy any more, and that none is wanted."""
        with self._database.transaction() as change:
            change.execute("DELETE FROM drafts_there WHERE draft = ?", draft)

    def take(self, draft: Draft, known: str) -> bool:
        """Take over what was written elsewhere, where the draft here is still what `known` is of.

        Returns False where it was changed here too, or is being sent: nothing is overwritten.
        """
        with self._database.transaction() as change:
            row = change.row("SELECT data FROM drafts WHERE id = ?", draft.id)
            busy = change.row("SELECT 1 FROM outbox WHERE draft = ? AND state <> 'draft'", draft.id)
            before = read(row[0], Draft) if row else None
            if busy or (before is not None and digest_of(before) != known):
                return False
            if before is not None:
                draft = replace(draft, answers=before.answers, forwards=before.forwards)
            former = DRAFTS.labels(change, draft.id) or frozenset()
            DRAFTS.put(change, draft, former | {Label(Origin.MAIL, draft.id)})
        return True


def digest_of(draft: Draft) -> str:
    """Return what tells one version of a draft from another."""
    return hashlib.sha256(canonical(draft).encode()).hexdigest()
