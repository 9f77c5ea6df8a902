"""Schema-Guided Dialogue: calendar and alarm turns, with the words of each slot as spans."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.training.corpus_smcalflow import turns_before
from assistant.training.lesson import Lesson

_ACTS: Mapping[str, str] = {
    "GetEvents": "calendar.find",
    "GetAvailableTime": "calendar.free_time",
    "AddEvent": "calendar.create",
    "GetAlarms": "reminders.find",
    "AddAlarm": "reminders.create",
}
_SLOTS: Mapping[str, str] = {
    "event_name": "title",
    "event_location": "location",
    "new_alarm_name": "text",
}
# A turn asks for what its dialogue is about only where it says so, or names something new.
_ASKS: Mapping[str, str] = {
    "calendar.create": r"\b(?:add|put|schedule|create|set|save|mark|calend[ae]r)\b",
    "reminders.create": r"\b(?:add|set|create|make|need|want)\b.*\b(?:alarms?|one)\b",
    "calendar.find": r"\?|\b(?:check|show|see|what|any|look|tell|have)\b",
    "calendar.free_time": r"\b(?:free|available|time|slots?|open|openings?|when|schedule|look)\b",
    "reminders.find": r"\balarms?\b",
}
_NO = re.compile(r"^(?:no|nope|that(?:'s| is| will be) (?:all|it)|thanks?\b|thank you)", re.I)


def lesson(record: Mapping[str, Any]) -> Lesson | None:
    """Return a turn as a lesson; None where it asks for nothing clear."""
    text = str(record["text"]).strip()
    tool = _ACTS.get(str(record["active_intent"]))
    before = turns_before(record)
    spans = [(str(one["slot"]), str(one["value"])) for one in record["spans"]]
    if record["active_intent"] == "NONE" or _NO.match(text):
        return Lesson(text, "", before=before) if before and not spans else None
    if tool is None:
        return None
    asks = re.search(_ASKS[tool], text, re.I)
    called = record["service_call_next"] or tool in ("calendar.create", "reminders.create")
    if not spans and not (asks and called):
        return None
    slots = tuple((_SLOTS[name], words) for name, words in spans if name in _SLOTS)
    if tool == "reminders.create" and not slots and re.search(r"\balarm\b", text):
        slots = (("text", "alarm"),)
    return Lesson(text, tool, slots, before=before)
