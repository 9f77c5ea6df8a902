"""The parts of a message (RFC 2046): cut along boundaries, by place, nothing copied or recursed."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.domain.mime.charsets import decoded
from assistant.domain.mime.headers import Head, base64_of, head_of, text, value_and_parameters
from assistant.domain.mime.headers import field as first

MOST_PARTS = 500
DEEPEST = 30
_MOST_TRIES = 20_000
LONGEST_HEAD = 512 * 1024
_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r")
_REST = re.compile(rb"(--)?[ \t]{0,100}(?:\r?\n|\r|\Z)")
_SOFT_END = re.compile(rb"=[ \t]*(?:\r?\n|\r)")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_TYPE = re.compile(r"[\w.+-]{1,80}/[\w.+-]{1,80}")


@dataclass(frozen=True, slots=True)
class Part:
    """A node of the tree: its head, and where its body lies in the source."""

    head: Head
    start: int
    end: int
    content_type: str
    parameters: dict[str, str]
    depth: int = 0
    children: list["Part"] = field(default_factory=list)

    @property
    def disposition(self) -> str:
        """What its Content-Disposition says: "attachment", "inline" or ""."""
        value, _ = value_and_parameters(first(self.head, "content-disposition"))
        return value

    @property
    def name(self) -> str:
        """The file name that it asks for, without a path."""
        _, said = value_and_parameters(first(self.head, "content-disposition"))
        name = said.get("filename") or self.parameters.get("name", "")
        return re.split(r"[\\/]", name)[-1].strip(" .")[:200]

    @property
    def content_id(self) -> str:
        """Its Content-ID without brackets (RFC 2392)."""
        return text(first(self.head, "content-id")).strip("<>")

    def walk(self) -> Iterator["Part"]:
        """Yield it and everything below it, in the order of the source."""
        yield self
        for child in self.children:
            yield from child.walk()

    def leaves(self) -> list["Part"]:
        """Return the parts that hold something, in the order of the source."""
        return [one for one in self.walk() if not one.children]


def tree(raw: bytes) -> Part:
    """Return the tree of a message; what goes beyond the limits stays in one piece."""
    start = _skip_envelope(raw)
    root = _part(raw, start, len(raw), 0)
    waiting, count = [root], 1
    while waiting:
        part = waiting.pop()
        boundary = part.parameters.get("boundary", "").rstrip()
        if not part.content_type.startswith("multipart/") or not boundary or part.depth >= DEEPEST:
            continue
        digest = part.content_type == "multipart/digest"
        for begin, end in _pieces(raw, part.start, part.end, boundary):
            if count >= MOST_PARTS:
                break
            child = _part(raw, begin, end, part.depth + 1, digest=digest)
            part.children.append(child)
            waiting.append(child)
            count += 1
    return root


def _skip_envelope(raw: bytes) -> int:
    """Leave out the "From " line of an mbox, and blank lines before the head."""
    start = len(raw) - len(raw.lstrip(b"\r\n"))
    if raw.startswith((b"From ", b">From "), start):
        end = raw.find(b"\n", start)
        return end + 1 if end >= 0 else start
    return start


def _part(raw: bytes, start: int, end: int, depth: int, *, digest: bool = False) -> Part:
    if raw.startswith((b"\n", b"\r\n"), start):
        head_end = body = start + (1 if raw[start : start + 1] == b"\n" else 2)
        head: Head = {}
    else:
        found = _BLANK.search(raw, start, end)
        head_end, body = (found.start(), found.end()) if found else (end, end)
        head = head_of(raw[start : min(head_end, start + LONGEST_HEAD)])
        if not head and depth == 0:
            body = start
    kind, parameters = value_and_parameters(first(head, "content-type"))
    if not _TYPE.fullmatch(kind):
        kind = "message/rfc822" if digest else "text/plain"
    return Part(head, min(body, end), end, kind, parameters, depth)


def _pieces(raw: bytes, start: int, end: int, boundary: str) -> Iterator[tuple[int, int]]:
    """Yield where the pieces between the lines of a boundary lie; an end that lacks is the end."""
    mark = b"--" + boundary.encode("utf-8", "replace")
    begin, at, tries = -1, raw.find(mark, start, end), 0
    while at >= 0 and tries < _MOST_TRIES:
        tries += 1
        found = _REST.match(raw, at + len(mark), end)
        if found and (at == start or raw[at - 1 : at] in (b"\n", b"\r")):
            if begin >= 0:
                yield begin, max(begin, _before_line_end(raw, at))
            if found[1]:
                return
            begin = found.end()
        at = raw.find(mark, at + len(mark), end)
    if 0 <= begin < end:
        yield begin, end


def _before_line_end(raw: bytes, at: int) -> int:
    if raw[at - 2 : at] == b"\r\n":
        return at - 2
    return at - 1 if raw[at - 1 : at] in (b"\n", b"\r") else at


def content(raw: bytes, part: Part, most: int | None = None) -> bytes:
    """Return the bytes of a part with its transfer encoding taken off, the first `most` of them."""
    end = part.end if most is None else min(part.end, part.start + most * 3)
    body = raw[part.start : end]
    encoding = text(first(part.head, "content-transfer-encoding")).casefold().rstrip(";").strip()
    if encoding == "base64":
        found = base64_of(body)
    elif encoding == "quoted-printable":
        found = _HEX.sub(lambda m: bytes([int(m[1], 16)]), _SOFT_END.sub(b"", body))
    elif encoding in {"x-uuencode", "uuencode", "x-uue"}:
        found = _uudecoded(body)
    else:
        found = body
    return found if most is None else found[:most]


def _uudecoded(body: bytes) -> bytes:
    lines = body.splitlines()
    begins = next((at for at, line in enumerate(lines) if line.startswith(b"begin ")), -1)
    found = []
    for line in lines[begins + 1 :]:
        if line.strip() == b"end":
            break
        try:
            found.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(found)


def part_text(raw: bytes, part: Part, most: int) -> str:
    """Return a text part as text, `most` bytes of it."""
    return decoded(content(raw, part, most), part.parameters.get("charset", ""))
