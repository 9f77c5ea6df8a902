"""The phrases that an argument may be copied from, and where they stand in a sentence.

Spaces part English; in Chinese every character may begin or end a phrase. Spaces and closing
punctuation never stand at an end of what is copied, and a line break is never crossed.
"""

import re

_CJK = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
EDGES = r"\s,;:!?，。；：！？、"
# The genitive's ending stands by itself: "Ben's number" is about "Ben".
_GENITIVE = r"['’]s(?!\w)"
# Spaces; one CJK character; a word with its inner signs (10:30, o'clock, a@b.org); one sign.
_PARTS = re.compile(
    rf"\s+|[{_CJK}]|{_GENITIVE}"
    rf"|(?:(?!{_GENITIVE})(?:[^{EDGES}{_CJK}.\"()\[\]“”]|[.:](?=\w)))+|."
)
_EDGE = re.compile(f"[{EDGES}]")


def parts_of(source: str) -> list[list[str]]:
    """Return the lines of `source` in parts that a phrase takes whole; lines without a word go."""
    lines = [_PARTS.findall(line) for line in source.splitlines()]
    return [line for line in lines if any(_begins(part) and _ends(part) for part in line)]


def phrases_of(source: str) -> list[str]:
    """Return every phrase that may be copied from `source`, in order of where it begins."""
    found: dict[str, None] = {}
    for parts in parts_of(source):
        for first, part in enumerate(parts):
            if _begins(part):
                for last in range(first, len(parts)):
                    if _ends(parts[last]):
                        found["".join(parts[first : last + 1])] = None
    return list(found)


def _begins(part: str) -> bool:
    return part not in {".", "'s", "’s"} and not _EDGE.match(part[0])


def _ends(part: str) -> bool:
    return part != "." and not _EDGE.match(part[-1])
