"""The first letters of how Chinese words are spoken: 日历 is rl, so that two keys find it.

The commonest 3755 characters stand in the order of their pinyin in GB 2312 (level 1), so that 23
borders tell the first letter of each; others have none. Of a character that is spoken in several
ways the commonest one counts.
"""

from bisect import bisect_right
from functools import lru_cache

_FIRST, _LAST = 0xB0A1, 0xD7F9
_BORDERS = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"),
    (0xB8C1, "g"), (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"),
    (0xC4C3, "n"), (0xC5B6, "o"), (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"),
    (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"), (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
_STARTS = [start for start, _ in _BORDERS]


@lru_cache(maxsize=8_192)
def initials(text: str) -> str:
    """Return the letters of the Chinese characters of `text`, "" where there are none."""
    return "".join(map(_initial, text))


def _initial(mark: str) -> str:
    try:
        code = int.from_bytes(mark.encode("gb2312"))
    except UnicodeEncodeError:
        return ""
    if not _FIRST <= code <= _LAST:
        return ""
    return _BORDERS[bisect_right(_STARTS, code) - 1][1]
