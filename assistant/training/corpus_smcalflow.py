"""SMCalFlow: calendar dialogues whose meaning is a program (lispress).

What the program compares with (`?~=`) names an event; what it sets (`?=`) is new.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.llm.adapters import Turn
from assistant.training.lesson import Lesson

_TOOLS: Mapping[str, str] = {
    "create_event": "calendar.create",
    "query_event": "calendar.find",
    "update_event": "calendar.update",
    "delete_event": "calendar.delete",
    "fence:FenceReminder": "reminders.create",
}
_REFUSED = ("weather", "place_query", "fence:", "dialogue:Pleasantry")
_SUBJECT = re.compile(r'Event\.subject_\? \(\?~?= "([^"]+)"')
_NAME = re.compile(r'PersonName\.apply "([^"]+)"')
_PLACE = re.compile(r'LocationKeyphrase\.apply "([^"]+)"|Event\.location_\? \(\?~?= "([^"]+)"')
_UNCLEAR = ("fence:FenceMultiAction", "fence:FenceAttendee", "fence:FenceSpecify", "fence:FenceGib")
_REMIND = re.compile(r"\bremind", re.IGNORECASE)
# Nouns that say no more than that something takes place: a title where nothing better is said.
_PLAIN = re.compile(r"\b(?:meeting|appointment|call|interview|lunch|dinner|breakfast)\b", re.I)
_ANY = re.compile(r"\b(?:meetings?|appointments?|calls?|events?|plans)\b", re.I)
_WITH = re.compile(
    r"(?P<title>\w[\w' -]*?) with (?P<guest>(?:(?:my|the|our) )?[\w'.]+(?: [\w'.]+)?)$"
)
_NAMED = re.compile(r"\b(?:call(?:ed)?|named?|titled?|subject|label)\b|\"", re.I)
# "my meet up with Jason": what an event is called that has no subject of its own.
_MINE = r"\b(?:my|the|our) (?P<what>[\w'-]+(?: [\w'-]+){0,2}?) with "
_DROPS = re.compile(
    r"^(?:please |can you |could you )*(?:remove|take|drop|uninvite|exclude)\b", re.I
)
_FREE = re.compile(
    r"\bwhen (?:am|is|are|will|do|does|can)\b.*\b(?:free|available|open|time)\b|\bfree time\b"
    r"|\b(?:find|what) (?:a |some |the )?(?:\w+ )?(?:times?|slots?)\b.*\b(?:free|open|available)\b"
    r"|\b(?:openings?|gaps?|free slots?|time slots?)\b",
    re.I,
)
_QUESTION = re.compile(
    r"\?|^(?:and |ok |okay |so )?(?:what|how|when|where|who|is|are|do|does)\b", re.I
)
_YES = re.compile(
    r"^(?:(?:yes|yep|yeah|ok|okay|sure|perfect|great|no|nope|looks?|sounds?|good|that|this|it|is|s"
    r"|works?|fine|for|me|thanks?|thank|you|correct|please|right|all|will|do|cool|awesome|nice"
    r"|alright|very|much)\b[\s,.!']*)+$",
    re.I,
)


def lesson(record: Mapping[str, Any]) -> Lesson | None:
    """Return a turn of a dialogue as a lesson; None for unclear ones."""
    text, op, program = str(record["text"]).strip(), str(record["op"]), str(record["lispress"])
    before = turns_before(record)
    if op.startswith(_UNCLEAR):
        return None
    if op.startswith("dialogue:Confirm") and before and _YES.match(text):
        return Lesson(text, "", before=before)
    if op == "other":
        return _other(text, program, before)
    if op == "people_query" and "Event" not in program:
        return Lesson(text, "", before=before)
    if op not in _TOOLS:
        return Lesson(text, "", before=before) if op.startswith(_REFUSED) else None
    if before and _YES.match(text):
        return None
    if "ReviseConstraint" in program or "NewClobber" in program:
        return _revised(record, text, program, before)
    return _asked(text, _TOOLS[op], program, before)


def turns_before(record: Mapping[str, Any]) -> tuple[Turn, ...]:
    """Return what was said right before: the user's turn, if it is known, and the answer."""
    if not record.get("turn") or not record.get("prev_agent"):
        return ()
    said = record.get("prev_user")
    answer: Turn = ("assistant", str(record["prev_agent"]))
    return (("user", str(said)), answer) if said else (answer,)


def _asked(text: str, tool: str, program: str, before: tuple[Turn, ...]) -> Lesson | None:
    if tool == "reminders.create" or _REMIND.search(text):
        return Lesson(text, "reminders.create", before=before)
    if tool == "calendar.create":
        return _created(text, program, before)
    if tool == "calendar.find":
        return _found(text, program, before)
    if tool == "calendar.delete":
        return Lesson(text, tool, _event(text, program), before=before)
    return None if _DROPS.match(text) else _updated(text, program, before)


def _created(text: str, program: str, before: tuple[Turn, ...]) -> Lesson:
    names = list(dict.fromkeys(_NAME.findall(program)))
    slots = [
        pair for words in _SUBJECT.findall(program)[:1] for pair in _titled(text, words, names)
    ]
    if not slots and (plain := _PLAIN.search(text)):
        slots.append(("title", plain[0]))
    slots += [("attendees", words) for words in names]
    slots += [("location", one or other) for one, other in _PLACE.findall(program)[:1]]
    unclear = "FindManager" in program or "FindTeamOf" in program or "FindReports" in program
    return Lesson(text, "calendar.create", tuple(slots), named=unclear, before=before)


def _titled(text: str, subject: str, names: Sequence[str]) -> list[tuple[str, str]]:
    """Return a subject as title and guest, unless it is named outright or guests are labelled."""
    parts = _WITH.match(subject)
    if parts is None or names or _NAMED.search(text):
        return [("title", subject)]
    return [("title", parts["title"]), ("attendees", parts["guest"])]


def _found(text: str, program: str, before: tuple[Turn, ...]) -> Lesson:
    if _FREE.search(text):
        names = tuple(("attendees", words) for words in dict.fromkeys(_NAME.findall(program)))
        return Lesson(text, "calendar.free_time", names, before=before)
    slots = [("query", words) for words in _SUBJECT.findall(program)[:1]]
    slots += [("attendee", words) for words in _NAME.findall(program)[:1]]
    return Lesson(text, "calendar.find", tuple(slots), before=before)


def _event(text: str, program: str) -> tuple[tuple[str, str], ...]:
    """Return what an existing event is called: its subject, with whom it is, or a plain noun."""
    subjects, names = _SUBJECT.findall(program), _NAME.findall(program)
    noun = subjects[0] if subjects else ""
    if not noun and (plain := _ANY.search(text)):
        noun = plain[0]
    for name in names:
        own = re.search(_MINE + re.escape(name), text, re.I) if not noun else None
        together = f"{noun or (own['what'] if own else '')} with {name}"
        found = re.search(re.escape(together) + _others(names), text, re.I)
        if (noun or own) and found:
            return (("event", found[0]),)
    if noun:
        return (("event", noun),)
    return tuple(("event", name) for name in names[:1])


def _others(names: Sequence[str]) -> str:
    """Return what matches further names after the first: "with Carl, Kris and Jacob"."""
    others = "|".join(map(re.escape, names))
    return rf"(?:(?:,? and |, | & )(?:{others})\b)*"


def _updated(text: str, program: str, before: tuple[Turn, ...]) -> Lesson:
    finding, setting = _parted(program)
    slots = list(_event(text, finding))
    slots += [("title", words) for words in _SUBJECT.findall(setting)[:1]]
    slots += [("location", one or other) for one, other in _PLACE.findall(setting)[:1]]
    slots += [("attendees", words) for words in dict.fromkeys(_NAME.findall(setting))]
    return Lesson(text, "calendar.update", tuple(slots), before=before)


def _parted(program: str) -> tuple[str, str]:
    """Return the program in what finds the event and what is set: outside and after its id."""
    head, mark, tail = program.partition("UpdatePreflightEventWrapper (Event.id ")
    if not mark:
        return program, ""
    depth, at = 0, 0
    for at, sign in enumerate(tail):  # noqa: B007 - where the id ends is wanted
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            break
    return head + tail[:at], tail[at:]


def _revised(
    record: Mapping[str, Any], text: str, program: str, before: tuple[Turn, ...]
) -> Lesson | None:
    """A change of what was just said: of a question, of what was proposed, or of an event."""
    if not before:
        return None
    if "UpdateEventIntensionConstraint" in program:
        return _updated(text, program.replace("?=", "?="), before)
    former = str(record.get("prev_op", ""))
    if former == "query_event" and _QUESTION.search(text):
        return _found(text, program, before)
    if former == "create_event" and not _QUESTION.search(text):
        made = _created(text, program, before)
        title = _SUBJECT.findall(str(record.get("prev_lispress", "")))[:1]
        new = _SUBJECT.search(program)  # else a title is a plain noun: "make the meeting at 5"
        kept = [pair for pair in made.slots if new or pair[0] != "title" or not title]
        said = {name for name, _ in kept}
        slots = [*(("title", one) for one in title if "title" not in said), *kept]
        return Lesson(text, made.tool, tuple(slots), before=before)
    return None


def _other(text: str, program: str, before: tuple[Turn, ...]) -> Lesson | None:
    if program in ("(Yield (Now))", "(Yield (Today))"):
        return Lesson(text, "clock.now", timed=False, before=before)
    if program.startswith(("(Yield (CurrentUser", "(Yield (Here")):
        return Lesson(text, "", before=before)
    asks = re.search(r"\b(?:number|contact|phone|info|e?mail)\b", text, re.I)
    if asks and ("Person.phoneNumber" in program or "PersonFromRecipient" in program):
        names = tuple(("name", words) for words in _NAME.findall(program)[:1])
        return Lesson(text, "contacts.find", names, before=before) if names else None
    return None
