"""Reminders under a clock that somebody else moves: a process of its own, with libfaketime.

`Moved` starts it over a home; `to` sets the wall clock that it sees, as a user or a time server
would. The steady clock goes on undisturbed. Everything in the process is the real thing: store,
alarms, APScheduler, and the look at the wall clock every so many seconds.
"""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from zoneinfo import ZoneInfo

from assistant.base.clock import SystemClock
from assistant.base.lanes import Lane
from assistant.domain.changes import Proposal, Update
from assistant.domain.events import ReminderDue
from assistant.domain.reminders import Reminder
from assistant.schedule.reminders import Alarms
from assistant.schedule.scheduler import ClockScheduler
from assistant.skill.context import fresh_id
from assistant.store.store import Store

ROOT = Path(__file__).resolve().parents[3]
LIBRARY = next(
    (
        one
        for folder in ("/usr/lib", "/usr/local/lib")
        for one in sorted(Path(folder).rglob("libfaketimeMT.so.1"))
    ),
    None,
)
BERLIN = ZoneInfo("Europe/Berlin")


class Moved:
    """The process. `fired` reads what it has told so far: (reminder, occurrence), in order."""

    def __init__(self, home: Path, now: datetime, look: float) -> None:
        self._home = home
        self._look = look
        self._wanted = home / "wanted"
        self._shown = home / "shown"
        self._shown.touch()
        self._process: subprocess.Popen[str] | None = None
        self.to(now)

    def to(self, moment: datetime) -> None:
        """Set the clock to `moment` (aware); it goes on from there."""
        # libfaketime reads local time; written whole, then put in place at once.
        new = self._home / "wanted.new"
        new.write_text(f"@{moment.astimezone(BERLIN):%Y-%m-%d %H:%M:%S}", "utf-8")
        os.utime(new)
        new.replace(self._wanted)

    def fired(self) -> list[tuple[str, str]]:
        """Return what was told so far."""
        lines = self._shown.read_text("utf-8").splitlines()
        return [(line.split()[0], line.split()[1]) for line in lines]

    def __enter__(self) -> "Moved":
        assert LIBRARY is not None, "libfaketime is missing (apt: faketime)"
        world = {
            **os.environ,
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(self._wanted),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "TZ": "Europe/Berlin",
        }
        line = [sys.executable, "-m", "tests.assistant.schedule.faked"]
        self._process = subprocess.Popen(
            [*line, str(self._home), str(self._look)],
            cwd=ROOT,
            env=world,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        assert self._process is not None
        self._process.communicate(timeout=60)  # the end of its input ends it
        assert self._process.returncode == 0


def run(home: Path, look: float) -> None:
    """Fire what is due, by the clock that this process sees, until the input ends."""
    clock = SystemClock(BERLIN)
    store, lane = Store(home / "deskmate.db", clock), Lane("clock-work")
    out = os.open(home / "shown", os.O_WRONLY | os.O_APPEND)

    def tell(event: object) -> None:
        if isinstance(event, ReminderDue):
            line = f"{event.reminder.id} {event.occurrence.isoformat()}\n"
            os.write(out, line.encode())

    def move(before: Reminder, after: Reminder) -> None:
        proposal = Proposal("", (Update(before, after),))
        store.journal.apply(proposal, entry_id=fresh_id(), cause="schedule")

    def wake() -> None:
        lane.submit(alarms.check)

    scheduler = ClockScheduler(clock, wake, look=timedelta(seconds=look))
    alarms = Alarms(
        store.reads.reminders, store.firings, move, clock, tell, scheduler=scheduler, wake=wake
    )
    scheduler.start()
    alarms.check()
    print("ready", flush=True)
    sys.stdin.read()
    scheduler.close()
    lane.close()
    store.close()


if __name__ == "__main__":
    run(Path(sys.argv[1]), float(sys.argv[2]))
