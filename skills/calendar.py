"""Calendar: put events into the calendar and look them up."""

from datetime import date, datetime, timedelta

from assistant.api import (
    Add,
    Answer,
    Context,
    Event,
    Example,
    Moment,
    Occurrence,
    Person,
    Proposal,
    Repeat,
    Skill,
    Span,
    say_span,
    tr,
)

skill = Skill("calendar", title="Calendar")
_USUAL = timedelta(hours=1)
_MOST = 20


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
    notes: str = "",
) -> Proposal:
    """Put an event into the calendar."""
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
        notes=notes,
    )
    return Proposal(tr("New event: {title}", title=title), (Add(event),))


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
        Example("do I have a meeting with Sara", query="Sara"),
        Example("我明天有什么安排", when="明天"),
        Example("这周有哪些会", when="这周"),
        Example("看医生是什么时候", query="看医生"),
        Example("周五下午有空吗", when="周五下午"),
    ]
)
def find(ctx: Context, when: Span | None = None, query: str = "") -> Answer:
    """Look up events, by time or by words."""
    if query and when is None:
        events = ctx.reads.find_events(query)[:_MOST]
        lines = [f"{say_span(one.start, one.end, ctx.zone)}  {one.title}" for one in events]
        return Answer("\n".join(lines) or tr("No events."), tuple(events))
    start = when.start if when else ctx.clock.now()
    end = when.end if when else start + timedelta(days=7)
    found = [one for one in ctx.reads.events(start, end) if _matches(one, query)][:_MOST]
    lines = [f"{_said(one, ctx)}  {one.event.title}" for one in found]
    return Answer("\n".join(lines) or tr("No events."), tuple(one.event for one in found))


def _matches(one: Occurrence, query: str) -> bool:
    return query.casefold() in f"{one.event.title} {one.event.location}".casefold()


def _said(one: Occurrence, ctx: Context) -> str:
    if one.event.all_day:
        return say_span(one.start.date(), one.end.date(), ctx.zone)
    return say_span(one.start, one.end, ctx.zone)
