"""The calendars there are, each with its colour and a box that hides or shows it."""

from collections.abc import Sequence
from dataclasses import replace
from zlib import crc32

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from assistant.base.i18n import tr
from assistant.domain.calendars import OWN, Calendar
from assistant.domain.changes import Add, Change, Proposal, Update
from assistant.domain.reads import Occurrence
from ui.desk import Desk
from ui.look.attempt import attempt
from ui.look.parts import as_hint, clear, icon_button, row, words
from ui.look.theme import color
from ui.look.tints import COLORS, Tint, tint


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
    """`wanted` carries the calendar that is to be edited, None for a new one."""

    wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("calendarShelf")
        self._desk = desk
        self._known: Sequence[Calendar] | None = None
        self._said = ""
        self._tints: dict[str, str] = {}
        self._hidden: frozenset[str] = frozenset()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(6, 0, 0, 0)
        self._rows.setSpacing(2)
        self.read()

    def hides(self, calendar: str) -> bool:
        """Whether the events of a calendar are not to be seen."""
        return calendar in self._hidden

    def tint_of(self, one: Occurrence) -> Tint:
        """Return the colours of an event."""
        return tint(self._tints.get(one.event.calendar, ""))

    def read(self) -> Sequence[Calendar]:
        """Read which calendars there are, without showing them."""
        known = self._desk.reads.calendars()
        self._tints = {one.id: "" if _plain(one) else shade_of(one) for one in known}
        self._hidden = frozenset(one.id for one in known if not one.visible)
        return known

    def refresh(self) -> None:
        """Show the calendars again, where they are others than before."""
        known = self.read()
        if known == self._known and tr("Personal") == self._said:
            return
        self._known, self._said = known, tr("Personal")
        clear(self._rows)
        head = row(
            words("Calendars", tone="strong"),
            icon_button("plus", "New calendar", "newCalendar", lambda: self.wanted.emit(None)),
        )
        head.setStretch(0, 1)
        self._rows.addLayout(head)
        for one in known:
            self._rows.addLayout(self._row(one))

    def _row(self, one: Calendar) -> QHBoxLayout:
        name = shown_name(one)
        box = _Box(name, self._tints[one.id])
        box.setChecked(one.visible)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        if one.owner:
            box.setToolTip(as_hint(tr("Shared by {name}", name=one.owner)))
        box.toggled.connect(lambda shown: self._set(one, shown=shown))
        edit = icon_button("edit", "Edit calendar", "editCalendar", lambda: self.wanted.emit(one))
        edit.setAccessibleName(tr("Edit the calendar {name}", name=name))
        line = row(box, edit, spacing=2)
        line.setStretch(0, 1)
        return line

    def _set(self, one: Calendar, *, shown: bool) -> None:
        summary = tr("Show: {name}" if shown else "Hide: {name}", name=shown_name(one))
        changes = kept(self._desk, replace(one, visible=shown))
        attempt(lambda: self._desk.propose(Proposal(summary, changes)))


def kept(desk: Desk, after: Calendar) -> tuple[Change, ...]:
    """Return the changes that keep a calendar as it is now; one alone takes new events."""
    before = desk.reads.get(Calendar, after.id)
    changes: list[Change] = [] if before == after else [_put(before, after)]
    if after.default:
        others = [one for one in desk.reads.calendars() if one.default and one.id != after.id]
        changes += [Update(one, replace(one, default=False)) for one in others]
    return tuple(changes)


def _put(before: Calendar | None, after: Calendar) -> Change:
    return Add(after) if before is None else Update(before, after)


def _plain(one: Calendar) -> bool:
    """Return whether it has the colour of the theme."""
    return one.id == OWN and not one.color


def shade_of(one: Calendar) -> str:
    """Return the colour of a calendar: its own, or always the same for the same name."""
    if one.color or one.id == OWN:
        return one.color or COLORS[0]
    return COLORS[1:][crc32(one.id.encode()) % (len(COLORS) - 1)]


def shown_name(one: Calendar) -> str:
    """Return what a calendar is called, the own one in the user's language."""
    return tr("Personal") if one.id == one.name == OWN else one.name
