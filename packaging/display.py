"""See whether there is a screen that answers."""

import os
import re
import socket
from pathlib import Path

import system


def there() -> bool:
    """Return whether a window can be put on a screen from here."""
    if not system.LINUX:
        return True
    return _wayland_answers() or _x11_answers()


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY")
    folder = os.environ.get("XDG_RUNTIME_DIR")
    return bool(name and folder) and _answers(str(Path(folder or "") / (name or "")))


def _x11_answers() -> bool:
    """A display elsewhere (ssh -X, another computer) is taken at its word."""
    name = os.environ.get("DISPLAY", "")
    here = re.fullmatch(r"(?:unix)?:(\d+)(?:\.\d+)?", name)
    if here is None:
        return bool(name)
    path = f"/tmp/.X11-unix/X{here[1]}"
    return _answers(path) or _answers("\0" + path)


def _answers(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(path)
        except OSError:
            return False
    return True
