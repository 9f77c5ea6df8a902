"""A store with letters in its outbox, and the drain that empties it; also run as a program.

As a program (`python -m tests.assistant.sync.desk HOME PORT CA [STEP]`) it drains once, and kills
itself with SIGKILL at the STEP: "before claim", "after claim", "before record", "after record".
"""

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from assistant.base.clock import FrozenClock
from assistant.base.errors import OutsideError
from assistant.base.secrets import MemorySecrets, Secrets
from assistant.domain.cards import Letter
from assistant.domain.changes import Add, Proposal, Send
from assistant.domain.events import OutboxChanged
from assistant.domain.mail import Account, Address, Draft, OutboxState, Outgoing
from assistant.store.store import Store
from assistant.sync.outbox import Drain, Route
from tests.assistant.sync.world import ADDRESS, NOW, PASSWORD, PATIENT
from tests.fakes.smtp import HOST

ANNA = Address("anna@example.org", "Anna")
REST = timedelta(seconds=10)


class Desk:
    """Everything around one drain. `told` holds the events, `wakings` when it asked to be woken."""

    def __init__(
        self,
        path: Path | None,
        port: int,
        ca_file: Path,
        *,
        secrets: Secrets | None = None,
    ) -> None:
        self.clock = FrozenClock(NOW, ZoneInfo("Europe/Berlin"))
        self.store = Store(path, self.clock)
        self.secrets = secrets or MemorySecrets()
        if secrets is None:
            self.secrets.set("account:work", PASSWORD)
        self.accounts = [Account("work", ADDRESS, "Lena", HOST, port, "tls", ADDRESS)]
        self.told: list[OutboxChanged] = []
        self.wakings: list[datetime] = []
        self.drain = Drain(
            self.store.outbox,
            lambda: self.accounts,
            self.secrets,
            self.clock,
            self._tell,
            wake=self.wakings.append,
            route=Route(replace(PATIENT), ca_file),
        )

    def write(self, *keys: str, account: str = "work") -> None:
        """Put letters into the outbox, as an approved card does."""
        for key in keys:
            draft = Draft(key, (ANNA,), key, "Hello")
            proposal = Proposal(key, (Add(draft), Send(draft)))
            self.store.journal.apply(
                proposal, entry_id=f"entry {key}", cause="clicked", letters=[sealed(key, account)]
            )

    def rested(self) -> None:
        """Let the letters rest, then drain."""
        self.clock.advance(REST)
        self.drain.run_once()

    def states(self) -> dict[str, OutboxState]:
        """Return the state of every letter by its draft."""
        return {one.draft: one.state for one in self.store.outbox.all()}

    def only(self) -> Outgoing:
        """Return the only letter."""
        (one,) = self.store.outbox.all()
        return one

    def _tell(self, event: object) -> None:
        assert isinstance(event, OutboxChanged)
        self.told.append(event)


def sealed(key: str, account: str = "work") -> Letter:
    """Return the final bytes of a letter."""
    message = f"Subject: {key}\r\nMessage-ID: <{key}@example.org>\r\n\r\n.Hello\r\n".encode()
    return Letter(message, f"{key}@example.org", ADDRESS, (ANNA.email,), account, HOST)


class LockedSecrets(MemorySecrets):
    """A keyring that stays locked."""

    lasting = True

    def get(self, name: str) -> str | None:
        raise OutsideError("The system's keyring is locked or did not answer.", hint="Unlock it.")


class Deadly:
    """Stands before the outbox and kills the process at one step."""

    def __init__(self, store: Store, step: str) -> None:
        self._outbox = store.outbox
        self._step = step

    def due(self, now: datetime) -> Sequence[Outgoing]:
        return self._outbox.due(now)

    def next_due(self) -> datetime | None:
        return self._outbox.next_due()

    def claim(self, key: str) -> Outgoing | None:
        self._at("before claim")
        letter = self._outbox.claim(key)
        self._at("after claim")
        return letter

    def sent(self, key: str) -> None:
        self._at("before record")
        self._outbox.sent(key)
        self._at("after record")

    def failed(self, key: str, error: str, retry_at: datetime | None) -> None:
        self._outbox.failed(key, error, retry_at)

    def unknown(self, key: str, error: str) -> None:
        self._outbox.unknown(key, error)

    def _at(self, step: str) -> None:
        if step == self._step:
            os.kill(os.getpid(), signal.SIGKILL)


def main(home: str, port: str, ca_file: str, step: str = "") -> None:
    """Start as after a kill, then drain once."""
    desk = Desk(Path(home) / "deskmate.db", int(port), Path(ca_file))
    desk.clock.advance(timedelta(days=1))
    desk.store.outbox.recover()
    desk.drain._outbox = Deadly(desk.store, step)
    print("ready", flush=True)
    desk.drain.run_once()
    desk.store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
