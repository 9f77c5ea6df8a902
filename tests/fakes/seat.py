"""A computer with somebody at it: logind, a screen saver and Mutter's idle monitor, on a real bus.

One private bus stands for the system's and the session's. `still` is how long nothing has moved.
"""

import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.threading import (
    DBusConnection,
    DBusRouter,
    Proxy,
    ReceiveStopped,
    open_dbus_connection,
)

from tests.fakes.notifications import SessionBus

LOGIND, SAVER = "org.freedesktop.login1", "org.freedesktop.ScreenSaver"
MUTTER = "org.gnome.Mutter.IdleMonitor"
OWN = "/org/freedesktop/login1/session/_31"
ALL = (LOGIND, SAVER, MUTTER)


class Seat:
    """The services of `names`; each answers as the real one does, and sends its signals."""

    def __init__(self, folder: Path, names: tuple[str, ...] = ALL) -> None:
        self.names = names
        self.still = 0.0
        self.hint: tuple[bool, int] | None = None
        self.asked: list[str] = []
        self._bus = SessionBus(folder)
        self._connection: DBusConnection | None = None
        self._thread = threading.Thread(target=self._serve, name="seat", daemon=True)

    def __enter__(self) -> "Seat":
        self.address = self._bus.__enter__().address
        self._connection = open_dbus_connection(self.address)
        with DBusRouter(self._connection) as router:
            for name in self.names:
                Proxy(message_bus, router).RequestName(name)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        assert self._connection is not None
        self._connection.interrupt()
        self._thread.join(30)
        self._connection.close()
        self._bus.__exit__(kind, error, where)

    @property
    def world(self) -> Mapping[str, str]:
        """The environment of a program at this seat."""
        return {
            "DBUS_SYSTEM_BUS_ADDRESS": self.address,
            "DBUS_SESSION_BUS_ADDRESS": self.address,
            "XDG_SESSION_ID": "1",
        }

    def sleep(self, *, before: bool) -> None:
        """Say that the computer goes to sleep, or that it has woken."""
        self._tell("/org/freedesktop/login1", f"{LOGIND}.Manager", "PrepareForSleep", before)

    def lock(self, *, on: bool, path: str = OWN) -> None:
        """Lock or unlock a session, as logind tells it."""
        self._tell(path, f"{LOGIND}.Session", "Lock" if on else "Unlock")

    def save_screen(self, *, on: bool) -> None:
        """Let the screen saver begin or end."""
        self._tell("/org/freedesktop/ScreenSaver", SAVER, "ActiveChanged", on)

    def _tell(self, path: str, interface: str, name: str, *body: bool) -> None:
        assert self._connection is not None
        where = DBusAddress(path, interface=interface)
        self._connection.send(new_signal(where, name, "b" if body else None, body))

    def _serve(self) -> None:
        assert self._connection is not None
        try:
            while True:
                message = self._connection.receive()
                if message.header.message_type is MessageType.method_call:
                    self._connection.send(self._answer(message))
        except (ReceiveStopped, ConnectionError):
            return

    def _answer(self, message: Message) -> Message:
        name: Any = message.header.fields.get(HeaderFields.member)
        to: Any = message.header.fields.get(HeaderFields.destination)
        self.asked.append(f"{to} {name}")
        if name in {"GetSession", "GetSessionByPID"}:
            return new_method_return(message, "o", (OWN,))
        if name == "GetIdletime":
            return new_method_return(message, "t", (int(self.still * 1000),))
        if name == "GetSessionIdleTime":
            return new_method_return(message, "u", (int(self.still * 1000),))
        if name == "Get" and self.hint is not None:
            kind, value = (
                ("b", self.hint[0]) if message.body[1] == "IdleHint" else ("t", self.hint[1])
            )
            return new_method_return(message, "v", ((kind, value),))
        return new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
