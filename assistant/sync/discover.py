"""A provider's servers by DNS (RFC 6186, RFC 8314 5.1), for domains that no table knows."""

from typing import TYPE_CHECKING

from assistant.sync.accounts import Provider

if TYPE_CHECKING:
    from dns.resolver import Resolver

_SENDING = (("_submissions._tcp", "tls"), ("_submission._tcp", "starttls"))
_READING = (("_imaps._tcp", "tls"), ("_imap._tcp", "starttls"))
_PATIENCE = 5.0  # seconds for one question


def discover(domain: str, resolver: "Resolver | None" = None) -> Provider | None:
    """Ask the DNS for the servers of a domain; None where it names none to send by.

    The name of a server that lies in another domain is not proved by anything: it stands in the
    form for the user to look at (RFC 6186 6). Blocks; never raises for what the network may do.
    """
    sending = _first(domain, _SENDING, resolver)
    if sending is None:
        return None
    reading = _first(domain, _READING, resolver) or ("", 993, "tls")
    return Provider(
        name=domain,
        smtp_host=sending[0],
        smtp_port=sending[1],
        security=sending[2],
        imap_host=reading[0],
        imap_port=reading[1],
        imap_security=reading[2],
    )


def _first(
    domain: str, services: tuple[tuple[str, str], ...], resolver: "Resolver | None"
) -> tuple[str, int, str] | None:
    from dns.exception import DNSException
    from dns.resolver import Resolver

    asked = resolver or Resolver()
    for service, security in services:
        try:
            answer = asked.resolve(f"{service}.{domain}", "SRV", lifetime=_PATIENCE)
        except (DNSException, OSError, UnicodeError):
            continue
        records = sorted(answer, key=lambda one: (one.priority, -one.weight))
        target = str(records[0].target).rstrip(".") if records else ""
        if target:  # "." says that there is no such service (RFC 2782)
            return target, int(records[0].port), security
    return None
