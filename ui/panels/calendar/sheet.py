"""What a tall painted view looks like, kept in bands of pixels: scrolling copies, and paints once.

A band is painted when it first comes into view; `forget` whenever what is painted has changed.
"""

from collections.abc import Callable
from math import ceil
from typing import TypeAlias

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

Paint: TypeAlias = Callable[[QPainter, QRect], None]
_HIGH = 96  # pixels of a band: little enough that painting one goes unseen


class Sheet:
    """The kept bands of `widget`, in the pixels of its screen."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._bands: dict[int, QPixmap] = {}
        self._made_for: tuple[int, float] = (0, 0.0)

    def forget(self) -> None:
        """Paint anew from now on."""
        self._bands.clear()

    def draw(self, painter: QPainter, clip: QRect, paint: Paint) -> None:
        """Draw what lies in `clip`; `paint` is asked for bands that are not kept yet."""
        made_for = (self._widget.width(), self._widget.devicePixelRatioF())
        if made_for != self._made_for:
            self.forget()
            self._made_for = made_for
        for at in range(clip.top() // _HIGH, clip.bottom() // _HIGH + 1):
            if at not in self._bands:
                self._bands[at] = self._made(at, paint)
            painter.drawPixmap(0, at * _HIGH, self._bands[at])

    def _made(self, at: int, paint: Paint) -> QPixmap:
        width, ratio = self._made_for
        area = QRect(0, at * _HIGH, width, _HIGH)
        band = QPixmap(ceil(width * ratio), ceil(_HIGH * ratio))
        band.setDevicePixelRatio(ratio)
        band.fill(Qt.GlobalColor.transparent)
        painter = QPainter(band)
        painter.setFont(self._widget.font())
        painter.translate(-area.topLeft())
        painter.setClipRect(area)
        paint(painter, area)
        painter.end()
        return band
