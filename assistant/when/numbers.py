"""Whole numbers in words: "twenty one", "two thousand and five", 二十三, 廿三, 两百."""

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60,
    "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {"hundred": 100, "thousand": 1000}
WORDS = frozenset({*ONES, *TENS, *SCALES})

_HAN = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
FIGURES = frozenset({*_HAN, *"十百千廿卅"})
_HAN_YEAR = re.compile("[零〇一二三四五六七八九]{2,4}(?=年)")
_HAN_NUMBER = re.compile(
    r"(?:[一二两三四五六七八九]千零?)?(?:[一二两三四五六七八九]百零?)?"
    r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|"
    r"[零〇一二两三四五六七八九])?"
)


class Word(Protocol):
    """Whatever has a text."""

    @property
    def text(self) -> str:
        """As it was said, in lower case."""
        ...


def number_words(words: Sequence[Word], at: int) -> Iterator[tuple[int, int]]:
    """Each English number that begins at `at`: how many words it takes, and its value."""
    word = words[at].text
    if word in ONES:
        yield 1, ONES[word]
        yield from _scaled(words, at + 1, 1, ONES[word])
    elif word in TENS:
        yield 1, TENS[word]
        size, value = 1, TENS[word]
        after = at + 2 if _text(words, at + 1) in ("-", "and") else at + 1
        unit = ONES.get(_text(words, after), 0)
        if 0 < unit < 10:
            size, value = after - at + 1, value + unit
            yield size, value
        yield from _scaled(words, at + size, size, value)


def _scaled(words: Sequence[Word], at: int, size: int, value: int) -> Iterator[tuple[int, int]]:
    """Numbers that go on with "hundred" or "thousand"."""
    scale = SCALES.get(_text(words, at))
    if scale is None:
        return
    value, size, at = value * scale, size + 1, at + 1
    yield size, value
    skip = 1 if _text(words, at) == "and" else 0
    if at + skip < len(words) and words[at + skip].text in WORDS:
        for more, rest in number_words(words, at + skip):
            if rest < scale:
                yield size + skip + more, value + rest


def _text(words: Sequence[Word], at: int) -> str:
    return words[at].text if at < len(words) else ""


def chinese_number(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Each Chinese number that begins at `at`: how many characters it takes, and its value."""
    match = _HAN_NUMBER.match(text, at)
    if match is None or not match.group():
        return
    said = match.group()
    yield len(said), _value(said)
    if len(said) > 1 and said[0] in _HAN:
        yield 1, _HAN[said[0]]


def _value(said: str) -> int:
    total, digit = 0, 0
    for char in said:
        if char in _HAN:
            digit = _HAN[char]
        elif char in "廿卅":
            total += 20 if char == "廿" else 30
        else:
            scale = {"十": 10, "百": 100, "千": 1000}[char]
            total += (digit or 1) * scale
            digit = 0
    return total + digit


def chinese_figures(text: str, at: int) -> tuple[int, str] | None:
    """A year told figure by figure: 二零一三 is "2013", 〇七 is "07"; its length and the text."""
    match = _HAN_YEAR.match(text, at)
    if match is None:
        return None
    return len(match.group()), "".join(str(_HAN[char]) for char in match.group())
