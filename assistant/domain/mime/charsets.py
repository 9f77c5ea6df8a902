"""Bytes to text: what the label says, where it can be believed; else what it looks like."""

import codecs
import re
import unicodedata
from functools import lru_cache

# Labels that Python does not know, or takes too narrowly (WHATWG Encoding, section 4.2).
_WIDER = {
    "us-ascii": "windows-1252",
    "ascii": "windows-1252",
    "iso-8859-1": "windows-1252",
    "latin-1": "windows-1252",
    "latin1": "windows-1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_3",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "unicode-1-1-utf-7": "utf-7",
    "utf8": "utf-8",
    "utf-8-mac": "utf-8",
}
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:+-]{0,39}")
_TEXTUAL = re.compile(r"(?:8859|125\d|utf|gb|big5|2022|jis|euc|cp|koi8|mac|1252|949|932|tis|hz)")
_LEFT = "\n\t\u200c\u200d"
# A joiner that joins nothing: beside ASCII, at an edge, or one of several.
_JOINED = r"[^\x00-\x7f\u200c\u200d]"
_LOOSE = re.compile(rf"(?<!{_JOINED})[\u200c\u200d]+|[\u200c\u200d]+(?!{_JOINED})")
_HALVES = re.compile("[\ud800-\udfff]")


def decoded(data: bytes, label: str = "") -> str:
    """Return `data` as text, by its charset label or a guess; what has no letter becomes U+FFFD."""
    name = label.strip().strip("\"'").split("*")[0].casefold()
    for candidate in (_WIDER.get(name, name), "utf-8"):
        if not candidate or not _LABEL.fullmatch(candidate) or not _known(candidate):
            continue
        try:
            text = data.decode(candidate)
        except (UnicodeError, ValueError):
            continue
        return _whole(text)
    return _whole(_guessed(data, name))


def _known(name: str) -> bool:
    """Return whether this is a charset and not one of Python's other codecs (rot13, zlib ...)."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return getattr(found, "_is_text_encoding", True) and bool(_TEXTUAL.search(found.name))


def _guessed(data: bytes, name: str) -> str:
    for guess in ("gb18030", "windows-1252"):
        try:
            text = data.decode(guess)
        except UnicodeError:
            continue
        if guess != "gb18030" or _looks_chinese(text):
            return text
    known = _WIDER.get(name, name)
    return data.decode(known if _known(known) else "windows-1252", "replace")


def _looks_chinese(text: str) -> bool:
    beyond = [mark for mark in text if not mark.isascii()]
    common = sum("\u4e00" <= mark <= "\u9fff" or "\u3000" <= mark <= "\u303f" for mark in beyond)
    letters = sum(mark.isalpha() for mark in text)
    return bool(beyond) and common * 10 >= len(beyond) * 8 and len(beyond) * 4 >= letters


def _whole(text: str) -> str:
    """Return text that can be stored: no halves of surrogate pairs, no NUL."""
    return _HALVES.sub("\ufffd", text).replace("\0", "")


def readable(text: str) -> str:
    """Return `text` as it is seen: line ends become LF, other control characters are left out.

    So is what nobody sees but a model reads: marks of direction, zero widths, tag characters,
    variation selectors beyond the first sixteen. Joiners stay where they shape a word or an emoji.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and text.isprintable():
        return text
    kept = "".join(mark for mark in text if mark in _LEFT or not _unseen(mark))
    return kept if kept.isascii() else _LOOSE.sub("", kept)


@lru_cache(maxsize=4_096)
def _unseen(mark: str) -> bool:
    return unicodedata.category(mark) in {"Cc", "Cs", "Cf"} or "\U000e0100" <= mark <= "\U000e01ef"
