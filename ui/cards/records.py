"""The facts of an event, a reminder, a contact and a draft, for cards and pages alike."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import singledispatch

from assistant.base.i18n import tr
from assistant.domain.calendar import Event
from assistant.domain.calendars import Calendar
from assistant.domain.changes import Record
from assistant.domain.contacts import Contact
from assistant.domain.documents import Document
from assistant.domain.mail import Draft
from assistant.domain.received import Received
from assistant.domain.reminders import Reminder
from assistant.domain.say import say_moment, say_when
from assistant.domain.tasks import Task
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
        case Task(title=title) | Document(title=title):
            return title
        case Contact(name=name) | Calendar(name=name):
            return name
        case Draft(subject=subject) | Received(subject=subject):
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
        Fact("trash", "Left out", _days(event.exdates)),
        Fact("calendar", "Otherwise once", ", ".join(map(_moved, event.overrides))),
        Fact("pin", "Where", event.location),
        Fact("people", "Guests", ", ".join(str(one) for one in event.attendees)),
        Fact("bell", "Reminder", before),
        Fact("note", "Notes", event.notes),
    )


def _days(moments: Sequence[datetime | date]) -> str:
    return ", ".join(map(say_moment, moments))


def _moved(override: Event) -> str:
    """Return what an instance of a series is instead."""
    return f"{override.title}, {say_moment(override.start)}"


@facts_of.register
def _reminder(reminder: Reminder) -> tuple[Fact, ...]:
    due = reminder.fires_at
    zone = getattr(due.tzinfo, "key", due.tzname() or "")
    when = tr("{day}, {time}", day=long_day(due.date()), time=hour(due))
    return (
        Fact("bell", "What", reminder.text),
        Fact(
            "clock",
            "When",
            say_when(reminder)
            if reminder.at_return
            else tr("{when} ({zone})", when=when, zone=zone),
        ),
        Fact("repeat", "Repeats", repeat_words(reminder.repeat)),
    )


@facts_of.register
def _task(task: Task) -> tuple[Fact, ...]:
    return (
        Fact("check", "What", task.title),
        Fact("clock", "Due", say_moment(task.due) if task.due else ""),
        Fact("note", "List", task.list),
        Fact("repeat", "Repeats", repeat_words(task.repeat)),
        Fact("note", "Notes", task.notes),
    )


@facts_of.register
def _document(document: Document) -> tuple[Fact, ...]:
    return (
        Fact("note", "Title", document.title),
        Fact("note", "Text", document.text),
    )


@facts_of.register
def _calendar(calendar: Calendar) -> tuple[Fact, ...]:
    return (
        Fact("calendar", "Calendar name", calendar.name),
        Fact("user", "Shared by", calendar.owner),
    )


@facts_of.register
def _contact(contact: Contact) -> tuple[Fact, ...]:
    return (
        Fact("user", "Name", contact.name),
        Fact("mail", "Mail", ", ".join(contact.emails)),
        Fact("phone", "Phone", ", ".join(contact.phones)),
        Fact("people", "Organization", contact.organization),
        Fact("people", "Groups", ", ".join(contact.groups)),
        Fact("calendar", "Birthday", contact.birthday.removeprefix("--")),
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


@facts_of.register
def _received(letter: Received) -> tuple[Fact, ...]:
    when = tr("{day}, {time}", day=long_day(letter.date.date()), time=hour(letter.date))
    return (
        Fact("user", "From", str(letter.sender)),
        Fact("people", "To", ", ".join(str(one) for one in letter.to)),
        Fact("clock", "When", when),
        Fact("mail", "Subject", letter.subject),
        Fact("note", "Text", letter.text),
    )
