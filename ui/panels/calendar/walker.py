"""The keyboard's way through a calendar: where it stands, and what a key does there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent

from assistant.base.clock import Clock
from assistant.domain.reads import Occurrence
from ui.panels.calendar.packing import SNAP, last_day
from ui.panels.calendar.scope import Scope, View

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_QUARTER = timedelta(minutes=SNAP)
_KEYS = Qt.Key
VIEWS = {
    _KEYS.Key_D: View.DAY,
    _KEYS.Key_K: View.WORKWEEK,
    _KEYS.Key_W: View.WEEK,
    _KEYS.Key_M: View.MONTH,
    _KEYS.Key_A: View.AGENDA,
}
_ARROWS = {_KEYS.Key_Left: -1, _KEYS.Key_Right: 1, _KEYS.Key_Up: -1, _KEYS.Key_Down: 1}
_EVERYWHERE = {*VIEWS, _KEYS.Key_T, _KEYS.Key_N}
_SIDEWAYS = {_KEYS.Key_Left, _KEYS.Key_Right}


@dataclass(frozen=True, slots=True)
class Picked:
    """Where the keyboard stands: at a moment, and on the event that it chose there, if any."""

    moment: datetime
    occurrence: Occurrence | None = None

    def is_on(self, other: Occurrence) -> bool:
        """Whether `other` is the event that is chosen."""
        one = self.occurrence
        return one is not None and one.event.id == other.event.id and one.start == other.start


class Walker(QObject):
    """Holds scope and place; a key changes them or asks for something.

    `moved` carries an occurrence with its new start and end, `create` a start, `view` a `View`.
    """

    scope_changed = Signal()
    picked_changed = Signal()
    open = Signal(object)
    delete = Signal(object)
    create = Signal(object)
    moved = Signal(object, object, object)
    view = Signal(object)

    def __init__(self, clock: Clock, scope: Scope) -> None:
        super().__init__()
        self._clock = clock
        self.scope = scope
        self.picked = Picked(_next_hour(clock.now()))
        self.found: Sequence[Occurrence] = ()

    def show(self, scope: Scope) -> None:
        """Look at other days; the keyboard goes with them."""
        self.scope = scope
        self._stand(scope.day)
        self.scope_changed.emit()

    def show_view(self, view: View) -> None:
        """Look at the same days in another way."""
        self.show(replace(self.scope, view=view))

    def step(self, by: int) -> None:
        """Go forward or back by what is shown."""
        self.show(self.scope.stepped(by))

    def today(self) -> None:
        """Go to today."""
        self.picked = Picked(_next_hour(self._clock.now()))
        self.show(replace(self.scope, day=self._clock.now().date()))

    def pick(self, what: Occurrence | datetime) -> None:
        """Stand on an event or at a moment."""
        if isinstance(what, Occurrence):
            self.picked = Picked(what.start, what)
        else:
            self.picked = Picked(what)
        self._follow()

    def again(self, found: Sequence[Occurrence]) -> None:
        """Take what is shown now; the chosen event stays chosen where it is still there."""
        self.found = found
        was = self.picked.occurrence
        if was is not None:
            same = [one for one in found if one.event.id == was.event.id]
            near = min(same, key=lambda one: abs(one.start - was.start), default=None)
            self.picked = Picked(near.start if near else self.picked.moment, near)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the keys of the view that has the focus."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        # A list walks over its own rows.
        listed = self.scope.view is View.AGENDA and Qt.Key(event.key()) not in _EVERYWHERE
        return not listed and self.key(event)

    def key(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; return whether it stands for anything."""
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier):
            return False
        if held & Qt.KeyboardModifier.AltModifier:
            return self._carry(key, ending=bool(held & Qt.KeyboardModifier.ShiftModifier))
        if key in _ARROWS:
            self._walk(key)
            return True
        work = self._plain(key)
        if work is not None:
            # Once the key is dealt with: what opens now must not be closed by it.
            QTimer.singleShot(0, self, work)
        return work is not None

    def _plain(self, key: Qt.Key) -> Callable[[], object] | None:
        if key in VIEWS:
            return lambda: self.view.emit(VIEWS[key])
        one = self.picked.occurrence
        works: dict[Qt.Key, Callable[[], object]] = {
            _KEYS.Key_T: self.today,
            _KEYS.Key_N: lambda: self.create.emit(self.picked.moment),
            _KEYS.Key_PageUp: lambda: self.step(-1),
            _KEYS.Key_PageDown: lambda: self.step(1),
            _KEYS.Key_Home: lambda: self._go(self.scope.days[0]),
            _KEYS.Key_End: lambda: self._go(self.scope.days[-1]),
            _KEYS.Key_Space: self._next_here,
        }
        for enter in (_KEYS.Key_Return, _KEYS.Key_Enter):
            works[enter] = self._enter
        if one is not None:
            for gone in (_KEYS.Key_Delete, _KEYS.Key_Backspace):
                works[gone] = lambda: self.delete.emit(one)
        return works.get(key)

    def _enter(self) -> None:
        one = self.picked.occurrence
        if one is None:
            self.create.emit(self.picked.moment)
        else:
            self.open.emit(one)

    def _walk(self, key: Qt.Key) -> None:
        by = _ARROWS[key]
        if key in _SIDEWAYS:
            self._go(self.picked.moment.date() + _DAY * by)
        elif self.scope.view is View.MONTH:
            self._go(self.picked.moment.date() + _DAY * 7 * by)
        else:
            self._up_or_down(by)

    def _up_or_down(self, by: int) -> None:
        """Go to the next event of the day; where there is none, an hour on."""
        here = self._here(self.picked.moment.date())
        at = self._at(here)
        if self.picked.occurrence is None:
            moment = self.picked.moment
            later = [n for n, one in enumerate(here) if one.start >= moment]
            at = (later[0] - 1 if by > 0 else later[0]) if later else (len(here) if by < 0 else -9)
        if here and 0 <= at + by < len(here):
            self.pick(here[at + by])
        else:
            self._hour_on(by)

    def _hour_on(self, by: int) -> None:
        was = self.picked.moment
        moment = was.replace(minute=was.minute // 30 * 30) + _HOUR * by
        self.pick(moment if moment.date() == was.date() else was)

    def _next_here(self) -> None:
        """Choose one event of the day after the other."""
        here = self._here(self.picked.moment.date())
        if here:
            at = self._at(here) if self.picked.occurrence else -1
            self.pick(here[(at + 1) % len(here)])

    def _go(self, day: date) -> None:
        """Stand on another day, on the event nearest to the hour; bring the day into view."""
        self._stand(day)
        self._follow()

    def _follow(self) -> None:
        day = self.picked.moment.date()
        if day not in self.scope.days or (
            self.scope.view is View.MONTH and day.month != self.scope.day.month
        ):
            self.scope = replace(self.scope, day=day)
            self.scope_changed.emit()
        self.picked_changed.emit()

    def _stand(self, day: date) -> None:
        was = self.picked.moment
        moment = datetime.combine(day, time(was.hour, was.minute), was.tzinfo)
        near = min(self._here(day), key=lambda one: abs(one.start - moment), default=None)
        if near is None or self.scope.view is View.MONTH:
            self.picked = Picked(moment)
        else:
            self.picked = Picked(near.start if near.start.date() == day else moment, near)

    def _here(self, day: date) -> list[Occurrence]:
        return [one for one in self.found if one.start.date() <= day <= last_day(one)]

    def _at(self, here: Sequence[Occurrence]) -> int:
        return next((at for at, one in enumerate(here) if self.picked.is_on(one)), -1)

    def _carry(self, key: Qt.Key, *, ending: bool) -> bool:
        """Move the chosen event by a day or a quarter; with Shift, its end."""
        one = self.picked.occurrence
        if one is None or key not in _ARROWS:
            return False
        by = (_DAY if key in _SIDEWAYS or one.event.all_day else _QUARTER) * _ARROWS[key]
        start = one.start if ending else one.start + by
        if one.end + by > start:
            self.moved.emit(one, start, one.end + by)
        return True


def _next_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + _HOUR
