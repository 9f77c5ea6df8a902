"""A letter's HTML, made safe: pictures of the letter itself, others when the user asks for them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from PySide6.QtCore import QByteArray, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QWidget

from assistant.base.i18n import tr
from assistant.domain.mime.opening import embedded
from assistant.domain.mime.safe import Safe, safe
from ui.look.ask import confirmed
from ui.look.prose import Prose

_WIDEST = 700  # pixels of a picture


class WebView(Prose):
    """Shows safe markup on white paper, as its author saw it, in every theme."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("letterHtml")
        self._raw = b""
        self._html = ""
        self._pictures: Mapping[str, bytes] = {}
        self.shown = Safe("")
        self.anchorClicked.connect(self._follow)

    def show_letter(self, raw: bytes, html: str, pictures: Mapping[str, bytes]) -> Safe:
        """Show the HTML of a letter; return what it would have loaded."""
        self._raw, self._html, self._pictures = raw, html, pictures
        self.shown = safe(html, pictures.keys())
        self.document().clear()
        self.document().setDefaultStyleSheet("body { color: #1d1d1f; } a { color: #0b57d0; }")
        self.setHtml(self.shown.markup)
        return self.shown

    def loadResource(self, _kind: int, name: QUrl | str) -> Any:  # noqa: ANN401 - Qt's own
        """Give pictures of this letter, and those that were loaded; nothing else, from nowhere."""
        address = name.toString() if isinstance(name, QUrl) else name
        if address.startswith("cid:"):
            return _image(embedded(self._raw, address[4:]))
        return _image(self._pictures.get(address, b""))

    def _follow(self, url: QUrl) -> None:
        """Show where a link leads before it is followed."""
        address = url.toString()
        host = urlsplit(address).hostname or address
        question = tr("Open this address?\n\n{host}\n\n{address}", host=host, address=address[:500])
        if url.scheme() in {"http", "https", "mailto"} and confirmed(
            _window(self), question, tr("Open")
        ):
            QDesktopServices.openUrl(url)


def _window(widget: QWidget) -> QWidget:
    return widget.window()


def _image(data: bytes) -> QImage | None:
    image = QImage.fromData(QByteArray(data)) if data else QImage()
    if image.isNull():
        return None
    return image.scaledToWidth(_WIDEST) if image.width() > _WIDEST else image
