"""Clock: tell the time and the date."""

from assistant.api import Answer, Context, Example, Skill, say_moment, tr

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
