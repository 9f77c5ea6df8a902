"""Bytes to a letter: what to show, what is attached. Nothing that arrives makes this fail."""

import hashlib
import logging
import re
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.mail import Address
from assistant.domain.mime.charsets import decoded, readable
from assistant.domain.mime.headers import field, message_ids, moment, people, text
from assistant.domain.mime.hypertext import as_text
from assistant.domain.mime.parts import Part, content, part_text, tree
from assistant.domain.received import Attached, Received

LARGEST = 100 * 1024 * 1024
LONGEST_TEXT = 200_000  # characters of a letter's text that are kept beside its source
_MOST_ATTACHED = 100
_LONGEST_SUBJECT = 1_000
_FLOWED = re.compile(r"(?<! )(?<!\n--) \n(?!>)")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter, and why it could not be read as a letter, if so (an English sentence)."""

    letter: Received
    trouble: str = ""


def open_letter(raw: bytes, key: str, arrived: datetime) -> Opened:
    """Return what `raw` says under the id `key`; never raises.

    `arrived` (aware) dates one that has no Date of its own.
    """
    if len(raw) > LARGEST:
        return Opened(_unread(raw, key, arrived), "It is larger than 100 MB.")
    if not raw.strip():
        return Opened(_unread(raw, key, arrived), "It is empty.")
    try:
        letter = _letter(raw, key, arrived)
    except Exception as error:  # noqa: BLE001 - a stranger's bytes: its neighbours shall live
        log.warning("the letter %s could not be read: %s", key, type(error).__name__)
        return Opened(_unread(raw, key, arrived), "It could not be read.")
    if not _says_anything(letter):
        return Opened(letter, "It has neither sender nor text.")
    return Opened(letter)


def key_of(raw: bytes) -> str:
    """Return the id of an imported letter: equal bytes are one letter."""
    return hashlib.sha256(raw).hexdigest()[:24]


def _says_anything(letter: Received) -> bool:
    return bool(letter.sender.email or letter.text.strip() or letter.attachments or letter.subject)


def _letter(raw: bytes, key: str, arrived: datetime) -> Received:
    root = tree(raw)
    head = root.head
    ids = message_ids(head, "message-id")
    answered = message_ids(head, "in-reply-to")
    senders = people(head, "from") or people(head, "sender")
    return Received(
        id=key,
        sender=senders[0] if senders else Address(""),
        subject=text(field(head, "subject"))[:_LONGEST_SUBJECT],
        text=_text(raw, root),
        date=moment(field(head, "date")) or _received(root) or arrived,
        to=people(head, "to"),
        cc=people(head, "cc"),
        reply_to=people(head, "reply-to"),
        message_id=ids[0] if ids else "",
        in_reply_to=answered[0] if answered else "",
        references=message_ids(head, "references"),
        attachments=tuple(_attachments(raw, root))[:_MOST_ATTACHED],
    )


def _received(root: Part) -> datetime | None:
    """Return when the last server took it (RFC 5322 3.6.7)."""
    return moment(field(root.head, "received").rpartition(";")[2])


def _text(raw: bytes, root: Part) -> str:
    pieces: list[str] = []
    size = 0
    for part in _shown(root):
        said = _said(raw, part).strip("\n")
        if said.strip():
            pieces.append(said)
            size += len(said)
        if size > LONGEST_TEXT:
            break
    return "\n\n".join(pieces)[:LONGEST_TEXT]


def _said(raw: bytes, part: Part) -> str:
    said = part_text(raw, part, LONGEST_TEXT * 4)
    if part.content_type == "text/html":
        return readable(as_text(said))
    said = readable(said)
    return _FLOWED.sub(" ", said) if part.parameters.get("format") == "flowed" else said


def _shown(part: Part) -> list[Part]:
    """Return the parts that are read: of alternatives the plain one (RFC 2046 5.1.4)."""
    if part.content_type == "multipart/alternative" and part.children:
        ways = [found for child in part.children if (found := _shown(child))]
        plain = [way for way in ways if any(one.content_type == "text/plain" for one in way)]
        return (plain or ways or [[]])[0]
    if part.children:
        kept = part.children[:1] if part.content_type == "multipart/related" else part.children
        return [one for child in kept for one in _shown(child)]
    if part.content_type in {"text/plain", "text/html"} and not _is_file(part):
        return [part]
    return []


def _is_file(part: Part) -> bool:
    return part.disposition == "attachment" or (bool(part.name) and part.depth > 0)


def _attachments(raw: bytes, root: Part) -> list[Attached]:
    shown = {id(part) for part in _all_ways(root)}
    found = []
    for at, part in enumerate(root.leaves()):
        if id(part) in shown or part.content_type.startswith("multipart/"):
            continue
        name = readable(part.name or _name_for(part, raw))
        inline = part.disposition != "attachment" and bool(part.content_id)
        found.append(Attached(name, part.content_type, _size(part), at, inline))
    return found


def _all_ways(part: Part) -> list[Part]:
    return [
        one
        for one in part.leaves()
        if one.content_type in {"text/plain", "text/html"} and not _is_file(one)
    ]


def _name_for(part: Part, raw: bytes) -> str:
    if part.content_type == "message/rfc822":
        inner = tree(raw[part.start : min(part.end, part.start + 64 * 1024)])
        return f"{text(field(inner.head, 'subject'))[:80] or 'message'}.eml"
    kind = part.content_type.partition("/")[2]
    return (
        "invitation.ics" if kind == "calendar" else f"attachment.{re.sub(r'[^a-z0-9]', '', kind)}"
    )


def _size(part: Part) -> int:
    length = part.end - part.start
    encoding = field(part.head, "content-transfer-encoding").strip().casefold()
    return length * 3 // 4 if encoding == "base64" else length


def _unread(raw: bytes, key: str, arrived: datetime) -> Received:
    """Return a letter for bytes that are none: the first of them, as text."""
    said = readable(decoded(raw[:LONGEST_TEXT]))
    return Received(key, Address(""), "", said, arrived)


def attachment(raw: bytes, part: int) -> bytes:
    """Return the bytes of an attachment by its place; b"" where there is none."""
    leaves = tree(raw).leaves()
    return content(raw, leaves[part]) if 0 <= part < len(leaves) else b""


def html_of(raw: bytes) -> str:
    """Return the HTML way of a letter as it came, "" where it has none. Not safe to show."""
    parts = [one for one in _all_ways(tree(raw)) if one.content_type == "text/html"]
    return part_text(raw, parts[0], LONGEST_TEXT * 5) if parts else ""


def embedded(raw: bytes, content_id: str) -> bytes:
    """Return the part of this letter that a `cid:` names (RFC 2392); b"" where there is none."""
    for part in tree(raw).leaves():
        if part.content_id == content_id and part.content_type.startswith("image/"):
            return content(raw, part)
    return b""
