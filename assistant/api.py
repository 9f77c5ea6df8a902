"""The front door: everything a skill may import, and nothing else."""

from assistant.base.errors import ToolError
from assistant.base.i18n import tr
from assistant.domain.calendar import Event
from assistant.domain.calendars import default_of
from assistant.domain.changes import Add, Answer, Change, Proposal, Remove, Send, Update
from assistant.domain.contacts import Contact
from assistant.domain.documents import Document
from assistant.domain.free import Stretch, free, offers
from assistant.domain.gleaning import key_sentences
from assistant.domain.mail import Address, Draft
from assistant.domain.reads import Occurrence, Reads
from assistant.domain.received import Received
from assistant.domain.recurrence import next_after
from assistant.domain.reminders import Reminder, done, put_off, rings
from assistant.domain.say import say_day, say_moment, say_span, say_when
from assistant.domain.scope import scope_in
from assistant.domain.series import Scope, changed, removed
from assistant.domain.sharing import Sharing, times_wanted
from assistant.domain.tasks import Task, TaskStatus, ticked
from assistant.domain.writing import (
    answer_to,
    dressed,
    language_named,
    language_of,
    passing_on,
    quoted,
    sentence,
    subject_of,
    tone_named,
)
from assistant.skill.context import Context
from assistant.skill.contract import Example, Skill
from assistant.skill.questions import NeedsAnswer
from assistant.skill.values import (
    CalendarRef,
    ContactRef,
    Cue,
    EventRef,
    LetterRef,
    MailRef,
    Moment,
    Move,
    Person,
    Phone,
    ReminderRef,
    Repeat,
    Span,
    TaskRef,
)
from assistant.when.places import zone_of

__all__ = [
    "Add",
    "Address",
    "Answer",
    "CalendarRef",
    "Change",
    "Contact",
    "ContactRef",
    "Context",
    "Cue",
    "Document",
    "Draft",
    "Event",
    "EventRef",
    "Example",
    "LetterRef",
    "MailRef",
    "Moment",
    "Move",
    "NeedsAnswer",
    "Occurrence",
    "Person",
    "Phone",
    "Proposal",
    "Reads",
    "Received",
    "Reminder",
    "ReminderRef",
    "Remove",
    "Repeat",
    "Scope",
    "Send",
    "Sharing",
    "Skill",
    "Span",
    "Stretch",
    "Task",
    "TaskRef",
    "TaskStatus",
    "ToolError",
    "Update",
    "answer_to",
    "changed",
    "default_of",
    "done",
    "dressed",
    "free",
    "key_sentences",
    "language_named",
    "language_of",
    "next_after",
    "offers",
    "passing_on",
    "put_off",
    "quoted",
    "removed",
    "rings",
    "say_day",
    "say_moment",
    "say_span",
    "say_when",
    "scope_in",
    "sentence",
    "subject_of",
    "ticked",
    "times_wanted",
    "tone_named",
    "tr",
    "zone_of",
]
