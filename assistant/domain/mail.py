"""What a letter is (RFC 5322), and the states of one that leaves (TRUST rule 10)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Address:
    """A mailbox: `email` is the addr-spec, `name` the display name, maybe empty."""

    email: str
    name: str = ""

    def __str__(self) -> str:
        both = self.name and self.email
        return f"{self.name} <{self.email}>" if both else self.email or self.name


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that goes with a letter: bytes kept under `digest`, or a part of a received letter.

    `digest` is the SHA-256 of the bytes; `letter` our own id, `part` its place among the leaves.
    """

    name: str
    content_type: str
    size: int
    digest: str = ""
    letter: str = ""
    part: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter that has not been sent; `sender` is the account's own address or empty.

    `in_reply_to` and `references` are Message-IDs without brackets (RFC 5322 3.6.4). `answers` and
    `forwards` name the received letter, by our own id.
    """

    id: str
    to: tuple[Address, ...]
    subject: str
    body: str
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    sender: Address | None = None
    in_reply_to: str = ""
    sent: bool = False
    references: tuple[str, ...] = ()
    answers: str = ""
    forwards: str = ""
    enclosed: tuple[Enclosed, ...] = ()

    @property
    def recipients(self) -> tuple[Address, ...]:
        """Everyone who would get it, in the order To, Cc, Bcc."""
        return self.to + self.cc + self.bcc


class OutboxState(StrEnum):
    """DRAFT -> READY -> SENDING -> SENT | READY (certain failure) | UNKNOWN."""

    DRAFT = "draft"
    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter in the outbox: the exact bytes, and the envelope (RFC 5321) that carries them."""

    id: str
    draft: str
    account: str
    state: OutboxState
    sender: str
    recipients: tuple[str, ...]
    message: bytes
    message_id: str
    not_before: datetime
    attempts: int = 0
    error: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """A mail account; its password lives in the keyring under `account:{id}`.

    `security` is "tls" (implicit, RFC 8314) or "starttls"; there is no plaintext. Without an
    `imap_host` letters leave by it and none come in.
    """

    id: str
    address: str
    name: str
    smtp_host: str
    smtp_port: int
    security: str
    username: str
    imap_host: str = ""
    imap_port: int = 993
    imap_security: str = "tls"
    oauth: bool = False
    """Whether what is kept in the keyring is a token (OAuth 2.0) and no password."""

    @property
    def secret(self) -> str:
        """The name of the password in the keyring."""
        return f"account:{self.id}"
