"""NLU-Evaluation-Data and SLURP: 64 to 71 intents with slots, no words for what a mail says."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.training.lesson import Lesson

_TOOLS: Mapping[str, str] = {
    "alarm_query": "reminders.find",
    "alarm_remove": "reminders.delete",
    "alarm_set": "reminders.create",
    "calendar_query": "calendar.find",
    "calendar_remove": "calendar.delete",
    "calendar_set": "calendar.create",
    "datetime_convert": "clock.convert",
    "datetime_query": "clock.now",
    "email_addcontact": "contacts.add",
    "email_query": "mail.find",
    "email_querycontact": "contacts.find",
    "email_sendemail": "mail.draft",
    "lists_createoradd": "tasks.add",
    "lists_query": "tasks.find",
    "lists_remove": "tasks.remove",
}
# Which slots fill which argument; the first of them that stands in the sentence.
_SLOTS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "calendar.create": {
        "title": ("event_name", "meal_type"),
        "attendees": ("person", "relation"),
        "location": ("place_name", "business_name"),
    },
    "calendar.find": {"query": ("event_name", "person", "relation", "place_name")},
    "reminders.create": {"text": ("event_name",)},
    "mail.draft": {"to": ("email_address", "person", "relation")},
    "mail.find": {"query": ("person", "relation", "business_name", "event_name")},
    "contacts.add": {"name": ("person", "relation"), "email": ("email_address",)},
    "contacts.find": {"query": ("person", "relation", "business_name", "place_name")},
}
_REMIND = re.compile(r"\bre(mind|member)|\b(alert|notify) me\b")
_SAYS = re.compile(
    r"\b(?:saying|say|that says|telling (?:him|her|them)|tell (?:him|her|them)) (?:that )?(.{4,})$"
)
_ABOUT = re.compile(r"\b(?:about|regarding|concerning|and|attach|forward|reply|respond)\b")


def lesson(record: Mapping[str, Any]) -> Lesson | None:
    """Return one row as a lesson, or None where its label is none of a command."""
    text, intent = str(record["text"]).strip(), str(record["intent"])
    slots = [(str(one["type"]), str(one["value"])) for one in record["slots"]]
    if intent in {"set", "query", "post"} or not text:
        return None
    tool = _TOOLS.get(intent, "")
    if tool == "calendar.create" and _REMIND.search(text):
        tool = "reminders.create"
    if tool == "calendar.find" and "reminder" in text:
        tool = "reminders.find"
    if tool == "clock.now" and any(kind in {"place_name", "time_zone"} for kind, _ in slots):
        tool = "clock.convert"
    chosen = _chosen(tool, slots)
    if tool == "mail.draft":
        return _letter(text, chosen)
    if tool == "reminders.create" and not any(name == "text" for name, _ in chosen):
        if "alarm" not in text.split():
            return Lesson(text, tool, chosen, named=True)
        chosen = (*chosen, ("text", "alarm"))
    unlabelled = tool == "calendar.create" and not chosen
    return Lesson(text, tool, chosen, named=unlabelled or tool == "contacts.add")


_ANY = frozenset({"meeting", "meetings", "event", "events", "appointments", "reminders", "alarms"})


def _chosen(tool: str, slots: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for argument, kinds in _SLOTS.get(tool, {}).items():
        many = argument in {"attendees", "to"}
        for kind in kinds:
            values = [value for own, value in slots if own == kind]
            if argument == "query":
                values = [value for value in values if value not in _ANY]
            if values:
                found += [(argument, value) for value in (values if many else values[:1])]
                break
    return tuple(found)


def _letter(text: str, slots: tuple[tuple[str, str], ...]) -> Lesson:
    """The corpus does not say which words are the message: only clear cases are taught whole."""
    says = _SAYS.search(text)
    if says:
        return Lesson(text, "mail.draft", (*slots, ("gist", says[1])))
    whole = bool(slots) and text.endswith(slots[-1][1]) and not _ABOUT.search(text)
    return Lesson(text, "mail.draft", slots, named=not whole)
