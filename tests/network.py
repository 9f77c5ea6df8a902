"""No network but the loopback, as an audit hook: it sees sockets that anybody opens."""

import errno
import ipaddress
import sys
from collections.abc import Callable

_ADDRESS_EVENTS = ("socket.connect", "socket.sendto", "socket.sendmsg")
_NAME_EVENTS = ("socket.getaddrinfo", "socket.gethostbyname")
# Names and addresses that stand for "not there" (RFC 6761 section 6.4, RFC 5737).
_NOT_THERE = ipaddress.ip_network("192.0.2.0/24")


class Network:
    """Behaves like a cable that is pulled out, and keeps note of who tried."""

    def __init__(self) -> None:
        self.attempts: list[str] = []
        self._check: Callable[[str, tuple[object, ...]], None] | None = None

    def close(self) -> None:
        """From now on, in this process, only the loopback answers."""
        if self._check is None:
            self._check = self._look
            sys.addaudithook(self._check)

    def _look(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in _ADDRESS_EVENTS:
            address = arguments[1]
            host = address[0] if isinstance(address, tuple) else None
        elif event in _NAME_EVENTS:
            host = arguments[0]
        else:
            return
        if isinstance(host, bytes):
            host = host.decode("ascii", "replace")
        if not isinstance(host, str) or is_here(host):
            return
        if not is_nowhere(host):
            self.attempts.append(host)
        raise OSError(errno.ENETUNREACH, "no network in tests", host)


def is_here(host: str) -> bool:
    """Return whether `host` is this machine."""
    if host in ("", "localhost", "0.0.0.0", "::"):
        return True
    address = _address(host)
    return address is not None and address.is_loopback


def is_nowhere(host: str) -> bool:
    """Return whether `host` stands for a machine that does not exist: a test's way to ask."""
    address = _address(host)
    return host.endswith(".invalid") or (address is not None and address in _NOT_THERE)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
