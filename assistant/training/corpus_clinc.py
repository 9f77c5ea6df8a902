"""CLINC150: 150 intents and what is out of scope, without slots.

Times are found by code; a few words by their wording; else only the beginning of a call is taught.
"""

import re
from collections.abc import Mapping
from typing import Any

from assistant.training.lesson import Lesson
from assistant.training.phrasing import items_in

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
    "shopping_list_update": "tasks.add",
    "todo_list_update": "tasks.add",
}
# Labels that stand for several of our tools, or for what no tool does but could be taken for one.
_UNCLEAR = frozenset({"calendar_update", "next_holiday", "cancel", "repeat"})
_ELSEWHERE = re.compile(r"\b(?:in|for) (?!the (?:morning|evening)|me\b)[a-z]+|time ?zone|time in")
_PLACE = re.compile(r"\b(?:time (?:is it |now )?in|in) (?P<place>(?!the\b)[a-z]+(?: [a-z]+)?)\??$")
_TAKES = re.compile(r"\b(?:remove|delete|take|erase|drop|cross|clear|scratch|get rid)\b")
_DONE = re.compile(r"\b(?:done|finished|complete|check|tick)\b")
_SHOPPING = re.compile(r"\b(?:shopping|grocery)\b")


def lesson(record: Mapping[str, Any]) -> Lesson | None:
    """Return one row as a lesson; None where its label stands for several tools."""
    text, intent = str(record["text"]).strip(), str(record["intent"])
    if intent in _UNCLEAR:
        return None
    tool = _TOOLS.get(intent, "")
    if intent == "time" and _ELSEWHERE.search(text):
        tool = "clock.convert"
    if tool.startswith("tasks."):
        return _listed(tool, text)
    if tool == "clock.convert":
        place = _PLACE.search(text)
        return Lesson(text, tool, (("place", place["place"]),) if place else (), named=not place)
    if intent in ("alarm", "timer"):
        bell = re.search(r"\b(?:alarm|timer|wake)\b", text)
        return Lesson(text, tool, (("text", bell[0]),) if bell else (), named=not bell)
    if tool == "reminders.create":
        return Lesson(text, tool, led=True)
    if tool == "calendar.create":
        noun = re.search(r"\bmeeting\b", text)
        return Lesson(
            text, tool, (("title", noun[0]),) if noun else (), named=not noun, partial=True
        )
    return Lesson(text, tool, named=tool == "calendar.find", partial=False)


def _listed(tool: str, text: str) -> Lesson | None:
    if tool == "tasks.add" and _DONE.search(text):
        return None
    if tool == "tasks.add" and _TAKES.search(text):
        tool = "tasks.remove"
    name = _SHOPPING.search(text)
    on = (("list", name[0]),) if name else ()
    if tool == "tasks.find":
        return Lesson(text, tool, on, named=not name and "list" not in text)
    items = tuple(("items", one) for one in items_in(text, tool))
    return Lesson(text, tool, (*items, *on), named=not items, timed=False)
