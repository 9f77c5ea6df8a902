"""Letters that say that a letter did not arrive (RFC 3464): which one, for whom, and why."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.message import plain_line
from assistant.domain.mime.headers import field, message_ids
from assistant.domain.mime.parts import Part, content, tree

_LONGEST = 200_000  # bytes of a report that are read
_GROUP = re.compile(r"\r?\n\s*\r?\n")
_UNFOLD = re.compile(r"\r?\n[ \t]+")
_MESSAGE_ID = re.compile(r"^message-id:\s*<([^<>\s]+)>", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bounce:
    """The Message-ID of the letter that came back, and (address, reason) of whom it missed."""

    message_id: str
    failures: tuple[tuple[str, str], ...]


def bounce_of(raw: bytes) -> Bounce | None:
    """Return what a report of failed delivery says; None for any other letter. Never raises.

    Delays are no failures: "Action: failed" alone counts (RFC 3464 2.3.3).
    """
    if b"delivery-status" not in raw[:_LONGEST].lower():
        return None
    try:
        return _read(raw, tree(raw))
    except (ValueError, KeyError, IndexError, RecursionError):
        return None


def _read(raw: bytes, root: Part) -> Bounce | None:
    leaves = list(root.leaves())
    status = next((one for one in leaves if "delivery-status" in one.content_type), None)
    if status is None:
        return None
    failures = tuple(_failures(content(raw, status)[:_LONGEST].decode("utf-8", "replace")))
    message_id = ""
    for one in leaves:
        if one.content_type in {"text/rfc822-headers", "message/rfc822", "message/global"}:
            found = _MESSAGE_ID.search(content(raw, one)[:_LONGEST].decode("latin-1"))
            message_id = found[1] if found else message_id
    if not message_id:
        named = message_ids(root.head, "in-reply-to") or message_ids(root.head, "references")
        message_id = named[-1] if named else field(root.head, "x-failed-message-id")
    return Bounce(message_id, failures) if failures and message_id else None


def _failures(text: str) -> Iterator[tuple[str, str]]:
    for group in _GROUP.split(text):
        said: dict[str, str] = {}
        for line in _UNFOLD.sub(" ", group).splitlines():
            name, colon, value = line.partition(":")
            if colon:
                said.setdefault(name.strip().lower(), value.strip())
        if said.get("action", "").lower() != "failed":
            continue
        who = said.get("original-recipient") or said.get("final-recipient") or ""
        why = said.get("diagnostic-code") or said.get("status") or ""
        yield plain_line(who.rpartition(";")[2]), plain_line(why.rpartition(";")[2])[:200]
