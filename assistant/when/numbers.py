"""Whole numbers in words: "twenty one", "two thousand and five", 二十三, 廿三, 两百."""

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

ONES = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: value * 10
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
TENS["fourty"] = 40
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
    def text(self) -> str: ...


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
