"""A store with reminders and the alarms that watch it; also run as a program.

As a program (`python -m tests.assistant.schedule.desk HOME [STEP]`) it checks once, appends what it
shows to HOME/shown, and kills itself with SIGKILL at the STEP: "before record", "after record",
"before move", "after move".
"""

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from assistant.base.clock import FrozenClock
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Proposal, Update
from assistant.domain.events import ReminderDue
from assistant.domain.quiet import Quiet
from assistant.domain.reminders import Reminder
from assistant.schedule.events import alarms_of
from assistant.schedule.reminders import Alarms
from assistant.schedule.scheduler import StillScheduler
from assistant.store.store import Store

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 10, tzinfo=BERLIN)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
Step = Callable[[str], None]


class Desk:
    """Everything around the alarms. `fired` holds what they told; `step` sees them work."""

    def __init__(
        self,
        path: Path | None = None,
        *,
        now: datetime = NOW,
        zone: ZoneInfo = BERLIN,
        step: Step = lambda name: None,
    ) -> None:
        self.clock = FrozenClock(now, zone)
        self.store = Store(path, self.clock)
        self.fired: list[ReminderDue] = []
        self.said: list[object] = []
        self.quiet: Quiet | None = None
        self._step = step
        self._entries = 0
        self._open()

    def _open(self) -> None:
        self.scheduler = StillScheduler(self.clock)
        self.alarms = Alarms(
            self.store.reads.reminders,
            self,
            self.move,
            self.clock,
            self._tell,
            scheduler=self.scheduler,
            wake=self.wake,
            also=lambda now: alarms_of(self.store.reads, now),
            quiet=lambda now: self.quiet.until(now) if self.quiet else None,
        )

    def restart(self) -> None:
        """Forget all but the table, as a program that was closed and opened."""
        self._open()
        self.alarms.check()

    def add(self, *reminders: Reminder | Event) -> None:
        """Write reminders, or events, into the store."""
        changes = tuple(Add(one) for one in reminders)
        self._apply(Proposal("add", changes))

    def change(self, before: Reminder | Event, after: Reminder | Event) -> None:
        """Edit a reminder or an event, as the user does."""
        self._apply(Proposal("edit", (Update(before, after),)))

    def get(self, key: str) -> Reminder:
        """Return a reminder as it stands in the table."""
        found = self.store.reads.get(Reminder, key)
        assert found is not None
        return found

    def advance(self, by: timedelta) -> list[ReminderDue]:
        """Move the clock; return what fires by it."""
        before = len(self.fired)
        self.clock.advance(by)
        self.scheduler.run_due()
        return self.fired[before:]

    def record(self, reminder: str, occurrence: datetime, fired_at: datetime) -> bool:
        """Stand before the table of firings."""
        self._step("before record")
        fresh = self.store.firings.record(reminder, occurrence, fired_at)
        self._step("after record")
        return fresh

    def acknowledge(self, reminder: str) -> None:
        """Note that nobody needs to react."""
        self.store.firings.acknowledge(reminder)

    def wake(self) -> None:
        """Check at once; the program queues it on a lane."""
        self.alarms.check()

    def move(self, before: Reminder, after: Reminder) -> None:
        """Move a repeating reminder on."""
        self._step("before move")
        self._apply(Proposal("move", (Update(before, after),)), cause="schedule")
        self._step("after move")

    def _apply(self, proposal: Proposal, cause: str = "clicked") -> None:
        key = f"{os.getpid()} {id(self)} {self._entries}"
        self._entries += 1
        self.store.journal.apply(proposal, entry_id=key, cause=cause)

    def _tell(self, event: object) -> None:
        if isinstance(event, ReminderDue):
            self.fired.append(event)
        else:
            self.said.append(event)


def main(home: str, step: str = "") -> None:
    """Check once; what would be shown goes into a file, line by line."""

    def die(name: str) -> None:
        if name == step:
            os.kill(os.getpid(), signal.SIGKILL)

    desk = Desk(Path(home) / "deskmate.db", now=NOW + DAY, step=die)
    out = os.open(Path(home) / "shown", os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    class Shown(list[ReminderDue]):
        def append(self, event: ReminderDue) -> None:
            os.write(out, f"{event.reminder.id} {event.occurrence.isoformat()}\n".encode())

    desk.fired = Shown()
    print("ready", flush=True)
    desk.alarms.check()
    desk.store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
