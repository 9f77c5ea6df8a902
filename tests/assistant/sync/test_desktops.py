"""One story on every notification service there is: our own, and dunst where it is installed."""

import os
import queue
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from assistant.sync.notify import DesktopNotifier
from tests.fakes.notifications import NotificationService, SessionBus

Press = Callable[[], object]
Desktop = Callable[[Path], AbstractContextManager[tuple[str, Press]]]
# dunst asks this program which of the actions it shall take.
MENU = "#!/bin/sh\ngrep Snooze\n"
CONFIG = "[global]\n  dmenu = {menu}\n  font = Monospace 8\n"


@contextmanager
def ours(folder: Path) -> Iterator[tuple[str, Press]]:
    with NotificationService(folder) as service:
        yield service.address, lambda: service.click("snooze")


@contextmanager
def dunst(folder: Path) -> Iterator[tuple[str, Press]]:
    menu, config = folder / "menu", folder / "dunstrc"
    menu.write_text(MENU, "utf-8")
    menu.chmod(0o755)
    config.write_text(CONFIG.format(menu=menu), "utf-8")
    with SessionBus(folder) as bus, display() as screen:
        world = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": bus.address, "DISPLAY": screen}

        def control(*words: str) -> str:
            command = ["dunstctl", *words]
            return subprocess.run(
                command, env=world, check=True, stdout=subprocess.PIPE, text=True
            ).stdout

        def press() -> None:
            while control("count", "displayed").strip() != "1":
                pass
            control("context")

        with running("dunst", "-conf", str(config), env=world):
            yield bus.address, press


@contextmanager
def display() -> Iterator[str]:
    """Start an X server on a free number."""
    with running("Xvfb", "-displayfd", "1", "-screen", "0", "800x600x24") as server:
        assert server.stdout is not None
        yield f":{server.stdout.readline().strip()}"


@contextmanager
def running(*command: str, **more: object) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        **more,  # type: ignore[call-overload]
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=30)


def installed() -> list[Desktop]:
    whole = all(map(shutil.which, ("dunst", "dunstctl", "Xvfb")))
    return [ours, dunst] if whole else [ours]


@pytest.mark.parametrize("desktop", installed())
def test_the_user_presses_snooze(
    desktop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pressed: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()
    actions = (("done", "Done"), ("snooze", "Snooze 10 minutes"))
    with desktop(tmp_path) as (address, press):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        notifier = DesktopNotifier()
        while not notifier.available():  # the service is still starting
            pass
        assert notifier.show("r1", "Stretch", "10:15", actions, lambda *one: pressed.put(one))
        press()
        assert pressed.get(timeout=60) == ("r1", "snooze")
        assert notifier.show("r1", "Stretch", "10:25", actions, lambda *one: pressed.put(one))
        notifier.close("r1")
        notifier.stop()
