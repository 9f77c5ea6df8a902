"""What differs between Linux, Windows and macOS, and only here."""

import ctypes
import ctypes.util
import os
import sys
from collections.abc import MutableMapping
from pathlib import Path

_LINUX = sys.platform.startswith("linux")
_OFFSCREEN = {"offscreen", "minimal", "vnc", "linuxfb", "eglfs"}


def has_display(environ: MutableMapping[str, str], *, linux: bool = _LINUX) -> bool:
    """Whether a window can be shown."""
    if not linux:
        return True
    named = environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    return named in _OFFSCREEN or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def has_session_bus(environ: MutableMapping[str, str], *, linux: bool = _LINUX) -> bool:
    """Whether a desktop session answers over D-Bus, as for its notifications."""
    return linux and bool(environ.get("DBUS_SESSION_BUS_ADDRESS"))


def has_system_bus(environ: MutableMapping[str, str], *, linux: bool = _LINUX) -> bool:
    """Whether the system answers over D-Bus, as for its sleep."""
    named = environ.get("DBUS_SYSTEM_BUS_ADDRESS")
    return linux and bool(named or Path("/run/dbus/system_bus_socket").exists())


def idle_seconds() -> float | None:
    """Return how long keyboard and mouse have been still, where the system says so by a call.

    Windows by GetLastInputInfo, macOS by CGEventSourceSecondsSinceLastEventType; elsewhere the
    desktop is asked over D-Bus (`assistant.sync.presence`).
    """
    if sys.platform == "win32":
        return _still_on_windows()
    if sys.platform == "darwin":
        return _still_on_a_mac()
    return None


if sys.platform == "win32":

    class _LastInput(ctypes.Structure):
        _fields_ = [("size", ctypes.c_uint), ("tick", ctypes.c_uint)]

    def _still_on_windows() -> float | None:
        last = _LastInput(ctypes.sizeof(_LastInput), 0)
        if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last)):
            return None
        # Both count milliseconds in 32 bits: they start anew every 49.7 days.
        return ((ctypes.windll.kernel32.GetTickCount() - last.tick) & 0xFFFFFFFF) / 1000


if sys.platform == "darwin":

    def _still_on_a_mac() -> float | None:
        services = ctypes.util.find_library("ApplicationServices")
        if services is None:
            return None
        since = ctypes.CDLL(services).CGEventSourceSecondsSinceLastEventType
        since.restype, since.argtypes = ctypes.c_double, (ctypes.c_int32, ctypes.c_uint32)
        return float(since(1, 0xFFFFFFFF))  # HID system state, any input event


def zone_names(environ: MutableMapping[str, str]) -> tuple[str, ...]:
    """Return what the system calls its time zone, the best hint first; none, or no IANA name."""
    hints = [environ.get("TZ", "").lstrip(":")]
    named = Path("/etc/timezone")
    if named.is_file():
        hints.append(named.read_text("utf-8", "replace").strip())
    link = Path("/etc/localtime")
    if link.is_symlink():
        hints.append(str(link.resolve()).partition("zoneinfo/")[2])
    if not any(hints) and not _LINUX:
        hints.append(_named_by_windows())
    return tuple(hint for hint in hints if hint)


def _named_by_windows() -> str:
    """Return the IANA name of the zone that Windows knows by a name of its own."""
    from tzlocal import get_localzone_name

    return get_localzone_name() or ""


def be_nice(niceness: int) -> None:
    """Let other programs go first, where the system has a way to say so."""
    if hasattr(os, "nice"):
        os.nice(niceness)
