"""The line, what is understood of it, and what it becomes: an event, a reminder or a task."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from assistant.base.i18n import tr
from assistant.domain.calendar import Event
from assistant.domain.calendars import default_of
from assistant.domain.changes import Add, Proposal
from assistant.skill.quick import QuickLine, Sort, read_line, record_of
from ui.desk import Desk
from ui.look.attempt import attempt
from ui.look.flow import FlowLayout
from ui.look.follow import follow
from ui.look.moments import hour, long_day, near_moment, until
from ui.look.parts import button, clear, plain, row
from ui.look.repeats import repeat_words
from ui.look.tongue import say, tongue
from ui.panels.quick.field import QuickField

_SORTS = ((Sort.EVENT, "Event"), (Sort.REMINDER, "Reminder"), (Sort.TASK, "Task"))
_OFFERED = 3


class QuickAdd(QWidget):
    """`sort` fixes what is made; without, the words say it and buttons change it."""

    added = Signal()

    def __init__(self, desk: Desk, hint: str, sort: Sort | None = None) -> None:
        super().__init__()
        self._desk = desk
        self._fixed = sort
        self._sort = sort
        self._plain: set[str] = set()
        self._reading = 0
        self.line = QuickLine(Sort.TASK, "")
        self.list = ""
        self.field = QuickField()
        say(self.field, self.field.set_hint, hint)
        say(self.field, self.field.setAccessibleName, "Quick add")
        self.add = button("Add", "quickAddButton", self._add, kind="primary", icon="plus")
        self.preview = plain(step="small", tone="muted")
        self.preview.setObjectName("quickAddPreview")
        self._sorts: dict[Sort, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._offers = QWidget()
        self._offered = FlowLayout(6)
        self._offers.setLayout(self._offered)
        self._anyway = button("Add it all the same", "quickAddAnyway", self._commit)
        self._lay_out()
        self.field.textChanged.connect(self._typed)
        self.field.entered.connect(self._add)
        self.field.refused.connect(self._refuse)
        follow(self, tongue.changed, self._look)

    def begin(self, text: str = "") -> None:
        """Start anew."""
        self._plain.clear()
        self._reading = 0
        self._sort = self._fixed
        self.field.setText(text)
        self._look()
        self.field.setFocus()

    def _typed(self) -> None:
        text = self.field.text()
        self._plain = {one for one in self._plain if one in text}
        if not text.strip():
            self._reading, self._sort = 0, self._fixed
        self._look()

    def _look(self) -> None:
        now = self._desk.clock.now()
        self.line = read_line(
            self.field.text(), now, sort=self._sort, plain=self._plain, reading=self._reading
        )
        self.field.show_marks(self.line.marks)
        typed = bool(self.field.text().strip())
        ready = self.line.complete and not self._late
        self.add.setEnabled(ready)
        for sort, made in self._sorts.items():
            made.setChecked(typed and sort is self.line.sort)
        self.preview.setText(self._words(now) if typed else "")
        self.preview.setVisible(typed or self._fixed is not None)
        self._anyway.setVisible(typed and self.line.complete and self._late)
        self._offer(now)

    @property
    def _late(self) -> bool:
        """Whether it would be in the past, which nobody means without saying so."""
        start = self.line.start
        if start is None or self.line.at_return:
            return False
        gone = start.date() < self._desk.clock.now().date()
        return self.line.past or (gone and self.line.repeat is None)

    def _words(self, now: datetime) -> str:
        line = self.line
        if not line.title:
            return tr("Say what, and when: “in 20 minutes”, “tomorrow at 9”, “every Monday at 8”.")
        if line.start is None and line.sort is not Sort.TASK:
            return tr("{title}  ·  when?", title=line.title)
        parts = [line.title, *_when(line, now), repeat_words(line.repeat)]
        if line.list or (line.sort is Sort.TASK and self.list):
            parts.append(tr("on the list “{list}”", list=line.list or self.list))
        if line.priority:
            words = {1: "high priority", 5: "medium priority", 9: "low priority"}
            parts.append(tr(words[line.priority]))
        if self._late:
            parts.append(tr("that has passed"))
        return "  ·  ".join(part for part in parts if part)

    def _offer(self, now: datetime) -> None:
        """Offer the other readings of an unclear time."""
        clear(self._offered)
        others = self.line.others[:_OFFERED] if self.line.title else ()
        for at, start in enumerate(others, start=1):
            made = QPushButton(tr("or {when}?", when=near_moment(start, now)))
            made.setObjectName("quickAddOther")
            made.setProperty("kind", "chip")
            made.clicked.connect(lambda _=False, at=at: self._choose(at))
            self._offered.addWidget(made)
        self._offers.setVisible(bool(others))

    def _choose(self, at: int) -> None:
        """Take another reading; the one that was shown is offered in its place."""
        self._reading = at if self._reading != at else 0
        self._look()
        self.field.setFocus()

    def _refuse(self, said: str) -> None:
        self._plain.add(said)
        self._look()

    def _choose_sort(self, sort: Sort) -> None:
        self._sort = sort
        self._look()
        self.field.setFocus()

    def _add(self) -> None:
        if self.line.complete and self._late:
            self._anyway.setFocus()
        elif self.line.complete:
            self._commit()

    def _commit(self) -> None:
        line = self.line
        if line.sort is Sort.TASK and not line.list:
            line = replace(line, list=self.list)
        record = record_of(line, uuid4().hex, self._desk.clock.now())
        if isinstance(record, Event):
            record = replace(record, calendar=default_of(self._desk.reads.calendars()))
        summaries = {
            Sort.EVENT: "Add: {title}",
            Sort.REMINDER: "Remind you: {title}",
            Sort.TASK: "New task: {title}",
        }
        summary = tr(summaries[line.sort], title=line.title)
        if attempt(lambda: self._desk.propose(Proposal(summary, (Add(record),)))):
            self.field.clear()
            self.added.emit()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(10)
        line = row(self.field, self.add)
        line.setStretch(0, 1)
        layout.addLayout(line)
        if self._fixed is None:
            layout.addLayout(self._switches())
        layout.addWidget(self.preview)
        layout.addWidget(self._offers)
        layout.addLayout(row(self._anyway, None))

    def _switches(self) -> QHBoxLayout:
        line = row(spacing=2)
        for sort, words in _SORTS:
            made = button(words, f"sort_{sort.value}", partial(self._choose_sort, sort), kind="nav")
            made.setCheckable(True)
            self._group.addButton(made)
            self._sorts[sort] = made
            line.addWidget(made)
        self._group.setExclusive(False)
        line.addStretch(1)
        return line


def _when(line: QuickLine, now: datetime) -> tuple[str, ...]:
    start, end = line.start, line.end
    if line.at_return:
        return (tr("when you are back at the computer"),)
    if start is None:
        return ()
    if line.all_day:
        last = end and end.date()
        if last is None or (last - start.date()).days <= 1:
            return (long_day(start.date()),)
        return (
            tr(
                "{first} – {last}",
                first=long_day(start.date()),
                last=long_day(last - timedelta(days=1)),
            ),
        )
    when = tr("{day}, {time}", day=long_day(start.date()), time=hour(start))
    if end is not None:
        same = end.date() == start.date()
        final = hour(end) if same else tr("{day}, {time}", day=long_day(end.date()), time=hour(end))
        when = tr("{first} – {last}", first=when, last=final)
    return when, until(start, now)
