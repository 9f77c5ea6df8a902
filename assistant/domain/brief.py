"""The brief of a day: events, tasks, reminders and letters that wait; computed, never guessed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from assistant.base.i18n import tr
from assistant.domain.calendar import EventStatus
from assistant.domain.reads import Occurrence, Reads
from assistant.domain.received import ANSWERED, Received
from assistant.domain.reminders import Reminder
from assistant.domain.say import say_day, say_event
from assistant.domain.tasks import Task

BACK = timedelta(days=7)  # how far back a letter still counts as waiting for an answer
_DAY = timedelta(days=1)
_SHOWN = 12  # of each kind; the rest is counted
_NOBODY = ("no-reply", "noreply", "no_reply", "donotreply", "do-not-reply", "mailer-daemon")


@dataclass(frozen=True, slots=True)
class Brief:
    """What a day holds, as seen at `now` (aware, in the user's zone); each earliest first.

    `overdue` are tasks that should have been done before `now`, `due` those of the rest of the
    day. `letters` are those to the user alone that nobody answered within a week, newest first.
    """

    now: datetime
    events: tuple[Occurrence, ...] = ()
    overdue: tuple[Task, ...] = ()
    due: tuple[Task, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    letters: tuple[Received, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the day is free of everything."""
        return not (self.events or self.overdue or self.due or self.reminders or self.letters)


def brief_of(reads: Reads, now: datetime) -> Brief:
    """Return the brief of the day of `now` (aware, in the user's zone); what is over is left out.

    The day ends at midnight by the wall clock, be it 23 or 25 hours long.
    """
    begin = datetime.combine(now.date(), time(), now.tzinfo)
    end = datetime.combine(now.date() + _DAY, time(), now.tzinfo)
    open_tasks = [one for one in reads.tasks() if one.due is not None]
    return Brief(
        now,
        events=tuple(
            one
            for one in reads.events(begin, end)
            if _utc(one.end) > _utc(now) and one.event.status is not EventStatus.CANCELLED
        ),
        overdue=tuple(sorted((one for one in open_tasks if one.overdue(now)), key=_when)),
        due=tuple(
            sorted(
                (
                    one
                    for one in open_tasks
                    if not one.overdue(now) and _day_of(one, now) <= now.date()
                ),
                key=_when,
            )
        ),
        reminders=tuple(
            one
            for one in reads.reminders()
            if not one.at_return and _utc(now) < _utc(one.fires_at) < _utc(end)
        ),
        letters=tuple(_unanswered(reads, now)),
    )


def gist_of(brief: Brief) -> str:
    """Return the brief in a line or two, for a notification: how much there is, and what is first.

    >>> gist_of(brief)
    '2 events, the first at 09:30: Stand-up · 1 task overdue · 3 letters without an answer'
    """
    if brief.empty:
        return tr("Nothing is planned, nothing is due.")
    parts = []
    timed = [one for one in brief.events if not one.event.all_day]
    if brief.events:
        counted = _count(len(brief.events), "{n} event", "{n} events")
        if timed:
            first = timed[0]
            counted = tr(
                "{events}, the first at {time}: {title}",
                events=counted,
                time=f"{first.start:%H:%M}",
                title=first.event.title,
            )
        parts.append(counted)
    for found, one, many in (
        (brief.overdue, "{n} task overdue", "{n} tasks overdue"),
        (brief.due, "{n} task due", "{n} tasks due"),
        (brief.reminders, "{n} reminder", "{n} reminders"),
        (brief.letters, "{n} letter without an answer", "{n} letters without an answer"),
    ):
        if found:
            parts.append(_count(len(found), one, many))
    return " · ".join(parts)


def say_brief(brief: Brief) -> str:
    """Return the brief in lines, a paragraph a kind."""
    if brief.empty:
        free = tr("Nothing is planned, nothing is due.")
        return f"{say_day(brief.now.date())}\n\n{free}"
    parts = [say_day(brief.now.date())]
    for title, lines in (
        (tr("Events"), [_event(one, brief.now) for one in brief.events]),
        (tr("Overdue"), [_task(one, brief.now) for one in brief.overdue]),
        (tr("Due today"), [_task(one, brief.now) for one in brief.due]),
        (tr("Reminders"), [f"{_hour(one.fires_at, brief.now)}  {one.text}"
                           for one in brief.reminders]),
        (tr("Letters without an answer"), [_letter(one) for one in brief.letters]),
    ):  # fmt: skip
        if lines:
            parts.append("\n".join([title, *_bounded(lines)]))
    return "\n\n".join(parts)


def title_of(brief: Brief) -> str:
    """Return what the conversation with a brief is called."""
    return tr("My day: {day}", day=say_day(brief.now.date()))


def _unanswered(reads: Reads, now: datetime) -> Iterator[Received]:
    """Yield the letters that wait for the user, newest first.

    To the user (not in copy), from a person, neither answered there nor here, a thread once.
    """
    own = {one.email.casefold() for one in reads.myself()}
    answered = {one.answers for one in reads.drafts(sent=True) if one.answers}
    threads: set[str] = set()
    for one in reads.letters(since=(now - BACK, now + timedelta(minutes=1))):
        waits = one.role == "inbox" and ANSWERED not in one.flags and one.id not in answered
        to_me = not own or any(who.email.casefold() in own for who in one.to)
        if not (waits and to_me and _is_person(one, own)):
            continue
        thread = (one.references or (one.in_reply_to or one.message_id or one.id,))[0]
        if thread not in threads:
            threads.add(thread)
            yield one


def _is_person(letter: Received, own: set[str]) -> bool:
    sender = letter.sender.email.casefold()
    return sender not in own and not sender.partition("@")[0].startswith(_NOBODY)


def _event(one: Occurrence, now: datetime) -> str:
    if one.event.all_day:
        when = tr("all day")
    else:
        start = _hour(one.start, now) if _local(one.start, now) == now.date() else "…"
        end = _hour(one.end, now) if _local(one.end, now) == now.date() else "…"
        when = f"{start}–{end}"
    title = say_event(one.event)
    if one.event.location:
        title = tr("{title}, {place}", title=title, place=one.event.location)
    return f"{when}  {title}"


def _task(one: Task, now: datetime) -> str:
    """Return a task with its list, and its day or time where that is not simply today."""
    parts = [one.title]
    if isinstance(one.due, datetime) and _day_of(one, now) == now.date():
        parts.insert(0, _hour(one.due, now))
    elif _day_of(one, now) < now.date():
        parts.append(tr("since {day}", day=say_day(_day_of(one, now))))
    if one.list:
        parts.append(f"[{one.list}]")
    return "  ".join(parts)


def _letter(one: Received) -> str:
    who = one.sender.name or one.sender.email
    return f"{who}: {' '.join(one.subject.split()) or tr('(no subject)')}"


def _bounded(lines: Sequence[str]) -> Iterator[str]:
    yield from (f"- {one}" for one in lines[:_SHOWN])
    if len(lines) > _SHOWN:
        yield tr("… and {n} more", n=len(lines) - _SHOWN)


def _hour(moment: datetime, now: datetime) -> str:
    return f"{moment.astimezone(now.tzinfo):%H:%M}"


def _local(moment: datetime, now: datetime) -> date:
    return moment.astimezone(now.tzinfo).date()


def _day_of(one: Task, now: datetime) -> date:
    if isinstance(one.due, datetime):
        return _local(one.due, now)
    return one.due or date.max


def _when(one: Task) -> tuple[date, bool, float]:
    """Order tasks by day, those of the whole day behind those with a time."""
    if isinstance(one.due, datetime):
        moment = _utc(one.due)
        return moment.date(), False, moment.timestamp()
    return one.due or date.max, True, one.order


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _count(n: int, one: str, many: str) -> str:
    return tr(one if n == 1 else many, n=n)
