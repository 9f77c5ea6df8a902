"""How one event is painted: a rounded block with an edge, its title, and its hours below."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from assistant.domain.reads import Occurrence
from assistant.domain.say import say_event
from ui.look.moments import hour, long_day
from ui.look.theme import color, look
from ui.look.tints import Tint

_THIN = 78  # pixels; narrower, a block shows its title alone
_ROUND = 5.0
_ENDLESS = 100_000.0


@dataclass(frozen=True, slots=True)
class Mood:
    """How a block stands out: `chosen` by keyboard, under the pointer, over, or being dragged."""

    chosen: bool = False
    hovered: bool = False
    over: bool = False
    faint: bool = False
    ghost: bool = False
    maybe: bool = False


PLAIN = Mood()


class Type:
    """The fonts of a painted view, made once for its size of text."""

    def __init__(self, widget: QWidget) -> None:
        self.small = QFont(widget.font())
        self.small.setPointSizeF(look.theme.size("small"))
        self.strong = QFont(self.small)
        self.strong.setWeight(QFont.Weight.DemiBold)
        self.lead = QFont(widget.font())
        self.lead.setPointSizeF(look.theme.size("lead"))
        self.lead.setWeight(QFont.Weight.DemiBold)
        self.line = QFontMetrics(self.small).lineSpacing()
        self.strong_metrics = QFontMetrics(self.strong)
        self.small_metrics = QFontMetrics(self.small)
        self.lead_metrics = QFontMetrics(self.lead)


def paint_block(painter: QPainter, area: QRect, tint: Tint, mood: Mood) -> None:
    """Draw the ground and the edge of an event."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if mood.faint or mood.over:
        painter.setOpacity(0.4 if mood.faint else 0.66)
    box = QRectF(area).adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(color("surface"), 1))
    painter.setBrush(tint.ground.darker(106) if mood.hovered else tint.ground)
    if mood.ghost:
        painter.setPen(QPen(tint.edge, 1.6))
    elif mood.maybe:
        painter.setPen(QPen(tint.edge, 1.2, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(box, _ROUND, _ROUND)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint.edge)
    painter.drawRoundedRect(QRectF(box.left(), box.top(), 3.5, box.height()), 1.75, 1.75)
    if mood.chosen:
        painter.setPen(QPen(color("accent"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), _ROUND - 1, _ROUND - 1)
    painter.restore()


def write_block(
    painter: QPainter, area: QRect, words: tuple[str, str], kind: Type, ink: QColor
) -> None:
    """Write a title (as many lines as fit) and, where there is room, the hours below it."""
    thin = area.width() < look.theme.pixels(_THIN)
    inner = area.adjusted(6, 2, -2, -1) if thin else area.adjusted(9, 3, -4, -2)
    if inner.width() < 8:
        return
    title, below = words
    face, metrics = (kind.small, kind.small_metrics) if thin else (kind.strong, kind.strong_metrics)
    room = max(1, inner.height() // kind.line)
    lines = fitted(title, face, inner.width(), room if thin or room == 1 else room - 1)
    painter.setPen(ink)
    painter.setFont(face)
    base = inner.top() + metrics.ascent()
    if room == 1:  # one line stands in the middle of its block, with the hour beside it
        base = area.top() + (area.height() + metrics.ascent()) // 2 - 1
        painter.drawText(inner.left(), base, lines[0])
        used = metrics.horizontalAdvance(lines[0]) + 6
        _write_small(painter, (inner.left() + used, base), below, inner.width() - used, kind)
        return
    for line in lines:
        painter.drawText(inner.left(), base, line)
        base += kind.line
    if not thin and room > len(lines):
        _write_small(painter, (inner.left(), base), below, inner.width(), kind)


def _write_small(painter: QPainter, at: tuple[int, int], text: str, room: int, kind: Type) -> None:
    """Write the hours: both where they fit, or the first."""
    for shown in (text, text.partition(" – ")[0]):
        if shown and kind.small_metrics.horizontalAdvance(shown) <= room:
            painter.setFont(kind.small)
            painter.drawText(*at, shown)
            return


def fitted(text: str, font: QFont, width: int, lines: int) -> tuple[str, ...]:
    """Return `text` in at most `lines` lines; the last ends in an ellipsis where it is cut."""
    return _fitted(" ".join(text.split())[:400], font.toString(), width, lines)


@lru_cache(maxsize=8_192)
def _fitted(text: str, face: str, width: int, lines: int) -> tuple[str, ...]:
    font = QFont()
    font.fromString(face)
    metrics = QFontMetrics(font)
    if lines <= 1 or metrics.horizontalAdvance(text) <= width:
        return (metrics.elidedText(text, Qt.TextElideMode.ElideRight, width),)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    starts = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        starts.append(line.textStart())
    layout.endLayout()
    ends = [*starts[1:], len(text)]
    made = [text[a:b].rstrip() for a, b in zip(starts, ends, strict=True)][:lines]
    if len(starts) > lines:
        rest = text[starts[lines - 1] :]
        made[-1] = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)
    return tuple(made)


def described(one: Occurrence) -> str:
    """Return an event in one sentence, for those who cannot see it."""
    event = one.event
    when = long_day(one.start.date())
    if not event.all_day:
        when = f"{when}, {hour(one.start)} – {hour(one.end)}"
    return ", ".join(part for part in (say_event(event), when, event.location) if part)
