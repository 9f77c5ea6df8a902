"""The reminders page: what comes next, one line to add, done, snooze, delete."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton

from assistant.base.i18n import tr
from assistant.domain.changes import Proposal, Remove
from assistant.domain.reminders import Reminder, later_times
from assistant.domain.say import say_when
from assistant.skill.quick import Sort
from ui.desk import Desk
from ui.look.attempt import attempt
from ui.look.icons import picture
from ui.look.moments import near_moment, until
from ui.look.page import Page, nothing
from ui.look.parts import button, clear, column, frame, icon_button, plain, words
from ui.look.repeats import repeat_words
from ui.look.tongue import tongue
from ui.panels.missed import policy_button, policy_words
from ui.panels.quick.add import QuickAdd

_HALF_MINUTE = 30_000


class RemindersPage(Page):
    """Open reminders, soonest first, then the ones that were done."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("reminders", "Reminders", "What to be reminded of, and when.")
        self._desk = desk
        self._shown: list[tuple[Reminder, QLabel]] = []
        self._next = plain(tone="accent")
        self._next.setObjectName("nextReminder")
        self.add = QuickAdd(desk, "What, and when: call mum tomorrow at 6 pm", Sort.REMINDER)
        self.body.addWidget(self.add)
        self.body.addWidget(self._next)
        self.rows = column(spacing=8)
        self.body.addLayout(self.rows)
        tick = QTimer(self)
        tick.setInterval(_HALF_MINUTE)
        tick.timeout.connect(self._tick)
        tick.start()
        tongue.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the reminders again."""
        clear(self.rows)
        self._shown.clear()
        now = self._desk.clock.now()
        waiting = list(self._desk.reads.reminders())
        self._show_unanswered(waiting, now)
        self._next.setText(_next_words(waiting, now))
        self._next.setVisible(bool(waiting))
        for one in waiting:
            self.rows.addWidget(self._row(one, now))
        if not waiting:
            self.rows.addWidget(
                nothing(
                    "bell",
                    tr("Nothing to be reminded of"),
                    tr("Add a line above, or say it in the chat."),
                )
            )
        done = list(self._desk.reads.reminders(done=True))[-20:]
        if done:
            self.rows.addSpacing(14)
            self.rows.addWidget(words("Done", step="heading"))
        for one in reversed(done):
            self.rows.addWidget(self._row(one, now))

    def _show_unanswered(self, waiting: list[Reminder], now: datetime) -> None:
        """Show first what came and was not answered."""
        rung = {one.reminder: one for one in self._desk.unanswered()}
        unheard = [one for one in waiting if one.id in rung and one.snoozed is None]
        if not unheard:
            return
        self.rows.addWidget(words("Came, and was not answered", step="heading"))
        for one in unheard:
            row = self._row(one, now, came=rung[one.id].fired_at)
            row.setObjectName("unansweredRow")
            self.rows.addWidget(row)
            waiting.remove(one)
        self.rows.addSpacing(14)

    def _tick(self) -> None:
        """Say how far each is without drawing the rows anew."""
        now = self._desk.clock.now()
        self._next.setText(_next_words([one for one, _ in self._shown if one.open], now))
        for one, label in self._shown:
            label.setText(_when(one, now))

    def _row(self, one: Reminder, now: datetime, came: datetime | None = None) -> QFrame:
        layout = QHBoxLayout()
        layout.setSpacing(12)
        layout.addWidget(
            picture("bell" if one.open else "check", "accent" if one.open else "muted", 18)
        )
        when = plain(_when(one, now), step="small", tone="muted")
        if came is None:
            self._shown.append((one, when))
        else:
            when.setText(tr("came {when}", when=near_moment(came, now)))
        said = column(plain(one.text), when, spacing=2)
        last = self._desk.delivered(one.id) if one.open and came is None else None
        told = [
            tr("last came {when}", when=near_moment(last.fired_at, now)) if last else "",
            policy_words(one) if one.open else "",
        ]
        if any(told):
            line = "  ·  ".join(part for part in told if part)
            said.addWidget(plain(line, step="small", tone="muted"))
        layout.addLayout(said, 1)
        if one.open:
            layout.addWidget(
                button("Done", "done", lambda: attempt(lambda: self._desk.complete(one.id)))
            )
            layout.addWidget(snooze_button(self._desk, one.id))
            layout.addWidget(policy_button(self._desk, one))
        layout.addWidget(
            icon_button("trash", "Delete", "deleteReminder", lambda: self._delete(one))
        )
        made = frame("row", layout, (14, 10, 10, 10))
        made.setObjectName("reminderRow")
        made.setAccessibleName(one.text)
        return made

    def _delete(self, one: Reminder) -> None:
        summary = tr("Delete the reminder: {text}", text=one.text)
        gone = replace(one)
        attempt(lambda: self._desk.propose(Proposal(summary, (Remove(gone),))))


def snooze_button(desk: Desk, reminder: str) -> QPushButton:
    """Return a button with a menu of later times."""
    made = button("Snooze", "snooze", lambda: None)
    menu = QMenu(made)
    made_at = desk.clock.now()
    actions = {}
    for name, label, said in later_times(made_at):
        actions[name] = action = menu.addAction(tr(label))
        action.triggered.connect(
            lambda _=False, said=said: attempt(lambda: desk.snooze(reminder, said))
        )

    def look_again() -> None:
        """Leave out what has passed since the menu was made."""
        still = {name for name, _, _ in later_times(desk.clock.now())}
        for name, action in actions.items():
            action.setVisible(name in still)

    menu.aboutToShow.connect(look_again)
    made.setMenu(menu)
    return made


def _when(one: Reminder, now: datetime) -> str:
    if one.done is not None:
        return tr("Done {when}", when=near_moment(one.done, now))
    if one.at_return:
        return say_when(one)
    parts = [near_moment(one.fires_at, now), until(one.fires_at, now), repeat_words(one.repeat)]
    if one.snoozed is not None:
        parts.append(tr("snoozed"))
    return "  ·  ".join(part for part in parts if part)


def _next_words(waiting: list[Reminder], now: datetime) -> str:
    coming = [one for one in waiting if one.fires_at > now and not one.at_return]
    if not coming:
        return ""
    return tr("Next: {text}, {when}", text=coming[0].text, when=until(coming[0].fires_at, now))
