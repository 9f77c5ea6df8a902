"""A read-only text that is as high as what it says, and that loads nothing from anywhere."""

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QUrl
from PySide6.QtGui import QResizeEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextBrowser, QWidget

from ui.look.follow import follow
from ui.look.markdown import to_html
from ui.look.theme import look


class Prose(QTextBrowser):
    """Shows plain text or the HTML of `to_html`; the text can be selected and read aloud."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._markdown: str | None = None
        self._natural: int | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self._forget)
        self.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        follow(self, look.changed, self._style)

    def loadResource(self, _kind: int, _name: QUrl | str) -> Any:  # noqa: ANN401 - Qt's own
        """Load nothing: no file, no address, whatever the text says."""
        return None

    def doSetSource(self, name: QUrl | str, kind: Any = None) -> None:  # noqa: ANN401
        """Go nowhere."""

    def show_plain(self, text: str) -> None:
        """Show `text` letter by letter."""
        self._markdown = None
        self.setPlainText(text)

    def show_markdown(self, text: str) -> None:
        """Show `text` with its headings, lists, tables and code."""
        self._markdown = text
        self.setHtml(to_html(text))

    def natural_width(self) -> int:
        """Return the width that the text would take on unbroken lines."""
        if self._natural is None:
            document = self.document().clone()
            document.setTextWidth(-1)
            self._natural = int(document.idealWidth()) + 2
        return self._natural

    def sizeHint(self) -> QSize:
        """As high as the text."""
        return QSize(320, self._height())

    def minimumSizeHint(self) -> QSize:
        """As high as the text, and as narrow as may be."""
        return QSize(40, self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll."""
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of type."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self.document().setDefaultFont(self.font())
            self._natural = None
            self._fit()

    def _forget(self) -> None:
        self._natural = None

    def _height(self) -> int:
        return int(self.document().size().height() + 0.999)

    def _fit(self) -> None:
        if self.height() != self._height():
            self.setFixedHeight(max(1, self._height()))

    def _style(self) -> None:
        theme = look.theme
        colors = theme.colors
        self.document().setDefaultStyleSheet(
            f"code {{ background-color: {colors['sunken']}; font-family: monospace; }}"
            f"pre {{ background-color: {colors['sunken']}; font-family: monospace; }}"
            f"blockquote {{ color: {colors['muted']}; }}"
            f"h1 {{ font-size: {theme.size('heading')}pt; }}"
            f"h2, h3 {{ font-size: {theme.size('lead')}pt; }}"
            f"h4, h5, h6 {{ font-size: {theme.size('body')}pt; }}"
            "th { padding: 3px 10px; } td { padding: 3px 10px; }"
        )
        if self._markdown is not None:
            self.show_markdown(self._markdown)
