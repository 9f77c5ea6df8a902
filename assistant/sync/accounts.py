"""Mail accounts: what the big providers want, and whether one works."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.base.i18n import tr
from assistant.base.paths import resources
from assistant.domain.mail import Account
from assistant.sync.failures import explained, turned_away
from assistant.sync.imap import mailbox
from assistant.sync.session import Patience, session

# Somebody watches the form: a minute at most, not the ten of RFC 5321.
TEST_PATIENCE = Patience(connect=10, reply=20, final=20, goodbye=2)


@dataclass(frozen=True, slots=True)
class Provider:
    """How letters leave through a provider (submission, RFC 6409 and RFC 8314).

    `note` is an English sentence for `tr`, about app passwords mostly; `known` tells a table row
    from a guess after the domain's name.
    """

    name: str
    smtp_host: str
    smtp_port: int
    security: str
    domains: tuple[str, ...] = ()
    note: str = ""
    known: bool = True
    imap_host: str = ""
    imap_port: int = 993
    imap_security: str = "tls"


@cache
def providers() -> tuple[Provider, ...]:
    """Return the table of providers, `resources/providers.toml`, in its order."""
    rows = tomllib.loads((resources() / "providers.toml").read_text("utf-8"))["provider"]
    return tuple(
        Provider(
            name=row["name"],
            smtp_host=row["host"],
            smtp_port=row["port"],
            security=row["security"],
            domains=tuple(row.get("domains", ())),
            note=row.get("note", ""),
            imap_host=row["imap"],
        )
        for row in rows
    )


def guess(address: str) -> Provider:
    """Return the provider of `address` by its domain, without asking the network.

    An unknown domain gets the most usual names, marked as not `known`.
    """
    domain = address.rpartition("@")[2].strip().lower()
    for provider in providers():
        if domain in provider.domains:
            return provider
    smtp, imap = (f"smtp.{domain}", f"imap.{domain}") if domain else ("", "")
    return Provider(domain, smtp, 465, "tls", known=False, imap_host=imap)


def test_account(
    account: Account,
    password: str,
    *,
    ca_file: Path | None = None,  # noqa: PT028 - tests an account, not the program
) -> str:
    """Connect, encrypt, log in and say NOOP; return a plain sentence in the user's language.

    Raises `MailError` with the cause. Nothing is sent. Blocks for a minute at most.
    """
    with session(account, password, TEST_PATIENCE, ca_file=ca_file) as smtp:
        try:
            code, reply = smtp.noop()
        except OSError as error:
            raise explained(error, account) from error
    if code != 250:
        raise turned_away(account, code, reply)
    return tr(
        "{host} took the name and the password of {address}, over an encrypted connection.",
        host=account.smtp_host,
        address=account.address,
    )


def test_mailbox(
    account: Account,
    password: str,
    *,
    ca_file: Path | None = None,  # noqa: PT028 - tests an account, not the program
) -> str:
    """Log in to the mailbox server and look at the inbox; return a plain sentence.

    Raises `MailError` with the cause. Nothing is changed. Blocks for a minute at most.
    """
    with mailbox(account, password, ca_file=ca_file, reply=TEST_PATIENCE.reply) as client:
        state = client.select_folder("INBOX", readonly=True)
    return tr(
        "{host} lets {address} read: {count} letters in the inbox.",
        host=account.imap_host,
        address=account.address,
        count=int(state.get(b"EXISTS", 0)),
    )
