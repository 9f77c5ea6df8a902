"""Reminders: ask to be nudged later."""

from dataclasses import replace
from datetime import datetime, timedelta

from assistant.api import (
    Add,
    Answer,
    Context,
    Cue,
    Example,
    Moment,
    Move,
    NeedsAnswer,
    Proposal,
    Reminder,
    ReminderRef,
    Remove,
    Repeat,
    Skill,
    Span,
    Update,
    done,
    next_after,
    put_off,
    rings,
    say_moment,
    say_when,
    tr,
)

skill = Skill("reminders", title="Reminders")
_NAP = timedelta(minutes=10)
_LEADS = (
    *("remind me to", "remind me that", "remind me about", "remind me of"),
    *("don't let me forget to", "do not let me forget to", "don't forget to", "remember to"),
    *("don't let me forget about", "don't let me forget", "a reminder to", "a reminder for"),
    *(
        "a reminder about",
        "reminder:",
        "提醒我要",
        "提醒我去",
        "提醒我",
        "提醒一下我",
        "提醒:",
        "提醒：",
    ),
    *("别让我忘了", "别让我忘记", "别忘了", "不要忘了", "叫我", "记得"),
)


@skill.tool(
    leads={"text": _LEADS},
    examples=[
        Example("remind me to call mum tonight", text="call mum", when="tonight"),
        Example(
            "remind me in 20 minutes to take the bread out",
            text="take the bread out",
            when="in 20 minutes",
        ),
        Example(
            "set a reminder for the dentist tomorrow at 8", text="the dentist", when="tomorrow at 8"
        ),
        Example(
            "don't let me forget to water the plants on Friday",
            text="water the plants",
            when="on Friday",
        ),
        Example(
            "every weekday at 9 remind me to stand up", text="stand up", when="every weekday at 9"
        ),
        Example("wake me at 6:30", text="wake", when="at 6:30"),
        Example("set an alarm for 7 am", text="alarm", when="7 am"),
        Example(
            "remind me to call Ben when I'm back at my desk",
            text="call Ben",
            when="when I'm back at my desk",
        ),
        Example(
            "remind me about the rent on the first of the month",
            text="the rent",
            when="on the first of the month",
        ),
        Example("提醒我明天交报告", text="交报告", when="明天"),
        Example("半小时后提醒我关火", text="关火", when="半小时后"),
        Example("今晚八点提醒我给妈妈打电话", text="给妈妈打电话", when="今晚八点"),
        Example("每天早上七点叫我起床", text="起床", when="每天早上七点"),
        Example("别让我忘了周五浇花", text="浇花", when="周五"),
        Example("设一个下午三点的闹钟", text="闹钟", when="下午三点"),
        Example("回到电脑前的时候提醒我回邮件", text="回邮件", when="回到电脑前的时候"),
    ],
)
def create(ctx: Context, text: str, when: Cue, repeat: Repeat | None = None) -> Proposal:
    """Remind the user of `text` at `when`, or when they are back at the computer."""
    if when.at_return:
        back = Reminder(ctx.new_id(), text, when.start, at_return=True)
        return Proposal(tr("Remind you: {text}", text=text), (Add(back),))
    rule = repeat.rule if repeat else when.repeat
    due = _first(when, rule, ctx.clock.now())
    start = when.nudge if rule else None
    loud = rings(ctx.typed)  # who asks to be woken means it, in quiet hours too
    reminder = Reminder(ctx.new_id(), text, due, repeat=rule, start=start, alarm=loud, urgent=loud)
    return Proposal(tr("Remind you: {text}", text=text), (Add(reminder),))


def _first(when: Moment, rule: str | None, now: datetime) -> datetime:
    """Return the first moment to remind at, after `now`; ask where there is none.

    Who says "today" after nine in the morning wants to hear of it soon.
    """
    first = when.nudge
    if first > now:
        return first
    if rule:
        first = next_after(rule, first, now) or first
    elif when.all_day and when.day == now.date():
        first = now.replace(second=0, microsecond=0) + timedelta(hours=1)
    if first <= now:
        raise _passed(when)
    return first


def _passed(when: Moment) -> NeedsAnswer:
    return NeedsAnswer(
        "“{words}” has passed. Which moment do you mean?", argument="when", words=when.said
    )


@skill.tool(
    examples=[
        Example("what are my reminders"),
        Example("which reminders do I have this week", when="this week"),
        Example("show the reminders for tomorrow", when="tomorrow"),
        Example("list everything I asked you to remind me of"),
        Example("我有哪些提醒"),
        Example("看看明天的提醒", when="明天"),
        Example("when will you remind me of the rent", reminder="the rent"),
        Example("什么时候提醒我浇花", reminder="浇花"),
    ]
)
def find(ctx: Context, reminder: str = "", when: Span | None = None) -> Answer:
    """List the open reminders, all of them, or by words or time."""
    found = [
        one
        for one in ctx.reads.reminders()
        if (when is None or when.start <= one.fires_at < when.end) and _about(one, reminder)
    ]
    lines = [f"{say_when(one, ctx.zone)}  {one.text}" for one in found]
    return Answer("\n".join(lines) or tr("No reminders."), tuple(found))


def _about(one: Reminder, words: str) -> bool:
    """Return whether a reminder has all the words but the small ones."""
    small = ("the", "a", "my")
    wanted = [word for word in words.casefold().split() if word not in small]
    return all(word in one.text.casefold() for word in wanted)


@skill.tool(
    examples=[
        Example("I have called mum, tick it off", reminder="called mum"),
        Example("mark the reminder bread as done", reminder="bread"),
        Example("the plants are done", reminder="the plants"),
        Example("complete the rent reminder", reminder="rent"),
        Example("浇花的提醒完成了", reminder="浇花"),
        Example("把交报告标记为完成", reminder="交报告"),
    ]
)
def complete(ctx: Context, reminder: ReminderRef) -> Answer | Proposal:
    """Mark a reminder as done; one that comes again goes on."""
    before = reminder.reminder
    after = done(before, ctx.clock.now())
    if after == before:
        when = say_moment(before.fires_at, ctx.zone)
        return Answer(tr("“{text}” comes again: {when}.", text=before.text, when=when), (before,))
    return Proposal(tr("Done: {text}", text=before.text), (Update(before, after),))


@skill.tool(
    examples=[
        Example("snooze the bread for 10 minutes", reminder="bread", duration="10 minutes"),
        Example(
            "give me another half hour on the laundry", reminder="laundry", duration="half hour"
        ),
        Example("remind me of the rent again tomorrow", reminder="the rent", when="tomorrow"),
        Example("push the reminder call mum to 9 pm", reminder="call mum", when="9 pm"),
        Example("把关火的提醒推迟十分钟", reminder="关火", duration="十分钟"),
        Example("交报告的提醒改到明天上午", reminder="交报告", when="明天上午"),
    ]
)
def snooze(
    ctx: Context,
    reminder: ReminderRef,
    duration: timedelta | None = None,
    when: Moment | None = None,
) -> Proposal:
    """Let a reminder come again later."""
    before = reminder.reminder
    later = when.nudge if when else _from_now(duration or _NAP, ctx)
    if when and later <= ctx.clock.now():
        raise _passed(when)
    after = put_off(before, later)
    return Proposal(tr("Snooze: {text}", text=before.text), (Update(before, after),))


def _from_now(length: timedelta, ctx: Context) -> datetime:
    return (ctx.clock.now() + length).replace(microsecond=0)


@skill.tool(
    examples=[
        Example("move the rent reminder to the 3rd", reminder="rent", when="the 3rd"),
        Example("change the reminder about the bread to 6 pm", reminder="the bread", when="6 pm"),
        Example(
            "the plants reminder should say water the roses",
            reminder="plants",
            text="water the roses",
        ),
        Example(
            "remind me of the call to Ben at noon instead", reminder="call to Ben", when="noon"
        ),
        Example("let the stand-up reminder come at 9:15", reminder="stand-up", when="9:15"),
        Example("把交房租的提醒改到三号", reminder="交房租", when="三号"),
        Example("浇花的提醒改成晚上七点", reminder="浇花", when="晚上七点"),
        Example("把买面包的提醒改成买牛奶", reminder="买面包", text="买牛奶"),
    ]
)
def update(
    ctx: Context, reminder: ReminderRef, when: Move | None = None, text: str = ""
) -> Proposal:
    """Change a reminder: when it comes, or what it says."""
    before = reminder.reminder
    after = replace(before, text=text or before.text)
    if when is not None:
        rule = when.repeat or before.repeat
        due = _first(when, rule, ctx.clock.now())
        start = when.nudge if rule else None
        after = replace(after, due=due, repeat=rule, start=start, snoozed=None, at_return=False)
    if after == before:
        raise NeedsAnswer("When shall it come?", argument="when")
    return Proposal(tr("Change: {title}", title=before.text), (Update(before, after),))


@skill.tool(
    examples=[
        Example("delete the reminder about the rent", reminder="the rent"),
        Example("forget the bread reminder", reminder="bread"),
        Example(
            "you need not remind me of the plants on Friday",
            reminder="the plants",
            when="on Friday",
        ),
        Example("cancel the alarm tomorrow", reminder="alarm", when="tomorrow"),
        Example("删除交报告的提醒", reminder="交报告"),
        Example("不用再提醒我浇花了", reminder="浇花"),
        Example("取消明天早上的闹钟", reminder="闹钟", when="明天早上"),
    ]
)
def delete(
    ctx: Context,
    reminder: ReminderRef,
    when: Span | None = None,
) -> Proposal:
    """Take a reminder out; it will not come."""
    before = reminder.reminder
    return Proposal(tr("Delete: {title}", title=before.text), (Remove(before),))
