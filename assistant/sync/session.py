"""A session with a submission server: connected, encrypted, logged in."""

import os
import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from assistant.base.connections import Why, connections
from assistant.base.lanes import Event
from assistant.domain.mail import Account
from assistant.sync.failures import (
    MailError,
    explained,
    not_encrypted,
    not_logged_in,
    turned_away,
)

# What a client without a name of its own says (RFC 5321 4.1.3); the computer's stays private.
HELLO = "[127.0.0.1]"
_BLINK = 0.05


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to wait: to connect, for a reply, for the final reply (RFC 5321 4.5.3.2).

    It can be lost: then every session that waits with it is hung up on, and no other begins.
    """

    connect: float = 30.0
    reply: float = 300.0
    final: float = 600.0
    goodbye: float = 5.0
    _lost: Event = field(default_factory=Event, init=False, repr=False, compare=False)
    _waiting: set[smtplib.SMTP] = field(default_factory=set, init=False, repr=False, compare=False)

    def apply(self, smtp: smtplib.SMTP, seconds: float) -> None:
        """Let the next replies take so long."""
        if smtp.sock is None or self._lost.is_set():
            raise smtplib.SMTPServerDisconnected("not connected")
        self._waiting.add(smtp)
        smtp.sock.settimeout(seconds)

    def release(self, smtp: smtplib.SMTP) -> None:
        """Note that a session is over."""
        self._waiting.discard(smtp)

    def lose(self, grace: float = 5.0) -> None:
        """Wait for the sessions under way, `grace` seconds at most, then hang up."""
        for _ in range(int(grace / _BLINK)):
            if not self._waiting:
                break
            self._lost.wait(_BLINK)
        self._lost.set()
        for smtp in list(self._waiting):
            if smtp.sock is not None:
                with suppress(OSError):
                    # The plain one: it wakes who reads, and leaves the state of TLS to them.
                    socket.socket.shutdown(smtp.sock, socket.SHUT_RDWR)


def trust(ca_file: Path | None = None) -> ssl.SSLContext:
    """Return what verifies servers: the system's authorities (SSL_CERT_FILE counts), `ca_file`.

    Where the system has none, as a bare Debian without ca-certificates, Mozilla's by certifi.
    """
    context = ssl.create_default_context()
    if ca_file is not None:
        context.load_verify_locations(ca_file)
    elif not _knows_authorities(context):
        import certifi

        context.load_verify_locations(certifi.where())
    return context


def _knows_authorities(context: ssl.SSLContext) -> bool:
    paths = ssl.get_default_verify_paths()
    chosen = {paths.openssl_cafile_env, paths.openssl_capath_env} & set(os.environ)
    folder = Path(paths.capath) if paths.capath else None  # read by OpenSSL when it needs one
    in_folder = folder is not None and any(folder.glob("*.[0-9]"))
    return bool(chosen) or in_folder or context.cert_store_stats()["x509_ca"] > 0


@contextmanager
def session(
    account: Account, password: str, patience: Patience, *, ca_file: Path | None = None
) -> Iterator[smtplib.SMTP]:
    """Give a session in which MAIL may be said; raise `MailError` where there is none.

    Errors inside the `with` block pass through; parting is polite and never fails.
    """
    host, port = account.smtp_host, account.smtp_port
    with connections.permit(host, port, Why.MAIL_OUT, account=account.address):
        try:
            smtp = _connect(account, patience, trust(ca_file))
        except OSError as error:
            raise explained(error, account) from error
        try:
            _prepare(smtp, account, password, patience, trust(ca_file))
            yield smtp
        finally:
            _part(smtp, patience)


def _connect(account: Account, patience: Patience, context: ssl.SSLContext) -> smtplib.SMTP:
    host, port = account.smtp_host, account.smtp_port
    if not _possible(host, port):
        raise socket.gaierror(socket.EAI_NONAME, "no such place")
    if account.security == "tls":
        return smtplib.SMTP_SSL(host, port, HELLO, timeout=patience.connect, context=context)
    if account.security == "starttls":
        return smtplib.SMTP(host, port, HELLO, timeout=patience.connect)
    raise not_encrypted(account)


def _possible(host: str, port: int) -> bool:
    """Return whether these can be a host and a port at all; the socket module is not gentle."""
    try:
        return bool(host.encode("idna")) and 0 < port < 65_536
    except UnicodeError:
        return False


def _prepare(
    smtp: smtplib.SMTP,
    account: Account,
    password: str,
    patience: Patience,
    context: ssl.SSLContext,
) -> None:
    try:
        patience.apply(smtp, patience.reply)
        if account.security == "starttls":
            smtp.starttls(context=context)
            patience.apply(smtp, patience.reply)
        code, reply = smtp.ehlo()
        if code != 250:
            raise turned_away(account, code, reply)
        if account.username:
            _log_in(smtp, account, password)
    except OSError as error:
        raise explained(error, account) from error


def _log_in(smtp: smtplib.SMTP, account: Account, password: str) -> None:
    """Authenticate by PLAIN (RFC 4616) or LOGIN, in UTF-8: smtplib's own login is ASCII only."""
    offered = smtp.esmtp_features.get("auth", "").upper().split()
    name, secret = account.username.encode(), password.encode()
    if b"\0" in name + secret:
        raise not_logged_in(account, 535, "NUL")
    if account.oauth:
        code, reply = _log_in_by_token(smtp, account.username, password)
    elif "PLAIN" in offered:
        code, reply = smtp.docmd("AUTH", "PLAIN " + _base64(b"\0".join((b"", name, secret))))
    elif "LOGIN" in offered:
        code, reply = _log_in_by_steps(smtp, name, secret)
    else:
        raise MailError(
            "The mail server {host} offers no way of logging in that Deskmate knows.",
            hint="Ask your provider for a server that takes a name and a password.",
            lasting=True,
            host=account.smtp_host,
        )
    if code != 235:
        raise not_logged_in(account, code, reply)


def _log_in_by_token(smtp: smtplib.SMTP, name: str, token: str) -> tuple[int, bytes]:
    """Authenticate by XOAUTH2; a 334 after it holds the reason and wants an empty answer."""
    said = _base64(f"user={name}\x01auth=Bearer {token}\x01\x01".encode())
    code, reply = smtp.docmd("AUTH", f"XOAUTH2 {said}")
    return smtp.docmd("") if code == 334 else (code, reply)


def _log_in_by_steps(smtp: smtplib.SMTP, name: bytes, secret: bytes) -> tuple[int, bytes]:
    code, reply = smtp.docmd("AUTH", "LOGIN")
    for answer in (name, secret):
        if code != 334:
            break
        code, reply = smtp.docmd(_base64(answer))
    return code, reply


def _base64(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _part(smtp: smtplib.SMTP, patience: Patience) -> None:
    with suppress(OSError):
        patience.apply(smtp, patience.goodbye)
        smtp.quit()
    patience.release(smtp)
    smtp.close()
