"""Keeps a mailbox in line as long as the program runs: IDLE (RFC 2177), and back after a fall."""

import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.base.clock import Clock
from assistant.base.errors import OutsideError
from assistant.base.lanes import Event, spawn
from assistant.domain.events import Progress
from assistant.domain.mail import Account
from assistant.store.mailboxes import Mailboxes, Placed
from assistant.store.serverdrafts import ServerDrafts
from assistant.sync.failures import MailError
from assistant.sync.imap import mailbox
from assistant.sync.logins import Logins
from assistant.sync.mirror import Mirror

if TYPE_CHECKING:
    from imapclient import IMAPClient

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 30.0, 900.0  # seconds
IDLE_FOR = 9 * 60.0  # many home routers forget a quiet connection after ten minutes
POLL = 300.0  # where a server has no IDLE
_GLANCE = 1.0


class Watch:
    """One account's mailbox, on a thread of its own; nothing here raises."""

    def __init__(  # noqa: PLR0913 - what it joins
        self,
        account: Account,
        logins: Logins,
        kept: Mailboxes,
        clock: Clock,
        post: Callable[[object], None],
        *,
        settled: Callable[[str], None],
        ca_file: Path | None = None,
        drafts: ServerDrafts | None = None,
    ) -> None:
        self.account = account
        self._logins = logins
        self._ca_file = ca_file
        self._post = post
        self._stop = Event()
        self._poked = Event()
        self._mirror = Mirror(account, kept, clock, post, self._stop.is_set, settled, drafts)
        self._thread = spawn(f"mail-{account.id[:6]}", self._run)

    def poke(self) -> None:
        """Look now: the user asked for it, or changed something here."""
        self._poked.set()

    def close(self) -> None:
        """End soon; what is under way is left where it can be taken up again."""
        self._stop.set()
        self._poked.set()

    def join(self, seconds: float) -> None:
        """Wait for the end."""
        self._thread.join(seconds)

    def load(self, placed: Placed, role: str) -> None:
        """Load one whole letter; blocks, raises `MailError`."""
        with self._session() as client:
            self._mirror.load(client, placed, role)

    @contextmanager
    def _session(self) -> Iterator["IMAPClient"]:
        password = self._logins.password(self.account)
        try:
            with mailbox(self.account, password, ca_file=self._ca_file) as client:
                self._logins.told(self.account, None)
                yield client
        except MailError as error:
            self._logins.told(self.account, error)
            raise

    def _run(self) -> None:
        falls = 0
        while not self._stop.is_set():
            try:
                with self._session() as client:
                    falls = 0
                    self._stay(client)
            except OutsideError as error:
                falls += 1
                lasting = isinstance(error, MailError) and error.lasting
                told = f"{error.shown()} {error.next_step()}".strip()
                self._post(Progress(f"mail:{self.account.id}", 0, 0, error=told))
                self._rest(None if lasting else pause_after(falls))
            except Exception:  # our bug: the window lives, mail is tried again later
                log.exception("the mailbox of %s could not be kept in line", self.account.id)
                falls += 1
                self._rest(LONGEST_PAUSE)

    def _stay(self, client: "IMAPClient") -> None:
        """Bring in line, wait for news, bring in line again, until the connection falls."""
        while not self._stop.is_set():
            self._poked.clear()
            self._mirror.run(client)
            trouble = " ".join(self._mirror.trouble)
            self._post(Progress(f"mail:{self.account.id}", 1, 1, error=trouble))
            if client.has_capability("IDLE"):
                state = client.select_folder("INBOX")
                if int(state.get(b"EXISTS", 0)) != self._mirror.count("INBOX"):
                    self._mirror.run(client)  # something came in between: nobody tells of it
                    client.select_folder("INBOX")
                self._idle(client)
            else:
                self._rest(POLL)

    def _idle(self, client: "IMAPClient") -> None:
        client.idle()
        until = time.monotonic() + IDLE_FOR
        while not self._poked.is_set() and time.monotonic() < until:
            news = client.idle_check(timeout=_GLANCE)
            if any(len(one) > 1 and one[1] in {b"EXISTS", b"EXPUNGE", b"FETCH"} for one in news):
                break
        client.idle_done()

    def _rest(self, seconds: float | None) -> None:
        """Wait; without a number until somebody pokes."""
        self._poked.wait(seconds)
        self._poked.clear()


def pause_after(falls: int) -> float:
    """Return how many seconds to wait: doubling to a quarter of an hour, half of it jitter."""
    longest = min(FIRST_PAUSE * (1 << min(falls - 1, 10)), LONGEST_PAUSE)
    return longest * (0.5 + random.random() / 2)  # noqa: S311 - jitter keeps no secret
