"""An account, a letter, and the server between them."""

from collections.abc import Iterable
from datetime import UTC, datetime

from assistant.domain.mail import Account, OutboxState, Outgoing
from assistant.sync.session import Patience
from tests.fakes.smtp import HOST, SmtpServer

ADDRESS = "lena@example.org"
PASSWORD = "Geheimnis 密码 🔑"
USERS = {ADDRESS: PASSWORD}
PATIENT = Patience(connect=30, reply=30, final=30, goodbye=5)
HASTY = Patience(connect=0.5, reply=0.5, final=0.5, goodbye=0.1)
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
MESSAGE = (
    b"From: Lena <lena@example.org>\r\nTo: anna@example.org\r\nSubject: Hello\r\n"
    b"Message-ID: <1@example.org>\r\n\r\nHi Anna\r\n.\r\n..two dots\r\n.end\r\n\r\n"
)


def letter(
    message: bytes = MESSAGE,
    *,
    key: str = "letter-1",
    sender: str = ADDRESS,
    recipients: Iterable[str] = ("anna@example.org", "bob@example.org"),
    account: str = "work",
) -> Outgoing:
    """Return a letter that rests in the outbox."""
    return Outgoing(
        id=key,
        draft=f"draft of {key}",
        account=account,
        state=OutboxState.READY,
        sender=sender,
        recipients=tuple(recipients),
        message=message,
        message_id=f"{key}@example.org",
        not_before=NOW,
    )


def account_on(server: SmtpServer, *, key: str = "work", username: str = ADDRESS) -> Account:
    """Return the account that fits `server`; where that offers no encryption, STARTTLS."""
    security = "starttls" if server.security == "none" else server.security
    return Account(key, ADDRESS, "Lena", HOST, server.port, security, username)
