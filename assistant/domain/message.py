"""Letters as bytes (RFC 5322, MIME), and bytes as what a card shows."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from textwrap import wrap
from unicodedata import category

from assistant.base.errors import ToolError
from assistant.domain.mail import Address, Draft, Enclosed

# dot-atom of RFC 5322 3.2.3 in ASCII: addresses that need SMTPUTF8 (RFC 6531) are not taken yet.
_ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*", re.ASCII)
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9]")
_LONGEST_LOCAL, _LONGEST_HOST = 64, 253  # octets (RFC 5321 4.5.3.1, RFC 1035 2.3.4)
_JOINERS = "\u200c\u200d"  # they shape Persian words and families of emoji
_ATOM_WORDS = re.compile(r"[\w!#$%&'*+/=^`{|}~-]+(?: [\w!#$%&'*+/=^`{|}~-]+)*", re.ASCII)
_MESSAGE_ID = re.compile(r"[\w!#$%&'*+/=?^`{|}~.@-]{3,250}", re.ASCII)
_LONGEST_NAME = 150  # of a file
_MOST_REFERENCES = 20  # the first and the last ones are what threads hang on
_WIDTH = 66  # characters of a header's line, its name not counted (RFC 5322 2.1.1: 78 in all)


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """What a reader sees of the bytes of a letter."""

    sender: str
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    body: str
    message_id: str
    date: str
    enclosed: tuple[tuple[str, int], ...] = ()
    """Files: name, and size in bytes."""


def address(text: str) -> Address:
    """Return the mailbox written in `text`, "a@b.org" or "Name <a@b.org>".

    Raises `ToolError` for anything that is not one addr-spec (RFC 5322 3.4.1), with control
    characters or line breaks in particular: they must never reach a header.
    """
    name, bracket, rest = text.strip().rpartition("<")
    bare = rest.removesuffix(">") if bracket else rest
    local, _, domain = bare.strip().rpartition("@")
    closed = rest.endswith(">") or not bracket
    fits = closed and len(local) <= _LONGEST_LOCAL and _ATOMS.fullmatch(local)
    if not fits or not (host := _host(domain)):
        raise _no_address(text)
    return Address(f"{local}@{host}", plain_line(name).strip(' "'))


def _no_address(text: str) -> ToolError:
    return ToolError(
        "{text} is not a mail address.",
        hint="Write it like name@example.org.",
        text=repr(text[:80]),
    )


def _host(domain: str) -> str:
    """Return the domain in lower case and ASCII (IDNA), or "" where it is not a domain name.

    The ASCII form is what the card shows, so that a look-alike letter shows up as "xn--".
    """
    if len(domain) > _LONGEST_HOST:
        return ""
    try:
        host = domain.lower().encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return host if len(host) <= _LONGEST_HOST and _DOMAIN.fullmatch(host) else ""


def plain_line(text: str) -> str:
    """Return `text` as one line without control characters, fit for a header.

    What controls the direction of writing, or is not seen at all, is left out: it could make one
    text look like another.
    """
    return " ".join("".join(map(_plain, text)).split())


def _plain(mark: str) -> str:
    if mark.isprintable() or mark in _JOINERS:
        return mark
    return "" if category(mark) == "Cf" else " "


def compose(
    draft: Draft,
    sender: Address,
    message_id: str,
    date: datetime,
    content_of: Callable[[Enclosed], bytes] | None = None,
) -> bytes:
    """Return the bytes of `draft` as they will travel; Bcc stays in the envelope only.

    `message_id` is without angle brackets, `date` aware; `content_of` gives the bytes
    of a file. Lines end in CRLF. Raises `ToolError`
    for a mailbox that is none. The headers are written here: the standard library's folding
    drops the quotes of a long name (Python 3.11), and what was a name becomes more recipients.
    """
    headers = {
        "From": _mailboxes((sender,)),
        "To": _mailboxes(draft.to),
        "Cc": _mailboxes(draft.cc),
        "Subject": _text(plain_line(draft.subject)),
        "Date": format_datetime(date),
        "Message-ID": f"<{message_id}>",
    }
    if _MESSAGE_ID.fullmatch(draft.in_reply_to):
        headers["In-Reply-To"] = f"<{draft.in_reply_to}>"
        headers["References"] = _references(draft)
    head = "".join(
        f"{name}: {value}\r\n" for name, value in headers.items() if value or name == "Subject"
    )
    content = EmailMessage(SMTP)
    content.set_content(_body(draft.body), charset="utf-8", cte=_encoding(draft.body))
    for one in draft.enclosed:
        _enclose(content, one, content_of(one) if content_of else b"")
    return head.encode("ascii") + content.as_bytes()


def _enclose(content: EmailMessage, one: Enclosed, data: bytes) -> None:
    """Put a file with a letter, in base64 whatever it is; its name in RFC 2231."""
    main, slash, sub = one.content_type.lower().partition("/")
    known = slash and re.fullmatch(r"[a-z0-9.+-]+/[a-z0-9.+-]+", one.content_type.lower())
    if not known or main in {"multipart", "message"}:
        main, sub = "application", "octet-stream"
    name = plain_line(one.name)[:_LONGEST_NAME] or "file"
    content.add_attachment(data, maintype=main, subtype=sub, filename=name, cte="base64")


def _references(draft: Draft) -> str:
    """Return the thread so far, the answered letter last (RFC 5322 3.6.4)."""
    former = [one for one in draft.references if one != draft.in_reply_to]
    known = [one for one in (*former, draft.in_reply_to) if _MESSAGE_ID.fullmatch(one)]
    kept = known if len(known) <= _MOST_REFERENCES else [known[0], *known[1 - _MOST_REFERENCES :]]
    return "\r\n ".join(f"<{one}>" for one in kept)


def read_letter(data: bytes) -> ShownLetter:
    """Return what a reader sees of the bytes that `compose` made."""
    from email import message_from_bytes
    from email.policy import default

    message = message_from_bytes(data, policy=default)
    body = message.get_body(("plain",))
    return ShownLetter(
        sender=str(message["From"] or ""),
        to=_people(message, "To"),
        cc=_people(message, "Cc"),
        subject=str(message["Subject"] or ""),
        body=body.get_content().replace("\r\n", "\n").removesuffix("\n") if body else "",
        message_id=str(message["Message-ID"] or "").strip("<>"),
        date=str(message["Date"] or ""),
        enclosed=tuple(
            (plain_line(part.get_filename() or ""), len(part.get_payload(decode=True) or b""))
            for part in message.iter_attachments()
        ),
    )


def _people(message: EmailMessage, name: str) -> tuple[Address, ...]:
    header = message[name]
    found = header.addresses if header is not None else ()
    return tuple(Address(one.addr_spec, one.display_name) for one in found)


def _mailboxes(people: Sequence[Address]) -> str:
    return ",\r\n ".join(map(_mailbox, people))


def _mailbox(person: Address) -> str:
    """Return name and addr-spec; a name of anything but atoms is encoded, never quoted."""
    local, _, domain = person.email.rpartition("@")
    if not _ATOMS.fullmatch(local) or _host(domain) != domain.lower():
        raise _no_address(person.email)
    name = plain_line(person.name)
    plain = len(name) <= _WIDTH and "=?" not in name and _ATOM_WORDS.fullmatch(name)
    phrase = name if plain or not name else _encoded(name)
    return f"{phrase} <{person.email}>" if phrase else person.email


def _text(line: str) -> str:
    """Return `line` as an unstructured header (RFC 5322 2.2.1), folded between words."""
    words = line.split(" ")
    if line.isascii() and "=?" not in line and all(len(word) <= _WIDTH for word in words):
        folded = wrap(line, _WIDTH, break_long_words=False, break_on_hyphens=False)
        return "\r\n ".join(folded)
    return _encoded(line)


def _encoded(line: str) -> str:
    """Return `line` as encoded words of RFC 2047."""
    return Header(line, "utf-8", maxlinelen=_WIDTH).encode(linesep="\r\n")


def _body(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = "".join(mark for mark in lines if mark in "\n\t" or category(mark) not in ("Cc", "Cs"))
    return lines if lines.endswith("\n") else lines + "\n"


def _encoding(text: str) -> str:
    """Plain ASCII in short lines travels as it is; anything else is encoded for every server."""
    if text.isascii() and all(len(line) < 900 for line in text.splitlines()):
        return "7bit"
    return "quoted-printable" if sum(mark.isascii() for mark in text) * 2 > len(text) else "base64"
