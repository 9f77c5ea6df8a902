"""What a scroll area scrolls: as high as its content is at the width it has."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from ui.look.follow import follow
from ui.look.theme import look


class Canvas(QWidget):
    """Qt asks for the height that the content would have at its narrowest; that is far too much."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("canvas")

    def minimumSizeHint(self) -> QSize:
        """Leave the height to `heightForWidth`, where it depends on the width at all."""
        least = super().minimumSizeHint()
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            least.setHeight(0)
        return least


def bounded(widget: QWidget, usual: int) -> None:
    """Let `widget` be at most `usual` pixels wide at the usual size of text, more with larger."""
    follow(widget, look.changed, lambda: widget.setMaximumWidth(look.theme.pixels(usual)))
