"""Mail accounts and the outbox, as the facade offers them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from assistant.base.clock import Clock
from assistant.base.connections import connections
from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.base.lanes import Lane, Work
from assistant.base.secrets import Secrets
from assistant.domain.events import OutboxChanged, RecordsChanged
from assistant.domain.mail import Account, OutboxState, Outgoing
from assistant.schedule.scheduler import Scheduler
from assistant.skill.context import fresh_id
from assistant.store.store import Store
from assistant.sync import oauth
from assistant.sync.accounts import guess, test_account, test_mailbox
from assistant.sync.discover import discover
from assistant.sync.logins import Logins
from assistant.sync.outbox import Drain, Route

WAKE = "outbox"


class Mailing:
    """Keeps accounts, wakes the drain, and answers for letters that got stuck."""

    def __init__(  # noqa: PLR0913 - what it joins, named once, where it is put together
        self,
        store: Store,
        secrets: Secrets,
        clock: Clock,
        scheduler: Scheduler,
        post: Callable[[object], None],
        *,
        route: Route,
        logins: Logins,
    ) -> None:
        self._store = store
        self._secrets = secrets
        self._scheduler = scheduler
        self._post = post
        self._ca_file = route.ca_file
        self._logins = logins
        self._net = Lane("net", 4)
        self._drain = Drain(
            store.outbox,
            store.accounts.all,
            secrets,
            clock,
            post,
            wake=self._wake_at,
            route=route,
            logins=logins,
        )

    def start(self) -> None:
        """Find letters whose sending was cut off, then send what is due."""
        if self._store.outbox.recover():
            for one in self._store.outbox.all():
                self._post(OutboxChanged(one.id, one.state, one.error))
        self.wake()

    def wake(self) -> None:
        """Send what is due, on the net lane."""
        if not self._net.closed:
            self._net.submit(self._drain.run_once)

    def changed(self, event: OutboxChanged) -> None:
        """Arm the scheduler anew after a letter was laid out, taken back or sent."""
        if event.state == "ready" and (moment := self._store.outbox.next_due()) is not None:
            self._wake_at(moment)

    def accounts(self) -> Sequence[Account]:
        """Return the mail accounts, the one that sends first."""
        return self._store.accounts.all()

    def guess(self, address: str) -> Account | None:
        """Return an account filled in from what is known of the provider, or None."""
        if "@" not in address.strip("@"):
            return None
        provider = guess(address)
        return Account(
            id=fresh_id(),
            address=address.strip(),
            name="",
            smtp_host=provider.smtp_host,
            smtp_port=provider.smtp_port,
            security=provider.security,
            username=address.strip(),
            imap_host=provider.imap_host,
            imap_port=provider.imap_port,
            imap_security=provider.imap_security,
        )

    def note(self, address: str) -> str:
        """Return what the provider of `address` wants, in the user's language; may be empty."""
        note = guess(address).note
        return tr(note) if note else ""

    def secrets_last(self) -> "Work[bool]":
        """Find out whether a password is still there after a restart."""
        return self._net.submit(lambda: self._secrets.lasting)

    def save(self, account: Account, password: str) -> "Work[None]":
        """Keep an account; the password goes to the keyring, an empty one leaves it as it is.

        On the net lane: a locked keyring may ask the user, and take its time.
        """
        return self._net.submit(self._save, account, password)

    def remove(self, key: str) -> "Work[None]":
        """Forget an account and its password; letters that wait are drafts again."""
        return self._net.submit(self._remove, key)

    def _save(self, account: Account, password: str) -> None:
        if password:
            self._secrets.set(account.secret, password)
            self._logins.anew(account.id)
        self._store.accounts.save(account)
        for one in self._store.outbox.all():
            if one.account == account.id and one.state == "ready" and one.error:
                self._store.outbox.retry(one.id)
        self._post(RecordsChanged(frozenset({"Account"})))
        self.wake()

    def _remove(self, key: str) -> None:
        account = self._store.accounts.get(key)
        if account is not None:
            for one in self._store.outbox.all():
                waits = one.state in {OutboxState.READY, OutboxState.UNKNOWN}
                if one.account == key and waits:
                    self._store.outbox.give_up(one.id)
                    self._tell(one.id)
            self._secrets.delete(account.secret)
            self._store.accounts.remove(key)
            self._post(RecordsChanged(frozenset({"Account"})))

    def test(self, account: Account, password: str) -> "Work[str]":
        """Try to log in; the future holds a sentence or raises `AssistantError`."""

        def log_in() -> str:
            known = password or self._logins.password(account)
            tests = [test_account, test_mailbox] if account.imap_host else [test_account]
            with connections.trying():
                return _both([_told(test, account, known, self._ca_file) for test in tests])

        return self._net.submit(log_in)

    def discover(self, account: Account) -> "Work[Account | None]":
        """Ask the DNS for the servers of an account's domain; None where it names none."""

        def ask() -> Account | None:
            found = discover(account.address.rpartition("@")[2])
            if found is None:
                return None
            return replace(
                account,
                smtp_host=found.smtp_host,
                smtp_port=found.smtp_port,
                security=found.security,
                imap_host=found.imap_host,
                imap_port=found.imap_port,
                imap_security=found.imap_security,
            )

        return self._net.submit(ask)

    def sign_in(
        self,
        account: Account,
        client: tuple[str, str],
        show: Callable[[str, str], object],
        *,
        by_code: bool = False,
    ) -> "Work[None]":
        """Let the user sign in with the provider and keep the account with its token.

        `client` is the registered id and secret; `show` gets the address to open and, `by_code`,
        what to type there.
        """

        def run() -> None:
            provider = oauth.provider_of(account.address)
            if provider is None:
                raise AssistantError(
                    "{address} cannot be signed in by the browser.",
                    hint="Use a password, or an app password.",
                    address=account.address,
                )
            provider = replace(provider, client_id=client[0], client_secret=client[1])
            token = (
                oauth.by_code(provider, show, ca_file=self._ca_file)
                if by_code
                else oauth.by_browser(
                    provider,
                    lambda address: show(address, ""),
                    hint=account.address,
                    ca_file=self._ca_file,
                )
            )
            self._logins.keep(account, token)
            self._save(replace(account, oauth=True), "")

        return self._net.submit(run)

    def outbox(self) -> Sequence[Outgoing]:
        """Return the letters of the outbox, newest first."""
        return self._store.outbox.all()

    def retry(self, key: str) -> None:
        """Send a letter that is held, or that the user knows did not arrive."""
        if self._waiting(key).state is OutboxState.UNKNOWN:
            self._store.outbox.resolve(key, sent=False)
        else:
            self._store.outbox.retry(key)
        self._tell(key)
        self.wake()

    def give_up(self, key: str) -> None:
        """Take a stuck letter out of the outbox; it is a draft again."""
        self._waiting(key)
        self._store.outbox.give_up(key)
        self._tell(key)

    def resolve(self, key: str, *, sent: bool) -> None:
        """Settle a letter of unknown fate as the user knows it."""
        self._waiting(key, OutboxState.UNKNOWN)
        self._store.outbox.resolve(key, sent=sent)
        self._tell(key)
        self.wake()

    def settle(self) -> None:
        """Wait until the sending asked for so far is done."""
        self._net.settle()

    def close(self) -> None:
        """Wait for what is being sent, a few seconds at most, then stop."""
        self._drain.stop()
        self._net.close()

    def _waiting(self, key: str, *states: OutboxState) -> Outgoing:
        """Return a letter that waits for the user's word; raise `AssistantError` for any other."""
        one = self._store.outbox.get(key)
        if one is None or one.state not in (states or (OutboxState.READY, OutboxState.UNKNOWN)):
            raise AssistantError(
                "This mail does not wait any more.", hint="Look at it in the outbox."
            )
        return one

    def _tell(self, key: str) -> None:
        one = self._store.outbox.get(key)
        if one is not None:
            self._post(OutboxChanged(one.id, one.state, one.error))

    def _wake_at(self, moment: datetime) -> None:
        self._scheduler.at(WAKE, moment, self.wake)


def _told(
    test: Callable[..., str], account: Account, password: str, ca_file: Path | None
) -> tuple[bool, str]:
    """Return whether one of an account's two servers works, and the sentence about it."""
    try:
        return True, test(account, password, ca_file=ca_file)
    except AssistantError as error:
        return False, f"{error.shown()} {error.next_step()}".strip()


def _both(results: Sequence[tuple[bool, str]]) -> str:
    """Return the sentences, each server's on a line; raise where one of them does not work."""
    told = "\n".join(sentence for _, sentence in results)
    if all(works for works, _ in results):
        return told
    raise AssistantError("{told}", told=told)
