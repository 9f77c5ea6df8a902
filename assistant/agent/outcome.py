"""What happened, said by the program and never by the model."""

from zoneinfo import ZoneInfo

from assistant.base.i18n import tr
from assistant.domain.calendar import Event
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
from assistant.domain.mail import Draft
from assistant.domain.reminders import Reminder
from assistant.domain.say import say_moment, say_span


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
    return "\n".join(_line(change, zone, rest_seconds) for change in told)


def _line(change: Change, zone: ZoneInfo, rest_seconds: int) -> str:
    match change:
        case Add(record):
            return _added(record, zone)
        case Update(before, after):
            return _updated(before, after, zone)
        case Remove(record):
            return tr("Removed: {what}", what=title(record))
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
        case Event(title=text) | Reminder(text=text) | Contact(name=text) | Draft(subject=text):
            return text


def _with_guests(event: Event) -> str:
    """Return the title, and the guests that it does not name."""
    names = [one.name.strip() or one.email for one in event.attendees]
    told = event.title.casefold()
    others = [name for name in names if name.split()[0].casefold() not in told]
    if not others:
        return event.title
    return tr("{title} (with {people})", title=event.title, people=", ".join(others))


def _added(record: Record, zone: ZoneInfo) -> str:
    match record:
        case Event():
            return tr(
                "In the calendar: {what}, {when}",
                what=_with_guests(record),
                when=say_span(record.start, record.end, zone),
            )
        case Reminder():
            return tr(
                "I will remind you: {what}, {when}",
                what=record.text,
                when=say_moment(record.fires_at, zone),
            )
        case Contact():
            return tr("In the contacts: {what}", what=record.name)
        case Draft():
            return tr("Draft saved: {what}", what=record.subject)


def _updated(before: Record, after: Record, zone: ZoneInfo) -> str:
    match before, after:
        case Reminder(), Reminder(done=done) if done is not None and before.done is None:
            return tr("Done: {text}", text=after.text)
        case Reminder(), Reminder(snoozed=later) if later is not None:
            return tr(
                "I will remind you: {what}, {when}", what=after.text, when=say_moment(later, zone)
            )
        case _, Event():
            return tr(
                "Changed: {what}, {when}",
                what=after.title,
                when=say_span(after.start, after.end, zone),
            )
        case _:
            return tr("Changed: {what}", what=title(after))
