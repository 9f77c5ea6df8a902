"""Words that put something off until the user is back at the computer: no time, a return.

    "when I'm back at my desk"   "once I get back"   "回到电脑前的时候"   "等我回来"

Coming home or to another place is something that the computer cannot see, and is not read so; nor
is the return of anybody else.
"""

import re
from typing import NamedTuple

_SCREEN = r"(?:computer|pc|desk|laptop|notebook|mac|keyboard|machine|screen)"
_AT = rf"(?:to|at|in\s+front\s+of|on|behind)\s+(?:my|the|this)\s+{_SCREEN}"
_FROM = r"from\s+(?:my\s+|the\s+|a\s+)?\w+(?:\s+break)?"
_COME = r"(?:am|['’]m|get|come|go|have\s+come|['’]ve\s+come)"
_WHEN = r"(?:when(?:ever)?|once|as\s+soon\s+as|after|the\s+moment|(?:the\s+)?next\s+time)"
_ENGLISH = re.compile(
    rf"\b{_WHEN}\s+I(?:\s+|(?=['’]))"
    rf"(?:{_COME}\s+(?:back\s+)?{_AT}|(?:sit|log\s+in)\s+(?:down\s+)?(?:back\s+)?{_AT}"
    rf"|(?:{_COME}\s+back|return)"
    rf"(?:\s+(?:{_AT}|here|{_FROM})|(?!\s+(?:home|in|at|to|on|with|for|from)\b)))(?!\w)",
    re.IGNORECASE,
)
_EDGE = r"(?:(?<=[，。,;；：:\s我])|^)"
_PLACE = r"(?:电脑|计算机|笔记本|书桌|办公桌|桌子|座位|屏幕)"
_THEN = r"(?:的时候|的时侯|时|之后|以后|后)"
_SIDE = "(?:面前|跟前|前面|前边|旁边|前|旁|上)"
_LEAD = rf"(?:(?:等到?|当|在|下次)我?|{_EDGE}我?)"
_CHINESE = re.compile(
    rf"{_LEAD}再?次?(?:回到|坐到|坐回|回)(?:我的)?{_PLACE}(?:{_SIDE}{_THEN}?|{_THEN})"
    rf"|{_LEAD}(?:回来|返回){_THEN}|等我?回来"
)


class Return(NamedTuple):
    """A phrase of that kind: `text[start:end]`."""

    start: int
    end: int
    text: str


def find_return(text: str) -> Return | None:
    """Return the first words of `text` that mean the user's return to the computer, or None."""
    for pattern in (_ENGLISH, _CHINESE):
        found = pattern.search(text)
        if found is not None and not _from_elsewhere(text, found.start()):
            return Return(found.start(), found.end(), found.group())
    return None


def _from_elsewhere(text: str, start: int) -> bool:
    """Return whether a place stands before: 从北京回来后."""
    return "从" in text[max(0, start - 6) : start]
