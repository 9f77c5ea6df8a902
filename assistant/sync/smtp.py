"""One letter to its server (RFC 5321, submission of RFC 6409), always encrypted, as exact bytes.

What matters here is to know what happened: taken, certainly not taken, or unknown. Everything up
to the reply to DATA is certain; from the first byte of the letter on, only a proper final reply
is (TRUST rule 10).
"""

import re
import smtplib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from assistant.domain.mail import Account, Outgoing
from assistant.sync.failures import MailError, explained, refused, words
from assistant.sync.session import Patience, session

LONGEST_LINE = 998  # octets without CRLF (RFC 5322 2.1.1, RFC 5321 4.5.3.1.6)
_ADDRESS = re.compile(r"[^\s<>\x00-\x1f\x7f]+@[^\s<>@\x00-\x1f\x7f]+")
_LONE = re.compile(rb"(?<!\r)\n|\r(?!\n)|\x00")
_DOT = re.compile(rb"^\.", re.MULTILINE)


class Verdict(StrEnum):
    """What became of a letter: taken, not taken (may pass, or lasts), or nobody can tell."""

    SENT = "sent"
    LATER = "later"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Result:
    """The verdict, why (unless sent), and the server's last words."""

    verdict: Verdict
    error: MailError | None = None
    reply: str = ""


def send(
    outgoing: Outgoing,
    account: Account,
    password: str,
    *,
    patience: Patience | None = None,
    ca_file: Path | None = None,
) -> Result:
    """Hand `outgoing` to the account's server and return what is known; never raises for its part.

    The server receives exactly `outgoing.message` (dots are stuffed on the wire, RFC 5321 4.5.2).
    A letter whose recipients are not all accepted is not sent to anyone. `ca_file` (PEM) is
    trusted besides the system's authorities. Blocks up to `patience`.
    """
    patience = patience or Patience()
    try:
        _check_form(outgoing)
        with session(account, password, patience, ca_file=ca_file) as smtp:
            try:
                _address(smtp, outgoing, account)
                _begin(smtp, account)
                patience.apply(smtp, patience.final)
            except OSError as error:
                raise explained(error, account) from error
            return _hand_over(smtp, outgoing.message, account)
    except MailError as error:
        return Result(Verdict.REFUSED if error.lasting else Verdict.LATER, error)


def _check_form(outgoing: Outgoing) -> None:
    """Refuse what could not travel unchanged: lone CR or LF (RFC 5321 2.3.8), too long lines.

    A lone line feed before a dot is how one letter is made into two ("SMTP smuggling").
    """
    message = outgoing.message
    good = (
        message.endswith(b"\r\n")
        and not _LONE.search(message)
        and all(len(line) <= LONGEST_LINE for line in message.split(b"\r\n"))
        and outgoing.recipients
        and all(_ADDRESS.fullmatch(one) for one in (outgoing.sender, *outgoing.recipients))
    )
    if not good:
        raise MailError(
            "This letter has a form that mail servers do not carry, so it was not sent.",
            hint="Write it again.",
            lasting=True,
            whole_account=False,
        )


def _address(smtp: smtplib.SMTP, outgoing: Outgoing, account: Account) -> None:
    """Say who writes to whom; raise `MailError` unless every recipient is accepted."""
    options = _options(smtp, outgoing, account)
    code, reply = smtp.docmd("MAIL", " ".join((f"FROM:<{outgoing.sender}>", *options)))
    if code != 250:
        raise refused(account, code, reply)
    answers = {one: smtp.docmd("RCPT", f"TO:<{one}>") for one in outgoing.recipients}
    turned_down = {one: answer for one, answer in answers.items() if answer[0] not in {250, 251}}
    if turned_down:
        smtp.docmd("RSET")
        raise _not_accepted(account, turned_down)


def _not_accepted(account: Account, answers: dict[str, tuple[int, bytes]]) -> MailError:
    lasting = any(code >= 500 for code, _ in answers.values())
    return MailError(
        "{host} does not accept {addresses}, so the letter went to nobody ({reply}).",
        hint="Check the address." if lasting else "It will be tried again by itself.",
        lasting=lasting,
        whole_account=False,
        host=account.smtp_host,
        addresses=", ".join(answers),
        reply=words(next(iter(answers.values()))[1]),
    )


def _options(smtp: smtplib.SMTP, outgoing: Outgoing, account: Account) -> list[str]:
    """Return the parameters of MAIL: SIZE (RFC 1870), 8BITMIME (6152), SMTPUTF8 (6531).

    Raises `MailError` where the letter needs what the server does not offer: it is never recoded.
    """
    size = len(outgoing.message)
    head, _, _ = outgoing.message.partition(b"\r\n\r\n")
    addresses = (outgoing.sender, *outgoing.recipients)
    utf8 = not head.isascii() or not all(one.isascii() for one in addresses)
    needs = {"8bitmime": not outgoing.message.isascii(), "smtputf8": utf8}
    if any(needed and not smtp.has_extn(name) for name, needed in needs.items()):
        raise refused(account, 553, "no letters beyond ASCII here (8BITMIME, SMTPUTF8)")
    limit = smtp.esmtp_features.get("size", "")
    if limit.isdigit() and 0 < int(limit) < size:
        raise refused(account, 552, f"{size} bytes, at most {limit} are allowed")
    if utf8:
        smtp.command_encoding = "utf-8"
    wanted = {
        f"SIZE={size}": smtp.has_extn("size"),
        "BODY=8BITMIME": needs["8bitmime"],
        "SMTPUTF8": utf8,
    }
    return [option for option, holds in wanted.items() if holds]


def _begin(smtp: smtplib.SMTP, account: Account) -> None:
    code, reply = smtp.docmd("DATA")
    if code != 354:
        raise refused(account, code, reply)


def _hand_over(smtp: smtplib.SMTP, message: bytes, account: Account) -> Result:
    """Send the bytes and wait for the final reply (ten minutes, RFC 5321 4.5.3.2.6)."""
    try:
        smtp.send(_DOT.sub(b"..", message) + b".\r\n")
        code, reply = smtp.getreply()
    except OSError as error:
        return _unknown(account, type(error).__name__)
    if 200 <= code < 300:
        return Result(Verdict.SENT, reply=words(reply))
    if 400 <= code < 600:
        raise refused(account, code, reply)
    return _unknown(account, words(reply))


def _unknown(account: Account, reply: str) -> Result:
    error = MailError(
        "The connection to {host} broke before it confirmed the letter: it may have arrived.",
        hint="Ask the recipient before you send it again.",
        lasting=True,
        whole_account=False,
        host=account.smtp_host,
    )
    return Result(Verdict.UNKNOWN, error, reply)
