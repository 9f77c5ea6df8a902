"""What a hand does on a week view becomes a proposal: open, move, make, change, delete."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from assistant.base.i18n import tr
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Change, Proposal, Remove, Update
from assistant.domain.reads import Occurrence
from ui.desk import Desk
from ui.look.attempt import attempt
from ui.panels.popover import EventPopover
from ui.panels.week.view import WeekView


class Diary(QObject):
    """Serves every week view of the window with one popover and one form."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self.popover = EventPopover(window)
        self.popover.edit.connect(self._edit)
        self.popover.delete.connect(self._delete)
        self.form: QDialog | None = None

    def serve(self, view: WeekView) -> None:
        """Listen to a week view."""
        view.opened.connect(self._open)
        view.moved.connect(self._move)
        view.created.connect(self._create)

    def _open(self, occurrence: Occurrence, block: QWidget) -> None:
        self.popover.show_event(occurrence, block)

    def _move(self, occurrence: Occurrence, start: datetime) -> None:
        event = occurrence.event
        by = start - occurrence.start
        after = replace(event, start=event.start + by, end=event.end + by)
        self._propose(tr("Move: {title}", title=event.title), Update(event, after))

    def _create(self, start: datetime | None) -> None:
        if start is None:
            now = self._desk.clock.now()
            start = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        self._show_form(Event(uuid4().hex, "", start, start + timedelta(hours=1)))

    def _edit(self, event: Event) -> None:
        self._show_form(event)

    def _delete(self, event: Event) -> None:
        self._propose(tr("Delete: {title}", title=event.title), Remove(event))

    def _show_form(self, event: Event) -> None:
        from ui.panels.eventform import EventForm  # not before someone wants to type an event

        form = EventForm(self._window, event, self._desk.clock.zone)
        form.saved.connect(lambda after: self._save(event, after))
        form.finished.connect(form.deleteLater)
        form.open()
        self.form = form

    def _save(self, before: Event, after: Event) -> None:
        if before == after:
            return
        known = self._desk.reads.get(Event, before.id)
        change: Change = Update(before, after) if known is not None else Add(after)
        words = tr("Change: {title}" if known is not None else "Add: {title}", title=after.title)
        self._propose(words, change)

    def _propose(self, words: str, change: Change) -> None:
        attempt(lambda: self._desk.propose(Proposal(words, (change,))))
