"""One line typed in a hurry becomes an event, a reminder or a task: by rules alone, no model.

The words of time are read by `assistant.when`, as in the chat; what is left is the title.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from assistant.domain.calendar import Event
from assistant.domain.message import plain_line
from assistant.domain.reminders import Reminder, rings
from assistant.domain.tasks import Task
from assistant.skill.returning import find_return
from assistant.when import Found, Reading, find

LONGEST = 500  # characters; more is no line
_USUAL = timedelta(hours=1)
_DAY = timedelta(days=1)
_MORNING = timedelta(hours=9)
_DAYS = {"day", "week", "month", "quarter", "year"}
_EDGES = " \t,;:.，；：。、-–—"
_KINDS = (
    ("reminder", r"^\s*(?:please\s+)?remind\s+me(?:\s+(?:to|about|of|that))?\b"),
    ("reminder", r"(?:请)?提醒我(?:要|去)?"),
    ("task", r"^\s*(?:to-?do|task|new task)\b\s*[:：]?"),
    ("task", r"^\s*(?:待办|任务|新任务)\s*[:：]?"),
    ("event", r"^\s*(?:event|appointment)\s*[:：]"),
    ("event", r"^\s*(?:日程|安排)\s*[:：]"),
)
_LIST = re.compile(r"(?<!\S)#([^\s#]{1,60})|(?:加到|放进|写进)(\S{1,30}?)(?:清单|列表)")
_PRIORITY = re.compile(r"(?<!\S)!([1-3])(?!\S)|(?<!\S)(!{1,3})(?!\S)")
_LEAD = re.compile(r"\b(?:for|on|at)\s+$", re.IGNORECASE)
_FOR = re.compile(r"\bfor\s+(?=\S)", re.IGNORECASE)


class Sort(Enum):
    """What a line makes."""

    EVENT = "event"
    REMINDER = "reminder"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the line that was understood: `what` is when, length, repeat, list, sort ..."""

    start: int
    end: int
    what: str


@dataclass(frozen=True, slots=True)
class QuickLine:
    """What a line says. `start` is aware and None where no time was said.

    `end` is exclusive and None where no length was said; `others` are further readings of the
    time, as starts; `past` marks a time that has passed.
    """

    sort: Sort
    title: str
    marks: tuple[Mark, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    all_day: bool = False
    repeat: str | None = None
    list: str = ""
    priority: int = 0
    past: bool = False
    alarm: bool = False
    at_return: bool = False
    """Whether it waits until the user is back at the computer; then `start` is now."""
    others: tuple[datetime, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether it can be added: a title, and a time where the kind needs one."""
        return bool(self.title) and (self.sort is Sort.TASK or self.start is not None)


def read_line(
    text: str,
    now: datetime,
    *,
    sort: Sort | None = None,
    plain: Collection[str] = (),
    reading: int = 0,
) -> QuickLine:
    """Read `text` as typed at `now` (aware, in the user's zone).

    `sort` is what the user chose, None to go by the words. Phrases in `plain` are words, not
    times. `reading` chooses among the readings of the time.
    """
    line = text[:LONGEST]
    said, marks = _sort_said(line, plain)
    rest = _without(line, marks)
    listed, priority, more = _listed(rest, plain)
    marks += more
    rest = _without(line, marks)
    back = find_return(rest)
    if back is not None and back.text.strip() not in plain and sort in {None, Sort.REMINDER}:
        marks.append(Mark(back.start, back.end, "when"))
        return _on_return(line, now, marks)
    length, more = _length(rest, now, plain)
    marks += more
    found = [one for one in _found(_without(line, marks), now) if one.readings]
    found = [one for one in found if _said(_mark(one, line), line) not in plain]
    time = _time(found, now, length, reading)
    marks += [_mark(one, line) for one in found]
    title = _title(_without(line, marks))
    chosen = sort or said or _fitting(time, listed)
    made = replace(
        time, sort=chosen, title=title, alarm=rings(line), list=listed, priority=priority,
        marks=tuple(sorted(marks, key=lambda mark: mark.start)),
    )  # fmt: skip
    return _settled(made)


def _on_return(line: str, now: datetime, marks: Sequence[Mark]) -> QuickLine:
    return QuickLine(
        Sort.REMINDER,
        _title(_without(line, marks)),
        tuple(sorted(marks, key=lambda mark: mark.start)),
        now,
        at_return=True,
    )


def record_of(line: QuickLine, key: str, now: datetime) -> Event | Reminder | Task:
    """Return the record that a complete line makes, called `key`."""
    match line.sort:
        case Sort.TASK:
            due = line.start.date() if line.start and line.all_day else line.start
            return Task(
                key, line.title, line.list, due, line.priority,
                order=now.timestamp(), repeat=line.repeat, uid=f"{key}@deskmate", created=now,
            )  # fmt: skip
        case Sort.REMINDER:
            due = line.start or now
            start = due if line.repeat else None
            return Reminder(
                key, line.title, due, line.repeat, start,
                urgent=line.alarm, alarm=line.alarm, at_return=line.at_return,
            )  # fmt: skip
        case Sort.EVENT:
            first, last = _ends(line, now)
            return Event(key, line.title, first, last, repeat=line.repeat, uid=f"{key}@deskmate")


def _ends(line: QuickLine, now: datetime) -> tuple[datetime | date, datetime | date]:
    start = line.start or now
    if line.all_day:
        end = line.end or start + timedelta(days=1)
        return start.date(), max(end.date(), start.date() + timedelta(days=1))
    return start, line.end or start + _USUAL


def _sort_said(line: str, plain: Collection[str]) -> tuple[Sort | None, list[Mark]]:
    for name, pattern in _KINDS:
        match = re.search(pattern, line, re.IGNORECASE)
        if match and match.group().strip() not in plain:
            return Sort(name), [Mark(*match.span(), "sort")]
    return None, []


def _listed(line: str, plain: Collection[str]) -> tuple[str, int, list[Mark]]:
    """Return list, priority (1 highest, as PRIORITY of RFC 5545) and where they were said."""
    marks, listed, priority = [], "", 0
    match = _LIST.search(line)
    if match and match.group() not in plain:
        listed = (match.group(1) or match.group(2)).strip(_EDGES)
        marks.append(Mark(*match.span(), "list"))
    match = _PRIORITY.search(line)
    if match and match.group() not in plain:
        level = int(match.group(1) or 4 - len(match.group(2)))
        priority = {1: 1, 2: 5, 3: 9}[level]
        marks.append(Mark(*match.span(), "priority"))
    return listed, priority, marks


def _length(
    line: str, now: datetime, plain: Collection[str]
) -> tuple[timedelta | None, list[Mark]]:
    """Return the length that "for ..." tells, which is not a part of the time itself."""
    rhythms = [one for one in _found(line, now) if one.readings and one.readings[0].rrule]
    for match in _FOR.finditer(line):
        # Of a single time the length is a part; a rhythm takes it for the time until its end.
        if not any(one.start <= match.start() < one.end for one in rhythms):
            continue
        rest = line[match.end() :]
        first = next(iter(_found(rest, now)), None)
        if first is None or first.start or not first.readings:
            continue
        end = match.end() + first.end
        best = first.readings[0]
        if best.kind == "duration" and best.duration and line[match.start() : end] not in plain:
            return best.duration, [Mark(match.start(), end, "length")]
    return None, []


def _found(line: str, now: datetime) -> Sequence[Found]:
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo)  # noqa: S101 - narrows the type
    return find(line, now, zone) if line.strip() else ()


def _time(
    found: Sequence[Found], now: datetime, length: timedelta | None, reading: int
) -> QuickLine:
    """Return when the line is: the first time that it names, with the first rhythm."""
    bare = QuickLine(Sort.TASK, "")
    timed = found
    moments = [one for one in timed if one.readings[0].kind in {"instant", "interval"}]
    rhythms = [one for one in timed if one.readings[0].rrule]
    lengths = [one for one in timed if one.readings[0].kind == "duration"]
    alone = next((one.readings[0].duration for one in lengths), None)
    length = length or alone
    rhythm = rhythms[0].readings[0] if rhythms else None
    named = (moments or rhythms)[0].readings if moments or rhythms else ()
    named = tuple(one for one in named if one.moment is not None)
    if not named:
        # "20 minutes" and no more: that is when to remind, but no time for anything else.
        return replace(bare, end=now + alone) if alone else bare
    best = named[min(reading, len(named) - 1)]
    return replace(
        _placed(best, now, length),
        repeat=rhythm.rrule if rhythm else None,
        others=tuple(_starts(named, best, now)),
    )


def _placed(best: Reading, now: datetime, length: timedelta | None) -> QuickLine:
    start = _aware(best.moment or datetime.min, now)  # noqa: DTZ901 - never used
    far = best.at is not None and best.end is not None and best.end - best.at >= _DAY
    named = best.grain in _DAYS and best.at is None
    whole = (named or far) and start.hour == start.minute == 0
    spans = best.kind == "interval" and best.at is None and best.end is not None
    end = _aware(best.end, now) if spans and best.end else None
    if length is not None and not whole:
        end = start + length
    past = best.past and best.rrule is None
    return QuickLine(Sort.EVENT, "", start=start, end=end, all_day=whole, past=past)


def _starts(named: Sequence[Reading], best: Reading, now: datetime) -> Iterator[datetime]:
    """Yield where the other readings begin, each once, those that lie ahead."""
    seen = {best.moment}
    for one in named:
        if one.moment is not None and one.moment not in seen and not one.past:
            seen.add(one.moment)
            yield _aware(one.moment, now)


def _fitting(time: QuickLine, listed: str) -> Sort:
    """Return what fits best: an hour makes an event, a list or a bare day a task."""
    if listed or time.start is None:
        return Sort.TASK
    return Sort.TASK if time.all_day and time.end is None else Sort.EVENT


def _settled(line: QuickLine) -> QuickLine:
    """Return the line with what its kind makes of it: a reminder needs an hour of the day."""
    if line.sort is Sort.REMINDER and line.start is None and line.end is not None:
        return replace(line, start=line.end.replace(microsecond=0), end=None)
    if line.start is None:
        return replace(line, end=None)
    if line.sort is Sort.REMINDER and line.all_day:
        return replace(line, start=line.start + _MORNING, all_day=False, end=None)
    return line


def _title(rest: str) -> str:
    """Return the words that are left, without what only led to those that were cut out."""
    title = plain_line(" ".join(rest.split())).strip(_EDGES)
    for lead in ("to ", "that ", "把", "要"):
        if title.casefold().startswith(lead) and rest.lstrip(" ") != title:
            title = title[len(lead) :].strip(_EDGES)
    return title


def _mark(found: Found, line: str) -> Mark:
    """Return where a time was said, with the small word that leads to it."""
    best = found.readings[0]
    what = "length" if best.kind == "duration" else "repeat" if best.rrule else "when"
    lead = _LEAD.search(line[: found.start])
    return Mark(lead.start() if lead else found.start, found.end, what)


def _said(mark: Mark, line: str) -> str:
    return line[mark.start : mark.end].strip()


def _without(line: str, marks: Sequence[Mark]) -> str:
    """Return the line with breaks in the place of what was understood: nothing reads across."""
    letters = list(line)
    for mark in marks:
        letters[mark.start : mark.end] = "\n" * (mark.end - mark.start)
    return "".join(letters)


def _aware(wall: datetime, now: datetime) -> datetime:
    """Place a wall time in the user's zone; one that DST skips moves on (RFC 5545 3.3.5)."""
    return wall.replace(tzinfo=now.tzinfo).astimezone(UTC).astimezone(now.tzinfo)
