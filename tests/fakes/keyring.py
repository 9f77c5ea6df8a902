"""The desktop's real keyring (gnome-keyring) on a session bus, unlocked with a password.

with Keyring(folder, bus.address) as keyring:
    keyring.lock()       # as when the screen is locked
    keyring.unlock()     # as when its owner types the password
"""

import os
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType

import secretstorage

PASSWORD = b"open sesame"


class Keyring:
    """One daemon with its files in `folder`, from `with` to its end."""

    def __init__(self, folder: Path, address: str) -> None:
        self._folder = folder
        self._address = address
        self._daemon: subprocess.Popen[bytes] | None = None

    def lock(self) -> None:
        """Lock it: what is inside can neither be read nor changed."""
        connection = secretstorage.dbus_init()
        collection = secretstorage.get_default_collection(connection)
        collection.lock()
        assert collection.is_locked()
        connection.close()

    def unlock(self) -> None:
        """End the locked daemon and start it with the password, as a login does."""
        self._end()
        self._start()

    def __enter__(self) -> "Keyring":
        self._start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self._end()

    def _start(self) -> None:
        program = shutil.which("gnome-keyring-daemon")
        assert program, "gnome-keyring-daemon is missing (apt: gnome-keyring)"
        home = {"HOME": str(self._folder), "XDG_RUNTIME_DIR": str(self._folder)}
        data = {"XDG_DATA_HOME": str(self._folder / "data")}
        self._daemon = subprocess.Popen(
            [program, "--unlock", "--components=secrets", "--foreground"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **home, **data, "DBUS_SESSION_BUS_ADDRESS": self._address},
        )
        assert self._daemon.stdin is not None
        self._daemon.stdin.write(PASSWORD)
        self._daemon.stdin.close()
        connection = secretstorage.dbus_init()
        end = time.monotonic() + 20
        while not secretstorage.check_service_availability(connection):
            assert time.monotonic() < end, "the keyring did not come up"
            time.sleep(0.05)
        connection.close()

    def _end(self) -> None:
        assert self._daemon is not None
        self._daemon.kill()
        self._daemon.wait(30)
