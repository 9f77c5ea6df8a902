"""What differs between Linux, Windows and macOS, and only here."""

import ctypes
import ctypes.util
import os
import platform
import plistlib
import re
import shutil
import subprocess
import sys
from collections.abc import MutableMapping, Sequence
from pathlib import Path
from typing import Protocol

if sys.platform == "win32":
    import winreg
    import winsound

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


_LABEL = "org.deskmate.Deskmate"
_ENTRY = """\
[Desktop Entry]
Type=Application
Version=1.5
Name=Deskmate
Name[zh_CN]=同桌
Comment=Reminders, calendar and mail
Comment[zh_CN]=提醒、日历和邮件
Exec={line}
Icon=deskmate
Terminal=false
X-GNOME-Autostart-enabled=true
"""


def starts_at_login(environ: MutableMapping[str, str]) -> bool:
    """Whether this user's login starts the program.

    By an XDG autostart entry, a LaunchAgent of macOS, or Windows' Run key; the desktop's own
    settings may have switched the entry off.
    """
    if sys.platform == "win32":
        return _run_key_is_set()
    file = _login_file(environ)
    if not file.is_file():
        return False
    text = file.read_text("utf-8", "replace")
    off = re.search(r"(?mi)^(Hidden=true|X-GNOME-Autostart-enabled=false)\s*$", text)
    return off is None


def start_at_login(environ: MutableMapping[str, str], command: Sequence[str], *, on: bool) -> None:
    """Let this user's login start `command`, or no longer; raise `OSError` where that fails."""
    if sys.platform == "win32":
        _set_run_key(command, on=on)
        return
    file = _login_file(environ)
    if not on:
        file.unlink(missing_ok=True)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    if sys.platform == "darwin":
        agent = {"Label": _LABEL, "ProgramArguments": list(command), "RunAtLoad": True}
        file.write_bytes(plistlib.dumps(agent))
    else:
        file.write_text(_ENTRY.format(line=" ".join(map(_quoted, command))), "utf-8")


def _login_file(environ: MutableMapping[str, str]) -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "LaunchAgents" / f"{_LABEL}.plist"
    folder = environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(folder) / "autostart" / "deskmate.desktop"


def _quoted(word: str) -> str:
    """Return an argument for Exec (Desktop Entry Specification): quoted, and the string escaped.

    Quoting puts a backslash before quotes, backticks, dollars and backslashes; a value of type
    string then doubles each backslash, and a percent sign stands for itself twice.
    """
    inner = re.sub(r'(["`$\\])', r"\\\1", word).replace("\\", "\\\\").replace("%", "%%")
    return f'"{inner}"'


if sys.platform == "win32":
    _RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"

    def _run_key_is_set() -> bool:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
                winreg.QueryValueEx(key, "Deskmate")
        except FileNotFoundError:
            return False
        return True

    def _set_run_key(command: Sequence[str], *, on: bool) -> None:
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
            if on:
                line = subprocess.list2cmdline(command)
                winreg.SetValueEx(key, "Deskmate", 0, winreg.REG_SZ, line)
            elif _run_key_is_set():
                winreg.DeleteValue(key, "Deskmate")


class Playing(Protocol):
    """A sound that is being played."""

    def stop(self) -> None:
        """End it; one that is over is fine."""


_PLAYERS = (  # what plays a WAV file, the first that is there
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("canberra-gtk-play", "-f"),
    ("afplay",),
)


def play(sound: Path) -> Playing | None:
    """Begin to play a WAV file; None where nothing here can."""
    if sys.platform == "win32":
        return _played_by_windows(sound)
    for program, *words in _PLAYERS:
        if found := shutil.which(program):
            return _Player([found, *words, str(sound)])
    return None


class _Player:
    """A program that plays; it is ended by a signal, and ends with its sound."""

    def __init__(self, line: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            line,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait()


if sys.platform == "win32":

    class _Sound:
        def stop(self) -> None:
            winsound.PlaySound(None, 0)

    def _played_by_windows(sound: Path) -> Playing | None:
        winsound.PlaySound(str(sound), winsound.SND_FILENAME | winsound.SND_ASYNC)
        return _Sound()


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


def processor_name() -> str:
    """Return the system, and the processor as its maker names it where that can be had."""
    named = platform.processor() or platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines():
            if line.startswith("model name"):
                named = line.partition(":")[2].strip()
                break
    except OSError:
        pass
    return f"{named}, {platform.system()}"


def is_linux() -> bool:
    """Whether this is Linux, with its system calls."""
    return _LINUX


def machine() -> str:
    """Return the architecture: "x86_64", "aarch64"."""
    return os.uname().machine if hasattr(os, "uname") else ""


def lower_priority(pid: int) -> None:
    """Let a process that was just started have only what nobody else wants."""
    import psutil

    try:
        psutil.Process(pid).nice(getattr(psutil, "IDLE_PRIORITY_CLASS", 19))
    except psutil.Error:
        return  # it has ended already
