"""The front door: everything a skill may import, and nothing else."""

from assistant.base.errors import ToolError
from assistant.base.i18n import tr
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Answer, Change, Proposal, Remove, Send, Update
from assistant.domain.contacts import Contact
from assistant.domain.mail import Address, Draft
from assistant.domain.reads import Occurrence, Reads
from assistant.domain.recurrence import next_after
from assistant.domain.reminders import Reminder
from assistant.domain.say import say_day, say_moment, say_span
from assistant.skill.context import Context
from assistant.skill.contract import Example, Skill
from assistant.skill.questions import NeedsAnswer
from assistant.skill.values import (
    EventRef,
    MailRef,
    Moment,
    Person,
    Phone,
    ReminderRef,
    Repeat,
    Span,
)

__all__ = [
    "Add",
    "Address",
    "Answer",
    "Change",
    "Contact",
    "Context",
    "Draft",
    "Event",
    "EventRef",
    "Example",
    "MailRef",
    "Moment",
    "NeedsAnswer",
    "Occurrence",
    "Person",
    "Phone",
    "Proposal",
    "Reads",
    "Reminder",
    "ReminderRef",
    "Remove",
    "Repeat",
    "Send",
    "Skill",
    "Span",
    "ToolError",
    "Update",
    "next_after",
    "say_day",
    "say_moment",
    "say_span",
    "tr",
]
