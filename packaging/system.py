"""What Deskmate needs from the system, how to see whether it is there, and how to get it.

What differs between platforms while setting up is here, and only here.

Libraries are looked for by loading them, so that this works on every Linux; the names of the
packages that bring them are Debian's (Ubuntu's are the same).
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Need:
    """A system package, how to see that it is there, and what does not work without it."""

    package: str
    there: Callable[[], bool]
    purpose: str


LINUX = sys.platform.startswith("linux")
PROGRAMS = "Scripts" if os.name == "nt" else "bin"  # where a virtual environment keeps them
VENV, WINDOW, LETTERS, TEST = "a virtual environment", "the window", "letters", "the tests"


def _library(*names: str) -> Callable[[], bool]:
    def there() -> bool:
        try:
            for name in names:
                ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return there


def _program(name: str) -> Callable[[], bool]:
    places = os.pathsep.join((os.environ.get("PATH", os.defpath), "/usr/sbin"))
    return lambda: shutil.which(name, path=places) is not None


def _font(*patterns: str) -> Callable[[], bool]:
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
    own = (Path.home() / ".fonts", Path.home() / ".local/share/fonts")
    return lambda: any(
        next(folder.rglob(pattern), None) for folder in (*folders, *own) for pattern in patterns
    )


def _venv() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in ("venv", "ensurepip"))


VENV_NEEDS = (Need("python3-venv", _venv, VENV),)
WINDOW_NEEDS = tuple(
    Need(package, there, WINDOW)
    for package, there in (
        ("libegl1", _library("libEGL.so.1")),
        ("libgl1", _library("libGL.so.1")),
        ("libglib2.0-0", _library("libglib-2.0.so.0", "libgthread-2.0.so.0")),
        ("libfontconfig1", _library("libfontconfig.so.1")),
        ("libdbus-1-3", _library("libdbus-1.so.3")),
        ("libxkbcommon0", _library("libxkbcommon.so.0")),
        ("libxkbcommon-x11-0", _library("libxkbcommon-x11.so.0")),
        ("libx11-xcb1", _library("libX11-xcb.so.1")),
        ("libxcb-cursor0", _library("libxcb-cursor.so.0")),
        ("libxcb-icccm4", _library("libxcb-icccm.so.4")),
        ("libxcb-image0", _library("libxcb-image.so.0")),
        ("libxcb-keysyms1", _library("libxcb-keysyms.so.1")),
        ("libxcb-randr0", _library("libxcb-randr.so.0")),
        ("libxcb-render-util0", _library("libxcb-render-util.so.0")),
        ("libxcb-shape0", _library("libxcb-shape.so.0")),
        ("libxcb-xkb1", _library("libxcb-xkb.so.1")),
        ("libwayland-client0", _library("libwayland-client.so.0")),
        ("libwayland-cursor0", _library("libwayland-cursor.so.0")),
    )
)
FONTS = (
    Need("fonts-dejavu-core", _font("*.ttf", "*.otf"), LETTERS),
    Need("fonts-noto-color-emoji", _font("*Emoji*"), LETTERS),
    Need("fonts-noto-cjk", _font("*CJK*", "wqy-*", "DroidSansFallback*"), LETTERS),
)
TEST_NEEDS = tuple(
    Need(package, _program(program), TEST)
    for package, program in (
        ("xvfb", "Xvfb"),
        ("xdotool", "xdotool"),
        ("dbus", "dbus-daemon"),
        ("dunst", "dunst"),
        ("gnome-keyring", "gnome-keyring-daemon"),
        ("trayer", "trayer"),
        ("dovecot-imapd", "dovecot"),
        ("faketime", "faketime"),
    )
)


def missing(needs: Iterable[Need]) -> list[Need]:
    """Return those of `needs` that this machine lacks; none where it is not Linux."""
    if not LINUX:
        return []
    return [need for need in needs if not need.there()]


def copyable_line(needs: Iterable[Need]) -> str:
    """Return the one line that installs `needs`."""
    return "sudo apt-get install " + " ".join(_packages(needs))


def may_install() -> bool:
    """Return whether this user may install system packages."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(needs: Iterable[Need]) -> bool:
    """Install `needs` with apt-get, as root; return whether apt-get said that it worked."""
    packages = _packages(needs)
    print("Installing system packages:", *packages, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install_line = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages]
    for line in (["apt-get", "update", "-qq"], install_line):
        done = subprocess.run(
            line, env=quiet, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            print(done.stdout, done.stderr, sep="", file=sys.stderr)
    return done.returncode == 0


def _packages(needs: Iterable[Need]) -> list[str]:
    return [need.package for need in needs]
