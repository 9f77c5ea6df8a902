"""Drains the outbox: each letter once, nothing twice (TRUST rule 10)."""

import logging
import random
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from assistant.base.clock import Clock
from assistant.base.errors import OutsideError
from assistant.base.secrets import Secrets
from assistant.domain.events import OutboxChanged
from assistant.domain.mail import Account, OutboxState, Outgoing
from assistant.sync.failures import MailError
from assistant.sync.logins import Logins
from assistant.sync.session import Patience
from assistant.sync.smtp import Result, Verdict, send

log = logging.getLogger(__name__)
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)


class Outbox(Protocol):
    """What the drain needs of the store; every method commits before it returns."""

    def due(self, now: datetime) -> Sequence[Outgoing]:
        """Return the letters that are READY, not held, and whose `not_before` has come."""
        ...

    def claim(self, key: str) -> Outgoing | None:
        """Make a READY letter SENDING and return it; None where somebody else was faster."""
        ...

    def sent(self, key: str) -> None:
        """Record that the server took it."""
        ...

    def failed(self, key: str, error: str, retry_at: datetime | None) -> None:
        """Record a certain failure: READY again at `retry_at`, or held until the user says so."""
        ...

    def unknown(self, key: str, error: str) -> None:
        """Record that nobody can tell whether it arrived."""
        ...

    def next_due(self) -> datetime | None:
        """Return when the next READY letter that is not held may leave."""
        ...


class Deliver(Protocol):
    """What hands a letter to a server."""

    def __call__(
        self,
        outgoing: Outgoing,
        account: Account,
        password: str,
        *,
        patience: Patience,
        ca_file: Path | None,
    ) -> Result:
        """Send `outgoing`; never raises for what the network may do."""
        ...


@dataclass(frozen=True, slots=True)
class Route:
    """How letters travel: how long to wait, and whom to trust besides the system (PEM file).

    `deliver` is SMTP; a small world for tests puts a recorder in its place.
    """

    patience: Patience = field(default_factory=Patience)
    ca_file: Path | None = None
    deliver: Deliver = send


class Drain:
    """Sends what is due. Safe to run on several lanes at once: a claim has one winner."""

    def __init__(  # noqa: PLR0913 - the whole world of a drain, named once, where it is put together
        self,
        outbox: Outbox,
        accounts: Callable[[], Sequence[Account]],
        secrets: Secrets,
        clock: Clock,
        post: Callable[[object], None],
        *,
        wake: Callable[[datetime], object],
        route: Route | None = None,
        logins: Logins | None = None,
    ) -> None:
        self._outbox = outbox
        self._accounts = accounts
        self._logins = logins or Logins(secrets)
        self._clock = clock
        self._post = post
        self._wake = wake
        self._route = route or Route()
        self._stopping = False
        self._unrecorded: deque[tuple[Outgoing, Result]] = deque()

    def run_once(self) -> None:
        """Send everything due, then ask to be woken for what is left. Blocks on the network.

        Raises `OutsideError` where the disk takes no more; what became of a letter is recorded
        by a later run then, and nothing is sent before that.
        """
        try:
            self._catch_up()
            accounts = {account.id: account for account in self._accounts()}
            broken: dict[str, MailError] = {}
            for waiting in self._outbox.due(self._clock.now()):
                if self._stopping:
                    return
                self._deliver(waiting.id, accounts, broken)
        except OutsideError:
            self._wake(self._clock.now() + FIRST_PAUSE)
            raise
        if (moment := self._outbox.next_due()) is not None:
            self._wake(moment)

    def stop(self, grace: float = 5.0) -> None:
        """Begin no other letter; hang up after `grace` seconds on a server that does not answer.

        What became of a letter is recorded as ever: cut off in the middle it is UNKNOWN.
        """
        self._stopping = True
        self._route.patience.lose(grace)

    def _deliver(
        self, key: str, accounts: dict[str, Account], broken: dict[str, MailError]
    ) -> None:
        letter = self._outbox.claim(key)
        if letter is None:
            return
        self._tell(letter.id, OutboxState.SENDING)
        result = self._attempt(letter, accounts.get(letter.account), broken)
        log.info("letter %s: %s", letter.id, result.verdict)
        self._unrecorded.append((letter, result))
        self._catch_up()

    def _catch_up(self) -> None:
        """Record what is known and not yet written; a letter leaves the list once it is."""
        while True:
            try:
                letter, result = self._unrecorded.popleft()
            except IndexError:
                return
            try:
                self._record(letter, result)
            except OutsideError:
                self._unrecorded.appendleft((letter, result))
                raise

    def _attempt(
        self, letter: Outgoing, account: Account | None, broken: dict[str, MailError]
    ) -> Result:
        """Send `letter`, unless its account has just failed: a wrong password is tried once."""
        if letter.account in broken:
            return _failure(broken[letter.account])
        try:
            password = self._password(account)
        except MailError as error:
            result = _failure(error)
        else:
            assert account is not None  # noqa: S101 - `_password` has looked
            result = self._route.deliver(
                letter,
                account,
                password,
                patience=self._route.patience,
                ca_file=self._route.ca_file,
            )
        if account is not None:
            self._logins.told(account, result.error)
        if result.error is not None and result.error.whole_account:
            broken[letter.account] = result.error
        return result

    def _password(self, account: Account | None) -> str:
        """Return the account's password; raise `MailError` where there is none to be had."""
        if account is None:
            raise MailError(
                "The account that this letter was written from is gone.",
                hint="Add the account again, or write the letter from another one.",
                lasting=True,
            )
        if not account.username:
            return ""
        return self._logins.password(account)

    def _record(self, letter: Outgoing, result: Result) -> None:
        error = _shown(result.error) if result.error else ""
        match result.verdict:
            case Verdict.SENT:
                self._outbox.sent(letter.id)
                state = OutboxState.SENT
            case Verdict.UNKNOWN:
                self._outbox.unknown(letter.id, error)
                state = OutboxState.UNKNOWN
            case Verdict.LATER:
                pause = pause_after(letter.attempts)
                self._outbox.failed(letter.id, error, self._clock.now() + pause)
                state = OutboxState.READY
            case Verdict.REFUSED:
                self._outbox.failed(letter.id, error, None)
                state = OutboxState.READY
        self._tell(letter.id, state, error)

    def _tell(self, key: str, state: OutboxState, error: str = "") -> None:
        self._post(OutboxChanged(key, state.value, error))


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: doubling to an hour, with jitter.

    Half of it is random, so that letters which failed together do not come back together.
    """
    doublings = min(max(attempts - 1, 0), 10)
    longest = min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
    return longest * (0.5 + random.random() / 2)  # noqa: S311 - jitter keeps no secret


def _failure(error: MailError) -> Result:
    return Result(Verdict.REFUSED if error.lasting else Verdict.LATER, error)


def _shown(error: MailError) -> str:
    return f"{error.shown()} {error.next_step()}".strip()
