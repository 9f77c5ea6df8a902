"""Calls a tool: words become values, the function runs, what it made is taken a step further."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from assistant.base.clock import Clock
from assistant.base.errors import ToolError
from assistant.base.i18n import language
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Proposal, Record
from assistant.domain.events import TurnEnd
from assistant.domain.free import Hours
from assistant.domain.labels import Label, Labels, Origin
from assistant.domain.mail import Draft
from assistant.domain.reads import Reads
from assistant.domain.reminders import Reminder
from assistant.domain.tasks import Task
from assistant.skill.context import Context
from assistant.skill.contract import Outcome, Tool, Words
from assistant.skill.registry import Registry
from assistant.skill.schema import Kind
from assistant.skill.values import EventRef, MailRef, ReminderRef, TaskRef
from assistant.skill.words import arguments

# Words that ask for a draft and no more; everything else about a letter means to send it.
_KEEP = ("draft", "don't send", "do not send", "草稿", "起草", "草拟", "先别发", "不要发")


@dataclass(frozen=True, slots=True)
class Ran:
    """What a call came to: an outcome, a `ToolError`, or None where nothing was done.

    `end` is set where the turn ends; `foreign` where the words of an answer are from outside.
    """

    outcome: Outcome | ToolError | None
    end: TurnEnd | None
    foreign: bool = False


class Caller:
    """The only caller of tools."""

    def __init__(
        self,
        registry: Registry,
        reads: Reads,
        clock: Clock,
        hours: Callable[[], Hours] = Hours,
    ) -> None:
        """`hours` tells when the user works."""
        self._registry = registry
        self._reads = reads
        self._clock = clock
        self._hours = hours

    def tool(self, name: str) -> Tool:
        """Return a tool by name; raise `ToolError` where there is none."""
        return self._registry.tool(name)

    def guest(self, tool: Tool) -> Labels:
        """Return the label of what a skill says that did not come with the program."""
        skill = tool.name.partition(".")[0]
        return frozenset({Label(Origin.SKILL, skill)} if skill in self._registry.guests else ())

    def context(self, typed: str, ids: tuple[str, ...] = ()) -> Context:
        """Return what a tool may see during a turn with these typed words."""
        return Context(self._clock, self._reads, language(), typed, list(ids), self._hours())

    def run(
        self,
        tool: Tool,
        said: Mapping[str, Words],
        typed: str,
        *,
        ids: tuple[str, ...] = (),
        spoken: Mapping[str, datetime] | None = None,
    ) -> Outcome:
        """Call `tool` with the user's words and return what it answers or proposes.

        `ids` are given to the new records, in order: an edited card keeps its records' names.
        `spoken` tells when the words of an argument were typed, where that is not now.
        """
        context = self.context(typed, ids)
        outcome = tool.function(context, **arguments(tool, said, context, spoken or {}))
        if isinstance(outcome, Proposal) and tool.then and not _keeps(typed):
            return self._further(tool, outcome, context)
        return outcome

    def _further(self, tool: Tool, first: Proposal, context: Context) -> Proposal:
        """Return `first` and what the next tool proposes for the record that it adds, as one."""
        following = self._registry.tool(tool.then)
        added = next((one.record for one in first.changes if isinstance(one, Add)), None)
        found = None if added is None else _reference(added)
        names = [one.name for one in following.parameters if found and one.kind is found[0]]
        if found is None or not names:
            return first
        second = following.function(context, **{names[0]: found[1]})
        if not isinstance(second, Proposal):
            return first
        return Proposal(second.summary, first.changes + second.changes)


def _reference(record: Record) -> tuple[Kind, object] | None:
    match record:
        case Draft():
            return Kind.MAIL, MailRef(record.id, record)
        case Event():
            return Kind.EVENT, EventRef(record.id, record)
        case Reminder():
            return Kind.REMINDER, ReminderRef(record.id, record)
        case Task():
            return Kind.TASK, TaskRef(record.id, record)
        case _:
            return None


def _keeps(typed: str) -> bool:
    lowered = typed.casefold()
    return any(word in lowered for word in _KEEP)
