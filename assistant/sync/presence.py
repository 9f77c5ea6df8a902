"""What the desktop session says of its user, and the system of its sleep; over D-Bus.

Sleep: org.freedesktop.login1.Manager.PrepareForSleep(b), true before it and false after. Locks:
Lock and Unlock of our own session (logind), ActiveChanged(b) of the screen saver. Idle time: the
first that answers of Mutter's IdleMonitor (ms), org.freedesktop.ScreenSaver (ms, as KDE's and
others' give it), and IdleHint of our session in logind. Windows and macOS are asked by a call.
"""

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from assistant.base.lanes import RLock
from assistant.base.platform import has_session_bus, has_system_bus, idle_seconds
from assistant.sync.bus import BusError, SessionBus, interface_of, member_of

if TYPE_CHECKING:
    from jeepney import DBusAddress, Message

log = logging.getLogger(__name__)
LOGIND = "org.freedesktop.login1"
_MANAGER_PATH = "/org/freedesktop/login1"
_MANAGER = f"{LOGIND}.Manager"
_SESSION = f"{LOGIND}.Session"
_PROPERTIES = "org.freedesktop.DBus.Properties"
_SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
)
_IDLE = (
    ("org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core", "GetIdletime"),
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "GetSessionIdleTime"),
    ("org.freedesktop.ScreenSaver", "/ScreenSaver", "GetSessionIdleTime"),
)
Told = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Ears:
    """Who hears what; called on threads of the buses, so they must only queue."""

    slept: Told
    woke: Told
    left: Told
    returned: Told


class Session:
    """Listens to both buses as far as they are there. A bus that goes away is not looked for."""

    def __init__(self, ears: Ears) -> None:
        self._ears = ears
        self._lock = RLock()
        self._system: SessionBus | None = None
        self._desktop: SessionBus | None = None
        self._own = ""
        self._tells: tuple[str, str, str] | None = None
        self._silent = False

    def start(self) -> None:
        """Listen; takes a moment, so not for the window's thread."""
        if has_system_bus(os.environ):
            self._attempt("no signal of sleep", self._listen_to_system)
        if has_session_bus(os.environ):
            self._attempt("no signal of the screen saver", self._listen_to_desktop)

    def stop(self) -> None:
        """Listen no more."""
        with self._lock:
            for bus in (self._system, self._desktop):
                if bus is not None:
                    bus.close()
            self._system = self._desktop = None

    def idle(self) -> timedelta | None:
        """Return how long keyboard and mouse have been still; None where nothing tells."""
        called = idle_seconds()
        if called is not None:
            return timedelta(seconds=called)
        with self._lock:
            still = self._asked_desktop()
            return self._asked_logind() if still is None else still

    def _asked_desktop(self) -> timedelta | None:
        if self._desktop is None or self._silent:
            return None
        for place in (self._tells,) if self._tells else _IDLE:
            try:
                (still,) = self._desktop.call(_at(*place[:2]), place[2])
            except BusError as error:
                log.debug("%s: %s", place[0], error)
                continue
            self._tells = place
            return timedelta(milliseconds=int(still))
        self._silent = self._tells is None  # nobody answers: do not ask all of them every time
        return None

    def _asked_logind(self) -> timedelta | None:
        """Return how long the session has been idle by its IdleHint, None where nobody sets it."""
        if self._system is None or not self._own:
            return None
        try:
            hint, since = (self._property(name) for name in ("IdleHint", "IdleSinceHintMonotonic"))
        except BusError as error:
            log.debug("logind: %s", error)
            return None
        if not since:  # no desktop has ever set it
            return None
        still = timedelta(microseconds=time.monotonic_ns() // 1_000 - int(str(since)))
        return still if hint else timedelta()

    def _property(self, name: str) -> object:
        assert self._system is not None  # noqa: S101 - `_asked_logind` has looked
        from jeepney import DBusAddress

        where = DBusAddress(self._own, bus_name=LOGIND, interface=_PROPERTIES)
        ((_, value),) = self._system.call(where, "Get", "ss", (_SESSION, name))
        return value

    def _listen_to_system(self) -> None:
        self._system = SessionBus(self._heard, "SYSTEM")
        self._system.listen_to(_MANAGER, _MANAGER_PATH, LOGIND)
        manager = _at(LOGIND, _MANAGER_PATH, _MANAGER)
        named = os.environ.get("XDG_SESSION_ID", "")
        if named:
            (self._own,) = self._system.call(manager, "GetSession", "s", (named,))
        else:
            (self._own,) = self._system.call(manager, "GetSessionByPID", "u", (os.getpid(),))
        self._system.listen_to(_SESSION, self._own, LOGIND)

    def _listen_to_desktop(self) -> None:
        self._desktop = SessionBus(self._heard)
        for interface, path in _SAVERS:
            self._desktop.listen_to(interface, path)

    def _heard(self, signal: "Message") -> None:
        value = signal.body[0] if signal.body else None
        ears = self._ears
        match interface_of(signal), member_of(signal), value:
            case (_, "PrepareForSleep", True):
                ears.slept()
            case (_, "PrepareForSleep", False):
                ears.woke()
            case (_, "Lock", _) | (_, "ActiveChanged", True):
                ears.left()
            case (_, "Unlock", _) | (_, "ActiveChanged", False):
                ears.returned()
            case _:
                pass

    def _attempt(self, lacking: str, work: Told) -> None:
        try:
            work()
        except (BusError, ValueError) as error:
            log.info("%s: %s", lacking, error)


def _at(name: str, path: str, interface: str = "") -> "DBusAddress":
    from jeepney import DBusAddress

    return DBusAddress(path, bus_name=name, interface=interface or name)
