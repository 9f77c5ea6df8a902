"""What a hand does on a calendar becomes a proposal: open, move, make, change, delete."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from assistant.base.i18n import tr
from assistant.domain.calendar import Event
from assistant.domain.calendars import Calendar, default_of
from assistant.domain.changes import Add, Change, Proposal, Remove
from assistant.domain.reads import Occurrence
from assistant.domain.series import Scope, changed, removed
from ui.desk import Desk
from ui.look.attempt import attempt, complaints
from ui.look.wait import follow_work
from ui.panels.calendar.fashion import second_zone
from ui.panels.calendar.page import CalendarPage
from ui.panels.calendar.panel import WeekPanel
from ui.panels.calendar.popover import EventPopover
from ui.panels.calendar.reach import reach
from ui.panels.calendar.shelf import kept, shown_name
from ui.panels.calendar.sprout import Sprout


class Diary(QObject):
    """Serves every calendar of the window with one popover, one sprout and one form.

    `changed` says that what was dragged is settled, one way or the other; `told` carries a
    sentence for the user.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self.popover = EventPopover(window)
        self.popover.edit.connect(self._edit)
        self.popover.delete.connect(self._delete)
        self.sprout = Sprout(window)
        self.sprout.saved.connect(self._add)
        self.sprout.more.connect(self._show_form)
        self.form: QDialog | None = None

    def serve(self, view: WeekPanel | CalendarPage) -> None:
        """Listen to a calendar."""
        view.opened.connect(self._open)
        view.moved.connect(self._move)
        view.created.connect(self._begin)
        view.deleted.connect(self._delete)
        if isinstance(view, CalendarPage):
            view.shelf.wanted.connect(self.edit_calendar)
            view.more_wanted.connect(self._more)

    def new_event(self) -> None:
        """Ask for everything about a new event, in the next hour."""
        now = self._desk.clock.now()
        start = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        self._show_form(self._new(start, start + timedelta(hours=1)))

    def put_away(self) -> bool:
        """Put away what lies on top; return whether anything did."""
        floats = [one for one in (self.sprout, self.popover) if one.isVisible()]
        for one in floats:
            one.close_it()
        return bool(floats)

    def overlaps(self, event: Event) -> str:
        """Return in words what else takes place while `event` does, "" where nothing does."""
        if event.all_day:
            return ""
        start, end = event.span(self._desk.clock.zone)
        titles = [
            one.event.title
            for one in self._desk.reads.events(start, end)
            if one.event.id != event.id and not one.event.all_day
        ]
        if not titles:
            return ""
        if len(titles) == 1:
            return tr("Overlaps with “{title}”.", title=titles[0])
        return tr("Overlaps with “{title}” and {n} more.", title=titles[0], n=len(titles) - 1)

    def _open(self, one: Occurrence, place: QRect) -> None:
        self.sprout.close_it()
        self.popover.second = second_zone(self._desk)
        self.popover.show_event(one, place)

    def _begin(self, start: datetime | date, end: datetime | date, place: QRect) -> None:
        self.popover.close_it()
        event = self._new(start, end)
        self.sprout.show_for(event, self.overlaps(event), place)

    def _move(self, one: Occurrence, start: datetime, end: datetime) -> None:
        event = instance(one)
        first = _shifted(event.start, start - one.start)
        last = _shifted(event.end, end - one.end)
        after = replace(event, start=first, end=last)
        self._change(one, after, tr("Move: {title}", title=event.title))

    def _add(self, event: Event) -> None:
        self._propose(tr("Add: {title}", title=event.title), Add(event))

    def _edit(self, one: Occurrence) -> None:
        event = instance(one)
        self._show_form(event, lambda after: self._edited(one, after))

    def _edited(self, one: Occurrence, after: Event) -> None:
        if after != instance(one):
            self._change(one, after, tr("Change: {title}", title=after.title))

    def _change(self, one: Occurrence, after: Event, summary: str) -> None:
        """Propose that `one` becomes `after`; of a series it is asked how much is meant."""
        scope: Scope | None = Scope.ALL
        if one.record.repeats and one.recurrence is not None:
            question = tr("“{title}” repeats. What is to be changed?", title=one.event.title)
            single = after.repeat == instance(one).repeat
            scope = reach(self._window, question, single=single)
        if scope is not None:
            self._propose(summary, *changed(one, after, scope, _fresh))
        self.changed.emit()

    def _delete(self, one: Occurrence) -> None:
        scope: Scope | None = Scope.ALL
        if one.record.repeats and one.recurrence is not None:
            question = tr("“{title}” repeats. What is to be deleted?", title=one.event.title)
            scope = reach(self._window, question)
        if scope is not None:
            self._propose(tr("Delete: {title}", title=one.event.title), *removed(one, scope))

    def _show_form(self, event: Event, save: Callable[[Event], None] | None = None) -> None:
        # Not before someone wants to type an event.
        from ui.panels.calendar.form import EventForm

        form = EventForm(self._window, event, self._desk, self.overlaps)
        form.saved.connect(save or self._add)
        form.finished.connect(form.deleteLater)
        form.open()
        self.form = form

    def _new(self, start: datetime | date, end: datetime | date) -> Event:
        """Return an event without a title, in the calendar that takes new ones."""
        key = uuid4().hex
        shelf = default_of(self._desk.reads.calendars())
        return Event(key, "", start, end, uid=f"{key}@deskmate", calendar=shelf)

    def edit_calendar(self, calendar: Calendar | None) -> None:
        """Show the form for a calendar, None for a new one."""
        from ui.panels.calendar.calendarform import CalendarForm

        form = CalendarForm(self._window, self._desk, calendar)
        form.saved.connect(self._keep)
        form.unwanted.connect(self._discard)
        form.finished.connect(form.deleteLater)
        form.open()
        self.form = form

    def _more(self, what: str) -> None:
        {
            "file": self.take_in,
            "folder": self.take_folder,
            "export": self.write_out,
            "time": self.find_time,
        }[what]()

    def find_time(self) -> None:
        """Show times that suit the user and whoever is named."""
        from ui.panels.calendar.freetime import FreeTime

        form = FreeTime(self._window, self._desk)
        form.chosen.connect(self._add)
        form.finished.connect(form.deleteLater)
        form.open()
        self.form = form

    def take_in(self, files: Sequence[Path] = ()) -> None:
        """Import calendar files; they are asked for where none are given."""
        from ui.panels.calendar.intake import Intake

        if not files:
            title, kinds = tr("Import calendars"), tr("Calendars (*.ics)")
            files = [
                Path(one) for one in QFileDialog.getOpenFileNames(self._window, title, "", kinds)[0]
            ]
        if files:
            form = Intake(self._window, self._desk, files)
            form.finished.connect(form.deleteLater)
            form.open()
            self.form = form

    def take_folder(self) -> None:
        """Import all calendar files of a folder."""
        found = QFileDialog.getExistingDirectory(self._window, tr("A folder with calendars"))
        if found:
            self.take_in([Path(found)])

    def write_out(self) -> None:
        """Export all calendars into a folder, a file each."""
        found = QFileDialog.getExistingDirectory(self._window, tr("A folder to export to"))
        if found:
            work = self._desk.export_calendars(Path(found))
            follow_work(self, work, self._written, complaints.heard.emit)

    def _written(self, files: Sequence[Path]) -> None:
        folder = files[0].parent if files else ""
        self.told.emit(tr("Exported to {folder}, files: {n}", folder=folder, n=len(files)))

    def _keep(self, after: Calendar) -> None:
        new = not after.id
        after = replace(after, id=after.id or _fresh())
        name = shown_name(after)
        summary = (
            tr("New calendar: {what}", what=name) if new else tr("Change: {title}", title=name)
        )
        changes = kept(self._desk, after)
        if changes:
            self._propose(summary, *changes)

    def _discard(self, gone: Calendar) -> None:
        """Propose to delete a calendar with all its events; deleting asks."""
        record = self._desk.reads.get(Calendar, gone.id)
        events = self._desk.reads.events_in(gone.id)
        changes = [Remove(one) for one in events]
        if record is not None:
            changes.insert(0, Remove(record))
        summary = tr("Delete the calendar “{name}”, events: {n}", name=gone.name, n=len(events))
        self._propose(summary, *changes)

    def _propose(self, words: str, *changes: Change) -> None:
        attempt(lambda: self._desk.propose(Proposal(words, changes)))


def instance(one: Occurrence) -> Event:
    """Return the event as it is at this instance of its series."""
    event = one.event
    if one.recurrence is None or one.series is not None:
        return event
    length = event.end - event.start  # type: ignore[operator]  # both are of one kind
    return replace(event, start=one.recurrence, end=one.recurrence + length)


def _fresh() -> str:
    return uuid4().hex


def _shifted(moment: datetime | date, by: timedelta) -> datetime | date:
    """Return a moment moved on the wall clock; a date is moved by whole days."""
    if isinstance(moment, datetime):
        return moment + by
    return moment + timedelta(days=round(by / timedelta(days=1)))
