"""The desktop's notifications and their buttons (Desktop Notifications Specification 1.3).

Linux only, by jeepney over the D-Bus session bus; elsewhere, and where no service runs, nothing is
available and the window shows its own notice. QtDBus is no help: it sends int32 for `replaces_id`.
"""

import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.base.lanes import RLock
from assistant.base.platform import has_session_bus
from assistant.sync.bus import BusError, SessionBus, member_of, sender_of

if TYPE_CHECKING:
    from jeepney import DBusAddress, Message

log = logging.getLogger(__name__)
Action = tuple[str, str]
OnAction = Callable[[str, str], None]
SERVICE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
STAYS = 0  # expire_timeout: until the user closes it
NORMAL = 1  # urgency: a reminder does not break through "do not disturb"
CRITICAL = 2  # what insists does
_ALARM = "alarm-clock-elapsed"  # of the sound naming specification
LONGEST = 1_000
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


@dataclass(frozen=True, slots=True)
class Loudness:
    """How a note comes: `urgent` through "do not disturb"; `sound` names a file to be played.

    `silent` asks the desktop to make no sound of its own: where we make one, or nobody shall.
    """

    urgent: bool = False
    sound: Path | None = None
    silent: bool = False

    def hints(self) -> "dict[str, tuple[str, object]]":
        """Return the hints of the specification that say so."""
        found: dict[str, tuple[str, object]] = {
            "urgency": ("y", CRITICAL if self.urgent else NORMAL)
        }
        if self.sound is not None:
            found |= {"sound-file": ("s", str(self.sound)), "sound-name": ("s", _ALARM)}
        if self.silent:
            found["suppress-sound"] = ("b", True)
        return found


QUIETLY = Loudness()


class Notifier(Protocol):
    """Shows notes outside the window."""

    def available(self) -> bool:
        """Return whether a note would be seen now; asks the desktop, so not for the Qt thread."""
        ...

    def show(  # noqa: PLR0913 - the parts of a note
        self,
        key: str,
        title: str,
        body: str,
        actions: Sequence[Action],
        on_action: OnAction,
        *,
        how: Loudness = QUIETLY,
    ) -> bool:
        """Show a note, in place of the one with the same key; return whether it is shown.

        `actions` are (id, label). `on_action(key, id)` is called on a thread of the notifier and
        must only queue or post. `how` says whether it breaks through, and with which sound.
        """
        ...

    def close(self, key: str) -> None:
        """Take a note away; one that is not there is fine."""
        ...

    def stop(self) -> None:
        """Listen no more; what is shown stays, without effect."""
        ...


class NoNotifier:
    """There is nowhere to show a note but the window."""

    def available(self) -> bool:
        """Return False."""
        return False

    def show(  # noqa: PLR0913 - the parts of a note
        self,
        key: str,
        title: str,
        body: str,
        actions: Sequence[Action],
        on_action: OnAction,
        *,
        how: Loudness = QUIETLY,
    ) -> bool:
        """Show nothing."""
        del key, title, body, actions, on_action, how
        return False

    def close(self, key: str) -> None:
        """Do nothing."""

    def stop(self) -> None:
        """Do nothing."""


@dataclass(frozen=True, slots=True)
class _Note:
    """A note as its server knows it: `server` is the unique bus name, `id` that server's number."""

    server: str
    id: int
    on_action: OnAction


class DesktopNotifier:
    """Notes by the desktop's notification service; connects when needed, and again when lost."""

    def __init__(self, *, name: str = "Deskmate", icon: str = "") -> None:
        self._name = name
        self._icon = icon
        self._lock = RLock()
        self._bus: SessionBus | None = None
        self._notes: dict[str, _Note] = {}

    def available(self) -> bool:
        """Return whether a notification service answers."""
        try:
            self._capabilities()
        except BusError as error:
            log.info("no desktop notifications: %s", error)
            return False
        return True

    def show(  # noqa: PLR0913 - the parts of a note
        self,
        key: str,
        title: str,
        body: str,
        actions: Sequence[Action],
        on_action: OnAction,
        *,
        how: Loudness = QUIETLY,
    ) -> bool:
        """Show a note, in place of the one with the same key; return whether it is shown."""

        def remember(reply: "Message") -> None:
            self._notes[key] = _Note(sender_of(reply), reply.body[0], on_action)

        try:
            able = self._capabilities()
            markup = "body-markup" in able
            shown = actions if "actions" in able else ()
            former = self._notes.get(key)
            text = _clean(body).translate(_ESCAPES) if markup else _clean(body)
            note = (
                self._name,
                former.id if former else 0,
                self._icon,
                _clean(title),
                text,
                [_clean(word) for action in shown for word in action],
                how.hints() | {"desktop-entry": ("s", self._name.lower())},
                STAYS,
            )
            self._connected().call(_service(), "Notify", "susssasa{sv}i", note, on_reply=remember)
        except BusError as error:
            log.warning("a note was not shown: %s", error)
            return False
        return True

    def close(self, key: str) -> None:
        """Take a note away; one that is not there is fine."""
        note = self._notes.pop(key, None)
        if note is not None and self._bus is not None:
            self._bus.tell(_service(), "CloseNotification", "u", (note.id,))

    def stop(self) -> None:
        """Listen no more; what is shown stays, without effect."""
        with self._lock:
            if self._bus is not None:
                self._bus.close()
            self._bus = None
            self._notes.clear()

    def _capabilities(self) -> Sequence[str]:
        found: Sequence[str] = self._connected().call(_service(), "GetCapabilities")[0]
        return found

    def _connected(self) -> SessionBus:
        with self._lock:
            if self._bus is None or not self._bus.open:
                self._notes.clear()
                self._bus = SessionBus(self._heard)
                self._bus.listen_to(SERVICE, PATH)
            return self._bus

    def _heard(self, signal: "Message") -> None:
        """Act on a signal of the very server that shows the note; anybody else may send one."""
        number = signal.body[0] if signal.body else None
        for key, note in list(self._notes.items()):
            if (note.server, note.id) == (sender_of(signal), number):
                self._act(key, note, signal)

    def _act(self, key: str, note: _Note, signal: "Message") -> None:
        if member_of(signal) == "ActionInvoked":
            note.on_action(key, str(signal.body[1]))
        elif member_of(signal) == "NotificationClosed":
            self._notes.pop(key, None)


def find_notifier(icon: str = "") -> Notifier:
    """Return what shows notes on this computer; `icon` is a file URI or a themed name."""
    if has_session_bus(os.environ):
        return DesktopNotifier(icon=icon)
    return NoNotifier()


def _service() -> "DBusAddress":
    from jeepney import DBusAddress

    return DBusAddress(PATH, bus_name=SERVICE, interface=SERVICE)


def _clean(text: str) -> str:
    """Return `text` as D-Bus takes it: UTF-8 without NUL; and without other control characters."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(mark for mark in whole if mark.isprintable() or mark == "\n")[:LONGEST]
