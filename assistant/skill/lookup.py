"""Names to records: one match, a question with choices, or an honest "no such thing"."""

from collections.abc import Sequence
from typing import TypeVar

from assistant.domain.calendar import placed
from assistant.domain.contacts import Contact
from assistant.domain.mail import Draft
from assistant.domain.message import address, plain_line
from assistant.domain.reads import Reads
from assistant.skill.context import Context
from assistant.skill.questions import NeedsAnswer
from assistant.skill.values import EventRef, MailRef, Person, ReminderRef

T = TypeVar("T")
_MOST = 6


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


def event(words: str, context: Context) -> EventRef:
    """Return the event that `words` name: the next one of that title, else the latest."""
    now = context.clock.now()
    found = context.reads.find_events(plain_line(words))
    coming = sorted(
        (one for one in found if placed(one.end, context.zone) > now or one.repeat),
        key=lambda one: placed(one.start, context.zone),
    )
    titles = {one.title for one in coming}
    if len(titles) > 1:
        raise NeedsAnswer("Which event do you mean?", choices=tuple(sorted(titles))[:_MOST])
    one = coming[0] if coming else _only(found, "There is no event called “{words}”.", words)
    return EventRef(words, one)


def reminder(words: str, context: Context) -> ReminderRef:
    """Return the open reminder that `words` name."""
    wanted = plain_line(words).casefold().split()
    waiting = context.reads.reminders()
    found = [one for one in waiting if all(word in one.text.casefold() for word in wanted)]
    texts = {one.text for one in found}
    if len(texts) > 1:
        raise NeedsAnswer("Which reminder do you mean?", choices=tuple(sorted(texts))[:_MOST])
    return ReminderRef(words, _only(found, "There is no open reminder called “{words}”.", words))


def mail(words: str, context: Context) -> MailRef:
    """Return the draft that `words` name, by its id, or the newest whose text contains them."""
    by_id = context.reads.get(Draft, words)
    found = [by_id] if by_id else list(context.reads.drafts(plain_line(words), sent=False))
    return MailRef(words, _only(found, "There is no draft called “{words}”.", words))


def _only(found: Sequence[T], complaint: str, words: str) -> T:
    if not found:
        raise NeedsAnswer(complaint, words=plain_line(words)[:80])
    return found[0]
