"""Words to an event: "my 3pm", "the dentist", "明天下午的会". One, or a question; never a guess."""

from collections.abc import Sequence
from datetime import timedelta

from assistant.base.errors import AssistantError
from assistant.domain.calendar import Event, placed
from assistant.domain.message import plain_line
from assistant.domain.occurrences import instances
from assistant.domain.reads import Occurrence
from assistant.domain.say import say_span
from assistant.skill.context import Context
from assistant.skill.naming import Called, called
from assistant.skill.questions import NeedsAnswer
from assistant.skill.values import EventRef, Span

_MOST = 6
_AHEAD = timedelta(days=400)
_SOON = timedelta(days=60)


def event(words: str, rest: str, context: Context, span: Span | None = None) -> EventRef:
    """Return the event that `words` name; `rest` is what is left of them without the time.

    `span` is where it stands. Raises `NeedsAnswer` where there is none, with the choices where
    there are several.
    """
    wanted = called(rest)
    if span is None:
        found = _fitting(wanted, _by_words(wanted, context))
        return _only(words, wanted, found or _fitting(wanted, _all(context)), context)
    near = _begun(context.reads.events(span.start, span.end), span)
    found = _fitting(wanted, near)
    if not found and not wanted.bare:
        _none_then(words, _fitting(wanted, _by_words(wanted, context)), context)
    return _only(words, wanted, found, context)


def label(one: Occurrence, context: Context) -> str:
    """Return what an instance is called in a list to choose from; `event` can read it."""
    return f"{one.event.title}, {say(one, context)}"


def say(one: Occurrence, context: Context) -> str:
    """Return when an instance is, in words."""
    if one.event.all_day:
        return say_span(one.start.date(), one.end.date(), context.zone)
    return say_span(one.start, one.end, context.zone)


def _all(context: Context) -> Sequence[Occurrence]:
    """Return what comes up soon, whatever it is called."""
    now = context.clock.now()
    return context.reads.events(now, now + _SOON)


def _by_words(wanted: Called, context: Context) -> Sequence[Occurrence]:
    """Return the next instance of every event that has the words, else the latest of those past."""
    events = context.reads.find_events(" ".join(wanted.parts))
    now = context.clock.now()
    coming = [one for event in events if (one := _next(event, context)) is not None]
    if coming:
        return sorted(coming, key=lambda one: one.start)
    zone = context.zone
    past = [Occurrence(one, *one.span(zone)) for one in events if placed(one.start, zone) <= now]
    latest = max((one.start for one in past), default=None)
    return [one for one in past if one.start == latest]


def _next(event: Event, context: Context) -> Occurrence | None:
    now = context.clock.now()
    if not event.repeats:
        start, end = event.span(context.zone)
        return Occurrence(event, start, end) if end > now else None
    try:
        return next(iter(instances(event, now, now + _AHEAD, context.zone)), None)
    except AssistantError:  # a rule that cannot be read; the event itself can be named
        return Occurrence(event, *event.span(context.zone))


def _begun(found: Sequence[Occurrence], span: Span) -> Sequence[Occurrence]:
    """Return those that begin in the span, else those that reach into it."""
    begun = [one for one in found if span.start <= one.start < span.end]
    return begun or found


def _fitting(wanted: Called, found: Sequence[Occurrence]) -> list[Occurrence]:
    """Return what the words fit best: the whole title, all words, all but generic ones."""
    exact = [one for one in found if wanted.exactly(one.event.title)]
    return (
        exact
        or [one for one in found if wanted.fits(*_texts(one))]
        or [one for one in found if wanted.loosely(*_texts(one))]
        or [one for one in found if len(one.event.title) > 1 and _within(one.event.title, wanted)]
    )


def _texts(one: Occurrence) -> tuple[str, ...]:
    return (one.event.title, one.event.location, *map(str, one.event.attendees))


def _within(title: str, wanted: Called) -> bool:
    """Return whether a Chinese title stands in the words: no blanks part it from the rest."""
    return title in wanted.words and not title.isascii()


def _only(words: str, wanted: Called, found: Sequence[Occurrence], context: Context) -> EventRef:
    if not found:
        raise NeedsAnswer("There is no event called “{words}”.", words=plain_line(words)[:80])
    first = {one.event.id: one for one in reversed(found)}
    kept = [one for one in found if first[one.event.id] is one]
    labels = tuple(dict.fromkeys(label(one, context) for one in kept))
    unsure = wanted.kind and wanted.bare and not wanted.fits(*_texts(kept[0]))
    if len(labels) > 1 or (unsure and not kept[0].event.attendees):
        raise NeedsAnswer("Which event do you mean?", choices=labels[:_MOST])
    return EventRef(words, kept[0].event, kept[0])


def _none_then(words: str, others: Sequence[Occurrence], context: Context) -> None:
    """Say that it stands at another time, where it does."""
    if others:
        raise NeedsAnswer(
            "There is no “{words}” then. Do you mean another one?",
            choices=tuple(dict.fromkeys(label(one, context) for one in others))[:_MOST],
            words=plain_line(words)[:80],
        )
