"""A small frame beside what was clicked; a click elsewhere or Escape puts it away."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from ui.look.parts import cast_shadow

_WIDTH = 340
_GAP = 8


class Float(QFrame):
    """`inner` takes the widgets; `closed` says that it was put away."""

    closed = Signal()

    def __init__(self, window: QWidget, name: str) -> None:
        super().__init__(window)
        self.setObjectName(name)
        self.setProperty("kind", "popover")
        self._window = window
        self._place = QRect()
        self._before: QWidget | None = None
        self.inner = QVBoxLayout(self)
        self.inner.setContentsMargins(18, 14, 14, 14)
        self.inner.setSpacing(10)
        cast_shadow(self)
        self.hide()

    def show_at(self, place: QRect) -> None:
        """Show it beside `place` on the screen; in the middle where there is no place."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._place = place
        self.setFixedWidth(self._width())
        self._fit()
        self.show()
        # Long texts know their height only once they were laid out.
        QTimer.singleShot(0, self, self._fit)
        self.raise_()
        self.setFocus()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def close_it(self) -> None:
        """Put it away and give the focus back."""
        if self.isHidden():
            return
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        inside = QApplication.focusWidget()
        held = inside is self or (inside is not None and self.isAncestorOf(inside))
        self.hide()
        if held and self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Be as high as what is inside, whenever that changes."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._fit()
        return done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on a click elsewhere."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            at = self.mapFromGlobal(event.globalPosition().toPoint())
            if not self.rect().contains(at):
                self.close_it()
        return super().eventFilter(watched, event)

    def _width(self) -> int:
        return max(_WIDTH, self.fontMetrics().horizontalAdvance("n") * 40)

    def _fit(self) -> None:
        self.resize(self.width(), self.inner.totalHeightForWidth(self.width()))
        self.move(self._corner())

    def _corner(self) -> QPoint:
        room = self._window
        if not self._place.isValid():
            return QPoint((room.width() - self.width()) // 2, room.height() // 5)
        corner = room.mapFromGlobal(self._place.topLeft())
        left = corner.x() - self.width() - _GAP
        if left < _GAP:
            left = corner.x() + self._place.width() + _GAP
        left = max(_GAP, min(left, room.width() - self.width() - _GAP))
        top = max(_GAP, min(corner.y(), room.height() - self.height() - _GAP))
        return QPoint(left, top)
