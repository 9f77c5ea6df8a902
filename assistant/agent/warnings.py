"""What a card says in addition: overlaps, first-time recipients, forgotten attachments."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from assistant.base.i18n import tr
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Change, Proposal, Send, Update, record_of
from assistant.domain.mail import Draft
from assistant.domain.occurrences import instances
from assistant.domain.reads import Occurrence, Reads
from assistant.domain.say import say_day
from assistant.domain.words import fold

_MANY = 10
_AHEAD, _MOST = timedelta(days=366), 100  # how far, and how often, a series is looked at
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
    if not draft.enclosed and any(word in draft.body.casefold() for word in _ATTACHED):
        found.append(tr("The text speaks of an attachment, but there is none."))
    if any("xn--" in one.email for one in draft.recipients):
        found.append(tr("An address has letters outside the Latin alphabet; compare it well."))
    return found


def overlaps(event: Event, reads: Reads) -> list[str]:
    """Return a sentence for every event that overlaps with `event`, of a series too.

    Of a series the next hundred are looked at, a year at most. Each other event is named once,
    with the day where it is not the first instance that meets it.
    """
    if event.all_day or event.transparent:
        return []
    zone = event.start.tzinfo if isinstance(event.start, datetime) else None
    where = zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC")
    first, end = event.span(where)
    horizon = first + _AHEAD if event.repeat else end
    own = list(islice(instances(event, first, horizon, where), _MOST))
    met: dict[str, Occurrence] = {}
    for one in own:
        for other in reads.events(one.start, one.end):
            busy = not other.event.all_day and not other.event.transparent
            if other.event.id != event.id and busy:
                met.setdefault(other.event.id, replace(other, start=one.start))
    return [_met(one, event, later=one.start > first) for one in met.values()]


def _met(other: Occurrence, event: Event, *, later: bool) -> str:
    """Say that it overlaps, or that it is there already: same title, within a minute."""
    same = fold(other.event.title).strip() == fold(event.title).strip()
    begins = [one.astimezone(UTC) for one in (_start(other.event), _start(event))]
    if same and not later and abs(begins[0] - begins[1]) <= timedelta(minutes=1):
        return tr("“{title}” is in the calendar at that time already.", title=other.event.title)
    return _overlap(other, later=later)


def _start(event: Event) -> datetime:
    return event.span(ZoneInfo("UTC"))[0]


def _overlap(other: Occurrence, *, later: bool) -> str:
    title = other.event.title
    if not later:
        return tr("Overlaps with “{title}”.", title=title)
    day = say_day(other.start.date())
    return tr("Overlaps with “{title}” on {day}.", title=title, day=day)
