"""Reminders: fired by the clock, shown by the desktop, answered by Done and Snooze."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from assistant.app.ringing import Ringer
from assistant.base.bus import Bus
from assistant.base.clock import Clock
from assistant.base.i18n import tr
from assistant.base.lanes import Lane
from assistant.base.settings import Settings
from assistant.domain.changes import Proposal, Update
from assistant.domain.events import (
    NoteOpened,
    RecordsChanged,
    ReminderDue,
    ReminderMissed,
    Undone,
    WhileAway,
)
from assistant.domain.quiet import quiet_hours
from assistant.domain.reminders import Reminder, later_times
from assistant.domain.say import say_moment
from assistant.schedule.events import alarms_of, event_of
from assistant.schedule.presence import AWAY, Presence
from assistant.schedule.reminders import Alarms
from assistant.schedule.scheduler import LOOK, Scheduler
from assistant.skill.context import fresh_id
from assistant.store.store import Store
from assistant.sync.notify import Loudness, Notifier
from assistant.sync.presence import Ears, Session

Answer = Callable[[str], None]
Later = Callable[[str, str], None]
_OPEN = "default"  # the desktop's name for a click on the note itself
_SHORT = {
    "snooze": "Snooze 10 min",
    "hour": "In 1 hour",
    "tonight": "Tonight",
    "tomorrow": "Tomorrow",
    "monday": "",
}
_LISTED = 8
_JUST_NOW = timedelta(seconds=20)  # more than passes between two looks
_PRESENCE = "presence"
log = logging.getLogger(__name__)


class Reminding:
    """Joins table, scheduler and notifications; the table is looked at on a lane of its own."""

    def __init__(  # noqa: PLR0913, PLR0917 - what it joins
        self,
        store: Store,
        clock: Clock,
        scheduler: Scheduler,
        notifier: Notifier,
        bus: Bus,
        settings: Settings,
        home: Path,
    ) -> None:
        self._store = store
        self._clock = clock
        self._scheduler = scheduler
        self._notifier = notifier
        self._bus = bus
        self._lane = Lane("clock-work")
        self._done: Answer = lambda _: None
        self._later: Later = lambda _key, _words: None
        self.on_wake: Callable[[], object] = self.wake
        self._others: list[Callable[[], object]] = []
        self.presence = Presence(self._still, lambda: self.submit(self._come_back))
        self.session = Session(
            Ears(
                slept=self.presence.left,
                woke=self._woke,
                left=self.presence.left,
                returned=self.presence.returned,
            )
        )
        self.notifies = False

        def quiet(now: datetime) -> datetime | None:
            hours = quiet_hours(settings.text("quiet_hours"))
            return hours.until(now) if hours else None

        self._ringer = Ringer(home, lambda: settings.text("alarm_sound") == "yes", quiet)
        self._alarms = Alarms(
            store.reads.reminders,
            store.firings,
            self._move,
            clock,
            bus.post,
            scheduler=scheduler,
            wake=self.wake,
            also=lambda now: alarms_of(store.reads, now),
            quiet=quiet,
        )
        bus.on(ReminderDue, self._show)
        bus.on(WhileAway, self._show_all)
        bus.on(RecordsChanged, self._changed)
        bus.on(Undone, lambda _: self.wake())

    def on_answer(self, done: Answer, later: Later) -> None:
        """Say what the buttons of a notification do: by the reminder's id, and until when."""
        self._done, self._later = done, later

    def start(self) -> None:
        """Arm from the table; what was missed while nothing ran fires now."""
        self._lane.submit(self._look_for_desktop)
        self._lane.submit(self.session.start)
        self._lane.submit(self._tell_missed)
        self._lane.submit(self._returned, self._clock.now() - AWAY)
        self._scheduler.start()
        self.wake()

    def wake(self) -> None:
        """Look at the table, on the lane."""
        for check in (self._alarms.check, self._look_for_user, *self._others):
            self.submit(check)

    def check_too(self, check: Callable[[], object]) -> None:
        """Look at something else too whenever the clock wakes us."""
        self._others.append(check)

    def submit(self, work: Callable[[], object]) -> None:
        """Queue work on the lane of the clock; once that is closed, nothing is."""
        if not self._lane.closed:
            self._lane.submit(work)

    def settle(self) -> None:
        """Wait until the looks asked for so far are done."""
        self._lane.settle()

    def close(self) -> None:
        """Stop watching the clock."""
        self._scheduler.close()
        self._lane.close()
        self._notifier.stop()
        self._ringer.stop()
        self.session.stop()

    def _woke(self) -> None:
        """The computer has slept: its clock went on, APScheduler's did not."""
        log.info("the computer woke")
        self.submit(self.presence.woke)
        self.on_wake()

    def _still(self) -> timedelta | None:
        return self.session.idle()

    def _come_back(self) -> None:
        """What was asked for a moment ago was typed by the one who is back: it waits for more."""
        self._returned(self._clock.now() - _JUST_NOW)

    def _returned(self, asked_before: datetime | None = None) -> None:
        self._alarms.returned(asked_before)

    def _look_for_user(self) -> None:
        """As long as something waits for the user to come back, look for them."""
        if not self._alarms.waits_for_return():
            self._scheduler.cancel(_PRESENCE)
            return
        self.presence.look()
        self._scheduler.at(_PRESENCE, self._clock.now() + LOOK, self._look_again)

    def _look_again(self) -> None:
        self.submit(self._look_for_user)

    def _look_for_desktop(self) -> None:
        self.notifies = self._notifier.available()

    def _tell_missed(self) -> None:
        """Tell what fired and was not reacted to, the latest of each reminder."""
        latest = {one.reminder: one.occurrence for one in self._store.firings.unacknowledged()}
        for key, occurrence in latest.items():
            reminder = self._store.reads.get(Reminder, key)
            if reminder is not None and reminder.open and reminder.snoozed is None:
                self._bus.post(ReminderMissed(reminder, occurrence))

    def acknowledge(self, key: str) -> None:
        """Note that the user reacted to a reminder."""
        self._ringer.stop(key)
        self._store.firings.acknowledge(key)

    def _changed(self, event: RecordsChanged) -> None:
        if event.kinds & {"Reminder", "Event"}:
            self.wake()

    def _move(self, before: Reminder, after: Reminder) -> None:
        proposal = Proposal(tr("Next time: {text}", text=after.text), (Update(before, after),))
        self._store.journal.apply(proposal, entry_id=fresh_id(), cause="schedule")
        self._bus.post(RecordsChanged(frozenset({"Reminder"})))

    def _show_all(self, event: WhileAway) -> None:
        """Tell once of all that came while nobody was there."""
        if len(event.due) == 1:
            self._show(replace(event.due[0], together=False))
            return
        title = tr("While you were away: {count} reminders", count=len(event.due))
        body = "\n".join(one.reminder.text for one in event.due[:_LISTED])
        self.notifies = self._notifier.show("while-away", title, body, (), lambda *_: None)

    def _show(self, event: ReminderDue) -> None:
        if event.together:
            return
        when = say_moment(event.occurrence, self._clock.zone)
        body = tr("It was due {when}.", when=when) if event.late else when
        if event.reminder.at_return:
            body = tr("You are back.")
        one = event.reminder
        self.notifies = self._notifier.show(
            one.id, one.text, body, self._buttons(), self._act, how=self._rung(one)
        )

    def _buttons(self) -> Sequence[tuple[str, str]]:
        """Return the buttons of a note, the useful ones first: some desktops show only three."""
        later = [(name, _SHORT[name]) for name, _, _ in later_times(self._clock.now())]
        buttons = [(name, tr(words)) for name, words in later if words]
        return (("done", tr("Done")), *buttons, (_OPEN, tr("Open")))

    def _rung(self, one: Reminder) -> Loudness:
        """Ring for an alarm; return what is left for the desktop to do."""
        if not one.alarm:
            return Loudness(urgent=one.urgent)
        sound = self._ringer.sound_of(one, self._clock.now())
        if sound is None:
            return Loudness(urgent=one.urgent, silent=True)
        if self._ringer.ring(one.id, sound):
            return Loudness(urgent=True, silent=True)
        return Loudness(urgent=True, sound=sound)

    def _act(self, key: str, action: str) -> None:
        self._ringer.stop(key)
        if action == "done":
            self._done(key)
        elif action == _OPEN:
            self._bus.post(NoteOpened(page="calendar" if event_of(key) else "reminders"))
        else:
            words = {name: said for name, _, said in later_times(self._clock.now())}
            if action in words:
                self._later(key, words[action])
