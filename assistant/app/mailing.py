"""Mail accounts and the outbox, as the facade offers them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from assistant.base.clock import Clock
from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.base.lanes import Lane, Work
from assistant.base.secrets import Secrets
from assistant.domain.events import OutboxChanged, RecordsChanged
from assistant.domain.mail import Account, OutboxState, Outgoing
from assistant.schedule.scheduler import Scheduler
from assistant.skill.context import fresh_id
from assistant.store.store import Store
from assistant.sync.accounts import guess, test_account
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
    ) -> None:
        self._store = store
        self._secrets = secrets
        self._scheduler = scheduler
        self._post = post
        self._ca_file = route.ca_file
        self._net = Lane("net", 4)
        self._drain = Drain(
            store.outbox,
            store.accounts.all,
            secrets,
            clock,
            post,
            wake=self._wake_at,
            route=route,
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
        )

    def note(self, address: str) -> str:
        """Return what the provider of `address` wants, in the user's language; may be empty."""
        note = guess(address).note
        return tr(note) if note else ""

    def save(self, account: Account, password: str) -> None:
        """Keep an account; the password goes to the keyring, an empty one leaves it as it is."""
        if password:
            self._secrets.set(account.secret, password)
        self._store.accounts.save(account)
        for one in self._store.outbox.all():
            if one.account == account.id and one.state == "ready" and one.error:
                self._store.outbox.retry(one.id)
        self._post(RecordsChanged(frozenset({"Account"})))
        self.wake()

    def remove(self, key: str) -> None:
        """Forget an account and its password."""
        account = self._store.accounts.get(key)
        if account is not None:
            self._secrets.delete(account.secret)
            self._store.accounts.remove(key)
            self._post(RecordsChanged(frozenset({"Account"})))

    def test(self, account: Account, password: str) -> "Work[str]":
        """Try to log in; the future holds a sentence or raises `AssistantError`."""

        def log_in() -> str:
            known = password or self._secrets.get(account.secret) or ""
            return test_account(account, known, ca_file=self._ca_file)

        return self._net.submit(log_in)

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
