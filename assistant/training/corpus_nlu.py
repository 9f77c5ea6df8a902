"""NLU-Evaluation-Data and SLURP: 64 to 71 intents with slots.

They label who, when, where and which list, but neither what a mail says nor what goes on a list:
those words are taken from what stands after "saying" or between "add" and "to my list".
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.training.lesson import Lesson
from assistant.training.phrasing import items_in, letter_in

Slots = Sequence[tuple[str, str]]

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
_PEOPLE = ("person", "relation")
# Which slots fill which argument; the first of them that stands in the sentence.
_SLOTS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "calendar.create": {
        "title": ("event_name", "meal_type"),
        "attendees": _PEOPLE,
        "location": ("place_name", "business_name"),
    },
    "calendar.find": {"query": ("event_name", "meal_type"), "attendee": _PEOPLE},
    "calendar.free_time": {"attendees": _PEOPLE},
    "clock.convert": {"place": ("place_name", "time_zone")},
    "reminders.create": {"text": ("event_name",)},
    "reminders.find": {"reminder": ("event_name",)},
    "tasks.add": {"list": ("list_name",)},
    "tasks.find": {"list": ("list_name",)},
    "tasks.remove": {"list": ("list_name",)},
    "contacts.add": {"name": _PEOPLE},
    "contacts.find": {"name": (*_PEOPLE, "business_name")},
}
_MANY = frozenset({"attendees", "to"})
_REMIND = re.compile(r"\bre(?:mind|member)|\b(?:alert|notify) me\b")
_FREE = re.compile(
    r"\bwhen (?:am|will) i\b.*\b(?:free|available)\b|\bopenings?\b|\bfree (?:time|slot)"
)
_NEW = re.compile(r"\b(?:new|unread|unopened|not read|haven't (?:been )?(?:read|opened))\b")
_READ = re.compile(r"\b(?:read|open)\b(?! yet)")
_UNREAD = re.compile(r"\b(?:haven't|not|un)\s?(?:been )?read\b")
_ANY = frozenset({"meeting", "meetings", "event", "events", "appointments", "reminders", "alarms"})
_OWNER = re.compile(
    r"\b(?P<name>\w{2,})['’]s (?:phone|number|e ?mail|contact|address|birthday|info)"
)
_NOUN = re.compile(r"\b(?:meetings?|appointments?|events?|plans|schedule)\b")


def lesson(record: Mapping[str, Any]) -> Lesson | None:
    """Return one row as a lesson, or None where its label is none of a command."""
    text, intent = str(record["text"]).strip(), str(record["intent"])
    slots = [(str(one["type"]), str(one["value"])) for one in record["slots"]]
    if intent in {"set", "query", "post"} or not text:
        return None
    tool = _tool(intent, text, slots)
    if tool.startswith("mail."):
        return _mail(tool, text, slots)
    if tool in ("tasks.add", "tasks.remove"):
        items = tuple(("items", one) for one in items_in(text, tool))
        return Lesson(text, tool, (*items, *_chosen(tool, slots)), timed=tool == "tasks.add")
    if tool in ("calendar.delete", "reminders.delete"):
        return _deleted(tool, text, slots)
    chosen = _chosen(tool, slots)
    if tool == "contacts.find" and not chosen and (owner := _OWNER.search(text)):
        chosen = (("name", owner["name"]),)  # some rows lack their slots
    if tool == "reminders.create":
        return _reminded(text, chosen)
    if tool == "calendar.create" and not chosen and (noun := _NOUN.search(text)):
        chosen = (("title", noun[0]),)
    return Lesson(text, tool, chosen, partial=tool == "contacts.add" and "@" in text)


def _tool(intent: str, text: str, slots: Slots) -> str:
    tool = _TOOLS.get(intent, "")
    kinds = {kind for kind, _ in slots}
    if tool == "calendar.create" and _REMIND.search(text):
        return "reminders.create"
    if tool == "calendar.find" and "reminder" in text:
        return "reminders.find"
    if tool == "calendar.find" and _FREE.search(text):
        return "calendar.free_time"
    if tool == "calendar.delete" and re.search(r"\b(?:reminders?|alarms?)\b", text):
        return "reminders.delete"
    if tool == "clock.now" and kinds & {"place_name", "time_zone"}:
        return "clock.convert"
    if tool == "mail.draft" and re.search(r"\b(?:reply|respond|answer)\b", text):
        return "mail.reply"
    if tool == "mail.draft" and re.search(r"\bforward\b", text):
        return "mail.forward"
    if tool == "mail.find" and _READ.search(text) and not _UNREAD.search(text):
        return "mail.read"
    return tool


def _chosen(tool: str, slots: Slots) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for argument, kinds in _SLOTS.get(tool, {}).items():
        for kind in kinds:
            values = [value for own, value in slots if own == kind]
            if argument in ("query", "reminder"):
                values = [value for value in values if value not in _ANY]
            if argument == "place":  # "convert 9 am Tokyo time to Paris": where it goes, not whence
                values = values[-1:]
            if values:
                kept = values if argument in _MANY else values[:1]
                found += [(argument, value) for value in kept]
                break
    return tuple(found)


def _reminded(text: str, chosen: tuple[tuple[str, str], ...]) -> Lesson:
    """What is reminded of: all that follows "remind me to", else its name, else the alarm."""
    if _REMIND.search(text):
        return Lesson(text, "reminders.create", chosen, led=True)
    if not chosen and (bell := re.search(r"\b(?:alarm|timer|wake)\b", text)):
        chosen = (("text", bell[0]),)
    return Lesson(text, "reminders.create", chosen)


def _deleted(tool: str, text: str, slots: Slots) -> Lesson:
    """What is deleted is called by its name, and by whom it is with where that stands beside."""
    argument = "event" if tool == "calendar.delete" else "reminder"
    names = [value for kind, value in slots if kind in ("event_name", "meal_type")]
    people = [value for kind, value in slots if kind in _PEOPLE]
    bell = re.search(r"\balarms?\b", text) if argument == "reminder" else None
    noun = names[0] if names else ""
    if not noun and (plain := bell or _NOUN.search(text)):
        noun = plain[0]
    together = [f"{noun} with {link}{one}" for one in people for link in ("", "my ", "the ")]
    best = next((one for one in together if noun and one in text), noun)
    best = best or next(iter(people), "")
    return Lesson(text, tool, ((argument, best),) if best else ())


def _mail(tool: str, text: str, slots: Slots) -> Lesson:
    people = [value for kind, value in slots if kind in ("person", "relation")]
    if tool in ("mail.find", "mail.read"):
        return _letters(tool, text, people, slots)
    told = letter_in(text)
    to = "mail" if tool == "mail.reply" else "to"
    chosen = [(to, value) for value in (people if to == "to" else people[:1])]
    whole = bool(told) or (bool(people) and text.endswith(people[-1]))
    unsaid = not whole or tool == "mail.forward"
    return Lesson(
        text, tool, (*chosen, *told), named=not chosen and not told, partial=unsaid, timed=False
    )


def _letters(tool: str, text: str, people: Sequence[str], slots: Slots) -> Lesson:
    found = []
    for one in people[:1]:
        sent = re.search(rf"\b(?:from|by) (?:my |the )?{re.escape(one)}", text)
        asks = re.search(rf"\b(?:did|has|have|does) (?:my )?{re.escape(one)}", text)
        found.append(("sender" if sent or asks or tool == "mail.read" else "query", one))
    names = [value for kind, value in slots if kind in ("event_name", "business_name")]
    if tool == "mail.find" and names and not people:
        found.append(("query", names[0]))
    if tool == "mail.find" and _NEW.search(text):
        found.append(("unread", "true"))
    return Lesson(text, tool, tuple(found))
