"""Done and Snooze, clicked on a notification or in the window: the same change as a typed one."""

from datetime import datetime

from assistant.agent.calling import Caller
from assistant.agent.cards import Cause
from assistant.agent.gate import Gate
from assistant.app.reminding import Reminding
from assistant.base.clock import Clock
from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Proposal, Update
from assistant.domain.reads import Reads
from assistant.domain.reminders import Reminder, done, put_off
from assistant.schedule.events import event_of
from assistant.skill.context import fresh_id
from assistant.skill.words import moment


class Answering:
    """Takes the user's answer to a reminder through the gate."""

    def __init__(
        self, reads: Reads, clock: Clock, caller: Caller, gate: Gate, reminding: Reminding
    ) -> None:
        self._reads = reads
        self._clock = clock
        self._caller = caller
        self._gate = gate
        self._reminding = reminding

    def complete(self, key: str) -> None:
        """Mark a reminder as done; of one that comes again, only what has come so far."""
        if event_of(key):
            self._reminding.acknowledge(key)
            return
        before = self._reminder(key)
        self._reminding.acknowledge(key)
        after = done(before, self._clock.now())
        if after != before:
            summary = tr("Done: {text}", text=before.text)
            self._gate.submit(Proposal(summary, (Update(before, after),)), Cause())

    def snooze(self, key: str, words: str) -> None:
        """Put a reminder off: "10 minutes", "tomorrow at 9"."""
        later = moment(words, self._caller.context(words)).nudge
        if later <= self._clock.now():
            raise AssistantError("“{words}” has passed.", hint="Choose a later time.", words=words)
        if event_of(key):
            self._again(key, later)
            return
        before = self._reminder(key)
        self._reminding.acknowledge(key)
        summary = tr("Snooze: {text}", text=before.text)
        self._gate.submit(Proposal(summary, (Update(before, put_off(before, later)),)), Cause())

    def _again(self, key: str, later: datetime) -> None:
        """Remind of an event once more: a reminder of its own."""
        event = self._reads.get(Event, event_of(key))
        if event is None:
            raise AssistantError("This event is not there any more.")
        self._reminding.acknowledge(key)
        again = Reminder(fresh_id(), event.title, later)
        summary = tr("Snooze: {text}", text=event.title)
        self._gate.submit(Proposal(summary, (Add(again),)), Cause())

    def _reminder(self, key: str) -> Reminder:
        found = self._reads.get(Reminder, key)
        if found is None:
            raise AssistantError("This reminder is not there any more.")
        return found
