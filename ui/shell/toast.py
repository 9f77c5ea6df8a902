"""A short message at the bottom of the window, with the way back."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.look.parts import button, plain

_SECONDS = 8
_LINES = 3
_MARGIN = 28
_UNDER_HEADER = 60


class Toast(QFrame):
    """One message at a time; it goes by itself, but not while it has the focus or the pointer.

    It stands in the middle of `over`, at its bottom or at its top.
    """

    def __init__(self, window: QWidget, over: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._over = over
        self._at_top = False
        self.setObjectName("toast")
        self.setProperty("kind", "toast")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._work: Callable[[], object] | None = None
        self.label = plain()
        self.label.setObjectName("toastText")
        self.action = button("Undo", "toastUndo", self._act)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(18, 9, 9, 9)
        layout.setSpacing(16)
        layout.addWidget(self.label)
        layout.addWidget(self.action)
        self._timer = QTimer(self)
        self._timer.setInterval(_SECONDS * 1000)
        self._timer.timeout.connect(self._maybe_hide)
        window.installEventFilter(self)
        self.hide()

    def stand(self, over: QWidget, *, at_top: bool) -> None:
        """Stand over another part of the window from now on: never on what asks to be clicked."""
        self._over, self._at_top = over, at_top
        if self.isVisible():
            self._place()

    def show_text(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Show a message, with Undo where there is one."""
        self._work = undo
        self.action.setVisible(undo is not None)
        line = " ".join(text.split())
        self._fit(line, max(160, self._over.width() - (170 if undo else 80)))
        self.setAccessibleName(line)
        self.show()
        self.raise_()
        self._place()
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom of the window."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _fit(self, line: str, widest: int) -> None:
        """Put the text into as many lines as it takes, three at most."""
        metrics = self.label.fontMetrics()
        most = widest * _LINES - widest // 4  # lines break between words: some room stays unused
        shown = metrics.elidedText(line, Qt.TextElideMode.ElideRight, most)
        width = min(widest, metrics.horizontalAdvance(shown) + 4)
        self.label.setText(shown)
        self.label.setFixedSize(width, self.label.heightForWidth(width))

    def _act(self) -> None:
        self.hide()
        if self._work is not None:
            self._work()

    def _maybe_hide(self) -> None:
        if not self.underMouse() and not self.action.hasFocus():
            self._timer.stop()
            self.hide()

    def _place(self) -> None:
        self.adjustSize()
        window, over = self._window, self._over
        corner = over.mapTo(window, QPoint(0, 0))
        left = corner.x() + (over.width() - self.width()) // 2
        top = _UNDER_HEADER if self._at_top else window.height() - self.height() - _MARGIN
        self.move(max(8, min(left, window.width() - self.width() - 8)), top)
