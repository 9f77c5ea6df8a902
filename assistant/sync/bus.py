"""A connection to a bus of D-Bus, the session's or the system's.

Calls come from any thread, signals go to a thread of its own.
"""

import logging
import socket
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any, Literal

from assistant.base.lanes import Lock, Work, spawn

if TYPE_CHECKING:
    from jeepney import DBusAddress, Message

log = logging.getLogger(__name__)
PATIENCE = 3.0  # seconds; a service that has to be started first needs some
_CHUNK = 65_536
Which = Literal["SESSION", "SYSTEM"]
Body = tuple[Any, ...]
OnReply = Callable[["Message"], None]


class BusError(Exception):
    """There is no bus, no answer in time, or the answer was an error; never shown to the user."""


class SessionBus:
    """One connection. `on_signal(message)` is called on its thread: it must not call back."""

    def __init__(self, on_signal: Callable[["Message"], None], which: Which = "SESSION") -> None:
        self._on_signal = on_signal
        self._serials = count(1)
        self._waiting: dict[int, tuple[Work[Message], OnReply | None]] = {}
        self._sending = Lock()
        self._socket = _connect(which)
        self.open = True
        spawn(f"{which.lower()}-bus", self._listen)
        try:
            self.call(_daemon(), "Hello")
        except BusError:
            self.close()
            raise

    def call(
        self,
        to: "DBusAddress",
        method: str,
        signature: str | None = None,
        body: Body = (),
        *,
        on_reply: OnReply | None = None,
    ) -> Body:
        """Call `method` and return the body of its reply; raise `BusError` within `PATIENCE`.

        `on_reply` sees the reply on the bus's thread, before any signal that came after it.
        """
        from jeepney import MessageType, new_method_call

        serial = next(self._serials)
        future: Work[Message] = Work()
        self._waiting[serial] = future, on_reply
        try:
            self._send(new_method_call(to, method, signature, body), serial)
            reply = future.result(PATIENCE)
        except TimeoutError as error:
            raise BusError(f"{method}: no answer") from error
        finally:
            self._waiting.pop(serial, None)
        if reply.header.message_type is MessageType.error:
            raise BusError(f"{method}: {reply.body}")
        return tuple(reply.body)

    def tell(self, to: "DBusAddress", method: str, signature: str, body: Body) -> None:
        """Call `method` without waiting for an answer; a bus that is gone is fine."""
        from jeepney import MessageFlag, new_method_call

        message = new_method_call(to, method, signature, body)
        message.header.flags |= MessageFlag.no_reply_expected
        try:
            self._send(message, next(self._serials))
        except BusError as error:
            log.info("not told: %s", error)

    def listen_to(self, interface: str, path: str, sender: str = "") -> None:
        """Have the signals of `interface` at `path` delivered, of `sender` alone if it is named."""
        from jeepney import MatchRule

        rule = MatchRule(type="signal", interface=interface, path=path, sender=sender or None)
        self.call(_daemon(), "AddMatch", "s", (rule.serialise(),))

    def close(self) -> None:
        """Hang up; who still waits for a reply gets a `BusError`."""
        self.open = False
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            log.debug("the bus had hung up before")

    def _send(self, message: "Message", serial: int) -> None:
        data = message.serialise(serial=serial)
        try:
            with self._sending:
                self._socket.sendall(data)
        except OSError as error:
            self.open = False
            raise BusError("the bus is gone") from error

    def _listen(self) -> None:
        from jeepney import Parser

        parser = Parser()
        try:
            while data := self._socket.recv(_CHUNK):
                parser.add_data(data)
                while (message := parser.get_next_message()) is not None:
                    self._dispatch(message)
        except OSError:
            log.info("the bus hung up")
        finally:
            self.open = False
            self._socket.close()
            for future, _ in list(self._waiting.values()):
                if not future.done():
                    future.set_exception(BusError("the bus is gone"))

    def _dispatch(self, message: "Message") -> None:
        from jeepney import HeaderFields, MessageType

        if message.header.message_type is MessageType.signal:
            self._on_signal(message)
            return
        serial = message.header.fields.get(HeaderFields.reply_serial, 0)
        future, on_reply = self._waiting.get(serial, (None, None))
        if future is not None:
            if on_reply is not None and message.header.message_type is MessageType.method_return:
                on_reply(message)
            future.set_result(message)


def sender_of(message: "Message") -> str:
    """Return the unique name of the connection that sent `message`; the bus daemon vouches."""
    from jeepney import HeaderFields

    return str(message.header.fields.get(HeaderFields.sender, ""))


def interface_of(message: "Message") -> str:
    """Return the interface that a signal belongs to."""
    from jeepney import HeaderFields

    return str(message.header.fields.get(HeaderFields.interface, ""))


def member_of(message: "Message") -> str:
    """Return the name of a signal."""
    from jeepney import HeaderFields

    return str(message.header.fields.get(HeaderFields.member, ""))


def _connect(which: Which) -> socket.socket:
    """Return a socket on which the bus has accepted this user (DBUS_SESSION_BUS_ADDRESS ...)."""
    from jeepney.bus import get_bus
    from jeepney.io.blocking import prep_socket

    try:
        found: socket.socket = prep_socket(get_bus(which), timeout=PATIENCE)
    except (KeyError, OSError, RuntimeError, ValueError) as error:
        raise BusError(f"no {which.lower()} bus") from error
    return found


def _daemon() -> "DBusAddress":
    from jeepney import DBusAddress

    name = "org.freedesktop.DBus"
    return DBusAddress("/org/freedesktop/DBus", bus_name=name, interface=name)
