"""Names to records: one match, a question with choices, or an honest "no such thing"."""

from collections.abc import Sequence
from typing import TypeVar

from assistant.base.i18n import tr
from assistant.domain.calendars import OWN, Calendar
from assistant.domain.contacts import Contact
from assistant.domain.mail import Address, Draft
from assistant.domain.message import address, plain_line
from assistant.domain.reads import Reads
from assistant.domain.words import fold
from assistant.skill.context import Context
from assistant.skill.naming import called
from assistant.skill.questions import NeedsAnswer
from assistant.skill.values import (
    CalendarRef,
    ContactRef,
    MailRef,
    Person,
    ReminderRef,
    Span,
    TaskRef,
)

T = TypeVar("T")
_MOST = 6
_ALL = frozenset(
    (
        *("all", "everything", "all tasks", "all of them", "all items", "all of it"),
        *("everything on it", "全部", "所有", "所有任务", "全部任务", "一切"),
    )
)


def people(words: str, reads: Reads) -> Sequence[Person]:
    """Return whom `words` may mean, best first; a bare name when nobody is known by it.

    Whole names win over parts of names, so "Anna" is Anna even where an Annabel is known. An
    address is taken as it stands; whoever has it in the address book lends the name.
    """
    said = plain_line(words)
    if "@" in said:
        mailbox = address(said)
        known = [one for one in reads.contacts(mailbox.email) if mailbox.email in one.emails]
        name = mailbox.name or (known[0].name if known else "")
        return (Person(said, name, mailbox.email),)
    found = _named(said, reads.contacts(said))
    return [_person(said, one) for one in found[:_MOST]] or (Person(said, said),)


def _named(said: str, contacts: Sequence[Contact]) -> list[Contact]:
    wanted = said.casefold()
    exact = [one for one in contacts if one.name.casefold() == wanted]
    part = [one for one in contacts if wanted in one.name.casefold().split()]
    begun = [one for one in contacts if one.name.casefold().startswith(wanted)]
    return exact or part or begun


def _person(said: str, contact: Contact) -> Person:
    return Person(said, contact.name, contact.emails[0] if contact.emails else "")


def contact(words: str, context: Context) -> ContactRef:
    """Return the one contact that `words` name; several are asked about, never guessed among."""
    said = plain_line(words)
    known = context.reads.contacts(said)
    if "@" in said:
        email = address(said).email
        found = [one for one in context.reads.contacts(email) if email in one.emails]
    else:
        found = _named(said, known)
    if len(found) > 1:
        raise NeedsAnswer(
            "Which {name} do you mean?",
            instead=words,
            choices=tuple(_called(one) for one in found[:_MOST]),
            name=said,
        )
    return ContactRef(words, _only(found, "There is no contact called “{words}”.", words))


def _called(one: Contact) -> str:
    return str(Address(one.emails[0], one.name)) if one.emails else one.name


def calendar(words: str, context: Context) -> CalendarRef:
    """Return the calendar that `words` name; where none is called so, all are offered."""
    known = context.reads.calendars()
    said = _bare_calendar(words)
    found = [one for one in known if said in _names(one)]
    found = found or [one for one in known if said and said in fold(one.name).split()]
    if not said:
        found = [one for one in known if one.default] or [one for one in known if one.id == OWN]
    if len(found) != 1:
        raise NeedsAnswer(
            "Which calendar do you mean?" if found else "There is no calendar called “{words}”.",
            choices=tuple(shown(one) for one in found or known)[:_MOST],
            words=plain_line(words)[:80],
        )
    return CalendarRef(words, found[0])


def shown(one: Calendar) -> str:
    """Return what a calendar is called, the own one in the user's language."""
    return tr("Personal") if one.id == one.name == OWN else one.name


def _names(one: Calendar) -> set[str]:
    own = ("personal", "private", "个人") if one.id == one.name == OWN else ()
    return {_bare_calendar(name) for name in (one.name, *own)}


def _bare_calendar(name: str) -> str:
    said = fold(name).strip()
    for begin in ("my ", "our ", "the ", "我的", "我们的"):
        said = said.removeprefix(begin)
    for end in ("calendar", "日历", "的"):
        said = said.removesuffix(end).strip()
    return said


def reminder(words: str, context: Context, span: Span | None = None) -> ReminderRef:
    """Return the open reminder that `words` name, of those that come in `span` if there is one."""
    wanted = called(words)
    waiting = [
        one
        for one in context.reads.reminders()
        if span is None or span.start <= one.fires_at < span.end
    ]
    found = [one for one in waiting if wanted.fits(one.text)]
    found = found or [one for one in waiting if wanted.loosely(one.text)]
    exact = [one for one in found if wanted.exactly(one.text)]
    found = exact or found
    texts = {one.text for one in found}
    if len(texts) > 1:
        raise NeedsAnswer("Which reminder do you mean?", choices=tuple(sorted(texts))[:_MOST])
    return ReminderRef(words, _only(found, "There is no open reminder called “{words}”.", words))


def tasks(words: str, context: Context, on_list: str = "") -> tuple[TaskRef, ...]:
    """Return the open task that `words` name, or all of them; of one list, if it is named."""
    wanted = called(words)
    waiting = [one for one in context.reads.tasks() if not on_list or same_list(one.list, on_list)]
    if fold(words).strip() in _ALL:
        if not waiting:
            raise NeedsAnswer("There is nothing to do on that list.")
        return tuple(TaskRef(words, one) for one in waiting)
    found = [one for one in waiting if wanted.fits(one.title)]
    found = found or [one for one in waiting if wanted.parts and wanted.loosely(one.title)]
    exact = [one for one in found if wanted.exactly(one.title)]
    found = exact or found
    titles = {one.title for one in found}
    if len(titles) > 1:
        choices = tuple(sorted(titles))[:_MOST]
        raise NeedsAnswer("Which task do you mean?", choices=choices, instead=words)
    one = _only(found, "There is no open task called “{words}”.", words)
    return (TaskRef(words, one),)


def same_list(name: str, said: str) -> bool:
    """Return whether `said` names the list `name`: "my shopping list" is "shopping"."""
    return _bare_list(name) == _bare_list(said)


def _bare_list(name: str) -> str:
    said = fold(name).strip().removeprefix("my ").removeprefix("the ").removeprefix("我的")
    for end in (" list", "清单", "列表"):
        said = said.removesuffix(end)
    return said.strip()


def mail(words: str, context: Context) -> MailRef:
    """Return the draft that `words` name, by its id, or the newest whose text contains them."""
    by_id = context.reads.get(Draft, words)
    found = [by_id] if by_id else list(context.reads.drafts(plain_line(words), sent=False))
    return MailRef(words, _only(found, "There is no draft called “{words}”.", words))


def _only(found: Sequence[T], complaint: str, words: str) -> T:
    if not found:
        raise NeedsAnswer(complaint, words=plain_line(words)[:80])
    return found[0]
