"""What one event is about, beside its block, with edit and delete."""

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal, SignalInstance
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from assistant.domain.calendar import Event
from assistant.domain.reads import Occurrence
from ui.cards.face import Fact, facts
from ui.cards.records import facts_of
from ui.look.moments import hour, long_day
from ui.look.parts import button, cast_shadow, icon_button, plain, row

_WIDTH = 340
_GAP = 8


class EventPopover(QFrame):
    """Closes on a click elsewhere and once something was chosen; the window closes it on Esc."""

    edit = Signal(object)
    delete = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("eventPopover")
        self.setProperty("kind", "popover")
        self._window = window
        self._inner = QVBoxLayout(self)
        self._inner.setContentsMargins(18, 14, 14, 14)
        self._inner.setSpacing(12)
        self._content: QWidget | None = None
        cast_shadow(self)
        self.hide()

    def show_event(self, occurrence: Occurrence, beside: QWidget) -> None:
        """Show an occurrence beside its block."""
        if self._content is not None:
            self._inner.removeWidget(self._content)
            self._content.deleteLater()
        self._content = self._made(occurrence)
        self._inner.addWidget(self._content)
        self.setFixedWidth(max(_WIDTH, self.fontMetrics().horizontalAdvance("n") * 40))
        self._fit(beside)
        self.show()
        # Long texts know their height only once they were laid out.
        QTimer.singleShot(0, self, lambda: self._fit(beside))
        self.raise_()
        self.setFocus()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def close_it(self) -> None:
        """Put it away and give the focus back."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close on a click elsewhere."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            at = self.mapFromGlobal(event.globalPosition().toPoint())
            if not self.rect().contains(at):
                self.close_it()
        return super().eventFilter(watched, event)

    def _made(self, occurrence: Occurrence) -> QWidget:
        event = occurrence.event
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        title = plain(event.title, step="lead")
        title.setObjectName("popoverTitle")
        head = row(title, icon_button("close", "Close", "closePopover", self.close_it))
        head.setStretch(0, 1)
        column.addLayout(head)
        column.addWidget(facts([self._when(occurrence), *facts_of(event)[2:]]))
        column.addLayout(
            row(
                None,
                button(
                    "Delete", "deleteEvent", lambda: self._choose(self.delete, event), icon="trash"
                ),
                button("Edit", "editEvent", lambda: self._choose(self.edit, event), icon="edit"),
            )
        )
        return made

    def _when(self, one: Occurrence) -> Fact:
        if one.event.all_day:
            return facts_of(one.event)[1]
        text = f"{long_day(one.start.date())}\n{hour(one.start)} – {hour(one.end)}"
        return Fact("clock", "When", text)

    def _fit(self, beside: QWidget) -> None:
        self.adjustSize()
        if isValid(beside):
            self.move(self._place(beside))

    def _choose(self, signal: SignalInstance, event: Event) -> None:
        self.close_it()
        signal.emit(event)

    def _place(self, beside: QWidget) -> QPoint:
        room = self._window
        corner = beside.mapTo(room, QPoint(0, 0))
        left = corner.x() - self.width() - _GAP
        if left < _GAP:
            left = corner.x() + beside.width() + _GAP
        left = max(_GAP, min(left, room.width() - self.width() - _GAP))
        top = max(_GAP, min(corner.y(), room.height() - self.height() - _GAP))
        return QPoint(left, top)
