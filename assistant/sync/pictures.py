"""Pictures that a letter points to: loaded only when the user asked for it, and nothing told."""

import ipaddress
import socket
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from assistant.base.connections import Permit, Why, connections, place_of
from assistant.sync.session import trust

MOST, LARGEST = 60, 5_000_000  # pictures of a letter, bytes of one
_PATIENCE = 10.0  # seconds


def load_pictures(
    addresses: Sequence[str], *, ca_file: Path | None = None, private: bool = False
) -> Mapping[str, bytes]:
    """Return the pictures that could be loaded, by address: https alone, no cookies, no referrer.

    Hosts of this computer and of the network around it are left out unless `private`: a letter
    must not reach what a stranger cannot. Blocks; never raises for what the network may do.
    """
    import httpx2 as httpx

    found: dict[str, bytes] = {}
    with httpx.Client(
        verify=trust(ca_file),
        timeout=_PATIENCE,
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": "Mozilla/5.0", "Accept": "image/*"},
    ) as client:
        for one in list(dict.fromkeys(addresses))[:MOST]:
            try:
                data = _fetched(client, one, private=private)
            except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError):
                continue
            if data:
                found[one] = data
    return found


def _fetched(client: object, address: str, *, private: bool) -> bytes:
    """Load one picture; the click on the letter lends the permit for its host."""
    where = place_of(address)
    if where is None:
        return b""
    with connections.trying():
        permit = connections.permit(*where, Why.PICTURES)
    with permit:
        if not _reachable(address, private):
            return b""
        return _load(client, address, permit, private=private)


def _load(client: object, address: str, permit: Permit, *, private: bool) -> bytes:
    import httpx2 as httpx

    assert isinstance(client, httpx.Client)  # noqa: S101 - imported lazily, so not in the signature
    for _ in range(4):
        client.cookies.clear()
        with client.stream("GET", address) as reply:
            if reply.is_redirect:
                address = str(reply.next_request.url) if reply.next_request else ""
                if (where := place_of(address)) is None or not address.startswith("https://"):
                    return b""
                permit.follow(*where)
                if not _reachable(address, private):
                    return b""
                continue
            if reply.status_code != 200 or not reply.headers.get("content-type", "").startswith(
                "image/"
            ):
                return b""
            data = b""
            for chunk in reply.iter_bytes():
                data += chunk
                if len(data) > LARGEST:
                    return b""
            return data
    return b""


def _reachable(address: str, private: bool) -> bool:  # noqa: FBT001 - passed on
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        return False
    if private:
        return True
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return all(ipaddress.ip_address(str(one[4][0]).partition("%")[0]).is_global for one in found)
