"""Small widgets that every page is built of: labels, buttons, rows, frames."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.look.follow import follow
from ui.look.icons import picture, wear
from ui.look.theme import color, look
from ui.look.tongue import say


def restyle(widget: QWidget, **properties: str) -> None:
    """Set properties that the style sheet looks at, and apply them."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def plain(text: str = "", *, step: str = "body", tone: str = "", wrap: bool = True) -> QLabel:
    """Return a label for text that comes from outside the program: never read as rich text."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    label.setProperty("step", step)
    label.setProperty("tone", tone)
    if wrap:
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        label.setMinimumWidth(40)
    return label


class Elided(QLabel):
    """One line of plain text that ends in an ellipsis where the room ends."""

    def __init__(self, step: str = "body", tone: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("step", step)
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Narrower than the words."""
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write as much as fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        end = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self.text(), end, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()


def as_hint(text: str) -> str:
    """Return foreign text for a tooltip: Qt reads one that looks like markup, pictures and all."""
    return f"<qt>{escape(text)}</qt>"


def words(text: str, *, step: str = "body", tone: str = "", wrap: bool = True) -> QLabel:
    """Return a label for the program's own words, in the language in use."""
    label = plain(step=step, tone=tone, wrap=wrap)
    say(label, label.setText, text)
    return label


def button(
    text: str, name: str, work: Callable[[], object], *, kind: str = "", icon: str = ""
) -> QPushButton:
    """Return a button with words; `name` is its stable object name."""
    made = QPushButton()
    made.setObjectName(name)
    made.setProperty("kind", kind)
    made.setAutoDefault(True)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    say(made, made.setText, text)
    say(made, made.setAccessibleName, text)
    if icon:
        tints = {"primary": "accent_text", "danger": "danger_text", "quiet": "accent"}
        wear(made, icon, tints.get(kind, "text"), 16)
    made.clicked.connect(lambda _checked: work())
    return made


def icon_button(icon: str, text: str, name: str, work: Callable[[], object]) -> QToolButton:
    """Return a button with an icon only; its words are the tooltip and the accessible name."""
    made = QToolButton()
    made.setObjectName(name)
    made.setProperty("kind", "icon")
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    say(made, made.setToolTip, text)
    say(made, made.setAccessibleName, text)
    wear(made, icon, "muted", 18)
    made.clicked.connect(lambda _checked: work())
    return made


def roomy(field: QAbstractSpinBox) -> None:
    """Set the text of a field with arrows as far in as that of other fields.

    The style sheet's padding does not reach the line inside.
    """
    field.lineEdit().setTextMargins(8, 0, 0, 0)


def frame(kind: str, layout: QLayout, margins: tuple[int, int, int, int]) -> QFrame:
    """Return a frame of a kind that the style sheet knows, around `layout`."""
    made = QFrame()
    made.setProperty("kind", kind)
    layout.setContentsMargins(*margins)
    made.setLayout(layout)
    return made


def rule() -> QFrame:
    """Return a thin horizontal line."""
    made = QFrame()
    made.setProperty("kind", "rule")
    made.setFixedHeight(1)
    return made


def row(*parts: QWidget | None, spacing: int = 8) -> QHBoxLayout:
    """Return a row of widgets; None is a stretch."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        else:
            layout.addWidget(part)
    return layout


def column(*parts: QWidget | QLayout | None, spacing: int = 8) -> QVBoxLayout:
    """Return a column of widgets and rows; None is a stretch."""
    layout = QVBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    return layout


def notice(kind: str, icon: str, label: QWidget) -> QFrame:
    """Return a tinted strip with an icon: kind "warning", "danger", "good" or "info"."""
    tint = {"warning": "warning", "danger": "danger"}.get(kind, "accent")
    sign = picture(icon, tint, 18)
    layout = QHBoxLayout()
    layout.setSpacing(10)
    layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    layout.addWidget(label, 1)
    return frame(kind, layout, (12, 9, 12, 9))


def clear(layout: QLayout) -> None:
    """Take everything out of `layout` and delete it."""
    while (item := layout.takeAt(0)) is not None:
        if (inner := item.layout()) is not None:
            clear(inner)
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()


def name_of(widget: QWidget, text: str, *, owner: QObject | None = None) -> None:
    """Give a control its accessible name in the language in use."""
    say(owner or widget, widget.setAccessibleName, text)


def cast_shadow(widget: QWidget) -> None:
    """Let `widget` float above what is below it; the shadow follows the theme."""
    shadow = QGraphicsDropShadowEffect(widget)
    shadow.setBlurRadius(36)
    shadow.setOffset(0, 8)
    widget.setGraphicsEffect(shadow)
    follow(widget, look.changed, lambda: shadow.setColor(color("shadow")))
