"""The head of a letter: fields by name, encoded words, parameters, people and dates."""

import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from assistant.domain.mail import Address
from assistant.domain.message import plain_line
from assistant.domain.mime.charsets import decoded

Head = Mapping[str, tuple[bytes, ...]]
LONGEST_FIELD = 64 * 1024
MOST_FIELDS = 2_000
MOST_PEOPLE = 500
_LONGEST_PEOPLE = 16 * 1024
_NAME = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bBqQ])\?([^?]{0,2000})\?=")
_BETWEEN = re.compile(r"(\?=)[ \t\r\n]+(?==\?[^?\s]{1,40}\?[bBqQ]\?)")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_PARAMETER = re.compile(r";\s*([\w.!#$&+^`{|}~*-]{1,60}?)(\*?)\s*=\s*(\"(?:[^\"\\]|\\.)*\"?|[^;]*)")
_SECTION = re.compile(r"(.+?)\*(\d{1,3})")
_ID = re.compile(r"<([^<>\s]{1,300})>")
_COMMENT = re.compile(r"\(([^()]*)\)")
_AROUND_AT = re.compile(r"[ \t]*@[ \t]*")
_BARE_ADDRESS = re.compile(r"[^\s<>\",;:()@]{1,200}@[^\s<>\",;:()@]{1,255}")


def head_of(data: bytes) -> Head:
    """Return the fields of a head, small letters, unfolded, in their order."""
    found: dict[str, list[bytes]] = {}
    for name, value in _fields(data):
        found.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in found.items()}


def _fields(data: bytes) -> Iterator[tuple[str, bytes]]:
    name, pieces = "", list[bytes]()
    count = 0
    for line in data.splitlines():
        if line[:1] in (b" ", b"\t") and name:
            pieces.append(line.strip())
            continue
        if name:
            yield name, b" ".join(pieces)[:LONGEST_FIELD]
        name = ""
        match = _NAME.match(line)
        count += 1
        if match and count <= MOST_FIELDS:
            name, pieces = match[1].decode("ascii").lower(), [line[match.end() :].strip()]
    if name:
        yield name, b" ".join(pieces)[:LONGEST_FIELD]


def field(head: Head, name: str) -> str:
    """Return the first field of a name as it stands, "" where there is none."""
    values = head.get(name)
    return decoded(values[0]) if values else ""


def text(raw: str) -> str:
    """Return an unstructured field as a reader sees it: encoded words decoded (RFC 2047)."""
    return plain_line(_words(raw))


def _words(raw: str) -> str:
    """Decode encoded words; bytes of neighbours in one charset are put together before that.

    Real programs cut a character in two; RFC 2047 forbids it.
    """
    if "=?" not in raw:
        return raw
    joined = _BETWEEN.sub(r"\1", raw)
    pieces: list[str] = []
    waiting, charset, position = b"", "", 0
    for match in _WORD.finditer(joined):
        between = joined[position : match.start()]
        if waiting and (between or match[1].casefold() != charset):
            pieces.append(decoded(waiting, charset))
            waiting = b""
        pieces.append(between)
        charset = match[1].casefold()
        waiting += _bytes_of(match[2], match[3])
        position = match.end()
    if waiting:
        pieces.append(decoded(waiting, charset))
    return "".join([*pieces, joined[position:]])


def _bytes_of(kind: str, body: str) -> bytes:
    data = _as_bytes(body)
    if kind in "bB":
        return base64_of(data)
    return _HEX.sub(lambda m: bytes([int(m[1], 16)]), data.replace(b"_", b" "))


def _as_bytes(body: str) -> bytes:
    """Return the bytes that `field` made text of; real programs put raw ones in encoded words."""
    try:
        return body.encode("latin-1")
    except UnicodeEncodeError:
        return body.encode("utf-8", "replace")


def base64_of(data: bytes) -> bytes:
    """Return what base64 says, as far as it says anything; what does not belong is left out."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        kept = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    kept = kept[:-1] if len(kept) % 4 == 1 else kept
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))


def value_and_parameters(raw: str) -> tuple[str, dict[str, str]]:
    """Return a structured field, such as Content-Type: its value and parameters (RFC 2231)."""
    value, _, _ = raw.partition(";")
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, star, said in _PARAMETER.findall(raw[:LONGEST_FIELD]):
        content = _unquoted(said)
        section = _SECTION.fullmatch(name)
        if section:
            place = sections.setdefault(section[1].lower(), {})
            place.setdefault(int(section[2]), (content, bool(star)))
        elif star:
            sections.setdefault(name.lower().rstrip("*"), {}).setdefault(0, (content, True))
        else:
            plain.setdefault(name.lower().rstrip("*"), content)
    for name, parts in sections.items():
        plain[name] = _continued(parts)
    return value.strip().lower(), {name: text(said) for name, said in plain.items()}


def _unquoted(said: str) -> str:
    said = said.strip()
    if said.startswith('"'):
        return re.sub(r"\\(.)", r"\1", said[1:].removesuffix('"'))
    return said


def _continued(parts: Mapping[int, tuple[str, bool]]) -> str:
    """Return the value of a parameter in sections, some of them percent-encoded."""
    charset, data = "", b""
    for at in sorted(parts):
        content, encoded = parts[at]
        if encoded and at == 0 and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        data += unquote_to_bytes(content) if encoded else content.encode("utf-8", "replace")
    return decoded(data, charset)


def people(head: Head, name: str) -> tuple[Address, ...]:
    """Return the mailboxes of a field; one that cannot be read keeps its words as a name."""
    raw = ", ".join(decoded(value) for value in head.get(name, ()))[:_LONGEST_PEOPLE]
    if not raw.strip():
        return ()
    found = [_person(*pair) for pair in map(_name_and_email, _mailboxes(raw))]
    kept = [one for one in found if one.email or one.name][:MOST_PEOPLE]
    if any(one.email for one in kept):
        return tuple(kept)
    bare = [Address(one.lower()) for one in _BARE_ADDRESS.findall(raw)]
    return tuple(bare[:MOST_PEOPLE]) or tuple(kept)


def _mailboxes(raw: str) -> Iterator[str]:
    """Yield what stands between commas, outside of quotes, comments and brackets; no groups."""
    start = comments = 0
    quoted = angle = escaped = False
    for at, mark in enumerate(raw):
        if escaped:
            escaped = False
        elif mark == "\\":
            escaped = quoted or comments > 0
        elif quoted:
            quoted = mark != '"'
        elif mark == '"':
            quoted = True
        elif mark in "()":
            comments = max(0, comments + (1 if mark == "(" else -1))
        elif comments == 0 and mark in "<>":
            angle = mark == "<"
        elif comments == 0 and not angle and mark in ",;:":
            if mark != ":":
                yield raw[start:at]
            start = at + 1
    yield raw[start:]


def _name_and_email(item: str) -> tuple[str, str]:
    name, bracket, rest = item.rpartition("<")
    if bracket:
        email = "".join(_COMMENT.sub(" ", rest.partition(">")[0]).split())
        return _phrase(name), email
    comment = _COMMENT.search(item)
    words = _AROUND_AT.sub("@", _COMMENT.sub(" ", item)).split()
    at = next((at for at, word in enumerate(words) if "@" in word), -1)
    if at < 0:
        return _phrase(item), ""
    name = comment[1].strip() if comment else _phrase(" ".join(words[:at]))
    return name, words[at].strip('"')


def _phrase(name: str) -> str:
    return re.sub(r"\\(.)", r"\1", name.strip().strip('"').strip())


def _person(name: str, email: str) -> Address:
    local, at, domain = plain_line(email).rpartition("@")
    whole = f"{local}@{domain.lower()}" if at and local and domain else ""
    shown = text(name) or ("" if whole else text(email))
    return Address(whole, shown)


def message_ids(head: Head, name: str) -> tuple[str, ...]:
    """Return the Message-IDs of a field without brackets, each once."""
    raw = " ".join(decoded(value) for value in head.get(name, ()))
    found: Sequence[str] = _ID.findall(raw)
    if not found and name == "message-id" and raw.strip() and " " not in raw.strip():
        found = [raw.strip("<> \t")]
    return tuple(dict.fromkeys(plain_line(one) for one in found if one))[:200]


def moment(raw: str) -> datetime | None:
    """Return the aware moment that a Date says, None where it says none that can be."""
    try:
        found = parsedate_to_datetime(raw.strip()[:200])
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        found.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
    return found if 1970 <= found.year < 2100 else None
