"""Alarms of events (VALARM): reminders that no table holds, made from the calendar."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from assistant.base.i18n import tr
from assistant.domain.calendar import Event, EventStatus
from assistant.domain.reads import Occurrence, Reads
from assistant.domain.reminders import Missed, Reminder
from assistant.domain.say import say_moment

AHEAD = timedelta(days=15)
_BACK = timedelta(days=1)
PREFIX = "event:"


def alarms_of(reads: Reads, now: datetime) -> Sequence[Reminder]:
    """Return the alarms of the events around `now` (aware), those that have come first.

    What is over is not told any more; an alarm may lie `AHEAD` before its event at most.
    """
    found = [
        alarm
        for one in reads.events(now - _BACK, now + AHEAD)
        for alarm in _of(one)
        if one.event.status is not EventStatus.CANCELLED and not _over(one, alarm.due, now)
    ]
    return sorted(found, key=lambda one: one.due.astimezone(UTC))


def event_of(key: str) -> str:
    """Return the id of the event that an alarm belongs to, empty for any other reminder."""
    return key.removeprefix(PREFIX).rpartition(":")[0] if key.startswith(PREFIX) else ""


def _of(one: Occurrence) -> Iterator[Reminder]:
    for lead in dict.fromkeys(_leads(one.event)):
        due = one.start.astimezone(UTC) - timedelta(minutes=lead)
        when = one.start.date() if one.event.all_day else one.start
        text = tr("{title}, {when}", title=one.event.title, when=say_moment(when))
        key = f"{PREFIX}{one.record.id}:{lead}"
        yield Reminder(key, text, due.astimezone(one.start.tzinfo), missed=Missed.LATE)


def _leads(event: Event) -> tuple[int, ...]:
    return () if event.reminder_minutes is None else (event.reminder_minutes, *event.leads)


def _over(one: Occurrence, due: datetime, now: datetime) -> bool:
    """Return whether it would be of no use any more: the event has ended, or began an hour ago."""
    last = max(one.end.astimezone(UTC), one.start.astimezone(UTC) + timedelta(hours=1))
    return max(last, due.astimezone(UTC)) <= now.astimezone(UTC)
