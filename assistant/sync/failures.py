"""Why a mail server did not take something, in words a person can read."""

import smtplib
import socket
import ssl

from assistant.base.errors import OutsideError
from assistant.domain.mail import Account
from assistant.domain.message import plain_line

LONGEST_REPLY = 200
NOT_LOGGED_IN = (
    "The mail server {host} did not accept the name or the password of {address} ({reply})."
)


class MailError(OutsideError):
    """A mail server did not do what it was asked; certainly nothing was delivered.

    `lasting` tells what only the user can mend (a wrong password, a refused address) from what
    may pass by itself (no network, a busy server). `whole_account` tells whether every other
    letter of the account would meet the same fate.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        lasting: bool = False,
        whole_account: bool = True,
        **values: object,
    ) -> None:
        self.lasting = lasting
        self.whole_account = whole_account
        super().__init__(message, hint=hint, **values)


def words(reply: bytes | str) -> str:
    """Return a server's reply as one short printable line: it is foreign text."""
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    line = plain_line(text)
    return line if len(line) <= LONGEST_REPLY else line[: LONGEST_REPLY - 1] + "…"


def refused(account: Account, code: int, reply: bytes | str) -> MailError:
    """Return what a reply of 4yz or 5yz to a whole letter means (RFC 5321 4.2.1)."""
    lasting = code >= 500
    return MailError(
        "The mail server {host} refused the letter ({reply})."
        if lasting
        else "The mail server {host} cannot take the letter now ({reply}).",
        hint="Change the letter or the account and try again."
        if lasting
        else "It will be tried again by itself.",
        lasting=lasting,
        whole_account=False,
        host=account.smtp_host,
        reply=words(reply) or code,
    )


def turned_away(account: Account, code: int, reply: bytes | str) -> MailError:
    """Return what a reply of 4yz or 5yz to the greeting or the session itself means."""
    return MailError(
        "The mail server {host} does not serve this computer ({reply}).",
        hint="Check the account's server and port, or ask its provider.",
        lasting=code >= 500,
        host=account.smtp_host,
        reply=words(reply) or code,
    )


def not_logged_in(account: Account, code: int, reply: bytes | str) -> MailError:
    """Return what a failed AUTH means (RFC 4954 6): 4yz passes, anything else needs the user."""
    if 400 <= code < 500:
        return turned_away(account, code, reply)
    return MailError(
        NOT_LOGGED_IN,
        hint="Enter the password again; many providers want an app password instead.",
        lasting=True,
        host=account.smtp_host,
        address=account.address,
        reply=words(reply) or code,
    )


def not_encrypted(account: Account) -> MailError:
    """Return that the server offers no encryption; a password never travels without it."""
    return MailError(
        "The mail server {host} offers no encryption on port {port}, so nothing was sent.",
        hint="Choose the port and the encryption that your provider names.",
        lasting=True,
        host=account.smtp_host,
        port=account.smtp_port,
    )


_CAUSES: tuple[tuple[type[OSError], str, str], ...] = (
    (
        ssl.SSLCertVerificationError,
        "The mail server {host} could not prove who it is ({why}).",
        "Check the server's name and this computer's clock; on a guest network log in first.",
    ),
    (
        ssl.SSLError,
        "There is no encrypted connection with {host} on port {port}.",
        "Choose the port and the encryption that your provider names.",
    ),
    (
        TimeoutError,
        "The mail server {host} did not answer in time on port {port}.",
        "Check the port and the encryption; otherwise it will be tried again by itself.",
    ),
    (
        socket.gaierror,
        "There is no mail server called {host}, or this computer is offline.",
        "Check the network and the server's name.",
    ),
    (
        ConnectionRefusedError,
        "The mail server {host} takes no mail on port {port}.",
        "Check the port; otherwise it will be tried again by itself.",
    ),
    (
        smtplib.SMTPServerDisconnected,
        "The mail server {host} hung up.",
        "It will be tried again by itself.",
    ),
    (
        OSError,
        "The mail server {host} cannot be reached.",
        "Check the network.",
    ),
)


def explained(error: OSError, account: Account) -> MailError:
    """Return what went wrong on the way to the server, before any byte of the letter left."""
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return not_encrypted(account)
    if isinstance(error, smtplib.SMTPResponseException):
        return turned_away(account, error.smtp_code, error.smtp_error)
    cause = _root(error)
    message, hint = next((text, hint) for kind, text, hint in _CAUSES if isinstance(cause, kind))
    return MailError(
        message,
        hint=hint,
        host=account.smtp_host,
        port=account.smtp_port,
        why=words(getattr(cause, "verify_message", "")),
    )


def _root(error: OSError) -> OSError:
    """Return what broke the connection; smtplib hides it behind its own exception."""
    below = error.__context__
    hidden = isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(
        below, TimeoutError | ssl.SSLError
    )
    return below if hidden and isinstance(below, OSError) else error
