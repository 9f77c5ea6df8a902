"""The icon in the system's tray, where there is one."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from assistant.base.i18n import tr
from ui.look.icons import pixmap
from ui.look.tongue import tongue

_TRIES, _PAUSE = 16, 2000  # milliseconds


def program_icon() -> QIcon:
    """Return the program's own icon."""
    made = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(pixmap("deskmate", size=side, ratio=1.0))
    return made


class Tray(QObject):
    """Shows and hides the window, adds a line, begins a new chat, quits.

    `missing` says that no tray turned up within half a minute.
    """

    raise_window = Signal()
    new_chat = Signal()
    my_day = Signal()
    quick_add = Signal()
    quit = Signal()
    missing = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._icon: QSystemTrayIcon | None = None
        self._menu = QMenu(window)
        self._tries = _TRIES
        self._again = QTimer(self)
        self._again.setInterval(_PAUSE)
        self._again.timeout.connect(self._appear)
        tongue.changed.connect(self._fill)
        self._again.start()
        self._appear()

    def _appear(self) -> None:
        """Show the icon; right after login the tray may come up later than the program."""
        self._tries -= 1
        if QSystemTrayIcon.isSystemTrayAvailable():
            self._again.stop()
            self._icon = QSystemTrayIcon(program_icon(), self)
            self._icon.setContextMenu(self._menu)
            self._icon.activated.connect(self._activated)
            self._fill()
            self._icon.show()
        elif not self._tries:
            self._again.stop()
            self.missing.emit()

    @property
    def there(self) -> bool:
        """Whether the program can be reached through the tray."""
        return self._icon is not None and QSystemTrayIcon.isSystemTrayAvailable()

    def tell(self, text: str) -> None:
        """Say something beside the icon."""
        if self._icon is not None:
            self._icon.showMessage("Deskmate", text, self._icon.icon())

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.raise_window.emit()

    def _fill(self) -> None:
        self._menu.clear()
        self._menu.addAction(tr("Open Deskmate")).triggered.connect(self.raise_window)
        self._menu.addAction(tr("Quick add")).triggered.connect(self.quick_add)
        self._menu.addAction(tr("My day")).triggered.connect(self.my_day)
        self._menu.addAction(tr("New chat")).triggered.connect(self.new_chat)
        self._menu.addSeparator()
        self._menu.addAction(tr("Quit")).triggered.connect(self.quit)
        if self._icon is not None:
            self._icon.setToolTip("Deskmate")
