"""The calendar page: a week or a day, to be walked through and added to."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.look.parts import button
from ui.panels.week.view import WeekView


class CalendarPage(QWidget):
    """The week view with a page to itself."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.week = WeekView(desk)
        self.week.setObjectName("calendarWeek")
        self.week.set_step("title")
        self._group = QButtonGroup(self)
        bar = self.week.bar
        bar.setContentsMargins(24, 22, 20, 12)
        bar.setSpacing(6)
        for name, text, single in (("showWeek", "Week", False), ("showDay", "Day", True)):
            bar.addWidget(self._switch(name, text, single=single))
        bar.addWidget(
            button(
                "New event",
                "newEvent",
                lambda: self.week.created.emit(None),
                kind="primary",
                icon="plus",
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.week)

    def refresh(self) -> None:
        """Read the events again."""
        self.week.refresh()

    def _switch(self, name: str, text: str, *, single: bool) -> QPushButton:
        made = button(text, name, lambda: self.week.show_single(single), kind="nav")
        made.setCheckable(True)
        made.setChecked(not single)
        self._group.addButton(made)
        return made
