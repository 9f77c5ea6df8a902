"""Icons: our own line drawings, tinted by the theme in use."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QLabel

from assistant.base.paths import resources
from ui.look.follow import follow
from ui.look.theme import color, look


def pixmap(name: str, tint: str = "text", size: int = 18, ratio: float = 2.0) -> QPixmap:
    """Return the icon `name` in a colour of the theme, `size` device-independent pixels wide."""
    return _drawn(name, color(tint).name(), size, ratio)


def icon(name: str, tint: str = "text", size: int = 18) -> QIcon:
    """Return the icon `name` in a colour of the theme; paler where its control is disabled."""
    made = QIcon(pixmap(name, tint, size))
    made.addPixmap(pixmap(name, "control", size), QIcon.Mode.Disabled)
    return made


def wear(button: QAbstractButton, name: str, tint: str = "text", size: int = 18) -> None:
    """Give `button` an icon that follows the theme."""

    def again() -> None:
        side = look.theme.pixels(size)
        button.setIcon(icon(name, tint, side))
        button.setIconSize(QSize(side, side))

    follow(button, look.changed, again)


def picture(name: str, tint: str = "muted", size: int = 18) -> QLabel:
    """Return a label that shows an icon and follows the theme; it says nothing by itself."""
    label = QLabel()
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def again() -> None:
        side = look.theme.pixels(size)
        label.setPixmap(pixmap(name, tint, side))
        # As high as a line of text, so that it stands in the middle of the first one beside it.
        label.setFixedSize(side, max(side, label.fontMetrics().lineSpacing()))

    follow(label, look.changed, again)
    return label


@lru_cache(maxsize=512)
def _drawn(name: str, tint: str, size: int, ratio: float) -> QPixmap:
    source = (resources() / "icons" / f"{name}.svg").read_text("utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", tint).encode()))
    side = round(size * ratio)
    drawn = QPixmap(side, side)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn
