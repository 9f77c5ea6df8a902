"""Clock: tell the time and the date, here and elsewhere."""

from assistant.api import (
    Answer,
    Context,
    Example,
    Moment,
    NeedsAnswer,
    Skill,
    say_moment,
    tr,
    zone_of,
)

skill = Skill("clock", title="Clock")


@skill.tool(
    examples=[
        Example("what time is it"),
        Example("what's the date today"),
        Example("which day of the week is it"),
        Example("tell me the current time"),
        Example("现在几点了"),
        Example("今天几号"),
        Example("今天星期几"),
        Example("告诉我现在的时间"),
    ]
)
def now(ctx: Context) -> Answer:
    """Tell the current time and date."""
    return Answer(tr("It is {moment}.", moment=say_moment(ctx.clock.now())))


@skill.tool(
    leads={"place": ("time is it in", "time will it be in", "time in", "clock in")},
    examples=[
        Example("what time is it in Tokyo", place="Tokyo"),
        Example("what's the time in New York right now", when="right now", place="New York"),
        Example("when it's 3 pm here, what time is it in London", when="3 pm", place="London"),
        Example("9 am tomorrow in Sydney time", when="9 am tomorrow", place="Sydney"),
        Example("convert 18:00 to Beijing time", when="18:00", place="Beijing time"),
        Example("纽约现在几点", when="现在", place="纽约"),
        Example("北京时间下午三点是伦敦几点", when="北京时间下午三点", place="伦敦"),
        Example("明天上午九点换算成东京时间", when="明天上午九点", place="东京时间"),
    ],
)
def convert(ctx: Context, when: Moment | None = None, place: str = "") -> Answer:
    """Tell what the clocks show at a place, now or at another time."""
    zone = zone_of(place) if place else ctx.zone
    if zone is None:
        raise NeedsAnswer(
            "I do not know the time zone of {place}. Which big city is near it?",
            argument="place",
            place=place,
        )
    here = when.start if when else ctx.clock.now()
    there = say_moment(here.astimezone(zone))
    if not place and when is not None:
        return Answer(tr("That is {moment} here.", moment=there))
    if when is None:
        return Answer(tr("It is {moment}.", moment=there))
    return Answer(
        tr(
            "{moment} here is {there} in {place}.",
            moment=say_moment(here),
            there=there,
            place=place,
        )
    )
