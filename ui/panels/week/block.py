"""One event on the grid: a rounded block that can be clicked and dragged."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QTextOption,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from assistant.domain.reads import Occurrence
from ui.look.moments import hour, long_day
from ui.look.theme import color, look

_THIN = 78  # pixels; narrower, a block shows its title alone, in lighter type

_SHRINK = (0.94, 0.88, 0.82)


class EventBlock(QAbstractButton):
    """Title and time of an occurrence. `dragged` tells where its top left corner was dropped."""

    dragged = Signal(QPoint)

    def __init__(self, occurrence: Occurrence, parent: QWidget, *, movable: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("eventBlock")
        self.occurrence = occurrence
        self._movable = movable
        self._grip: QPoint | None = None
        self._home = QPoint()
        self._moving = False
        self._limit = 10_000
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setText(occurrence.event.title)
        self._describe()

    def sizeHint(self) -> QSize:
        """As much as a title needs in the all-day row."""
        return QSize(60, self.fontMetrics().height() + 6)

    def limit_text(self, height: int) -> None:
        """Keep the words above `height`: another block stands on what is below."""
        self._limit = height
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where it was gripped."""
        super().mousePressEvent(event)
        if self._movable and event.button() == Qt.MouseButton.LeftButton:
            self._grip, self._home = event.position().toPoint(), self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer once it went far enough to be meant."""
        if self._grip is None:
            return
        moved = event.position().toPoint() - self._grip
        if self._moving or moved.manhattanLength() > QApplication.startDragDistance():
            self._moving = True
            self.raise_()
            self.move(self.mapToParent(event.position().toPoint()) - self._grip)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop it, or take it as a click."""
        moving, self._moving, self._grip = self._moving, False, None
        if moving:
            self.setDown(False)
            self.dragged.emit(self.pos())
            self.move(self._home)
            return
        super().mouseReleaseEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the block, its edge, its words and its focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        path = QPainterPath()
        path.addRoundedRect(area, 6, 6)
        painter.fillPath(path, color("selection" if self.underMouse() else "event"))
        painter.setPen(color("surface"))
        painter.drawPath(path)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), color("event_edge"))
        self._write(painter, area)
        painter.restore()
        if self.hasFocus():
            painter.setPen(color("text"))
            painter.drawPath(path)
        painter.end()

    def _write(self, painter: QPainter, area: QRectF) -> None:
        thin = area.width() < look.theme.pixels(_THIN)
        inner = area.adjusted(5, 2, -1, -1) if thin else area.adjusted(9, 3, -4, -2)
        title, small = self._fonts(inner.width(), thin=thin)
        inner.setHeight(min(inner.height(), self._limit - 3))
        painter.setPen(color("event_text"))
        painter.setFont(title)
        line = painter.fontMetrics().lineSpacing()
        room = max(1, int((inner.height() + 2) // line))
        timed = self._movable and not thin and room > 1
        lines = room - 1 if timed else room
        words = QRectF(inner.left(), inner.top(), inner.width(), lines * line + 1)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(
            QTextOption.WrapMode.NoWrap
            if lines == 1
            else QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        )
        text = self._fitting(painter, words, lines)
        painter.drawText(words, text, option)
        if timed:
            used = painter.boundingRect(words, text, option).height()
            painter.setFont(small)
            below = QRectF(
                inner.left(), inner.top() + min(used, words.height()), inner.width(), line
            )
            option.setWrapMode(QTextOption.WrapMode.NoWrap)
            painter.drawText(below, self._hours(painter, below.width()), option)

    def _fonts(self, width: float, *, thin: bool) -> tuple[QFont, QFont]:
        """Return the type of title and time; a thin title is made smaller to fit its words."""
        small = QFont(self.font())
        small.setPointSizeF(look.theme.size("small"))
        title = QFont(small)
        if not thin:
            title.setWeight(QFont.Weight.DemiBold)
            return title, small
        for scale in _SHRINK:
            title.setPointSizeF(small.pointSizeF() * scale)
            metrics = QFontMetricsF(title)
            if all(metrics.horizontalAdvance(word) <= width for word in self.text().split()):
                break
        return title, small

    def _fitting(self, painter: QPainter, area: QRectF, lines: int) -> str:
        """Return the title, shortened with an ellipsis where it does not fit into its lines."""
        text = " ".join(self.text().split())
        metrics = painter.fontMetrics()
        if lines == 1:
            return metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        endless = QRectF(0, 0, area.width(), 10_000)
        shown = text
        while len(text) > 1 and painter.boundingRect(endless, shown, option).height() > (
            area.height() + 1
        ):
            text = text[: -max(1, len(text) // 10)]
            shown = text.rstrip() + "…"
        return shown

    def _hours(self, painter: QPainter, width: float) -> str:
        both = f"{hour(self.occurrence.start)}–{hour(self.occurrence.end)}"
        fits = painter.fontMetrics().horizontalAdvance(both) <= width
        return both if fits else hour(self.occurrence.start)

    def _describe(self) -> None:
        one = self.occurrence
        when = long_day(one.start.date())
        if not one.event.all_day:
            when = f"{when}, {hour(one.start)} – {hour(one.end)}"
        self.setAccessibleName(f"{one.event.title}, {when}")
        lines = [one.event.title, when, one.event.location]
        # Foreign words in a tooltip must not be read as rich text.
        from html import escape

        self.setToolTip("<p>" + "<br>".join(escape(line) for line in lines if line) + "</p>")
