"""The form for one calendar: its name, its colour, whose it is, and whether new events go there."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QDialog,
    QGridLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from assistant.base.i18n import tr
from assistant.domain.calendars import OWN, Calendar
from assistant.domain.message import plain_line
from assistant.domain.words import fold
from ui.desk import Desk
from ui.look.parts import as_hint, button, plain, row, words
from ui.look.theme import color, look
from ui.look.tints import COLORS, tint
from ui.look.tongue import say
from ui.panels.calendar.shelf import shade_of, shown_name

_NAMES = ("Green", "Blue", "Violet", "Pink", "Orange", "Ochre", "Grass", "Grey")
_MOST = 100  # characters of a name


class _Swatch(QAbstractButton):
    """One colour to choose; told by its name, and by a tick when it is chosen."""

    def __init__(self, shade: str, name: str) -> None:
        super().__init__()
        self.shade = shade
        self.setObjectName("calendarColor")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        side = look.theme.pixels(28)
        self.setFixedSize(side, side)
        self.setToolTip(as_hint(tr(name)))
        self.setAccessibleName(tr(name))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the disc, a ring where the keyboard is, and the tick."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(color("accent"), 2))
            painter.drawEllipse(self.rect().adjusted(1, 1, -2, -2))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tint(self.shade).edge)
        painter.drawEllipse(self.rect().adjusted(4, 4, -5, -5))
        if self.isChecked():
            painter.setPen(QPen(color("accent_text"), 2))
            middle, scale = self.rect().center(), self.width() / 28
            points = [(-4.4, 0.4), (-1.2, 3.6), (4.8, -3.4)]
            painter.drawPolyline(
                [QPointF(middle.x() + x * scale, middle.y() + y * scale) for x, y in points]
            )
        painter.end()


class CalendarForm(QDialog):
    """`saved` carries the calendar as it stands in the form, `unwanted` the one to delete."""

    saved = Signal(object)
    unwanted = Signal(object)

    def __init__(self, parent: QWidget, desk: Desk, calendar: Calendar | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("calendarForm")
        self.setModal(True)
        self._desk = desk
        self._calendar = calendar
        self.setWindowTitle(tr("New calendar") if calendar is None else tr("Edit calendar"))
        known = desk.reads.calendars()
        self._others = {fold(shown_name(one)): one for one in known if one != calendar}
        self.name = QLineEdit(shown_name(calendar) if calendar else "")
        self.name.setObjectName("calendarName")
        self.name.setMaxLength(_MOST)
        self.owner = QLineEdit(calendar.owner if calendar else "")
        self.owner.setObjectName("calendarOwner")
        self.owner.setMaxLength(_MOST)
        say(self.owner, self.owner.setPlaceholderText, "Empty: your own")
        self.shown = _box("calendarShown", "Show it", on=calendar is None or calendar.visible)
        taking = calendar is not None and _takes(calendar, known)
        self.default = _box("calendarDefault", "New events go here", on=taking)
        self.default.setEnabled(not taking)
        self._colors = QButtonGroup(self)
        self._trouble = plain(tone="danger")
        self._trouble.setObjectName("calendarTrouble")
        self._trouble.hide()
        self._lay_out(shade_of(calendar) if calendar else _unused(known))
        self.name.setFocus()

    def typed(self) -> Calendar | None:
        """Return the calendar as it stands, or None where it has no name of its own."""
        name = plain_line(self.name.text()).strip()
        chosen = self._colors.checkedButton()
        shade = chosen.shade if isinstance(chosen, _Swatch) else ""
        before = self._calendar or Calendar("", "")
        if before.id == OWN and name == tr("Personal"):
            name = OWN  # said in the user's language, whichever that is
        if not name or fold(name) in self._others:
            return None
        return replace(
            before,
            name=name,
            # The theme's own colour stays the theme's own.
            color=before.color if shade == shade_of(before) else shade,
            owner=plain_line(self.owner.text()).strip(),
            visible=self.shown.isChecked(),
            default=self.default.isChecked(),
        )

    def _save(self) -> None:
        made = self.typed()
        if made is not None:
            self.saved.emit(made)
            self.accept()
            return
        empty = not self.name.text().strip()
        self._trouble.setText(
            tr("A calendar needs a name.") if empty else tr("There is a calendar of that name.")
        )
        self._trouble.show()
        self.name.setFocus()

    def _delete(self) -> None:
        self.unwanted.emit(self._calendar)
        self.accept()

    def _lay_out(self, shade: str) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(14)
        layout.addWidget(plain(self.windowTitle(), step="heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        fields: tuple[tuple[str, QWidget], ...] = (
            ("Calendar name", self.name),
            ("Colour", self._palette(shade)),
            ("Shared by", self.owner),
            ("", self.shown),
            ("", self.default),
        )
        for at, (label, field) in enumerate(fields):
            if label:
                text = tr("Name of the calendar") if field is self.name else tr(label)
                field.setAccessibleName(text)
                grid.addWidget(words(label, tone="muted", wrap=False), at, 0)
            grid.addWidget(field, at, 1)
        layout.addLayout(grid)
        layout.addWidget(self._trouble)
        buttons = row(
            None,
            button("Cancel", "cancelCalendar", self.reject),
            button("Save", "saveCalendar", self._save, kind="primary"),
        )
        if self._calendar is not None and self._calendar.id != OWN:
            delete = button("Delete…", "deleteCalendar", self._delete, icon="trash")
            delete.setAutoDefault(False)
            buttons.insertWidget(0, delete)
        layout.addLayout(buttons)
        self.setMinimumWidth(look.theme.pixels(440))

    def _palette(self, shade: str) -> QWidget:
        made = QWidget()
        line = row(spacing=4)
        for one, name in zip(COLORS, _NAMES, strict=True):
            swatch = _Swatch(one, name)
            swatch.setChecked(one == shade)
            self._colors.addButton(swatch)
            line.addWidget(swatch)
        line.addStretch(1)
        made.setLayout(line)
        return made


def _box(name: str, text: str, *, on: bool) -> QCheckBox:
    made = QCheckBox()
    made.setObjectName(name)
    say(made, made.setText, text)
    made.setChecked(on)
    return made


def _takes(calendar: Calendar, known: Sequence[Calendar]) -> bool:
    """Return whether new events go there now."""
    return calendar.default or (calendar.id == OWN and not any(one.default for one in known))


def _unused(known: Sequence[Calendar]) -> str:
    """Return a colour that no calendar has yet, as long as there is one."""
    taken = {shade_of(one) for one in known}
    return next((one for one in COLORS if one not in taken), COLORS[1])
