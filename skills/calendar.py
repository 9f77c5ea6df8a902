"""Calendar: events, moved and looked up, and the time between them."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from assistant.api import (
    Add,
    Address,
    Answer,
    CalendarRef,
    Context,
    Event,
    EventRef,
    Example,
    Moment,
    Move,
    NeedsAnswer,
    Occurrence,
    Person,
    Proposal,
    Repeat,
    Scope,
    Sharing,
    Skill,
    Span,
    Stretch,
    changed,
    default_of,
    free,
    offers,
    removed,
    say_span,
    scope_in,
    times_wanted,
    tr,
)

skill = Skill("calendar", title="Calendar")
_USUAL = timedelta(hours=1)
_MOST = 20
_SHORTEST = timedelta(minutes=15)
_OFFERED = 6


@skill.tool(
    examples=[
        Example(
            "dinner with Ben on Saturday at 7 pm",
            title="dinner with Ben",
            start="on Saturday at 7 pm",
            attendees=("Ben",),
        ),
        Example(
            "put the dentist in my calendar for Monday 9:30",
            title="the dentist",
            start="Monday 9:30",
        ),
        Example(
            "schedule a team meeting tomorrow from 2 to 3",
            title="team meeting",
            start="tomorrow from 2 to 3",
        ),
        Example("book yoga every Thursday at 6", title="yoga", start="every Thursday at 6"),
        Example(
            "add a call with Sara next Wednesday at ten for half an hour",
            title="call with Sara",
            start="next Wednesday at ten",
            duration="half an hour",
            attendees=("Sara",),
        ),
        Example(
            "meet Tom at the station on Friday at noon",
            title="meet Tom",
            start="on Friday at noon",
            location="the station",
            attendees=("Tom",),
        ),
        Example("I'm on holiday from 3 to 7 August", title="holiday", start="from 3 to 7 August"),
        Example("plan a review at 4 pm today", title="review", start="at 4 pm today"),
        Example("下周一上午十点开会", title="开会", start="下周一上午十点"),
        Example(
            "周六晚上七点和小王吃饭", title="和小王吃饭", start="周六晚上七点", attendees=("小王",)
        ),
        Example("安排明天下午两点的项目评审", title="项目评审", start="明天下午两点"),
        Example(
            "后天中午跟客户在茶馆见面", title="跟客户在茶馆见面", start="后天中午", location="茶馆"
        ),
        Example("每周四晚上六点瑜伽课", title="瑜伽课", start="每周四晚上六点"),
        Example(
            "put the flight to Rome on 9 May at 6 am, remind me 3 hours before",
            title="flight to Rome",
            start="9 May at 6 am",
            remind_before="3 hours",
        ),
        Example(
            "后天上午九点面试，提前半小时提醒我",
            title="面试",
            start="后天上午九点",
            remind_before="半小时",
        ),
        Example(
            "put the budget review on my work calendar for Tuesday at 10",
            title="the budget review",
            start="Tuesday at 10",
            calendar="work",
        ),
        Example(
            "周六上午十点打扫卫生，记到家庭日历",
            title="打扫卫生",
            start="周六上午十点",
            calendar="家庭",
        ),
    ]
)
def create(
    ctx: Context,
    title: str,
    start: Moment,
    end: Moment | None = None,
    duration: timedelta | None = None,
    location: str = "",
    attendees: list[Person] | None = None,
    repeat: Repeat | None = None,
    remind_before: timedelta | None = None,
    notes: str = "",
    calendar: CalendarRef | None = None,
) -> Proposal:
    """Put an event into the calendar, or into the one of several that is named."""
    first, last = _ends(start, end, duration)
    key = ctx.new_id()
    event = Event(
        id=key,
        uid=f"{key}@deskmate",
        title=title,
        start=first,
        end=last,
        location=location,
        attendees=tuple(person.address for person in attendees or ()),
        repeat=repeat.rule if repeat else start.repeat,
        reminder_minutes=_minutes(remind_before),
        notes=notes,
        calendar=calendar.calendar.id if calendar else default_of(ctx.reads.calendars()),
    )
    return Proposal(tr("New event: {title}", title=title), (Add(event),))


def _minutes(before: timedelta | None) -> int | None:
    return None if before is None else int(before.total_seconds() // 60)


def _ends(
    start: Moment, end: Moment | None, length: timedelta | None
) -> tuple[datetime | date, datetime | date]:
    """Return both ends, exclusive; a date without a time of day makes an all-day event.

    "3 August" to "7 August" includes the seventh.
    """
    if start.all_day and length is None and (end is None or end.all_day):
        said = end or start
        last = said.end.date() if said.end else said.day + timedelta(days=1)
        return start.day, max(last, start.day + timedelta(days=1))
    stop = end.start if end else start.end
    if stop is None or stop <= start.start:
        stop = start.start + (length or _USUAL)
    return start.start, stop


@skill.tool(
    examples=[
        Example("what's on my calendar tomorrow", when="tomorrow"),
        Example("what do I have this week", when="this week"),
        Example("am I free on Friday afternoon", when="on Friday afternoon"),
        Example("when is the dentist", query="the dentist"),
        Example("show me next month's events", when="next month's"),
        Example("do I have a meeting with Sara", attendee="Sara"),
        Example("我明天有什么安排", when="明天"),
        Example("这周有哪些会", when="这周"),
        Example("看医生是什么时候", query="看医生"),
        Example("周五下午有空吗", when="周五下午"),
        Example("what's on my work calendar on Monday", when="on Monday", calendar="work"),
        Example("家庭日历这周有什么", when="这周", calendar="家庭"),
    ]
)
def find(
    ctx: Context,
    when: Span | None = None,
    query: str = "",
    attendee: str = "",
    calendar: CalendarRef | None = None,
) -> Answer:
    """Look up events, by time, by words, by who takes part, or in one calendar only."""
    if (query or attendee) and when is None:
        words = f"{query} {attendee}"
        events = [
            one
            for one in ctx.reads.find_events(words)
            if _with(one, attendee) and _lies(one, calendar)
        ][:_MOST]
        lines = [f"{say_span(one.start, one.end, ctx.zone)}  {one.title}" for one in events]
        return Answer("\n".join(lines) or tr("No events."), tuple(events))
    start = when.start if when else ctx.clock.now()
    end = when.end if when else start + timedelta(days=7)
    found = [
        one
        for one in ctx.reads.events(start, end)
        if _matches(one, query) and _with(one.event, attendee) and _lies(one.event, calendar)
    ][:_MOST]
    lines = [f"{_said(one, ctx)}  {one.event.title}" for one in found]
    return Answer("\n".join(lines) or tr("No events."), tuple(one.event for one in found))


def _with(event: Event, name: str) -> bool:
    """Return whether somebody takes part: as a guest, or by the title."""
    people = "\n".join([event.title, *map(str, event.attendees)])
    return name.casefold() in people.casefold()


def _lies(event: Event, calendar: CalendarRef | None) -> bool:
    """Return whether it lies in the calendar that was named, if one was."""
    return calendar is None or event.calendar == calendar.calendar.id


def _matches(one: Occurrence, query: str) -> bool:
    return query.casefold() in f"{one.event.title} {one.event.location}".casefold()


def _said(one: Occurrence, ctx: Context) -> str:
    if one.event.all_day:
        return say_span(one.start.date(), one.end.date(), ctx.zone)
    return say_span(one.start, one.end, ctx.zone)


@skill.tool(
    examples=[
        Example("when am I free next week", when="next week"),
        Example("find an hour for the report tomorrow", duration="an hour", when="tomorrow"),
        Example(
            "three times next week that suit Anna and me", when="next week", attendees=("Anna",)
        ),
        Example(
            "find 45 minutes with Tom on Thursday",
            duration="45 minutes",
            attendees=("Tom",),
            when="on Thursday",
        ),
        Example("do I have any gaps on Wednesday", when="on Wednesday"),
        Example("which slots are open this afternoon", when="this afternoon"),
        Example("下周什么时候有空", when="下周"),
        Example("明天帮我找一个小时的空档", when="明天", duration="一个小时"),
        Example("周四找半小时和小王碰头", when="周四", duration="半小时", attendees=("小王",)),
        Example("后天哪些时间是空的", when="后天"),
    ]
)
def free_time(
    ctx: Context,
    when: Span | None = None,
    duration: timedelta | None = None,
    attendees: list[Person] | None = None,
) -> Answer:
    """Find free time in the calendar, alone or with others."""
    now = ctx.clock.now()
    start = max(when.start, now) if when else now
    end = when.end if when else start + timedelta(days=7)
    shared = Sharing(ctx.reads.calendars(), ctx.reads.contacts())
    guests = [one.address for one in attendees or ()]
    busy = [one for one in ctx.reads.events(start, end) if shared.takes(one.event, guests)]
    wanted = times_wanted(ctx.typed)
    length = duration or (_USUAL if wanted else None)
    found = free(busy, start, end, length=length or _SHORTEST, hours=ctx.hours)
    if not found:
        return Answer(tr("There is no free time then."))
    if wanted and length:
        lines = [_stretch(one, length, ctx) for one in offers(found, length, wanted, each=1)]
    else:
        lines = [_stretch(one, length, ctx) for one in _spread(found)]
    unknown = [one.name or one.email for one in guests if not shared.knows(one)]
    if unknown:
        names = ", ".join(unknown)
        lines.append(
            tr("I only know the calendars that are here, not that of {names}.", names=names)
        )
    return Answer("\n".join(lines))


def _stretch(one: Stretch, length: timedelta | None, ctx: Context) -> str:
    """Return a stretch in words: all of it is free where no length was asked for."""
    whole = say_span(one.start, one.end, ctx.zone)
    return tr("{when} (free)", when=whole) if length is None else whole


def _spread(found: tuple[Stretch, ...]) -> list[Stretch]:
    """Return the first few stretches, of as many days as there are."""
    days: dict[date, list[Stretch]] = {}
    for one in found:
        days.setdefault(one.start.date(), []).append(one)
    each = max(1, _OFFERED // len(days))
    return [one for day in days.values() for one in day[:each]][:_OFFERED]


@skill.tool(
    asked=("scope",),
    examples=[
        Example("move my 3 pm to 4 pm", when="3 pm", event="my", start="4 pm"),
        Example("push the dentist back by an hour", event="the dentist", start="an hour"),
        Example(
            "move lunch with Sara from Friday to Saturday",
            event="lunch with Sara",
            when="Friday",
            start="Saturday",
        ),
        Example("make the review half an hour", event="the review", duration="half an hour"),
        Example("rename the kickoff to project start", event="the kickoff", title="project start"),
        Example(
            "the team meeting tomorrow is in the library now",
            event="the team meeting",
            when="tomorrow",
            location="the library",
        ),
        Example("add Tom to the budget call", event="the budget call", attendees=("Tom",)),
        Example(
            "remind me 10 minutes before the interview",
            event="the interview",
            remind_before="10 minutes",
        ),
        Example("把下午三点的会改到四点", when="下午三点", event="会", start="四点"),
        Example("看牙推迟一小时", event="看牙", start="一小时"),
        Example("把周五的聚餐挪到周六", when="周五", event="聚餐", start="周六"),
        Example("瑜伽课改成一个半小时", event="瑜伽课", duration="一个半小时"),
        Example("明天的评审换到三号会议室", when="明天", event="评审", location="三号会议室"),
        Example("面试提前十分钟提醒我", event="面试", remind_before="十分钟"),
    ],
)
def update(
    ctx: Context,
    event: EventRef,
    when: Span | None = None,
    start: Move | None = None,
    end: Move | None = None,
    duration: timedelta | None = None,
    title: str = "",
    location: str = "",
    attendees: list[Person] | None = None,
    repeat: Repeat | None = None,
    remind_before: timedelta | None = None,
    notes: str = "",
    scope: str = "",
) -> Proposal:
    """Change an event: its time, length, place, name or guests."""
    if title.strip().isdecimal():  # "make it 4" means a time that could not be read, no name
        title = ""
    one = _instance(event, ctx)
    before = replace(one.event, start=_as_said(one, one.start), end=_as_said(one, one.end))
    first, last = _moved(before, start, end, duration)
    after = replace(
        before,
        start=first,
        end=last,
        title=title or before.title,
        location=location or before.location,
        attendees=_joined(before, attendees),
        repeat=repeat.rule if repeat else before.repeat,
        reminder_minutes=before.reminder_minutes
        if remind_before is None
        else _minutes(remind_before),
        notes=notes or before.notes,
    )
    if after == before:
        raise NeedsAnswer("What shall change about it?", argument="start")
    changes = changed(one, after, _scope(one, when, scope, ctx), ctx.new_id)
    return Proposal(tr("Change: {title}", title=before.title), changes)


def _instance(ref: EventRef, ctx: Context) -> Occurrence:
    """Return the instance that was meant; an event that does not repeat is one."""
    start, end = ref.event.span(ctx.zone)
    return ref.instance or Occurrence(ref.event, start, end)


def _as_said(one: Occurrence, moment: datetime) -> datetime | date:
    """Return an end of the instance in the form of its event: zoned, floating or a day."""
    event = one.event
    if not isinstance(event.start, datetime):
        return moment.date()
    if event.start.tzinfo is None:
        return moment.replace(tzinfo=None)
    return moment.astimezone(event.start.tzinfo)


def _scope(one: Occurrence, when: Span | None, said: str, ctx: Context) -> Scope:
    """Return how much of a series is meant; ask where neither words nor a day say it."""
    if not one.record.repeats:
        return Scope.THIS
    scope = scope_in(said) if said else scope_in(ctx.typed)
    if scope is None and when is not None and when.end - when.start <= timedelta(days=1):
        scope = Scope.THIS
    if scope is None:
        raise NeedsAnswer(
            "“{title}” repeats. Which ones do you mean?",
            argument="scope",
            choices=(tr("Only this one"), tr("This and all that follow"), tr("All of them")),
            title=one.event.title,
        )
    return scope


def _joined(event: Event, people: list[Person] | None) -> tuple[Address, ...]:
    """Return the guests and those who join them, each once."""
    guests = {str(one).casefold(): one for one in event.attendees}
    for person in people or ():
        guests.setdefault(str(person.address).casefold(), person.address)
    return tuple(guests.values())


def _moved(
    event: Event, start: Moment | None, end: Moment | None, length: timedelta | None
) -> tuple[datetime | date, datetime | date]:
    """Return the new ends: a day keeps the hours, a time of day keeps the length."""
    first, last = event.start, event.end
    if start is not None:
        first, last = _to(event, start)
    if end is not None and isinstance(first, datetime):
        last = end.start if end.start > first else last
    if length is not None:
        last = first + length if isinstance(first, datetime) else _days(first, length)
    return first, last


def _days(first: date, length: timedelta) -> date:
    return first + max(timedelta(days=length.days), timedelta(days=1))


def _to(event: Event, start: Moment) -> tuple[datetime | date, datetime | date]:
    if not isinstance(event.start, datetime) or not isinstance(event.end, datetime):
        days = timedelta(days=event.end.toordinal() - event.start.toordinal())
        if start.all_day:
            return start.day, start.day + days
        return start.start, start.end or start.start + _USUAL
    length = event.end - event.start
    if start.all_day:
        first = datetime.combine(start.day, event.start.time(), event.start.tzinfo)
        return first, first + length
    floats = event.start.tzinfo is None
    first = start.start.replace(tzinfo=None) if floats else start.start
    last = start.end.replace(tzinfo=None) if floats and start.end else start.end
    return first, last or first + length


@skill.tool(
    asked=("scope",),
    examples=[
        Example("cancel my 3 pm", event="my", when="3 pm"),
        Example("delete the dentist appointment", event="the dentist appointment"),
        Example(
            "remove lunch with Sara on Friday from my calendar",
            event="lunch with Sara",
            when="on Friday",
        ),
        Example("call off the team meeting tomorrow", event="the team meeting", when="tomorrow"),
        Example("drop yoga next Thursday", event="yoga", when="next Thursday"),
        Example("I'm not going to the concert, take it out", event="the concert"),
        Example("取消明天下午的会", event="会", when="明天下午"),
        Example("删掉看牙的预约", event="看牙的预约"),
        Example("把周五和小王的饭局取消", event="和小王的饭局", when="周五"),
        Example("从日历里去掉音乐会", event="音乐会"),
    ],
)
def delete(
    ctx: Context,
    event: EventRef,
    when: Span | None = None,
    scope: str = "",
) -> Proposal:
    """Take an event out of the calendar."""
    one = _instance(event, ctx)
    changes = removed(one, _scope(one, when, scope, ctx))
    return Proposal(tr("Delete: {title}", title=one.event.title), changes)
