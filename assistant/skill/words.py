"""The user's words become the values that a tool works with. Models read, code computes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from assistant.base.errors import ToolError
from assistant.domain.message import address, plain_line
from assistant.skill import events, letters, lookup, standing
from assistant.skill.context import Context
from assistant.skill.contract import Tool, Words
from assistant.skill.questions import NeedsAnswer
from assistant.skill.returning import find_return
from assistant.skill.schema import Kind, Parameter
from assistant.skill.values import (
    Cue,
    EventRef,
    Moment,
    Move,
    Person,
    Phone,
    ReminderRef,
    Repeat,
    Span,
    TaskRef,
)
from assistant.when import Found, Reading, find, find_first
from assistant.when.wrong import wrong_dates

_LONGEST = 20_000
_TIMES = {Kind.MOMENT, Kind.SPAN, Kind.REPEAT}
_LONGEST_TIME = 300  # characters; what is longer is no phrase of time
_GRAINS = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
    "week": timedelta(days=7),
    "month": timedelta(days=31),
    "quarter": timedelta(days=92),
    "year": timedelta(days=366),
}
_JUST_NOW: Mapping[str, datetime] = MappingProxyType({})
_WITHOUT_TIME = {"day", "week", "month", "quarter", "year"}


def arguments(
    tool: Tool,
    said: Mapping[str, Words],
    context: Context,
    spoken: Mapping[str, datetime] = _JUST_NOW,
) -> dict[str, object]:
    """Return the keyword arguments of `tool` for the words in `said`.

    `spoken` tells when the words of an argument were typed, where that is not now: "tomorrow" is
    the day after.

    Raises `ToolError` for an argument that does not exist or has the wrong shape, and
    `NeedsAnswer` where the user must be asked.
    """
    check(tool, said)
    return _values(tool, said, context, spoken)


def check(tool: Tool, said: Mapping[str, Words]) -> None:
    """Raise `ToolError` for an argument that does not exist, `NeedsAnswer` for one that lacks."""
    known = {one.name: one for one in tool.parameters}
    for name in said:
        if name not in known:
            raise ToolError("{tool} has no argument {name}.", tool=tool.name, name=repr(name[:80]))
    given = _given(said)
    timed = any(known[name].kind is Kind.SPAN for name in given)
    for one in tool.parameters:
        if one.required and one.name not in given:
            if one.kind in _NAMED_BY_TIME and timed:
                continue
            raise NeedsAnswer(_QUESTIONS[one.kind], argument=one.name)


def _given(said: Mapping[str, Words]) -> set[str]:
    return {name for name, words in said.items() if not _blank(words)}


def _values(
    tool: Tool, said: Mapping[str, Words], context: Context, spoken: Mapping[str, datetime]
) -> dict[str, object]:
    """Return the values of the words, in the order in which they depend on one another.

    A span beside a reference says which one is meant ("the dentist" on Friday); a moment beside
    it is read from where that stands ("to 4", "an hour later").
    """
    given, beside = _given(said), _Beside()
    values: dict[str, object] = {}
    for one in sorted(tool.parameters, key=lambda one: _ORDER.get(one.kind, 0)):
        words = said.get(one.name, "")
        needed = one.required and one.kind in _NAMED_BY_TIME and beside.span is not None
        if one.name in given or needed:
            then = context.at(spoken[one.name]) if one.name in spoken else context
            values[one.name] = value = _value(one, words, then, beside)
            beside.take(one, value)
    return values


@dataclass(slots=True)
class _Beside:
    """What the other arguments of a call say about this one."""

    span: Span | None = None
    stands: datetime | None = None
    all_day: bool = False
    on_list: str = ""

    def take(self, one: Parameter, value: object) -> None:
        """Learn from a value."""
        if isinstance(value, Span):
            self.span = value
        elif isinstance(value, EventRef):
            self.stands = value.instance.start if value.instance else None
            self.all_day = value.event.all_day
        elif isinstance(value, ReminderRef):
            self.stands = value.reminder.fires_at
        elif one.name == "list" and isinstance(value, str):
            self.on_list = value


def _blank(words: Words) -> bool:
    """Return whether nothing is said: no words, or none that can be seen."""
    if isinstance(words, str):
        return not plain_line(words)
    return isinstance(words, tuple) and all(map(_blank, words))


_QUESTIONS: Mapping[Kind, str] = {
    Kind.TEXT: "What should it say?",
    Kind.MOMENT: "When?",
    Kind.SPAN: "For which days?",
    Kind.DURATION: "For how long?",
    Kind.REPEAT: "How often?",
    Kind.PERSON: "Who is it for?",
    Kind.ADDRESS: "What is the mail address?",
    Kind.PHONE: "What is the phone number?",
    Kind.EVENT: "Which event?",
    Kind.CALENDAR: "Which calendar?",
    Kind.REMINDER: "Which reminder?",
    Kind.TASK: "Which task?",
    Kind.MAIL: "Which mail?",
    Kind.LETTER: "Which mail?",
    Kind.CONTACT: "Which contact?",
    Kind.FLAG: "Yes or no?",
    Kind.CHOICE: "Which one?",
}


def _value(one: Parameter, words: Words, context: Context, beside: _Beside) -> object:
    if one.kind is Kind.FLAG:
        if not isinstance(words, bool):
            raise _misshapen(one)
        return words
    if one.many:
        if isinstance(words, str):
            words = (words,)
        if isinstance(words, bool):
            raise _misshapen(one)
        each = [_single(one, word, context, beside) for word in words if not _blank(word)]
        return tuple(_flat(each))
    if not isinstance(words, str):
        raise _misshapen(one)
    value = _single(one, words, context, beside)
    return value[0] if isinstance(value, tuple) else value


def _flat(values: Iterable[object]) -> Iterator[object]:
    """Yield the values one by one: some words name several things."""
    for value in values:
        if isinstance(value, tuple):
            yield from value
        else:
            yield value


def _single(one: Parameter, words: str, context: Context, beside: _Beside) -> object:
    if len(words) > _LONGEST:
        raise ToolError("{name} is too long.", hint="Say it in fewer words.", name=one.name)
    if one.kind is Kind.CHOICE and words not in one.choices:
        raise _misshapen(one)
    try:
        if one.kind in _TIMES:
            _check_dates(words, context)
        if one.moves:
            return _move(words, context, beside)
        if one.returns:
            return _cue(words, context)
        if one.kind in _BESIDE:
            return _BESIDE[one.kind](words, context, beside)
        return _READERS[one.kind](words, context)
    except NeedsAnswer as question:
        question.argument = one.name
        raise


def _check_dates(words: str, context: Context) -> None:
    """Ask where the line that `words` come from, or they themselves, name a day that is none."""
    lines = [line for line in context.typed.splitlines() if words in line]
    for wrong in wrong_dates("\n".join([words, *lines])):
        raise NeedsAnswer("There is no {date}. Which day do you mean?", date=wrong)


def _misshapen(one: Parameter) -> ToolError:
    return ToolError("{name} does not have the right form.", name=one.name)


def text(words: str, _: Context) -> str:
    """Return the words without control characters; line breaks stay."""
    return "\n".join(plain_line(line) for line in words.strip().splitlines())


def moment(words: str, context: Context) -> Moment:
    """Return the moment that `words` name; a passed one and an unclear one ask."""
    reading = _reading(words, context)
    if reading.past and reading.rrule is None:
        raise NeedsAnswer("“{words}” has passed. Which moment do you mean?", words=words.strip())
    if reading.kind == "duration" and reading.duration is not None:
        start = context.clock.now() + reading.duration
        return Moment(words.strip(), start.replace(microsecond=0))
    wall = reading.moment
    if wall is None:
        raise NeedsAnswer("When is “{words}”?", words=words.strip())
    spans = reading.kind == "interval" and reading.at is None and reading.end is not None
    return Moment(
        said=words.strip(),
        start=aware(wall, context),
        end=aware(reading.end, context) if spans and reading.end else None,
        all_day=_names_a_day(reading) and _midnight(wall),
        repeat=reading.rrule,
        past=reading.past,
    )


def span(words: str, context: Context) -> Span:
    """Return the stretch of time that `words` name; an open end reaches a year."""
    reading = _reading(words, context)
    if reading.kind == "duration" and reading.duration is not None:
        now = context.clock.now()
        return Span(words.strip(), now, now + reading.duration)
    start = aware(reading.start, context) if reading.start else context.clock.now()
    width = _GRAINS[reading.grain] if reading.kind == "instant" else timedelta(days=366)
    end = aware(reading.end, context) if reading.end else start + width
    return Span(words.strip(), start, end)


def duration(words: str, context: Context) -> timedelta:
    """Return the length of time that `words` name."""
    reading = _reading(words, context)
    if reading.duration is not None:
        return reading.duration
    if reading.start and reading.end:
        return reading.end - reading.start
    raise NeedsAnswer("How long is “{words}”?", words=words.strip())


def repeat(words: str, context: Context) -> Repeat:
    """Return the repetition that `words` name."""
    reading = _reading(words, context)
    if reading.rrule is None or reading.start is None:
        raise NeedsAnswer("How often is “{words}”?", words=words.strip())
    return Repeat(words.strip(), reading.rrule, aware(reading.start, context))


def person(words: str, context: Context) -> Person:
    """Return whom `words` name: an address, one contact, or a bare name."""
    found = lookup.people(words, context.reads)
    if len(found) > 1:
        raise NeedsAnswer(
            "Which {name} do you mean?",
            instead=words,
            choices=tuple(str(one.address) for one in found),
            name=plain_line(words),
        )
    return found[0]


def aware(wall: datetime, context: Context) -> datetime:
    """Place a wall time in the user's zone; one that DST skips moves on (RFC 5545 3.3.5)."""
    return wall.replace(tzinfo=context.zone).astimezone(UTC).astimezone(context.zone)


def _names_a_day(reading: Reading) -> bool:
    """Whether no time of day was said; "by Friday" reaches to the end of the day that it names."""
    if reading.at is None:
        return reading.grain in _WITHOUT_TIME
    return reading.end is not None and reading.end - reading.at >= timedelta(days=1)


def _midnight(wall: datetime) -> bool:
    return (wall.hour, wall.minute, wall.second) == (0, 0, 0)


def _reading(words: str, context: Context) -> Reading:
    """Return the best reading of `words`; where a number stays over, it was read wrongly.

    Of "30 February" only the month can be read: no day is made of that.
    """
    short = words if len(words) <= _LONGEST_TIME else ""
    found = find_first(short, context.clock.now(), context.zone, context.locale)
    left_over = words[: found.start] + words[found.end :] if found else ""
    if found is None or any(mark.isdigit() for mark in left_over):
        raise NeedsAnswer("I cannot read “{words}” as a time. When?", words=plain_line(words)[:80])
    return found.readings[0]


_READERS: Mapping[Kind, Callable[[str, Context], object]] = {
    Kind.TEXT: text,
    Kind.CHOICE: text,
    Kind.MOMENT: moment,
    Kind.SPAN: span,
    Kind.DURATION: duration,
    Kind.REPEAT: repeat,
    Kind.PERSON: person,
    Kind.ADDRESS: lambda words, _: address(words),
    Kind.PHONE: lambda words, _: Phone(plain_line(words)),
    Kind.MAIL: lookup.mail,
    Kind.LETTER: letters.letter,
    Kind.CONTACT: lookup.contact,
    Kind.CALENDAR: lookup.calendar,
}


def _event(words: str, context: Context, beside: _Beside) -> EventRef:
    """Return the event that `words` name; a time among them says when it is."""
    found = _longest(words, context)
    if found is None:
        return events.event(words, words, context, beside.span)
    rest = words[: found.start] + " " + words[found.end :]
    return events.event(words, rest, context, span(found.text, context))


def _longest(words: str, context: Context) -> Found | None:
    """Return the longest phrase of `words` that speaks of time: the date after a title."""
    if len(words) > _LONGEST_TIME:
        return None
    phrases = find(words, context.clock.now(), context.zone, context.locale)
    timed = [one for one in phrases if one.readings and one.readings[0].kind in _STANDS]
    return max(timed, key=lambda one: len(one.text), default=None)


def _reminder(words: str, context: Context, beside: _Beside) -> ReminderRef:
    return lookup.reminder(words, context, beside.span)


def _tasks(words: str, context: Context, beside: _Beside) -> tuple[TaskRef, ...]:
    return lookup.tasks(words, context, beside.on_list)


def _move(words: str, context: Context, beside: _Beside) -> Move:
    if beside.stands is not None:
        shift = standing.shifted(words, beside.stands, context)
        if shift is not None:
            return Move(words.strip(), shift)
        words, context = standing.near(words, beside.stands, context)
    to = moment(words, context)
    return Move(to.said, to.start, to.end, to.all_day, to.repeat, to.past)


def _cue(words: str, context: Context) -> Cue:
    if find_return(words):
        now = context.clock.now().replace(microsecond=0)
        return Cue(words.strip(), now, at_return=True)
    to = moment(words, context)
    return Cue(to.said, to.start, to.end, to.all_day, to.repeat, to.past)


_NAMED_BY_TIME = {Kind.EVENT, Kind.REMINDER}
_STANDS = {"instant", "interval"}
_ORDER = {Kind.TEXT: -2, Kind.SPAN: -2, Kind.EVENT: -1, Kind.REMINDER: -1, Kind.TASK: -1}
_BESIDE: Mapping[Kind, Callable[[str, Context, _Beside], object]] = {
    Kind.EVENT: _event,
    Kind.REMINDER: _reminder,
    Kind.TASK: _tasks,
}
