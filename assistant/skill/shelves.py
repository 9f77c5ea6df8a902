"""Names of calendars in a sentence: "on my work calendar", 记到工作日历."""

import re
from dataclasses import dataclass

from assistant.skill.context import Context
from assistant.skill.lookup import shown

# Words that never belong to a calendar's name, so that "in my calendar" names none.
_NOT = (
    r"(?:a|an|and|any|at|by|for|from|her|his|in|into|it|its|my|on|onto|our|own|that|the|their|this"
    r"|to|whole|with|your)\b"
)
_BEFORE = r"(?:\b(?:on|onto|in|into|to|from|for)\s+)?(?:\b(?:my|our|the|his|her|their)\s+)?"
_ENGLISH = re.compile(
    r"(?:\b(?:on|onto|in|into|to|from)\s+(?:(?:my|our|the|his|her|their)\s+)?"
    r"|\b(?:my|our|the|his|her|their)\s+)"
    rf"(?P<name>(?:(?!{_NOT})[^\W\d_][\w'’-]*\s+){{1,2}}?)calendar\b",
    re.IGNORECASE,
)
_LEAD = r"(?:[，,]?\s*[记放加写存添排]?[到进入在往](?:我们的|我的)?)"
_CHINESE = re.compile(
    rf"(?:{_LEAD}|(?:^|(?<=\n))|我们的|我的|看看|查看|查一下)"
    r"(?P<name>[^\W\d_到进入在往把]{1,8}?)(?:的)?日历[里上中]?"
)
_NONE = re.compile(r"[我你他她这那看查]|日历|打开|显示|整个|手机|系统|添加|自己")


@dataclass(frozen=True, slots=True)
class Shelf:
    """A calendar as it is named, and where the phrase around its name stands."""

    name: str
    start: int
    end: int


def shelf_in(text: str, context: Context) -> Shelf | None:
    """Return the calendar that `text` names, known or not, or None."""
    return _known(text, context) or _said(text)


def without(text: str, context: Context) -> str:
    """Return `text`, a line break in place of the phrase that names a calendar."""
    found = shelf_in(text, context)
    return f"{text[: found.start]}\n{text[found.end :]}" if found else text


def _known(text: str, context: Context) -> Shelf | None:
    """Return a calendar whose name stands right before the word "calendar"."""
    names = (shown(one).strip() for one in context.reads.calendars())
    for name in sorted(filter(None, names), key=len, reverse=True):
        found = re.search(
            rf"(?:{_BEFORE}|{_LEAD}?)(?<![A-Za-z])(?P<name>{re.escape(name)})"
            r"(?:\s+calendar\b|\s*的?日历[里上中]?)",
            text,
            re.IGNORECASE,
        )
        if found:
            return Shelf(found["name"], found.start(), found.end())
    return None


def _said(text: str) -> Shelf | None:
    for found in (*_ENGLISH.finditer(text), *_CHINESE.finditer(text)):
        name = found["name"].strip()
        if name.isascii() or not _NONE.search(name):
            return Shelf(name, found.start(), found.end())
    return None
