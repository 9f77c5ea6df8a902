"""What is kept of a painted view looks like what is painted anew."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.panels.calendar.sheet import Sheet
from ui.shell.window import Window


def test_bands_are_painted_once_until_forgotten(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(40, 400)
    sheet, asked = Sheet(widget), list[QRect]()

    def paint(painter: QPainter, area: QRect) -> None:
        asked.append(area)
        painter.fillRect(area, QColor(area.top() % 256, 0, 0))

    def colour(y: int) -> int:
        shown = QPixmap(40, 400)
        painter = QPainter(shown)
        sheet.draw(painter, QRect(0, y, 40, 1), paint)
        painter.end()
        return shown.toImage().pixelColor(5, y).red()

    assert [colour(10), colour(100), colour(100)] == [0, 96, 96]
    assert [area.top() for area in asked] == [0, 96]
    widget.resize(30, 400)
    assert colour(10) == 0
    sheet.forget()
    assert colour(10) == 0
    assert len(asked) == 4


def test_what_is_kept_is_what_is_painted(qtbot: QtBot, window: Window) -> None:
    window.show_page("calendar")
    grid = window.books.calendar.timed.grid
    width = grid.width()
    qtbot.waitUntil(lambda: grid.width() != width)
    window.setFocus()
    kept = grid.grab().toImage()
    grid._hover(grid._pieces[0].slot.occurrence)
    assert grid.grab().toImage() != kept
    grid._hover(None)
    assert grid.grab().toImage() == kept
    anew = QPixmap(grid.size())
    anew.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(anew)
    grid._paint_all(painter, grid.rect())
    painter.end()
    area = grid._pieces[0].area
    assert anew.copy(area).toImage().pixelColor(20, 4) == kept.copy(area).pixelColor(20, 4)
