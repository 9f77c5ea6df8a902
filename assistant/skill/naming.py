"""What people call a thing: "my 3pm", "the dentist", "lunch with Anna", "跟小王的会".

Words that say nothing of it are dropped; all others must stand in its title, place or guests.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.domain.words import fold

_SILENT = frozenset(
    (
        *("a", "an", "and", "at", "by", "for", "from", "in"),
        *("it", "its", "me", "mine", "my", "of", "on", "or"),
        *("our", "that", "the", "their", "them", "these", "this", "those"),
        *("to", "with", "about", "regarding", "scheduled", "planned", "next", "upcoming"),
    )
)
# Any event may be called so ...
_ANY = frozenset(
    (
        *("event", "events", "appointment", "appointments", "entry", "entries", "thing"),
        *("things", "one", "item", "plan", "plans", "booking", "slot"),
        *("reminder", "reminders", "task", "tasks", "to-do", "todo", "todos"),
    )
)
_ANY_ZH = (
    "日程",
    "安排",
    "活动",
    "事件",
    "事情",
    "事项",
    "事",
    "预约",
    "约",
    "提醒",
    "任务",
    "待办",
)
# ... these only what is one; no title has to say so.
_KINDS = frozenset(["meeting", "meetings"])
_KINDS_ZH = ("会议", "会")
_PARTS = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+(?:['’.-][^\W\u3400-\u9fff]+)*")
_JOINTS = re.compile(r"我的|我们的|咱们的|我|那个|这个|那场|这场|那次|这次|一下|[的和跟与同在]")


@dataclass(frozen=True, slots=True)
class Called:
    """Words as they are looked for: `parts` must be found; `any` or `kind` may be left out."""

    words: str
    parts: tuple[str, ...]
    generic: tuple[str, ...] = ()
    kind: bool = False
    """Whether it was called a meeting, which not every event is."""

    @property
    def bare(self) -> bool:
        """Whether nothing was said that tells one from another."""
        return not self.parts

    def fits(self, *texts: str) -> bool:
        """Return whether all that was said stands in `texts`."""
        text = fold("\n".join(texts))
        return all(part in text for part in (*self.parts, *self.generic))

    def loosely(self, *texts: str) -> bool:
        """Return whether all but the generic words stand in `texts`, the first being its title."""
        text = fold("\n".join(texts))
        return all(part in text for part in self.parts)

    def exactly(self, title: str) -> bool:
        """Return whether this is the whole title."""
        return fold(title).strip() == self.words


def called(words: str) -> Called:
    """Return what is to be looked for where somebody says `words`."""
    whole = fold(words).strip()
    parts: list[str] = []
    generic: list[str] = []
    kind = False
    for found in _PARTS.findall(whole):
        for part in _split(found):
            if part in _SILENT:
                continue
            if part in _ANY or part in _ANY_ZH:
                generic.append(part)
            elif part in _KINDS or part in _KINDS_ZH:
                generic.append(part.removesuffix("s"))
                kind = True
            else:
                parts.append(part)
    return Called(whole, tuple(parts), tuple(generic), kind)


def _split(found: str) -> Iterable[str]:
    """Return the parts of a run of letters; Chinese is parted where it joins or points."""
    if not "\u3400" <= found[0] <= "\u9fff":
        return (found.removesuffix("'s").removesuffix("’s"),)
    return [piece for part in _JOINTS.split(found) if part for piece in _tail(part)]


def _tail(part: str) -> tuple[str, ...]:
    """Part a generic word from the end of a Chinese name: 项目评审会 is 项目评审 and 会."""
    for tail in (*_ANY_ZH, *_KINDS_ZH):
        if part.endswith(tail) and len(part) > len(tail) + 1:
            return part.removesuffix(tail), tail
    return (part,)
