"""A real session bus (dbus-daemon) with a notification service on it that a test can press.

with NotificationService(folder) as desktop:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.address)
    note = desktop.wait(1)[0]      # title, body, actions, hints
    desktop.click("done")          # the newest note's button
"""

import shutil
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count
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
from jeepney.io.threading import DBusConnection, DBusRouter, Proxy, open_dbus_connection

NAME = "org.freedesktop.Notifications"
OBJECT = DBusAddress("/org/freedesktop/Notifications", bus_name=NAME, interface=NAME)
CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={folder}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>"""


class SessionBus:
    """A private session bus, from `with` to its end; `address` is DBUS_SESSION_BUS_ADDRESS."""

    def __init__(self, folder: Path) -> None:
        self._config = folder / "bus.conf"
        self._config.write_text(CONFIG.format(folder=folder), "utf-8")
        self._daemon: subprocess.Popen[str] | None = None
        self.address = ""

    def __enter__(self) -> "SessionBus":
        program = shutil.which("dbus-daemon")
        assert program, "dbus-daemon is missing (apt: dbus)"
        self._daemon = subprocess.Popen(
            [
                program,
                f"--config-file={self._config}",
                "--nofork",
                "--nopidfile",
                "--print-address=1",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert self._daemon.stdout is not None
        self.address = self._daemon.stdout.readline().strip()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        assert self._daemon is not None
        assert self._daemon.stdout is not None
        self._daemon.kill()
        self._daemon.wait(30)
        self._daemon.stdout.close()


@dataclass(frozen=True, slots=True)
class Note:
    """What a program asked to be shown."""

    id: int
    replaces: int
    program: str
    title: str
    body: str
    actions: Mapping[str, str]
    hints: Mapping[str, Any]
    expires: int


class NotificationService:
    """A desktop: keeps what is shown, presses buttons. `capabilities` are its answer to that call.

    With `address` it joins a bus that runs already, else it starts one of its own.
    """

    def __init__(
        self,
        folder: Path,
        *,
        capabilities: Sequence[str] = ("actions", "body", "body-markup"),
        address: str = "",
    ) -> None:
        self.capabilities = tuple(capabilities)
        self.address = address
        self.shown: list[Note] = []
        self.closed: list[int] = []
        self._bus = None if address else SessionBus(folder)
        self._news = threading.Condition()
        self._ids = count(1)
        self._connection: DBusConnection | None = None
        self._thread = threading.Thread(target=self._serve, name="notifications", daemon=True)

    def __enter__(self) -> "NotificationService":
        if self._bus is not None:
            self.address = self._bus.__enter__().address
        self._connection = open_dbus_connection(self.address)
        with DBusRouter(self._connection) as router:
            Proxy(message_bus, router).RequestName(NAME)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        where: TracebackType | None,
    ) -> None:
        self.leave()
        if self._bus is not None:
            self._bus.__exit__(kind, error, where)

    def leave(self) -> None:
        """Go away, as a notification service that crashed; the bus stays."""
        if self._connection is not None:
            self._connection.interrupt()
            self._thread.join(30)
            self._connection.close()
            self._connection = None

    def wait(self, number: int = 1, seconds: float = 60) -> list[Note]:
        """Return the notes once there are so many."""
        with self._news:
            assert self._news.wait_for(lambda: len(self.shown) >= number, seconds), self.shown
            return list(self.shown)

    def wait_closed(self, number: int = 1, seconds: float = 60) -> list[int]:
        """Return the ids of the notes that the program took away, once there are so many."""
        with self._news:
            assert self._news.wait_for(lambda: len(self.closed) >= number, seconds), self.closed
            return list(self.closed)

    def click(self, action: str, note: Note | None = None) -> None:
        """Press a button of `note`, or of the newest one; the note goes away."""
        note = note or self.shown[-1]
        self._emit("ActionInvoked", "us", (note.id, action))
        self.dismiss(note)

    def dismiss(self, note: Note | None = None) -> None:
        """Close `note`, or the newest one, as a user who wipes it away."""
        self._emit("NotificationClosed", "uu", ((note or self.shown[-1]).id, 2))

    def _emit(self, name: str, signature: str, body: tuple[Any, ...]) -> None:
        assert self._connection is not None
        self._connection.send(new_signal(OBJECT, name, signature, body))

    def _serve(self) -> None:
        from jeepney.io.threading import ReceiveStopped

        assert self._connection is not None
        try:
            while True:
                self._answer(self._connection, self._connection.receive())
        except (ReceiveStopped, ConnectionError):
            return

    def _answer(self, connection: DBusConnection, message: Message) -> None:
        if message.header.message_type is not MessageType.method_call:
            return
        member = message.header.fields.get(HeaderFields.member)
        if member == "GetCapabilities":
            reply = new_method_return(message, "as", (list(self.capabilities),))
        elif member == "GetServerInformation":
            reply = new_method_return(message, "ssss", ("test", "deskmate", "1", "1.3"))
        elif member == "Notify":
            reply = new_method_return(message, "u", (self._keep(message.body),))
        elif member == "CloseNotification":
            self._take_away(message.body[0])
            reply = new_method_return(message)
        else:
            reply = new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
        connection.send(reply)

    def _keep(self, body: tuple[Any, ...]) -> int:
        program, replaces, _, title, text, actions, hints, expires = body
        number = replaces or next(self._ids)
        pairs = dict(zip(actions[::2], actions[1::2], strict=True))
        values = {name: value for name, (_, value) in hints.items()}
        with self._news:
            self.shown.append(Note(number, replaces, program, title, text, pairs, values, expires))
            self._news.notify_all()
        return number

    def _take_away(self, number: int) -> None:
        with self._news:
            self.closed.append(number)
            self._news.notify_all()
