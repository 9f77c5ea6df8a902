"""The mail that arrives, as the facade offers it: watched, marked, moved, loaded."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from assistant.base.clock import Clock
from assistant.base.errors import AssistantError
from assistant.base.lanes import Lane, Work
from assistant.domain.events import OutboxChanged, RecordsChanged
from assistant.domain.mail import Account, OutboxState
from assistant.domain.received import SEEN, Received
from assistant.store.mailboxes import Folder
from assistant.store.store import Store
from assistant.store.threads import catch_up
from assistant.sync.logins import Logins
from assistant.sync.pictures import load_pictures
from assistant.sync.watch import Watch

_CHANGED = RecordsChanged(frozenset({"Received"}))


class Inbox:
    """One watch an account; without a mailbox server nothing is watched."""

    def __init__(
        self,
        store: Store,
        logins: Logins,
        clock: Clock,
        post: Callable[[object], None],
        ca_file: Path | None,
    ) -> None:
        self._store = store
        self._logins = logins
        self._clock = clock
        self._post = post
        self._ca_file = ca_file
        self._lane = Lane("mail")
        self._watches: dict[str, Watch] = {}
        self._started = False

    def start(self) -> None:
        """Watch every mailbox from now on."""
        self._started = True
        self._lane.submit(self._join_threads)
        self.accounts_changed()

    def accounts_changed(self) -> None:
        """Watch what the accounts say now; one that was changed begins anew."""
        if not self._started:
            return
        accounts = {one.id: one for one in self._store.accounts.all() if one.imap_host}
        for key, watch in list(self._watches.items()):
            if accounts.get(key) != watch.account:
                self._watches.pop(key).close()
        for key, account in accounts.items():
            if key in self._watches:
                self._watches[key].poke()
            else:
                self._watches[key] = self._watch(account)

    def removed(self, account: str) -> None:
        """Stop watching an account and forget its letters; they stay on the server."""
        watch = self._watches.pop(account, None)
        if watch is not None:
            watch.close()
            watch.join(5)
        self._store.mailboxes.forget_account(account)
        self._post(_CHANGED)

    def fetch(self) -> None:
        """Look for new mail now."""
        for watch in self._watches.values():
            watch.poke()

    def folders(self) -> Sequence[Folder]:
        """Return the folders of all accounts."""
        return self._store.mailboxes.folders()

    def mark(self, key: str, *, seen: bool) -> None:
        """Mark a letter as seen or not, here and on its server."""
        letter = self._letter(key)
        flags = letter.flagged(SEEN, on=seen)
        if flags != letter.flags:
            self._store.mailboxes.mark(key, flags)
            self._tell(letter)

    def move(self, key: str, role: str) -> None:
        """Move a letter to its account's folder for `role`: "trash", "archive", "inbox"."""
        letter = self._letter(key)
        folder = next((one for one in self._folders_of(letter) if one.role == role), None)
        if folder is None:
            raise AssistantError("The account has no such folder.", hint="Make it there first.")
        self._store.mailboxes.move(key, folder.name, role)
        self._tell(letter)

    def load(self, key: str) -> "Work[None]":
        """Load a letter of which only the head is here; the future may hold a `MailError`."""
        return self._lane.submit(self._load, key)

    def load_pictures(self, addresses: Sequence[str]) -> "Work[Mapping[str, bytes]]":
        """Load pictures that a letter points to; those that cannot be had are left out."""
        return self._lane.submit(load_pictures, addresses, ca_file=self._ca_file)

    def settle(self) -> None:
        """Wait for what was asked for by hand."""
        self._lane.settle()

    def close(self) -> None:
        """Stop watching; waits a moment for what is being written."""
        for watch in self._watches.values():
            watch.close()
        for watch in self._watches.values():
            watch.join(5)
        self._lane.close()

    def _join_threads(self) -> None:
        """Put letters that were here before there were threads into theirs, a step at a time."""
        while not self._lane.closed and catch_up(self._store.database):
            pass

    def _load(self, key: str) -> None:
        letter = self._letter(key)
        there = self._store.mailboxes.placed(letter.account, letter.folder).get(letter.uid)
        watch = self._watches.get(letter.account)
        if there is None or there.whole or watch is None:
            return
        watch.load(there, letter.role)
        self._post(_CHANGED)

    def _tell(self, letter: Received) -> None:
        self._post(_CHANGED)
        if letter.account in self._watches:
            self._watches[letter.account].poke()

    def _folders_of(self, letter: Received) -> Sequence[Folder]:
        if not letter.account:
            return (Folder("", "Trash", "trash"), Folder("", "INBOX", "inbox"))
        return self._store.mailboxes.folders(letter.account)

    def _letter(self, key: str) -> Received:
        found = self._store.reads.get(Received, key)
        if found is None:
            raise AssistantError("This mail is not there any more.")
        return found

    def _watch(self, account: Account) -> Watch:
        first = [one.id for one in self._store.accounts.all()][:1] == [account.id]
        return Watch(
            account,
            self._logins,
            self._store.mailboxes,
            self._clock,
            self._post,
            settled=self._found_among_sent,
            ca_file=self._ca_file,
            drafts=self._store.server_drafts if first else None,
        )

    def _found_among_sent(self, key: str) -> None:
        """A letter of unknown fate has arrived: it lies among the sent ones."""
        with suppress(AssistantError):  # the user may have said so a moment before
            self._store.outbox.resolve(key, sent=True)
        self._post(OutboxChanged(key, OutboxState.SENT))
