"""What looks like a time and is none: "may I", room 12, 一点也不; hidden before reading."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

SIDE = 60
"""Characters on either side of a mark that are looked at."""


class Decoy(NamedTuple):
    """Forms of one kind, and the marks of which one stands in each text that they match."""

    marks: tuple[str, ...]
    forms: tuple[re.Pattern[str], ...]


def decoy(marks: str, forms: list[str]) -> Decoy:
    """A line of a rule file: marks with | between them, and regular expressions."""
    return Decoy(tuple(marks.split("|")), tuple(re.compile(form) for form in forms))


def by_mark(decoys: Iterable[Decoy]) -> tuple[tuple[str, Decoy], ...]:
    """Each mark with the decoys that it stands in."""
    return tuple((mark, one) for one in decoys for mark in one.marks)


def hide(plain: str, marked: tuple[tuple[str, Decoy], ...]) -> str:
    """The text with all decoys blotted out; every other character keeps its place."""
    near = [one for mark, one in marked if mark in plain]
    found = [
        span
        for marks, forms in dict.fromkeys(near)
        for first, last in _around(plain, marks)
        for form in forms
        for span in _matches(form, plain, first, last)
    ]
    if not found:
        return plain
    pieces, done = [], 0
    for start, end in sorted(found):
        if end > done:
            pieces += [plain[done:start], "\0" * (end - max(start, done))]
            done = end
    return "".join([*pieces, plain[done:]])


def _around(plain: str, marks: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Stretches of the text around the marks; what lies close together is one."""
    for mark in marks:
        first, last = 0, -1
        at = plain.find(mark)
        while at >= 0:
            if at - SIDE > last:
                if last >= 0:
                    yield first, last
                first = max(0, at - SIDE)
            last = at + len(mark) + SIDE
            at = plain.find(mark, at + len(mark))
        if last >= 0:
            yield first, last


def _matches(form: re.Pattern[str], plain: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    for match in form.finditer(plain, first, last):
        cut = match.end() >= last
        whole = form.match(plain, match.start()) if cut else match
        if whole is not None:
            yield whole.span()
