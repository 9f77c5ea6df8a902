"""What happened, said by the program and never by the model."""

from zoneinfo import ZoneInfo

from assistant.base.i18n import tr
from assistant.domain.calendar import Event
from assistant.domain.calendars import Calendar
from assistant.domain.changes import (
    Add,
    Change,
    Proposal,
    Record,
    Remove,
    Send,
    Unsend,
    Update,
)
from assistant.domain.contacts import Contact
from assistant.domain.documents import Document
from assistant.domain.mail import Draft
from assistant.domain.received import Received
from assistant.domain.reminders import Reminder
from assistant.domain.say import say_event, say_moment, say_span, say_when
from assistant.domain.tasks import Task, TaskStatus

_MOST = 20  # lines that are told


def outcome(proposal: Proposal, zone: ZoneInfo, *, rest_seconds: int = 0) -> str:
    """Return the outcome line of a proposal that was carried out, a line a change.

    A letter that is added and sent at once is told once, as sent.
    """
    sent = {change.draft.id for change in proposal.changes if isinstance(change, Send)}
    told = [
        change
        for change in proposal.changes
        if not (isinstance(change, Add) and change.record.id in sent)
    ]
    lines = [_line(change, zone, rest_seconds) for change in told[:_MOST]]
    rest = len(told) - len(lines)
    return "\n".join([*lines, *([tr("… and {n} more", n=rest)] if rest else [])])


def _line(change: Change, zone: ZoneInfo, rest_seconds: int) -> str:
    match change:
        case Add(record):
            return _added(record, zone)
        case Update(before, after):
            return _updated(before, after, zone)
        case Remove(record):
            return tr("Removed: {what}", what=title(record))
        case Send(draft, at) if at is not None:
            return tr(
                "“{subject}” leaves on {when}: {people}",
                subject=draft.subject,
                when=say_moment(at, zone),
                people=", ".join(str(one) for one in draft.recipients),
            )
        case Send(draft):
            return tr(
                "“{subject}” leaves in {seconds} s: {people}",
                subject=draft.subject,
                seconds=rest_seconds,
                people=", ".join(str(one) for one in draft.recipients),
            )
        case Unsend(draft):
            return tr("Not sent: “{subject}” is a draft again.", subject=draft.subject)


def title(record: Record) -> str:
    """Return what a record is called."""
    match record:
        case (
            Event(title=text)
            | Task(title=text)
            | Document(title=text)
            | Reminder(text=text)
            | Contact(name=text)
            | Calendar(name=text)
        ):
            return text
        case Draft(subject=text) | Received(subject=text):
            return text


def _added(record: Record, zone: ZoneInfo) -> str:
    match record:
        case Event():
            return tr(
                "In the calendar: {what}, {when}",
                what=say_event(record),
                when=say_span(record.start, record.end, zone),
            )
        case Reminder():
            return tr(
                "I will remind you: {what}, {when}",
                what=record.text,
                when=say_when(record, zone),
            )
        case Contact():
            return tr("In the contacts: {what}", what=record.name)
        case Task():
            return _new_task(record, zone)
        case Draft():
            return tr("Draft saved: {what}", what=record.subject)
        case Document():
            return tr("Document kept: {what}", what=record.title)
        case Received():
            return tr("Mail kept: {what}", what=record.subject)
        case Calendar():
            return tr("New calendar: {what}", what=record.name)


def _new_task(task: Task, zone: ZoneInfo) -> str:
    what = (
        tr("{what}, due {when}", what=task.title, when=say_moment(task.due, zone))
        if (task.due)
        else task.title
    )
    if task.list:
        return tr("On the list “{list}”: {what}", list=task.list, what=what)
    return tr("On your tasks: {what}", what=what)


def _updated(before: Record, after: Record, zone: ZoneInfo) -> str:
    match before, after:
        case Reminder(), Reminder(done=done) if done is not None and before.done is None:
            return tr("Done: {text}", text=after.text)
        case Reminder(), Reminder(snoozed=later) if later is not None:
            return tr(
                "I will remind you: {what}, {when}", what=after.text, when=say_moment(later, zone)
            )
        case Reminder(due=was), Reminder(due=due) if due != was:
            return tr("Changed: {what}, {when}", what=after.text, when=say_moment(due, zone))
        case Task(status=was), Task(status=TaskStatus.COMPLETED) if was != after.status:
            return tr("Done: {text}", text=after.title)
        case Task(), Task(due=due) if due is not None and due != before.due:
            return tr("Changed: {what}, {when}", what=after.title, when=say_moment(due, zone))
        case Event(), Event() if before.repeats and after.repeats:
            return _updated_series(before, after, zone)
        case Calendar(visible=was), Calendar(visible=now) if was is not now:
            return tr("Shown: {name}" if now else "Hidden: {name}", name=after.name)
        case _, Event():
            return tr(
                "Changed: {what}, {when}",
                what=after.title,
                when=say_span(after.start, after.end, zone),
            )
        case _:
            return tr("Changed: {what}", what=title(after))


def _updated_series(before: Event, after: Event, zone: ZoneInfo) -> str:
    """Say which instance of a series changed, or that all have."""
    gone = [one for one in after.exdates if one not in before.exdates]
    if gone:
        when = ", ".join(say_moment(one, zone) for one in gone)
        return tr("Removed: {what}", what=f"{after.title}, {when}")
    moved = [one for one in after.overrides if one not in before.overrides]
    if moved and len(after.overrides) >= len(before.overrides) and before.start == after.start:
        return "\n".join(
            tr("Changed: {what}, {when}", what=one.title, when=say_span(one.start, one.end, zone))
            for one in moved
        )
    if "UNTIL=" in (after.repeat or "") and after.repeat != before.repeat:
        return tr("“{what}” ends earlier now.", what=after.title)
    when = say_span(after.start, after.end, zone)
    return tr("Changed, all of them: {what}, first {when}", what=after.title, when=when)
