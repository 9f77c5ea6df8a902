"""Dates that no calendar has: 30 February, Nov 31, 2月30日, 2027-02-29.

What reads words takes the part that makes sense ("February"); whoever acts on a date asks here
first, so that a slip becomes a question and not an event on another day.
"""

import re
from calendar import monthrange
from collections.abc import Iterator

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_ENGLISH = (
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_NAMES})\b\.?"
    r"(?:,?\s+(?P<year>\d{4})\b)?",
    rf"\b(?P<month>{_NAMES})\b\.?\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d)"
    r"(?:,?\s+(?P<year>\d{4})\b)?",
)
_HAN = "[一二三四五六七八九十廿卅]{1,3}"
_CHINESE = (
    rf"(?:(?P<year>\d{{4}})年)?(?P<month>\d{{1,2}}|{_HAN})月(?:份)?(?P<day>\d{{1,2}}|{_HAN})[日号號]",
)
_WRITTEN = (r"(?<!\d)(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",)
_FORMS = tuple(re.compile(form, re.IGNORECASE) for form in (*_ENGLISH, *_CHINESE, *_WRITTEN))
_DIGITS = {mark: value for value, mark in enumerate("一二三四五六七八九", 1)}
_LONGEST = 20_000  # characters that are looked at


def wrong_dates(text: str) -> tuple[str, ...]:
    """Return the dates in `text` that do not exist, as they are written there.

    Without a year 29 February may be meant for a leap year and is let pass.
    """
    return tuple(dict.fromkeys(_wrong(text[:_LONGEST])))


def _wrong(text: str) -> Iterator[str]:
    for form in _FORMS:
        for found in form.finditer(text):
            year, month = int(found["year"] or 2024), _month(found["month"])
            days = monthrange(max(year, 1), month)[1] if 1 <= month <= 12 else 0
            if not 1 <= _number(found["day"]) <= days:
                yield found[0].strip()


def _month(text: str) -> int:
    short = text[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else _number(text)


def _number(text: str) -> int:
    """Return 30 for "30", "三十" and "卅"."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.replace("廿", "二十").replace("卅", "三十").partition("十")
    if not ten:
        return _DIGITS.get(text, 0)
    return 10 * (_DIGITS.get(tens, 1) if tens else 1) + _DIGITS.get(ones, 0)
