"""The command palette (Ctrl+K): type a few letters of anything, press Enter."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.look.icons import icon
from ui.look.parts import cast_shadow
from ui.look.theme import color
from ui.look.tongue import say
from ui.shell.commands import Command, matching

_WIDTH, _HEIGHT = 560, 420
_MOST = 60
_SHORTCUT = Qt.ItemDataRole.UserRole


class _Rows(QStyledItemDelegate):
    """Writes the shortcut at the right end of a row."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the row, then the shortcut."""
        super().paint(painter, option, index)
        painter.save()
        painter.setPen(color("muted"))
        area: QRect = option.rect
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area.adjusted(0, 0, -14, 0), right, str(index.data(_SHORTCUT) or ""))
        painter.restore()


class Palette(QFrame):
    """A field and a list over the window; a choice or a click elsewhere puts it away."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self.setProperty("kind", "popover")
        self._window = window
        self._commands: Sequence[Command] = ()
        self._shown: list[Command] = []
        self._highest = _HEIGHT
        self.field = QLineEdit()
        self.field.setObjectName("paletteField")
        say(self.field, self.field.setPlaceholderText, "Type a command, a page or a conversation")
        say(self.field, self.field.setAccessibleName, "Command palette")
        self.list = QListWidget()
        self.list.setObjectName("paletteList")
        self.list.setItemDelegate(_Rows(self.list))
        self.list.setIconSize(QSize(17, 17))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        say(self.list, self.list.setAccessibleName, "Commands")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self.field)
        layout.addWidget(self.list)
        self.field.textChanged.connect(self._narrow)
        self.field.returnPressed.connect(self._run)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(lambda _: self._run())
        cast_shadow(self)
        self.hide()

    def open_with(self, commands: Sequence[Command], typed: str = "") -> None:
        """Show what can be done now."""
        self._commands = commands
        room = self._window
        width = min(_WIDTH, room.width() - 40)
        self._highest = min(_HEIGHT, room.height() - 160)
        self.setFixedWidth(width)
        self.move((room.width() - width) // 2, min(90, room.height() // 8))
        self.field.setText(typed)
        self._narrow(typed)
        self.show()
        self.raise_()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the field keeps the focus."""
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._step(step)
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, typed: str) -> None:
        self._shown = matching(self._commands, typed)[:_MOST]
        self.list.clear()
        for command in self._shown:
            text = f"{command.group}:  {command.title}" if command.group else command.title
            item = QListWidgetItem(icon(command.icon, "muted", 17), text)
            item.setData(_SHORTCUT, command.shortcut)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._fit()

    def _fit(self) -> None:
        """Be as high as what is shown, up to a limit."""
        rows = max(1, self.list.count()) * max(30, self.list.sizeHintForRow(0))
        self.list.setFixedHeight(min(rows + 8, self._highest))
        self.setFixedHeight(self.list.height() + self.field.sizeHint().height() + 36)

    def _step(self, by: int) -> None:
        count = self.list.count()
        if count:
            self.list.setCurrentRow((self.list.currentRow() + by) % count)

    def _run(self) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self._shown):
            command = self._shown[at]
            self.hide()
            command.run()
