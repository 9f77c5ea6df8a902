"""The list of letters: a native list that paints its rows, so that 100,000 cost what 20 do."""

from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from assistant.base.i18n import tr
from assistant.domain.mailview import Glance
from ui.desk import Desk
from ui.look.follow import follow
from ui.look.moments import day, hour, short_day
from ui.look.theme import color, look
from ui.look.tongue import say
from ui.models.letters import ROW, Letters

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_PAD, _GAP = 12, 26


class LetterList(QListView):
    """`opened` carries the id of the letter whose row was clicked, or chosen by Enter."""

    opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("letterList")
        self.desk = desk
        self.letters = Letters(desk.mail)
        self.sent = False
        self.setModel(self.letters)
        self.setItemDelegate(_Rows(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        say(self, self.setAccessibleName, "Letters")
        self.clicked.connect(self._open)
        follow(self, look.changed, self._measure)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the letter that is chosen with Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, index: Index) -> None:
        one = index.data(ROW)
        if isinstance(one, Glance):
            self.opened.emit(one.id)

    def _measure(self) -> None:
        self.plain_font = QFont(self.font())
        self.bold_font = QFont(self.font())
        self.bold_font.setWeight(QFont.Weight.DemiBold)
        self.small_font = QFont(self.font())
        self.small_font.setPointSizeF(look.theme.size("small"))
        self.line = QFontMetrics(self.bold_font).height()
        self.scheduleDelayedItemsLayout()


class _Rows(QStyledItemDelegate):
    def __init__(self, view: LetterList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Three lines and air."""
        return QSize(200, self._view.line * 3 + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: PLR0915
        """Draw who, when, what about, and how it begins."""
        one = index.data(ROW)
        if not isinstance(one, Glance):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRect(option.rect)
        self._ground(painter, area.adjusted(4, 1, -4, -1), option.state)
        line = self._view.line
        left, right, top = area.left() + _PAD + _GAP - 8, area.right() - _PAD, area.top() + 9
        if not one.seen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("accent"))
            painter.drawEllipse(area.left() + _PAD, top + line // 2 - 4, 8, 8)
        now = self._view.desk.clock.now()
        when = _when(one.date, now)
        painter.setFont(self._view.small_font)
        painter.setPen(color("muted"))
        room = QFontMetrics(self._view.small_font).horizontalAdvance(when) + 10
        painter.drawText(QRect(right - room, top, room, line), _RIGHT, when)
        strong = self._view.plain_font if one.seen else self._view.bold_font
        who = one.to if self._view.sent and one.to else one.sender
        who = who or tr("(nobody)")
        if one.count > 1:
            who = f"{who}  ({one.count})"
        self._line(painter, strong, "text", QRect(left, top, right - room - left - 6, line), who)
        subject = one.subject or tr("(no subject)")
        marks = (" 📎" if one.attached else "") + (" ★" if one.flagged else "")
        second = QRect(left, top + line, right - left, line)
        self._line(painter, strong, "text", second, subject + marks)
        third = QRect(left, top + 2 * line, right - left, line)
        self._line(painter, self._view.small_font, "muted", third, one.text)
        painter.restore()

    def _ground(self, painter: QPainter, area: QRect, state: QStyle.StateFlag) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            if self._view.hasFocus():
                painter.setPen(QPen(color("accent"), 2))
            painter.setBrush(color("accent_soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(color("hover"))
        else:
            return
        painter.drawRoundedRect(area, 8, 8)

    def _line(self, painter: QPainter, font: QFont, tint: str, area: QRect, text: str) -> None:
        painter.setFont(font)
        painter.setPen(color(tint))
        end = Qt.TextElideMode.ElideRight
        painter.drawText(area, _LEFT, QFontMetrics(font).elidedText(text, end, area.width()))


def _when(moment: datetime, now: datetime) -> str:
    """Return as much of a moment as fits a list: the time today, the day this year, else all."""
    local = moment.astimezone(now.tzinfo)
    if local.date() == now.date():
        return hour(local)
    if local.year == now.year:
        return short_day(local.date())
    return day(local.date(), "d MMM yyyy", "yyyy年M月d日")
