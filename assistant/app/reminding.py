"""Reminders: fired by the clock, shown by the desktop, answered by Done and Snooze."""

from collections.abc import Callable
from dataclasses import replace

from assistant.base.bus import Bus
from assistant.base.clock import Clock
from assistant.base.i18n import tr
from assistant.base.lanes import Lane
from assistant.domain.changes import Proposal, Update
from assistant.domain.events import RecordsChanged, ReminderDue, ReminderMissed, Undone
from assistant.domain.reminders import Reminder
from assistant.domain.say import say_moment
from assistant.schedule.reminders import Alarms
from assistant.schedule.scheduler import Scheduler
from assistant.skill.context import fresh_id
from assistant.store.store import Store
from assistant.sync.notify import Notifier

Answer = Callable[[str], None]


class Reminding:
    """Joins table, scheduler and notifications; the table is looked at on a lane of its own."""

    def __init__(
        self, store: Store, clock: Clock, scheduler: Scheduler, notifier: Notifier, bus: Bus
    ) -> None:
        self._store = store
        self._clock = clock
        self._scheduler = scheduler
        self._notifier = notifier
        self._bus = bus
        self._lane = Lane("clock-work")
        self._done: Answer = lambda _: None
        self._later: Answer = lambda _: None
        self.notifies = False
        self._alarms = Alarms(
            store.reads.reminders,
            store.firings,
            self._move,
            clock,
            bus.post,
            scheduler=scheduler,
            wake=self.wake,
        )
        bus.on(ReminderDue, self._show)
        bus.on(RecordsChanged, self._changed)
        bus.on(Undone, lambda _: self.wake())

    def on_answer(self, done: Answer, later: Answer) -> None:
        """Say what the buttons of a notification do, each given the reminder's id."""
        self._done, self._later = done, later

    def start(self) -> None:
        """Arm from the table; what was missed while nothing ran fires now."""
        self._lane.submit(self._look_for_desktop)
        self._lane.submit(self._tell_missed)
        self._scheduler.start()
        self.wake()

    def wake(self) -> None:
        """Look at the table, on the lane."""
        if not self._lane.closed:
            self._lane.submit(self._alarms.check)

    def settle(self) -> None:
        """Wait until the looks asked for so far are done."""
        self._lane.settle()

    def close(self) -> None:
        """Stop watching the clock."""
        self._scheduler.close()
        self._lane.close()
        self._notifier.stop()

    def _look_for_desktop(self) -> None:
        self.notifies = self._notifier.available()

    def _tell_missed(self) -> None:
        """Tell what fired and was not reacted to, the latest of each reminder."""
        latest = {one.reminder: one.occurrence for one in self._store.firings.unacknowledged()}
        for key, occurrence in latest.items():
            reminder = self._store.reads.get(Reminder, key)
            if reminder is not None and reminder.snoozed is None:
                self._bus.post(ReminderMissed(reminder, occurrence))

    def acknowledge(self, key: str) -> None:
        """Note that the user reacted to a reminder."""
        self._store.firings.acknowledge(key)

    def _changed(self, event: RecordsChanged) -> None:
        if "Reminder" in event.kinds:
            self.wake()

    def _move(self, before: Reminder, after: Reminder) -> None:
        proposal = Proposal(tr("Next time: {text}", text=after.text), (Update(before, after),))
        self._store.journal.apply(proposal, entry_id=fresh_id(), cause="schedule")
        self._bus.post(RecordsChanged(frozenset({"Reminder"})))

    def _show(self, event: ReminderDue) -> None:
        when = say_moment(event.occurrence, self._clock.zone)
        body = tr("It was due {when}.", when=when) if event.late else when
        actions = (("done", tr("Done")), ("snooze", tr("Snooze 10 min")))
        key = event.reminder.id
        self.notifies = self._notifier.show(key, event.reminder.text, body, actions, self._act)

    def _act(self, key: str, action: str) -> None:
        if action == "done":
            self._done(key)
        elif action == "snooze":
            self._later(key)


def done(reminder: Reminder, clock: Clock) -> Proposal | None:
    """Return the proposal that marks `reminder` as done, None where nothing is left to do.

    One that comes again goes on: "taken the pills" speaks of today.
    """
    goes_on = reminder.repeat is not None and reminder.due > clock.now()
    after = replace(reminder, done=None if goes_on else clock.now(), snoozed=None)
    if after == reminder:
        return None
    return Proposal(tr("Done: {text}", text=reminder.text), (Update(reminder, after),))
