"""How letters lie on their servers, beside how they lie here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.domain.codec import dumps, loads
from assistant.domain.mime.bounces import Bounce, bounce_of
from assistant.domain.received import Received
from assistant.store.database import Database, Transaction
from assistant.store.tables import LETTERS_KEPT, read
from assistant.store.threads import join


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of an account, as it was found the last time."""

    account: str
    name: str
    role: str = ""
    validity: int = 0
    modseq: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a letter lies on its server, and the flags that it has there."""

    id: str
    folder: str
    uid: int
    flags: tuple[str, ...]
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Arrival:
    """A letter that was found on a server: its bytes, or those of its head alone."""

    letter: Received
    raw: bytes
    whole: bool
    trouble: str = ""


class Mailboxes:
    """The server's side of the letters. Every method commits before it returns."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def folders(self, account: str = "") -> Sequence[Folder]:
        """Return the folders of an account, or of all, the inbox first."""
        rows = self._database.rows(
            "SELECT account, name, role, validity, modseq FROM folders"
            " WHERE account = ? OR ? = '' ORDER BY account, role <> 'inbox', role = '', name",
            account,
            account,
        )
        return tuple(Folder(*row) for row in rows)

    def keep_folder(self, folder: Folder) -> None:
        """Write what is known of a folder."""
        with self._database.transaction() as change:
            change.execute(
                "INSERT INTO folders (account, name, role, validity, modseq) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (account, name) DO UPDATE SET role = excluded.role,"
                " validity = excluded.validity, modseq = excluded.modseq",
                folder.account,
                folder.name,
                folder.role,
                folder.validity,
                folder.modseq,
            )

    def placed(self, account: str, folder: str) -> Mapping[int, Placed]:
        """Return the letters that lie in a folder on the server, by UID."""
        rows = self._database.rows(
            "SELECT id, uid, flags, whole FROM on_server WHERE account = ? AND folder = ?",
            account,
            folder,
        )
        return {
            uid: Placed(key, folder, uid, _flags(flags), bool(whole))
            for key, uid, flags, whole in rows
        }

    def changed_here(self, account: str) -> Sequence[tuple[Received, Placed]]:
        """Return the letters whose flags or folder were changed here since the server knew them."""
        rows = self._database.rows(
            "SELECT letters.data, on_server.id, on_server.folder, uid_there, on_server.flags, whole"
            " FROM (SELECT *, uid AS uid_there FROM on_server) AS on_server"
            " JOIN letters ON letters.id = on_server.id"
            " WHERE on_server.account = ? AND (letters.folder <> on_server.folder"
            " OR json_extract(letters.data, '$.flags') <> json(on_server.flags))",
            account,
        )
        return tuple(
            (
                read(data, Received),
                Placed(key, folder, uid, _flags(flags), bool(w)),
            )
            for data, key, folder, uid, flags, w in rows
        )

    def arrived(self, arrivals: Iterable[Arrival]) -> None:
        """Keep letters that were found on the server, in one transaction.

        One that was moved there from here, or lay there before the folder was counted anew, is
        the same letter still.
        """
        with self._database.transaction() as change:
            for one in arrivals:
                self._arrive(change, one)

    def told(self, key: str, flags: tuple[str, ...]) -> None:
        """Note that the server has these flags of a letter now."""
        with self._database.transaction() as change:
            change.execute("UPDATE on_server SET flags = ? WHERE id = ?", dumps(list(flags)), key)

    def flagged(self, found: Mapping[str, tuple[str, ...]]) -> None:
        """Take flags over that the server has."""
        with self._database.transaction() as change:
            for key, flags in found.items():
                change.execute(
                    "UPDATE on_server SET flags = ? WHERE id = ?", dumps(list(flags)), key
                )
                _change(change, key, flags=flags)

    def lost(self, keys: Iterable[str], *, forget: bool) -> None:
        """Note that letters lie there no more; `forget` them here as well."""
        with self._database.transaction() as change:
            for key in keys:
                change.execute("DELETE FROM on_server WHERE id = ?", key)
                if forget:
                    LETTERS_KEPT.drop(change, key)
                    change.execute("DELETE FROM threads WHERE letter = ?", key)
                    change.execute("DELETE FROM sources WHERE id = ?", key)

    def unplaced(self, account: str, folder: str) -> Sequence[str]:
        """Return the letters of a folder that the server was not found to have."""
        rows = self._database.rows(
            "SELECT id FROM letters WHERE account = ? AND folder = ?"
            " AND id NOT IN (SELECT id FROM on_server)",
            account,
            folder,
        )
        return tuple(row[0] for row in rows)

    def forget_account(self, account: str) -> None:
        """Forget all letters and folders of an account; they stay on the server."""
        with self._database.transaction() as change:
            change.execute(
                "DELETE FROM sources WHERE id IN (SELECT id FROM letters WHERE account = ?)",
                account,
            )
            change.execute(
                "DELETE FROM threads WHERE letter IN (SELECT id FROM letters WHERE account = ?)",
                account,
            )
            for table in ("letters", "on_server", "folders"):
                change.execute(f"DELETE FROM {table} WHERE account = ?", account)  # noqa: S608

    def mark(self, key: str, flags: tuple[str, ...]) -> None:
        """Give a letter other flags here; the server is told at the next sync."""
        with self._database.transaction() as change:
            _change(change, key, flags=flags)

    def move(self, key: str, folder: str, role: str) -> None:
        """Put a letter into another folder here; the server is told at the next sync."""
        with self._database.transaction() as change:
            _change(change, key, folder=folder, role=role)

    def unfiled(self, account: str) -> Sequence[tuple[str, str, bytes]]:
        """Return (id, Message-ID, bytes) of sent letters not yet known to lie in Sent."""
        rows = self._database.rows(
            "SELECT id, message_id, message FROM outbox WHERE account = ? AND state = 'sent'"
            " AND id NOT IN (SELECT outgoing FROM filed) ORDER BY seq DESC LIMIT 50",
            account,
        )
        return tuple((key, message_id, bytes(raw)) for key, message_id, raw in rows)

    def doubtful(self, account: str) -> Sequence[tuple[str, str]]:
        """Return (id, Message-ID) of letters of which nobody can tell whether they left."""
        rows = self._database.rows(
            "SELECT id, message_id FROM outbox WHERE account = ? AND state = 'unknown'", account
        )
        return tuple((key, message_id) for key, message_id in rows)

    def file(self, outgoing: str) -> None:
        """Note that a sent letter lies in the server's folder of sent ones."""
        with self._database.transaction() as change:
            change.execute("INSERT OR IGNORE INTO filed (outgoing) VALUES (?)", outgoing)

    def _arrive(self, change: Transaction, one: Arrival) -> None:
        letter, whole = one.letter, one.whole
        known = _same(change, letter)
        if known is not None:
            letter = replace(letter, id=known.id)
            if change.row("SELECT 1 FROM on_server WHERE id = ?", known.id):  # what was done here
                letter = replace(letter, flags=known.flags, folder=known.folder, role=known.role)
            if not whole and change.row("SELECT 1 FROM sources WHERE id = ?", known.id):
                letter = replace(letter, text=known.text, attachments=known.attachments)
                whole = True
        LETTERS_KEPT.put(change, letter, letter.labels)
        join(change, letter)
        change.execute(
            "INSERT OR REPLACE INTO on_server (id, account, folder, uid, flags, whole)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            letter.id,
            one.letter.account,
            one.letter.folder,
            one.letter.uid,
            dumps(list(one.letter.flags)),
            int(whole),
        )
        if one.whole and (bounce := bounce_of(one.raw)) is not None:
            came_back(change, bounce)
        if one.whole:
            change.execute(
                "INSERT OR REPLACE INTO sources (id, raw, trouble) VALUES (?, ?, ?)",
                letter.id,
                one.raw,
                one.trouble,
            )


def came_back(change: Transaction, bounce: Bounce) -> None:
    """Tie a report of failed delivery to the letter that left from here, if it did."""
    said = "; ".join(f"{who} ({why})" if why else who for who, why in bounce.failures)
    change.execute(
        "UPDATE outbox SET error = ? WHERE message_id = ? AND state = 'sent'",
        said[:1000],
        bounce.message_id,
    )


def _flags(text: str) -> tuple[str, ...]:
    return tuple(loads(text, list[str]))


def _same(change: Transaction, letter: Received) -> Received | None:
    """Return the letter of here that this one is: in the same place, or waiting in its folder."""
    row = change.row(
        "SELECT letters.data FROM on_server JOIN letters ON letters.id = on_server.id"
        " WHERE on_server.account = ? AND on_server.folder = ? AND on_server.uid = ?",
        letter.account,
        letter.folder,
        letter.uid,
    ) or change.row("SELECT data FROM letters WHERE id = ?", letter.id)
    if row is None and letter.message_id:
        row = change.row(
            "SELECT data FROM letters WHERE account = ? AND folder = ? AND message_id = ?"
            " AND id NOT IN (SELECT id FROM on_server)",
            letter.account,
            letter.folder,
            letter.message_id,
        )
    return read(row[0], Received) if row else None


def _change(
    change: Transaction,
    key: str,
    *,
    flags: tuple[str, ...] | None = None,
    folder: str = "",
    role: str | None = None,
) -> None:
    row = change.row("SELECT data FROM letters WHERE id = ?", key)
    if row is None:
        return
    letter = read(row[0], Received)
    after = replace(
        letter,
        flags=letter.flags if flags is None else flags,
        folder=folder or letter.folder,
        role=letter.role if role is None else role,
    )
    LETTERS_KEPT.put(change, after, after.labels)
