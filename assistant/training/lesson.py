"""One sentence of an outside corpus, in our terms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.llm.adapters import Turn
from assistant.skill.contract import Tool
from assistant.skill.leads import tails
from assistant.skill.schema import Kind
from assistant.training.fitting import rest_of, times_in
from assistant.when import Found

_POSSESSIVE = re.compile(r"['’]s$")
# What stands before the new time of something that is moved.
_GOAL = re.compile(
    r"\b(?:to|until|till|for|into|instead|be|start(?:ing|s)?(?: at)?)\W*(?:at|on)?\W*$"
)
_LENGTHENED = re.compile(r"\b(?:by|extend|longer|shorter)\b")
_MOVES = frozenset({"calendar.update"})


@dataclass(frozen=True, slots=True)
class Lesson:
    """`slots` are (argument, words); `timed` also takes the times that code finds.

    `before` are the turns that were said before it, the last ones. `led`: what follows a lead-in
    is the argument, whatever the slots say. `partial`: there may be more than the slots say.
    """

    text: str
    tool: str
    slots: tuple[tuple[str, str], ...] = ()
    named: bool = False
    timed: bool = True
    before: tuple[Turn, ...] = ()
    led: bool = False
    partial: bool = False

    @property
    def skeleton(self) -> str:
        """Return the sentence with its slots' words blotted out: near duplicates share it."""
        bare = self.text.casefold()
        for _, words in sorted(self.slots, key=lambda slot: -len(slot[1])):
            bare = bare.replace(words.casefold(), " _ ")
        words_left = sorted(set(re.findall(r"\w+", re.sub(r"\d", "", bare))))
        return f"{self.tool}/{' '.join(words_left)}"

    def pairs(self, tool: Tool) -> Sequence[tuple[str, str]]:
        """Return the slots as they stand in the sentence, and the times that fit what is left."""
        places = (self.text, *(text for role, text in self.before if role == "user"))
        flags = {one.name for one in tool.parameters if one.kind is Kind.FLAG}
        own = [
            (name, words if name in flags else _standing(places, words))
            for name, words in self.slots
        ]
        own = [(name, words) for name, words in own if words]
        if not self.timed:
            return own
        times = [one for one in times_in(self.text, "en") if not _filler(one, self.text)]
        led = self._led(tool, set() if self.led else {name for name, _ in own}, times)
        own = [*(pair for pair in own if pair[0] not in dict(led)), *led]
        taken = {name for name, _ in own}
        if self.tool in _MOVES:
            return own + _moved(self.text, times, taken)
        if self.tool == "calendar.create" and self.before:
            times = _put(self.text, times)
        return own + self._times(tool, taken, times)

    def _led(self, tool: Tool, taken: set[str], times: Sequence[Found]) -> list[tuple[str, str]]:
        """Return what follows a lead-in, for a text that has no slot of its own."""
        found = []
        for one in tool.parameters:
            if one.required and one.name not in taken and one.kind is Kind.TEXT:
                rest = "\n".join(rest_of(self.text, times))
                found += [(one.name, words) for words in tails(tool.leads.get(one.name, ()), rest)]
        return found[:1]

    def _times(self, tool: Tool, taken: set[str], times: Sequence[Found]) -> list[tuple[str, str]]:
        """Return one phrase of time for each argument that takes one, in the sentence's order."""
        left = list(times)
        found = []
        for one in tool.parameters:
            if one.name in taken or one.kind not in (Kind.MOMENT, Kind.SPAN, Kind.DURATION):
                continue
            for time in left:
                length = time.readings[0].kind == "duration"
                if one.name not in ("end", "remind_before") and length == (
                    one.kind is Kind.DURATION
                ):
                    found.append((one.name, time.text))
                    left.remove(time)
                    break
        return found


def _filler(time: Found, text: str) -> bool:
    """Return whether a "now" only opens what is said, or leads to it: "ok, now add lunch"."""
    return time.text.casefold() == "now" and bool(text[time.end :].strip(" .?!"))


def _put(text: str, times: Sequence[Found]) -> list[Found]:
    """Return where something that is only proposed is put instead, where that is said, first."""
    goals = [one for one in times if _GOAL.search(text[: one.start].casefold())]
    goal = next((one for one in reversed(goals) if one.readings[0].kind != "duration"), None)
    return [*([goal] if goal else []), *(one for one in times if one is not goal)]


def _moved(text: str, times: Sequence[Found], taken: set[str]) -> list[tuple[str, str]]:
    """Return where the thing stands and where it goes: "move my 3 pm | to 4 pm"."""
    found: list[tuple[str, str]] = []
    goals = [one for one in times if _GOAL.search(text[: one.start].casefold())]
    lengths = [one for one in times if one.readings[0].kind == "duration"]
    goal = next((one for one in reversed(goals) if one not in lengths), None)
    stands = next((one for one in times if one is not goal and one not in lengths), None)
    if lengths and goal is None:
        name = "duration" if _LENGTHENED.search(text) or "long" in text else "start"
        found.append((name, lengths[0].text))
    if goal is not None:
        found.append(("start", goal.text))
    if stands is not None and (goal is None or stands.start < goal.start):
        found.append(("when", stands.text))
    return [(name, words) for name, words in found if name not in taken]


def _standing(places: Sequence[str], words: str) -> str:
    """Return the words as they are written in one of `places`, without a genitive; "" if absent."""
    bare = _POSSESSIVE.sub("", words.strip())
    for text in places:
        found = re.search(rf"(?<!\w){re.escape(bare)}(?!\w)", text, re.IGNORECASE)
        if bare and found:
            return found[0]
    return ""
