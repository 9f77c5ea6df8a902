"""One sentence of an outside corpus, in our terms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.skill.contract import Tool
from assistant.skill.schema import Kind
from assistant.training.fitting import times_in

_POSSESSIVE = re.compile(r"['’]s$")


@dataclass(frozen=True, slots=True)
class Lesson:
    """`slots` are (argument, words); `timed` also takes the times that code finds."""

    text: str
    tool: str
    slots: tuple[tuple[str, str], ...] = ()
    named: bool = False
    timed: bool = True

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
        own = [(name, _standing(self.text, words)) for name, words in self.slots]
        own = [(name, words) for name, words in own if words]
        return own + self._times(tool, {name for name, _ in own}) if self.timed else own

    def _times(self, tool: Tool, taken: set[str]) -> list[tuple[str, str]]:
        """Return one phrase of time for each argument that takes one, in the sentence's order."""
        left = list(times_in(self.text, "en"))
        found = []
        for one in tool.parameters:
            if one.name in taken or one.kind not in (Kind.MOMENT, Kind.SPAN, Kind.DURATION):
                continue
            for time in left:
                length = time.readings[0].kind == "duration"
                if one.name != "end" and length == (one.kind is Kind.DURATION):
                    found.append((one.name, time.text))
                    left.remove(time)
                    break
        return found


def _standing(text: str, words: str) -> str:
    """Return the words as they are written in the sentence, without a genitive; "" if absent."""
    bare = _POSSESSIVE.sub("", words.strip())
    at = text.casefold().find(bare.casefold())
    return text[at : at + len(bare)] if at >= 0 else ""
