"""The one list of where this program may connect to, and the one place that holds it to that list.

Whoever opens a connection asks for a `Permit` first and opens it inside the permit:

    with connections.permit(host, port, Why.MAIL_OUT, account="me@example.org"):
        smtplib.SMTP_SSL(host, port)

A permit is given for hosts on the list (`allow`): the user's accounts, model servers, the sources
of models, the proxy. A host that the user typed and tries out is lent one (`trying`). Once the
program has called `guard`, places that are not listed get no permit, and an audit hook (PEP 578)
sees every socket that Python code opens, of libraries too, and refuses what has none; sockets
without a host (D-Bus) need none.
"""

import errno
import ipaddress
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import TracebackType
from typing import TypeAlias
from urllib.parse import urlsplit

from assistant.base.errors import OutsideError
from assistant.base.lanes import Lock

Place: TypeAlias = tuple[str, int]
"""A host (a name or an address, in small letters, IDNA) and a port."""
_CONNECTS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_NAMES = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
_MOST = 500  # rows that are remembered


class Why(StrEnum):
    """What a connection is for."""

    MAIL_OUT = "Sending mail"
    MAIL_IN = "Reading mail"
    CALENDAR = "Keeping calendars in step"
    SIGN_IN = "Signing in at a provider"
    PICTURES = "Pictures of a letter"
    MODEL = "Asking a model server"
    CATALOGUE = "Loading a model"


class NotAllowed(OutsideError):
    """A host that is not on the list; nothing was sent."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """A place that may be connected to: why, and for which account or server of the user's."""

    host: str
    port: int
    why: Why
    account: str = ""

    @property
    def place(self) -> Place:
        """Return host and port as they are compared."""
        return place(self.host, self.port)


@dataclass(frozen=True, slots=True)
class Use:
    """What is known of the connections to one place since the start.

    `first` and `last` are seconds since 1970 (UTC); `now` counts those that are open; `error` is
    the last failure. A refused one has `refused` set, and `why` may be missing.
    """

    host: str
    port: int
    why: Why | None
    account: str
    first: float
    last: float
    times: int = 1
    now: int = 0
    error: str = ""
    refused: bool = False


@dataclass(slots=True)
class Permit:
    """Leave to connect to one place, and to the proxies on the way, for as long as it is held."""

    allowed: Allowed
    owner: "Connections"
    places: set[Place] = field(default_factory=set)
    resolved: bool = False
    token: "Token[Permit | None] | None" = None

    def __enter__(self) -> "Permit":
        self.token = _held.set(self)
        self.owner.note(self.allowed, now=1)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self.token is not None:
            _held.reset(self.token)
        told = str(error) if isinstance(error, Exception) else ""
        self.owner.note(self.allowed, now=-1, error=told)

    def follow(self, host: str, port: int) -> None:
        """Go on to where the permitted place sent us; it shows as a row of its own."""
        self.places.add(place(host, port))
        told = f"{self.allowed.account or self.allowed.host} →"
        self.owner.note(replace(self.allowed, host=host, port=port, account=told), now=0)

    def names(self, host: str) -> bool:
        """Whether this name may be looked up."""
        return any(host == known for known, _ in self.places)

    def reaches(self, address: Place) -> bool:
        """Whether this address may be connected to: itself permitted, or found under a name."""
        ports = {port for host, port in self.places if not _is_address(host)}
        return address in self.places or (self.resolved and address[1] in ports)


_held: ContextVar[Permit | None] = ContextVar("permit", default=None)
_trying: ContextVar[bool] = ContextVar("trying", default=False)


class Connections:
    """The list, what was connected to, and what was refused. Safe under threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._listed: list[Callable[[], Collection[Allowed]]] = []
        self._uses: dict[tuple[str, int, str, str, bool], Use] = {}
        self._guarded = False

    @property
    def guarded(self) -> bool:
        """Whether every socket of this process is looked at."""
        return self._guarded

    def allow(self, listed: Callable[[], Collection[Allowed]]) -> Callable[[], None]:
        """Put what `listed` says at the time onto the list; call the result to take it off."""
        self._listed.append(listed)

        def take_off() -> None:
            if listed in self._listed:  # a program may be closed twice
                self._listed.remove(listed)

        return take_off

    def allowed(self) -> Sequence[Allowed]:
        """Return the list as it stands now."""
        return tuple(dict.fromkeys(one for listed in tuple(self._listed) for one in listed()))

    def uses(self) -> Sequence[Use]:
        """Return what was connected to since the start, and what was refused, the last first."""
        with self._lock:
            return tuple(sorted(self._uses.values(), key=lambda one: one.last, reverse=True))

    def permit(
        self, host: str, port: int, why: Why, *, account: str = "", proxy: str = ""
    ) -> Permit:
        """Return leave to connect; raise `NotAllowed` for a place that is not on the list.

        `proxy` is the address of the way out, which is on the list with whom it leads to.
        """
        wanted = Allowed(host, port, why, account)
        if self._guarded and self._listed and not _trying.get():
            known = {one.place for one in self.allowed()}
            if wanted.place not in known:
                self.note(wanted, now=0, refused=True)
                raise NotAllowed(
                    "{host} is not among the places that Deskmate may connect to.",
                    hint="Add it as an account or a model server first.",
                    host=host,
                )
        permit = Permit(wanted, self, {wanted.place})
        if proxy and (way := place_of(proxy)) is not None:
            permit.places.add(way)
        return permit

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Lend permits for what the user typed and tries out now, whether it is listed or not."""
        token = _trying.set(True)
        try:
            yield
        finally:
            _trying.reset(token)

    def note(self, allowed: Allowed, *, now: int, error: str = "", refused: bool = False) -> None:
        """Write down that a connection begins (+1), ends (-1), or was refused."""
        key = (allowed.host, allowed.port, allowed.why.value, allowed.account, refused)
        self._note(key, Use(*key[:2], allowed.why, allowed.account, 0, 0), now, error)

    def guard(self) -> None:
        """From now on, in this process, refuse every socket without a permit."""
        if not self._guarded:
            self._guarded = True
            sys.addaudithook(self._look)

    def _note(self, key: tuple[str, int, str, str, bool], fresh: Use, now: int, error: str) -> None:
        moment = time.time()
        with self._lock:
            known = self._uses.get(key)
            if known is None:
                if len(self._uses) >= _MOST:
                    self._uses.pop(min(self._uses, key=lambda one: self._uses[one].last))
                known = replace(fresh, first=moment, times=0, refused=key[4])
            self._uses[key] = replace(
                known,
                last=moment,
                times=known.times + (now >= 0),
                now=max(0, known.now + now),
                error=error if error or now > 0 else known.error,
            )

    def _look(self, event: str, arguments: tuple[object, ...]) -> None:
        if event in _CONNECTS:
            address = arguments[1] if len(arguments) > 1 else None
            if isinstance(address, tuple):
                self._connecting(address)
        elif event in _NAMES:
            self._naming(arguments[0])

    def _connecting(self, address: tuple[object, ...]) -> None:
        host, port = str(address[0]), address[1] if len(address) > 1 else 0
        target = place(host, port if isinstance(port, int) else 0)
        permit = _held.get()
        if permit is None or not permit.reaches(target):
            raise self._refusal(target)

    def _naming(self, host: object) -> None:
        named = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
        clean = place(named, 0)[0]
        permit = _held.get()
        if permit is not None and permit.names(clean):
            permit.resolved = True
        elif clean not in {"", "localhost", "127.0.0.1", "::1"}:  # to listen on; to connect is not
            raise self._refusal((clean, 0))

    def _refusal(self, target: Place) -> PermissionError:
        key = (*target, "", "", True)
        self._note(key, Use(*target, None, "", 0, 0), 0, "")
        return PermissionError(errno.EACCES, "not on the list of connections", target[0])


def place(host: str, port: int) -> Place:
    """Return host and port as they are compared: small letters, IDNA, no brackets, no zone."""
    clean = host.strip("[]").partition("%")[0].rstrip(".")
    try:
        return str(ipaddress.ip_address(clean)), port
    except ValueError:
        pass
    try:
        return clean.encode("idna").decode("ascii").casefold(), port
    except UnicodeError:
        return clean.casefold(), port


def place_of(url: str) -> Place | None:
    """Return where an address such as http://127.0.0.1:3128 leads to, None where it is none."""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
    except ValueError:
        return None
    return place(parts.hostname, port) if parts.hostname else None


def proxy_of(scheme: str, chosen: str, host: str) -> str:
    """Return the proxy that leads to `host`: the chosen one, else that of the environment."""
    from urllib.request import getproxies, proxy_bypass

    if chosen:
        return chosen
    return "" if proxy_bypass(host) else getproxies().get(scheme, "")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


connections = Connections()
"""Those of this process."""
