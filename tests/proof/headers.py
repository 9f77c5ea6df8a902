"""Ten thousand hostile strings in every field of a letter: no header more, no recipient more.

    python -m tests.proof.headers [how many, default 10000]

Each string is put into the subject, the body, the names and the addresses of sender, To, Cc and
Bcc, In-Reply-To, References and the words of a template. The bytes are then read by three parsers
(the standard library's new and old one, and plain splitting of lines), and the envelope is looked
at. What is no address must be refused; all else must arrive with its own headers and no others.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.policy import compat32, default
from email.utils import getaddresses
from typing import Any

from assistant.base.errors import AssistantError
from assistant.domain.mail import Address, Draft
from assistant.domain.message import address, compose
from tests.proof.rows import Row, report

SEED = 20261201
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
ME = Address("me@example.org", "Me")
ANNA, BEN, CAL = (Address(f"{name}@example.org", name.title()) for name in ("anna", "ben", "cal"))
OURS = {"from", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references",
        "mime-version", "content-type", "content-transfer-encoding"}  # fmt: skip
BREAKS = ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029",
          "\r\n ", "\r\n\t", "\n\n", "\r\n\r\n", "\0", "%0d%0a", "=0D=0A", "\\r\\n",
          "=?utf-8?q?=0d=0a?=", "=?utf-8?b?DQo=?=", "嘊嘍", "\u560a")  # fmt: skip
HOSTILE = ("Bcc: evil@example.net", "To: evil@example.net", "Cc: evil@example.net",
           "Subject: other", "Content-Type: text/html", "From: boss@example.org", "X-Evil: 1",
           ".\r\nMAIL FROM:<evil@example.net>", "RCPT TO:<evil@example.net>", "DATA", "QUIT",
           "evil@example.net", ", evil@example.net", "; evil@example.net", "<evil@example.net>",
           '"x" <evil@example.net>,', "evil@example.net,", "(comment)", "group: evil@example.net;",
           "\u202emoc.elpmaxe@live", "\u200bx", "=?utf-8?q?evil=40example=2Enet?=",
           "a" * 1200, "字" * 400, "\U000e0041\U000e0042", '"', "\\", "<", ">", "()",
           "\ud800")  # fmt: skip
FIELDS = ("subject", "body", "name", "to", "cc", "bcc", "sender_name", "sender", "in_reply_to",
          "references")  # fmt: skip


def hostile(count: int, seed: int = SEED) -> Iterator[str]:
    """Yield strings that were made to break out of a header."""
    chance = random.Random(seed)
    for _ in range(count):
        parts = [chance.choice(("Hello", "", "anna@example.org", "Anna", "Re: "))]
        for _ in range(chance.randrange(1, 4)):
            parts += [chance.choice((*BREAKS, " ", "")), chance.choice(HOSTILE)]
        if chance.random() < 0.2:
            parts.append("".join(chr(_code(chance)) for _ in range(chance.randrange(1, 30))))
        yield "".join(parts)


def _code(chance: random.Random) -> int:
    low, high = chance.choice(((0, 0x20), (0, 0x250), (0x2000, 0x2070), (0, 0x11_0000)))
    return chance.randrange(low, high)


def letter(field: str, text: str) -> tuple[Draft, Address]:
    """Return a letter with `text` in one field, and its sender."""
    draft = Draft("d", (ANNA,), "Hello", "Hello.", (BEN,), (CAL,))
    sender, changed = ME, dict[str, Any]()
    match field:
        case "subject" | "body":
            changed = {field: text}
        case "name":
            to, cc, bcc = ((Address(one.email, text),) for one in (ANNA, BEN, CAL))
            draft = replace(draft, to=to, cc=cc, bcc=bcc)
        case "to" | "cc" | "bcc":
            changed = {field: (address(text),)}
        case "sender_name":
            sender = Address(ME.email, text)
        case "sender":
            sender = address(text)
        case "in_reply_to":
            draft = replace(draft, in_reply_to=text)
        case _:
            draft = replace(draft, in_reply_to="a@b", references=(text, "b@c", text))
    return replace(draft, **changed), sender


def wrong(draft: Draft, sender: Address, data: bytes) -> list[str]:
    """Return what is in the bytes that was not asked for."""
    found = []
    head, _, _ = data.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    starts = (line for line in lines if line[:1] not in b" \t")
    names = [line.split(b":")[0].decode("ascii").casefold() for line in starts]
    if any(b"\n" in line or b"\r" in line for line in lines):
        found.append("a bare line break")
    if any(len(line) > 998 for line in data.split(b"\r\n")):
        found.append("a line that is too long")
    wanted = {one.email.casefold() for one in draft.to + draft.cc}
    for policy in (default, compat32):
        message = BytesHeaderParser(policy=policy).parsebytes(data)
        keys = [key.casefold() for key in message]
        if sorted(keys) != sorted(names) or set(keys) - OURS or len(set(keys)) != len(keys):
            found.append(f"headers {sorted(set(keys) - OURS) or keys}")
        raw = [str(message[key] or "") for key in ("To", "Cc")]
        reached = {one.casefold() for _, one in getaddresses(raw) if one}
        if reached != wanted:
            found.append(f"recipients {reached ^ wanted}")
        if message.get_content_type() != "text/plain":
            found.append(f"content {message.get_content_type()}")
        if sender.email not in str(message["From"]):
            found.append("another sender")
    if b"evil@example.net" in b"".join(line for line in lines if line.lower().startswith(b"bcc")):
        found.append("Bcc")
    return found


def run(count: int) -> tuple[Counter[str], list[str]]:
    """Put every string into every field; return what was seen, and what was wrong."""
    seen: Counter[str] = Counter()
    faults: list[str] = []
    for text in hostile(count):
        for field in FIELDS:
            try:
                draft, sender = letter(field, text)
                data = compose(draft, sender, "1@example.org", NOW)
            except AssistantError:
                seen["refused as no address"] += 1
                continue
            seen["written"] += 1
            faults += [f"{field} {text!r}: {one}" for one in wrong(draft, sender, data)]
    return seen, faults


def main(count: int) -> int:
    """Run and report."""
    seen, faults = run(count)
    print(*faults[:20], sep="\n")
    letters, refused = seen["written"], seen["refused as no address"]
    fields = f"{count:,} strings in each of {len(FIELDS)} fields"
    how = f"{fields}: {letters:,} letters, {refused:,} refused as no address"
    number = f"{len(faults)} extra headers or recipients"
    return report(Row("header injection", how, number, not faults, faults[0] if faults else ""))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
