"""Tasks: what is to be done, on lists, with or without a day."""

from datetime import datetime, time

from assistant.api import (
    Add,
    Answer,
    Change,
    Context,
    Example,
    Moment,
    Proposal,
    Remove,
    Skill,
    Span,
    Task,
    TaskRef,
    Update,
    say_moment,
    ticked,
    tr,
)

skill = Skill("tasks", title="Tasks")
_MOST = 30
_DEEPEST = 8
_MIDNIGHT = time()


@skill.tool(
    leads={"list": ("to my", "to the", "on my", "on the", "加到", "放进", "写进")},
    examples=[
        Example("add milk and eggs to my shopping list", items=("milk", "eggs"), list="shopping"),
        Example("put call the plumber on my to-do list", items=("call the plumber",)),
        Example(
            "new task: hand in the tax form by Friday",
            items=("hand in the tax form",),
            due="by Friday",
        ),
        Example("todo buy stamps", items=("buy stamps",)),
        Example(
            "add book the hotel to the holiday list for next week",
            items=("book the hotel",),
            list="holiday",
            due="next week",
        ),
        Example("I need to fix the bike this weekend", items=("fix the bike",), due="this weekend"),
        Example("把牛奶和鸡蛋加到购物清单", items=("牛奶", "鸡蛋"), list="购物清单"),
        Example("新任务：周五前交税表", items=("交税表",), due="周五前"),
        Example("待办里加一条买邮票", items=("买邮票",)),
        Example("把订酒店放进旅行清单", items=("订酒店",), list="旅行清单"),
        Example("记一下要修自行车", items=("修自行车",)),
    ],
)
def add(
    ctx: Context,
    items: list[str],
    list: str = "",  # noqa: A002 - what it is called
    due: Moment | None = None,
) -> Proposal:
    """Put things to do on a list."""
    last = max((one.order for one in ctx.reads.tasks()), default=0.0)
    on = _known(list, ctx)
    made = [_task(ctx, title, on, due, last + place) for place, title in enumerate(items, start=1)]
    titles = ", ".join(one.title for one in made)
    return Proposal(tr("New task: {title}", title=titles), tuple(Add(one) for one in made))


def _task(ctx: Context, title: str, on: str, due: Moment | None, order: float) -> Task:
    key = ctx.new_id()
    day = None if due is None else due.day if due.all_day else due.start
    return Task(
        key,
        title,
        on,
        day,
        order=order,
        repeat=due.repeat if due else None,
        uid=f"{key}@deskmate",
        created=ctx.clock.now(),
    )


def _known(said: str, ctx: Context) -> str:
    """Return the name of the list as it is known already, "shopping" for "my shopping list"."""
    bare = _bare(said)
    return next((one for one in ctx.reads.task_lists() if _bare(one) == bare), _clean(said))


def _clean(said: str) -> str:
    text = said.strip()
    for lead in ("my ", "the ", "我的"):
        if text.casefold().startswith(lead):
            text = text[len(lead) :]
    for tail in (" list", "清单", "列表"):
        if text.casefold().endswith(tail):
            text = text[: -len(tail)]
    return "" if text.casefold() in _USUAL else text.strip()


def _bare(said: str) -> str:
    return _clean(said).casefold()


_USUAL = ("to-do", "todo", "to do", "task", "tasks", "list", "待办", "任务")


@skill.tool(
    examples=[
        Example("what is on my shopping list", list="shopping"),
        Example("show my tasks"),
        Example("what do I have to do this week", due="this week"),
        Example("which tasks are due tomorrow", due="tomorrow"),
        Example("is there a task about the tax form", query="tax form"),
        Example("what's left on my to-do list"),
        Example("购物清单上有什么", list="购物清单"),
        Example("看看我的待办"),
        Example("这周有哪些任务要做", due="这周"),
        Example("有没有关于税表的任务", query="税表"),
    ]
)
def find(
    ctx: Context,
    list: str = "",  # noqa: A002 - what it is called
    due: Span | None = None,
    query: str = "",
) -> Answer:
    """Look up what is to be done, by list, day or words."""
    on = _bare(list)
    found = [
        one
        for one in ctx.reads.tasks(query)
        if (not on or _bare(one.list) == on) and (due is None or _within(one, due))
    ][:_MOST]
    return Answer("\n".join(_line(one, ctx) for one in found) or tr("No tasks."), tuple(found))


def _within(one: Task, span: Span) -> bool:
    """Return whether a task is due before the end of the span: the overdue ones still wait."""
    if one.due is None:
        return False
    day = one.due.date() if isinstance(one.due, datetime) else one.due
    return day <= span.end.date() and (day < span.end.date() or span.end.time() > _MIDNIGHT)


def _line(one: Task, ctx: Context) -> str:
    parts = [one.title]
    if one.due is not None:
        parts.append(tr("due {when}", when=say_moment(one.due, ctx.zone)))
    if one.list:
        parts.append(f"[{one.list}]")
    return "  ".join(parts)


@skill.tool(
    examples=[
        Example("tick off milk on the shopping list", items=("milk",), list="shopping"),
        Example("I've done the tax form", items=("the tax form",)),
        Example("mark buy stamps as done", items=("buy stamps",)),
        Example("check off eggs and butter", items=("eggs", "butter")),
        Example("the bike task is finished", items=("bike",)),
        Example("everything on the holiday list is done", items=("everything",), list="holiday"),
        Example("购物清单里的牛奶买好了", items=("牛奶",), list="购物清单"),
        Example("税表的任务做完了", items=("税表",)),
        Example("把买邮票打勾", items=("买邮票",)),
        Example("鸡蛋和黄油都划掉", items=("鸡蛋", "黄油")),
    ]
)
def complete(
    ctx: Context,
    items: list[TaskRef],
    list: str = "",  # noqa: A002 - says which tasks, and was used for that
) -> Proposal:
    """Tick tasks off."""
    now = ctx.clock.now()
    done = _whole([one.task for one in items], ctx)
    changes = tuple(Update(one, ticked(one, now)) for one in done)
    return Proposal(tr("Done: {text}", text=_titles(done)), changes)


@skill.tool(
    examples=[
        Example("take milk off the shopping list", items=("milk",), list="shopping"),
        Example("delete the task buy stamps", items=("buy stamps",)),
        Example("remove the bike from my to-do list", items=("the bike",)),
        Example("I don't need eggs and butter any more, drop them", items=("eggs", "butter")),
        Example("scrap the task about the tax form", items=("tax form",)),
        Example("把牛奶从购物清单里去掉", items=("牛奶",), list="购物清单"),
        Example("删除买邮票这个任务", items=("买邮票",)),
        Example("不用修自行车了，把任务删了", items=("修自行车",)),
    ]
)
def remove(
    ctx: Context,
    items: list[TaskRef],
    list: str = "",  # noqa: A002 - says which tasks, and was used for that
) -> Proposal:
    """Take tasks off a list without having done them."""
    gone = _whole([one.task for one in items], ctx)
    changes: tuple[Change, ...] = tuple(Remove(one) for one in gone)
    return Proposal(tr("Delete: {title}", title=_titles(gone)), changes)


def _whole(named: "list[Task]", ctx: Context) -> "list[Task]":
    """Return the tasks and the open parts of them, each once."""
    waiting = ctx.reads.tasks()
    found = {one.id: one for one in named}
    for _ in range(_DEEPEST):
        parts = [one for one in waiting if one.parent in found and one.id not in found]
        if not parts:
            break
        found |= {one.id: one for one in parts}
    return [*found.values()]


def _titles(tasks: "list[Task]") -> str:
    return ", ".join(one.title for one in tasks)
