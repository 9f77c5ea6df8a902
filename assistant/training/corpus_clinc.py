"""CLINC150: 150 intents and what is out of scope, without slots: which tool, and whether any."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.training.lesson import Lesson

_TOOLS: Mapping[str, str] = {
    "alarm": "reminders.create",
    "reminder": "reminders.find",
    "reminder_update": "reminders.create",
    "timer": "reminders.create",
    "calendar": "calendar.find",
    "meeting_schedule": "calendar.find",
    "schedule_meeting": "calendar.create",
    "date": "clock.now",
    "time": "clock.now",
    "timezone": "clock.convert",
    "shopping_list": "tasks.find",
    "todo_list": "tasks.find",
}
# Labels that stand for several of our tools, or for what no tool does but could be taken for one.
_UNCLEAR = frozenset(
    {
        "calendar_update",
        "shopping_list_update",
        "todo_list_update",
        "next_holiday",
        "cancel",
        "repeat",
    }
)
_ELSEWHERE = re.compile(r"\b(in|for) (?!the (morning|evening)|me\b)[a-z]+|time ?zone|time in")


def lesson(record: Mapping[str, Any]) -> Lesson | None:
    """Return one row as a lesson: the tool's name alone, since nothing says what its words are."""
    text, intent = str(record["text"]).strip(), str(record["intent"])
    if intent in _UNCLEAR:
        return None
    tool = _TOOLS.get(intent, "")
    if intent == "time" and _ELSEWHERE.search(text):
        tool = "clock.convert"
    return Lesson(text, tool, named=bool(tool))
