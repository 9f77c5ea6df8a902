"""Somebody at a real desk, in a process that may be killed at any moment and is started again.

    python -m tests.chaos.person HOME PORT CA_FILE STEP

The core is the real one, the mail server too; only the model says what it is told to say. The
process kills itself (kill -9) before its STEP-th step: an event told, a transaction begun, about
to be committed or committed, bytes sent to or read from the server. With STEP 0 it lives, and
prints how many steps there were. Started again it goes on from what it finds.
"""

import os
import signal
import smtplib
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from assistant.app import Assistant, build
from assistant.base.bus import Bus
from assistant.base.lanes import Event as Flag
from assistant.base.paths import find_paths
from assistant.base.secrets import MemorySecrets
from assistant.domain.events import OutboxChanged
from assistant.domain.mail import Account
from assistant.llm.model import Message
from assistant.store.database import Database, Transaction
from assistant.sync.notify import NoNotifier
from assistant.sync.outbox import Route
from assistant.testing.script import Script

REMIND = "remind me of tea in 3 hours"
WRITE = "email anna@example.org that I am late"
CALLS = {
    REMIND: 'reminders.create {"text": "tea", "when": "in 3 hours"}',
    WRITE: 'mail.draft {"to": ["anna@example.org"], "gist": "I am late"}',
}
OVER = ("sent", "unknown")


class Steps:
    """Counts what happens, on whatever thread, and dies in time."""

    def __init__(self, last: int) -> None:
        self.count = 0
        self._last = last
        self._lock = threading.Lock()

    def step(self) -> None:
        """Take one step, or die before it."""
        with self._lock:
            self.count += 1
            if self.count == self._last:
                os.kill(os.getpid(), signal.SIGKILL)

    def around(self, kind: type, name: str) -> None:
        """Step before and after every call of a method."""
        work: Callable[..., Any] = getattr(kind, name)

        def watched(*arguments: Any, **named: Any) -> Any:
            self.step()
            found = work(*arguments, **named)
            self.step()
            return found

        setattr(kind, name, watched)

    def within_transactions(self) -> None:
        """Step before a transaction, before it is committed, and after."""
        real: Callable[[Database], AbstractContextManager[Transaction]] = Database.transaction

        @contextmanager
        def watched(database: Database) -> Iterator[Transaction]:
            self.step()
            with real(database) as change:
                yield change
                self.step()
            self.step()

        setattr(Database, "transaction", watched)  # noqa: B010 - a method is put in its place


def answer(messages: Sequence[Message]) -> str:
    """Return the call for what was typed last, and nothing after a result."""
    return "" if messages[-1].role == "tool" else CALLS.get(messages[-1].text, "Hello.")


def live(home: Path, port: int, ca_file: Path) -> None:
    """Ask for what is not there yet, approve what waits, and see the letter off."""
    account = Account("me", "me@example.org", "Me", "localhost", port, "tls", "me@example.org")
    secrets = MemorySecrets()
    secrets.set(account.secret, "secret")
    desk = build(
        find_paths(home),
        secrets=secrets,
        model=Script(answer),
        notifier=NoNotifier(),
        route=Route(ca_file=ca_file),
    )
    over = Flag()
    desk.on(OutboxChanged, lambda one: over.set() if one.state in OVER else None)
    desk.settings.set("rest_seconds", 0)
    if not desk.accounts():
        desk.save_account(account, "secret").result()
    desk.start()
    if not desk.reads.reminders():
        desk.ask(REMIND)
        desk.settle()
    write(desk)
    if not any(one.state in OVER for one in desk.outbox()):
        assert over.wait(60), desk.outbox()
    desk.close()


def write(desk: Assistant) -> None:
    """Write the letter, unless it was written before; approve of it, unless that was done."""
    if not (desk.cards() or desk.outbox() or desk.reads.drafts()):
        desk.ask(WRITE)
        desk.settle()
    for card in desk.cards():
        desk.approve(card.id, desk.present(card.id))
        desk.settle()


def live_counted(home: str, port: str, ca_file: str, last: str) -> int:
    """Live and return how many steps there were, or die before step `last`."""
    steps = Steps(int(last))
    steps.around(Bus, "post")
    steps.around(smtplib.SMTP, "send")
    steps.around(smtplib.SMTP, "getreply")
    steps.within_transactions()
    live(Path(home), int(port), Path(ca_file))
    return steps.count


def main(home: str, port: str, ca_file: str, last: str) -> None:
    """Live, or die before step `last`; print how many steps there were."""
    print(live_counted(home, port, ca_file, last))


if __name__ == "__main__":
    main(*sys.argv[1:])
