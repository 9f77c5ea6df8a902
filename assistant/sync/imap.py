"""A session with a mailbox server (RFC 9051): connected, encrypted, logged in, its words plain."""

import imaplib
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.base.connections import Why, connections
from assistant.domain.mail import Account
from assistant.sync.failures import NOT_LOGGED_IN, MailError, explained, words
from assistant.sync.session import trust

if TYPE_CHECKING:
    from imapclient import IMAPClient

log = logging.getLogger(__name__)
CONNECT, REPLY = 30.0, 120.0  # seconds
_ROLES = {
    b"\\sent": "sent",
    b"\\drafts": "drafts",
    b"\\trash": "trash",
    b"\\junk": "junk",
    b"\\archive": "archive",
}
# Names that servers without RFC 6154 give their folders.
_USUAL = {
    "sent": (
        "sent",
        "sent items",
        "sent messages",
        "sent mail",
        "gesendet",
        "已发送",
        "已发送邮件",
    ),
    "drafts": ("drafts", "draft", "entwürfe", "草稿", "草稿箱"),
    "trash": ("trash", "deleted", "deleted items", "deleted messages", "papierkorb", "已删除"),
    "junk": ("junk", "spam", "junk e-mail", "bulk mail", "垃圾邮件", "垃圾箱"),
    "archive": ("archive", "archives", "archiv", "归档"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A folder that the server lists."""

    name: str
    role: str


@contextmanager
def mailbox(
    account: Account, password: str, *, ca_file: Path | None = None, reply: float = REPLY
) -> Iterator["IMAPClient"]:
    """Give a session, logged in; raise `MailError` with the cause where there is none.

    What goes wrong inside the `with` block is told as a `MailError` too; parting never fails.
    """
    from imapclient.exceptions import IMAPClientError

    where = at_imap(account)
    host, port = account.imap_host, account.imap_port
    with connections.permit(host, port, Why.MAIL_IN, account=account.address):
        try:
            client = _connect(account, ca_file, reply)
        except OSError as error:
            raise explained(error, where) from error
        except (IMAPClientError, imaplib.IMAP4.error) as error:
            raise _hung_up(where, error) from error
        try:
            _log_in(client, account, password)
            yield client
        except OSError as error:
            raise explained(error, where) from error
        except (IMAPClientError, imaplib.IMAP4.error) as error:
            raise _hung_up(where, error) from error
        finally:
            with suppress(Exception):
                client.logout()
            with suppress(Exception):
                client.shutdown()


def at_imap(account: Account) -> Account:
    """Return the account with the mailbox server in the place of the other one, for complaints."""
    from dataclasses import replace

    return replace(account, smtp_host=account.imap_host, smtp_port=account.imap_port)


def _connect(account: Account, ca_file: Path | None, reply: float) -> "IMAPClient":
    from imapclient import IMAPClient, SocketTimeout

    context = trust(ca_file)
    client = IMAPClient(
        account.imap_host,
        account.imap_port,
        ssl=account.imap_security == "tls",
        ssl_context=context,
        timeout=SocketTimeout(connect=CONNECT, read=reply),
    )
    client.normalise_times = False  # INTERNALDATE with its own offset
    if account.imap_security != "tls":
        try:
            client.starttls(context)
        except Exception:
            client.shutdown()
            raise
    return client


def _log_in(client: "IMAPClient", account: Account, password: str) -> None:
    from imapclient.exceptions import LoginError

    try:
        if account.oauth and client.has_capability("AUTH=OAUTHBEARER"):
            client.oauthbearer_login(account.username, password)
        elif account.oauth:
            client.oauth2_login(account.username, password)
        elif client.has_capability("AUTH=PLAIN"):
            client.plain_login(account.username, password)
        else:
            client.login(account.username, password)
    except LoginError as error:
        raise MailError(
            NOT_LOGGED_IN,
            hint="Enter the password again; many providers want an app password instead.",
            lasting=True,
            host=account.imap_host,
            address=account.address,
            reply=words(str(error)),
        ) from error


def _hung_up(where: Account, error: Exception) -> MailError:
    return MailError(
        "The mail server {host} broke off ({reply}).",
        hint="It will be tried again by itself.",
        host=where.smtp_host,
        reply=words(str(error)),
    )


def folders_of(client: "IMAPClient") -> Sequence[Found]:
    """Return the folders to keep, the inbox first, by special use (RFC 6154), else by name.

    A folder that shows all mail once more is left out.
    """
    found: dict[str, str] = {}
    listed = client.list_folders()
    taken: set[str] = set()
    for flags, _, name in listed:
        low = {flag.lower() for flag in flags if isinstance(flag, bytes)}
        if low & {b"\\noselect", b"\\nonexistent", b"\\all", b"\\flagged", b"\\important"}:
            continue
        role = next((role for flag, role in _ROLES.items() if flag in low), "")
        role = "inbox" if str(name).upper() == "INBOX" else role
        found[str(name)] = role
        taken.add(role)
    for name, role in found.items():
        if not role:
            last = name.replace(".", "/").rpartition("/")[2].casefold()
            usual = next((one for one, names in _USUAL.items() if last in names), "")
            if usual and usual not in taken:
                found[name] = usual
                taken.add(usual)
    order = sorted(found.items(), key=lambda one: (one[1] != "inbox", one[1] == "", one[0]))
    return tuple(Found(name, role) for name, role in order)


def flags_of(data: Any) -> tuple[str, ...]:  # noqa: ANN401 - what a server answers
    """Return the flags of a FETCH answer as text, sorted; "Recent" is the session's own."""
    raw = data.get(b"FLAGS", ())
    said = {one.decode("ascii", "replace") if isinstance(one, bytes) else str(one) for one in raw}
    return tuple(sorted(said - {"\\Recent"}))
