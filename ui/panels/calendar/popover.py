"""What one event is about, beside its block, with edit and delete."""

from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRect, Signal, SignalInstance
from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant.domain.reads import Occurrence
from ui.cards.face import Fact, facts
from ui.cards.records import facts_of
from ui.look.moments import hour, long_day, short_day
from ui.look.parts import button, icon_button, plain, row
from ui.panels.calendar.fashion import place_name
from ui.panels.calendar.float import Float


class EventPopover(Float):
    """`edit` and `delete` carry the occurrence."""

    edit = Signal(object)
    delete = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, "eventPopover")
        self._content: QWidget | None = None
        self.second: ZoneInfo | None = None
        """A further zone in which times are told."""

    def show_event(self, occurrence: Occurrence, place: QRect) -> None:
        """Show an occurrence beside its place on the screen."""
        if self._content is not None:
            self.inner.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = self._made(occurrence)
        self.inner.addWidget(self._content)
        self.setAccessibleName(occurrence.event.title)
        self.show_at(place)
        self._edit.setFocus()

    def _made(self, occurrence: Occurrence) -> QWidget:
        event = occurrence.event
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        title = plain(event.title, step="lead")
        title.setObjectName("popoverTitle")
        head = row(title, icon_button("close", "Close", "closePopover", self.close_it))
        head.setStretch(0, 1)
        column.addLayout(head)
        there = self._elsewhere(occurrence)
        column.addWidget(facts([self._when(occurrence), *there, *facts_of(event)[2:]]))
        self._edit = button(
            "Edit", "editEvent", lambda: self._choose(self.edit, occurrence), icon="edit"
        )
        delete = button(
            "Delete", "deleteEvent", lambda: self._choose(self.delete, occurrence), icon="trash"
        )
        column.addLayout(row(None, delete, self._edit))
        return made

    def _when(self, one: Occurrence) -> Fact:
        if one.event.all_day:
            return facts_of(one.event)[1]
        if one.start.date() == one.end.date():
            text = f"{long_day(one.start.date())}\n{hour(one.start)} – {hour(one.end)}"
        else:
            first, last = long_day(one.start.date()), long_day(one.end.date())
            text = f"{first}, {hour(one.start)} –\n{last}, {hour(one.end)}"
        return Fact("clock", "When", text)

    def _elsewhere(self, one: Occurrence) -> list[Fact]:
        """Return when it is in the zone of its own, and in the second zone, where they differ."""
        event, here = one.event, one.start
        if not isinstance(event.start, datetime) or not isinstance(event.end, datetime):
            return []
        ends = [moment.tzinfo for moment in (event.start, event.end)]
        zones = {one.key: one for one in (*ends, self.second) if isinstance(one, ZoneInfo)}
        made = []
        for zone in zones.values():
            start, end = one.start.astimezone(zone), one.end.astimezone(zone)
            if start.utcoffset() == here.utcoffset():
                continue
            until = hour(end) if end.date() == start.date() else f"{short_day(end)}, {hour(end)}"
            text = f"{short_day(start)}, {hour(start)} – {until}"
            made.append(Fact("globe", place_name(zone), text))
        return made

    def _choose(self, signal: SignalInstance, occurrence: Occurrence) -> None:
        self.close_it()
        signal.emit(occurrence)
