"""One window a home: a second start raises the first one's window and ends."""

from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE = 1000  # milliseconds
_MOMENT = 200


def address_of(home: Path) -> str:
    """Return the name of the local socket that belongs to a home."""
    return "deskmate-" + sha256(str(home.resolve()).encode()).hexdigest()[:24]


def raise_other(home: Path, *, quietly: bool = False) -> bool:
    """Ask the window that runs over `home` to come to the front; return whether there is one.

    `quietly` only looks for it.
    """
    socket = QLocalSocket()
    socket.connectToServer(address_of(home))
    if not socket.waitForConnected(_PATIENCE):
        return False
    socket.write(b"look\n" if quietly else b"raise\n")
    socket.waitForBytesWritten(_PATIENCE)
    socket.disconnectFromServer()
    return True


class Doorbell(QObject):
    """Listens for second starts."""

    rung = Signal()

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._heard)
        # A socket that a killed program left behind would stand in the way; the lock of the home
        # says that nobody else answers there.
        QLocalServer.removeServer(address_of(home))
        self._server.listen(address_of(home))

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _heard(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            # What it wants is written at once; who writes nothing only looked.
            came = socket.bytesAvailable() or socket.waitForReadyRead(_MOMENT)
            if came and b"raise" in socket.readAll().data():
                self.rung.emit()
