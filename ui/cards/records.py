"""The facts of an event, a reminder, a contact and a draft, for cards and pages alike."""

from datetime import timedelta
from functools import singledispatch

from assistant.base.i18n import tr
from assistant.domain.calendar import Event
from assistant.domain.changes import Record
from assistant.domain.contacts import Contact
from assistant.domain.mail import Draft
from assistant.domain.reminders import Reminder
from ui.cards.face import Fact
from ui.look.moments import hour, length, long_day, span
from ui.look.repeats import repeat_words


def named(record: Record) -> str:
    """Return what a record is called."""
    match record:
        case Event(title=title):
            return title or tr("(no title)")
        case Reminder(text=text):
            return text
        case Contact(name=name):
            return name
        case Draft(subject=subject):
            return subject or tr("(no subject)")


@singledispatch
def facts_of(record: object) -> tuple[Fact, ...]:
    """Return the facts of a record, in the order in which they are shown."""
    return (Fact("note", "Details", str(record)),)


@facts_of.register
def _event(event: Event) -> tuple[Fact, ...]:
    lead = event.reminder_minutes
    before = "" if lead is None else tr("{length} before", length=length(timedelta(minutes=lead)))
    return (
        Fact("calendar", "Title", event.title),
        Fact("clock", "When", span(event, zone_shown=True)),
        Fact("repeat", "Repeats", repeat_words(event.repeat)),
        Fact("pin", "Where", event.location),
        Fact("people", "Guests", ", ".join(str(one) for one in event.attendees)),
        Fact("bell", "Reminder", before),
        Fact("note", "Notes", event.notes),
    )


@facts_of.register
def _reminder(reminder: Reminder) -> tuple[Fact, ...]:
    due = reminder.fires_at
    zone = getattr(due.tzinfo, "key", due.tzname() or "")
    when = tr("{day}, {time}", day=long_day(due.date()), time=hour(due))
    return (
        Fact("bell", "What", reminder.text),
        Fact("clock", "When", tr("{when} ({zone})", when=when, zone=zone)),
        Fact("repeat", "Repeats", repeat_words(reminder.repeat)),
    )


@facts_of.register
def _contact(contact: Contact) -> tuple[Fact, ...]:
    return (
        Fact("user", "Name", contact.name),
        Fact("mail", "Mail", ", ".join(contact.emails)),
        Fact("phone", "Phone", ", ".join(contact.phones)),
        Fact("note", "Notes", contact.notes),
    )


@facts_of.register
def _draft(draft: Draft) -> tuple[Fact, ...]:
    return (
        Fact("people", "To", ", ".join(str(one) for one in draft.to)),
        Fact("people", "Cc", ", ".join(str(one) for one in draft.cc)),
        Fact("people", "Bcc", ", ".join(str(one) for one in draft.bcc)),
        Fact("mail", "Subject", draft.subject),
        Fact("note", "Text", draft.body),
    )
