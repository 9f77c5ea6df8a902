"""Lets somebody live, die and live again, and sees what is left (`tests.chaos.person`)."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import TypeAlias

from assistant.base.clock import SystemClock
from assistant.base.paths import find_paths
from assistant.domain.mail import OutboxState
from assistant.store.store import Store
from tests.fakes.smtp import SmtpServer

ROOT = Path(__file__).resolve().parents[2]


Life: TypeAlias = Callable[[Path, SmtpServer, int], int | None]


@dataclass(frozen=True, slots=True)
class Left:
    """What is there at the end of the lives of one home."""

    reminders: int
    drafts: int
    states: tuple[OutboxState, ...]
    arrived: int

    @property
    def right(self) -> bool:
        """Nothing lost, nothing twice, and nothing sent again where nobody can tell."""
        once = (self.reminders, self.drafts, len(self.states)) == (1, 1, 1)
        sent = self.states == (OutboxState.SENT,) and self.arrived == 1
        open_question = self.states == (OutboxState.UNKNOWN,) and self.arrived <= 1
        return once and (sent or open_question)


def life(home: Path, server: SmtpServer, last: int = 0) -> int | None:
    """Return how many steps a life had, or None where it was cut off before step `last`."""
    line = [sys.executable, "-m", "tests.chaos.person"]
    ended = subprocess.run(
        [*line, str(home), str(server.port), str(server.ca_file), str(last)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if ended.returncode == -9:
        return None
    assert ended.returncode == 0, ended.stderr
    return int(ended.stdout)


def lives(home: Path, server: SmtpServer, *deaths: int, life: Life = life) -> Left:
    """Die before each of these steps, one life after another, live once more, and look.

    `life` is how a life is lived: in a process of its own, unless told otherwise.
    """
    before = len(server.letters)
    for last in deaths:
        life(home, server, last)
    life(home, server, 0)
    arrived = [message_from_bytes(one.message)["Message-ID"] for one in server.letters[before:]]
    store = Store(find_paths(home).database, SystemClock())
    try:
        assert store.journal.verify()
        outbox = store.outbox.all()
        ours = [arrived.count(f"<{one.message_id}>") for one in outbox]
        assert sum(ours) == len(arrived), "a letter arrived that nobody knows of"
        return Left(
            len(store.reads.reminders()),
            len(store.reads.drafts()),
            tuple(one.state for one in outbox),
            len(arrived),
        )
    finally:
        store.close()
