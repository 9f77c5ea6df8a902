"""What a card says in addition: overlaps, first-time recipients, forgotten attachments."""

from zoneinfo import ZoneInfo

from assistant.base.i18n import tr
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Change, Proposal, Send, Update, record_of
from assistant.domain.mail import Draft
from assistant.domain.reads import Reads

_MANY = 10
_ATTACHED = ("attached", "attachment", "附件", "附上")


def warnings_for(proposal: Proposal, reads: Reads) -> tuple[str, ...]:
    """Return the warnings of all changes, in the user's language, each once."""
    found = [text for change in proposal.changes for text in _warnings(change, reads)]
    return tuple(dict.fromkeys(found))


def _warnings(change: Change, reads: Reads) -> list[str]:
    match change:
        case Send(draft):
            return _mail(draft, reads)
        case Add() | Update():
            record = record_of(change)
            return overlaps(record, reads) if isinstance(record, Event) else []
        case _:
            return []


def _mail(draft: Draft, reads: Reads) -> list[str]:
    written = {one.email.casefold() for one in reads.written_to()}
    found = [
        tr("You have not written to {address} before.", address=one.email)
        for one in draft.recipients
        if one.email.casefold() not in written
    ]
    if len(draft.recipients) > _MANY:
        found.append(tr("This goes to {count} people.", count=len(draft.recipients)))
    if any(word in draft.body.casefold() for word in _ATTACHED):
        found.append(tr("The text speaks of an attachment, but there is none."))
    if any("xn--" in one.email for one in draft.recipients):
        found.append(tr("An address has letters outside the Latin alphabet; compare it well."))
    return found


def overlaps(event: Event, reads: Reads) -> list[str]:
    """Return a sentence for every event that overlaps with `event`."""
    start, end = event.span(ZoneInfo("UTC"))
    if event.all_day:
        return []
    return [
        tr("Overlaps with “{title}”.", title=one.event.title)
        for one in reads.events(start, end)
        if one.event.id != event.id and not one.event.all_day
    ]
