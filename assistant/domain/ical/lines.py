"""Bytes to content lines and components, with limits, and back (RFC 5545 3.1)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assistant.base.errors import AssistantError

LARGEST = 200_000_000  # bytes
DEEPEST = 20
LONGEST = 1_000_000  # characters of one component
_FOLD = re.compile(r"\r?\n[ \t]|\r[ \t]")
_BREAK = re.compile(r"\r\n|\n|\r")
_WIDTH = 75  # octets


@dataclass(slots=True)
class Component:
    """One BEGIN ... END; `lines` are its own content lines, unfolded, `parts` what is within."""

    name: str
    lines: list[str] = field(default_factory=list)
    parts: "list[Component]" = field(default_factory=list)
    whole: list[str] = field(default_factory=list)
    """All of it, BEGIN and END included."""

    @property
    def text(self) -> str:
        """All of it, one unfolded content line a line."""
        return "\n".join(self.whole)

    @property
    def ended(self) -> bool:
        """Whether it has its END."""
        return bool(self.whole) and self.whole[-1].strip().upper() == f"END:{self.name}"


def decode(data: bytes) -> str:
    """Return the text of a file: UTF-8, UTF-16 with its mark, else as Windows wrote it."""
    if len(data) > LARGEST:
        raise AssistantError("The file is too large to read.", hint="Split it and try again.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def unfold(text: str) -> list[str]:
    """Return the content lines; empty ones are none."""
    return [line for line in _BREAK.split(_FOLD.sub("", text)) if line.strip()]


def components(lines: Iterable[str]) -> Iterator[Component]:
    """Yield the outermost components, and what stands outside of them as components without name.

    A component that lacks its END reaches to the end of the one around it.
    """
    stack: list[Component] = []
    for line in lines:
        head, _, name = line.strip().partition(":")
        word = head.upper()
        if word == "BEGIN":
            one = Component(name.strip().upper())
            if len(stack) < DEEPEST:
                stack.append(one)
        if not stack:
            yield Component("", [line], [], [line])
            continue
        for each in stack:
            each.whole.append(line)
        if word == "END":
            yield from _closed(stack, name.strip().upper())
        elif word != "BEGIN":
            stack[-1].lines.append(line)
    while stack:
        yield from _up(stack)


def _closed(stack: list[Component], name: str) -> Iterator[Component]:
    """Close the innermost component of this name; those within that have no END close with it."""
    if name not in {one.name for one in stack}:
        return
    while stack:
        last = stack[-1].name
        yield from _up(stack)
        if last == name:
            return


def _up(stack: list[Component]) -> Iterator[Component]:
    done = stack.pop()
    if stack:
        stack[-1].parts.append(done)
    else:
        yield done


def fold(line: str) -> str:
    """Return a content line folded to 75 octets, never within a letter, with its CRLF."""
    pieces, piece, size = [], "", 0
    if len(line) <= _WIDTH and line.isascii():
        return _BREAK.sub(" ", line) + "\r\n"
    for mark in _BREAK.sub(" ", line):
        width = len(mark.encode("utf-8", "replace"))
        if size + width > _WIDTH:
            pieces.append(piece)
            piece, size = " ", 1
        piece += mark
        size += width
    return "\r\n".join([*pieces, piece]) + "\r\n"
