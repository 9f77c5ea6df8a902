"""SMCalFlow and Schema-Guided Dialogue: first turns of calendar dialogues.

SMCalFlow's meaning is a program (lispress); what it compares with is taken from its strings.
"""

import re
from collections.abc import Mapping
from typing import Any

from assistant.training.lesson import Lesson

_TOOLS: Mapping[str, str] = {
    "create_event": "calendar.create",
    "query_event": "calendar.find",
    "update_event": "calendar.update",
    "delete_event": "calendar.delete",
    "fence:FenceReminder": "reminders.create",
}
_REFUSED = ("weather", "place_query", "people_query", "fence:", "dialogue:Pleasantry")
_SUBJECT = re.compile(r'Event\.subject_\? \(\?~?= "([^"]+)"')
_NAME = re.compile(r'PersonName\.apply "([^"]+)"')
_PLACE = re.compile(r'LocationKeyphrase\.apply "([^"]+)"|Event\.location_\? \(\?~?= "([^"]+)"')
_UNCLEAR = ("fence:FenceMultiAction", "fence:FenceAttendee", "fence:FenceSpecify", "fence:FenceGib")
_REMIND = re.compile(r"\bremind", re.IGNORECASE)


def lesson(record: Mapping[str, Any]) -> Lesson | None:
    """Return the first turn of a dialogue as a lesson; None for later turns and unclear ones."""
    text, op = str(record["text"]).strip(), str(record["op"])
    if record["turn"] or op.startswith(_UNCLEAR):
        return None
    if op not in _TOOLS:
        return Lesson(text, "") if op.startswith(_REFUSED) else None
    tool = _TOOLS[op]
    program = str(record["lispress"])
    if tool == "reminders.create" or _REMIND.search(text):
        return Lesson(text, "reminders.create", named=True)
    if tool == "calendar.create":
        return _created(text, program)
    if tool == "calendar.find":
        wanted = [*_SUBJECT.findall(program), *_NAME.findall(program)]
        return Lesson(text, tool, tuple(("query", words) for words in wanted[:1]))
    return Lesson(text, tool, named=True)


def _created(text: str, program: str) -> Lesson:
    slots = [("title", words) for words in _SUBJECT.findall(program)[:1]]
    slots += [("attendees", words) for words in dict.fromkeys(_NAME.findall(program))]
    slots += [("location", one or other) for one, other in _PLACE.findall(program)[:1]]
    plain = "Execute (refer" in program and not _NAME.search(program)
    return Lesson(text, "calendar.create", tuple(slots), named=plain or "FindManager" in program)


_ACTS: Mapping[str, str] = {
    "GetEvents": "calendar.find",
    "GetAvailableTime": "calendar.find",
    "AddEvent": "calendar.create",
    "GetAlarms": "reminders.find",
    "AddAlarm": "reminders.create",
}


def dialogue_lesson(record: Mapping[str, Any]) -> Lesson | None:
    """Return the first turn of a Schema-Guided dialogue as a lesson."""
    tool = _ACTS.get(str(record["active_intent"]))
    if record["turn"] or tool is None:
        return None
    text = str(record["text"]).strip()
    if tool in {"calendar.create", "reminders.create"}:
        return Lesson(text, tool, named=True)
    return Lesson(text, tool)
