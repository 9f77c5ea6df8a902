"""What a hand does on a calendar becomes a proposal: open, move, make, change, delete."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QDialog, QWidget

from assistant.base.i18n import tr
from assistant.domain.calendar import Event
from assistant.domain.changes import Add, Change, Proposal
from assistant.domain.reads import Occurrence
from assistant.domain.series import Scope, changed, removed
from ui.desk import Desk
from ui.look.attempt import attempt
from ui.panels.calendar.page import CalendarPage
from ui.panels.calendar.panel import WeekPanel
from ui.panels.calendar.popover import EventPopover
from ui.panels.calendar.reach import reach
from ui.panels.calendar.sprout import Sprout


class Diary(QObject):
    """Serves every calendar of the window with one popover, one sprout and one form.

    `changed` says that what was dragged is settled, one way or the other.
    """

    changed = Signal()

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

    def new_event(self) -> None:
        """Ask for everything about a new event, in the next hour."""
        now = self._desk.clock.now()
        start = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        self._show_form(_new(start, start + timedelta(hours=1)))

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
        self.popover.show_event(one, place)

    def _begin(self, start: datetime | date, end: datetime | date, place: QRect) -> None:
        self.popover.close_it()
        event = _new(start, end)
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


def _new(start: datetime | date, end: datetime | date) -> Event:
    key = uuid4().hex
    return Event(key, "", start, end, uid=f"{key}@deskmate")


def _shifted(moment: datetime | date, by: timedelta) -> datetime | date:
    """Return a moment moved on the wall clock; a date is moved by whole days."""
    if isinstance(moment, datetime):
        return moment + by
    return moment + timedelta(days=round(by / timedelta(days=1)))
