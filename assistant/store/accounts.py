"""Mail accounts on disk, without their passwords (those are in the keyring)."""

from collections.abc import Sequence

from assistant.domain.codec import dumps, loads
from assistant.domain.mail import Account
from assistant.store.database import Database


class Accounts:
    """The user's accounts, by id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, account: Account) -> None:
        """Write an account, in place of the one with its id."""
        with self._database.transaction() as change:
            change.execute(
                "INSERT INTO accounts (id, data) VALUES (?, ?)"
                " ON CONFLICT (id) DO UPDATE SET data = excluded.data",
                account.id,
                dumps(account),
            )

    def get(self, key: str) -> Account | None:
        """Return the account with this id, or None."""
        row = self._database.row("SELECT data FROM accounts WHERE id = ?", key)
        return loads(row[0], Account) if row else None

    def all(self) -> Sequence[Account]:
        """Return all accounts in the order in which they were added."""
        rows = self._database.rows("SELECT data FROM accounts ORDER BY seq")
        return tuple(loads(row[0], Account) for row in rows)

    def remove(self, key: str) -> None:
        """Forget an account; one that is not there is fine."""
        with self._database.transaction() as change:
            change.execute("DELETE FROM accounts WHERE id = ?", key)
