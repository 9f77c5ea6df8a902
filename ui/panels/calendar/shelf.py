"""The calendars there are, each with its colour and a box that hides or shows it."""

from collections.abc import Collection
from zlib import crc32

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton, QVBoxLayout, QWidget

from assistant.base.i18n import tr
from assistant.domain.reads import Occurrence
from ui.desk import Desk
from ui.look.attempt import attempt
from ui.look.parts import clear, words
from ui.look.theme import color
from ui.look.tints import COLORS, Tint, tint

OWN = "personal"  # the calendar that is always there


class _Box(QCheckBox):
    """A box in the colour of its calendar."""

    def __init__(self, name: str, shade: str) -> None:
        super().__init__(name)
        self.setObjectName("calendarBox")
        self._shade = shade

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box as the style does, then its edge in the calendar's colour."""
        super().paintEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        area = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = tint(self._shade).edge
        painter.setPen(QPen(edge, 2))
        if self.isChecked():
            painter.setBrush(edge)
        painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), 4, 4)
        if self.isChecked():
            self._tick(painter, area.center().x(), area.center().y(), area.width() / 18)
        painter.end()

    def _tick(self, painter: QPainter, x: int, y: int, scale: float) -> None:
        painter.setPen(QPen(color("accent_text"), 1.8 * scale))
        points = [(-3.4, 0.4), (-0.9, 2.9), (3.8, -2.6)]
        dots = [QPointF(x + 0.5 + a * scale, y + 0.5 + b * scale) for a, b in points]
        painter.drawPolyline(dots)


class CalendarShelf(QWidget):
    """`changed` says that a calendar was hidden or shown."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("calendarShelf")
        self._desk = desk
        self._known: tuple[tuple[str, str, str], ...] = ()
        self._colors: dict[str, str] = {}
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(6, 0, 0, 0)
        self._rows.setSpacing(8)

    def hides(self, calendar: str) -> bool:
        """Whether the events of a calendar are not to be seen."""
        return calendar in self._hidden()

    def tint_of(self, one: Occurrence) -> Tint:
        """Return the colours of an event."""
        return tint(self._colors.get(one.event.calendar, ""))

    def refresh(self, seen: Collection[str]) -> None:
        """Show the calendars again; `seen` are those whose events were read."""
        known = calendars(self._desk, seen)
        self._colors = {key: shade for key, _, shade in known}
        if known == self._known:
            return
        self._known = known
        clear(self._rows)
        self._rows.addWidget(words("Calendars", tone="strong"))
        for key, name, shade in known:
            box = _Box(name, shade)
            box.setChecked(not self.hides(key))
            box.toggled.connect(lambda shown, key=key: self._set(key, shown=shown))
            self._rows.addWidget(box)

    def _set(self, calendar: str, *, shown: bool) -> None:
        hidden = self._hidden() - {calendar} if shown else self._hidden() | {calendar}
        kept = ",".join(sorted(hidden))
        if attempt(lambda: self._desk.settings.set("hidden_calendars", kept)):
            self.changed.emit()

    def _hidden(self) -> set[str]:
        return {one for one in self._desk.settings.text("hidden_calendars").split(",") if one}


def calendars(desk: Desk, seen: Collection[str]) -> tuple[tuple[str, str, str], ...]:
    """Return id, name and colour ("" for the theme's own) of every calendar, the own one first."""
    hidden = {one for one in desk.settings.text("hidden_calendars").split(",") if one}
    others = sorted((set(seen) | hidden) - {OWN}, key=str.casefold)
    # The same name has the same colour on every computer and at every start.
    shades = [COLORS[1:][crc32(one.encode()) % (len(COLORS) - 1)] for one in others]
    return ((OWN, tr("Personal"), ""), *zip(others, others, shades, strict=True))
