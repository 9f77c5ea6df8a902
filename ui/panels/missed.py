"""What becomes of a reminder that nobody was there for, and whether it comes in quiet hours."""

from dataclasses import replace

from PySide6.QtWidgets import QMenu, QToolButton

from assistant.base.i18n import tr
from assistant.domain.changes import Proposal, Update
from assistant.domain.reminders import Missed, Reminder
from ui.desk import Desk
from ui.look.attempt import attempt
from ui.look.parts import icon_button

_POLICIES = (
    (Missed.LATE, "Late: as soon as you are back"),
    (Missed.WITHIN, "Late by {n} minutes at most"),
    (Missed.SKIP, "Not at all"),
    (Missed.ASK, "Ask about it"),
)


def policy_words(one: Reminder) -> str:
    """Return what is unusual about a reminder, "" where nothing is."""
    parts = []
    if one.missed is not Missed.LATE:
        words = next(words for policy, words in _POLICIES if policy is one.missed)
        parts.append(tr("if missed: {what}", what=tr(words, n=one.within)))
    if one.urgent:
        parts.append(tr("urgent"))
    if one.alarm:
        parts.append(tr("with sound"))
    return "  ·  ".join(parts)


def policy_button(desk: Desk, one: Reminder) -> QToolButton:
    """Return a button with a menu of what may be chosen for one reminder."""
    made = icon_button("more", "If missed, and how loud", "reminderPolicy", lambda: None)
    menu = QMenu(made)
    title = menu.addAction(tr("If nobody is there, it comes"))
    title.setEnabled(False)
    for policy, words in _POLICIES:
        action = menu.addAction(tr(words, n=one.within))
        action.setCheckable(True)
        action.setChecked(policy is one.missed)
        action.triggered.connect(
            lambda _=False, policy=policy: _change(desk, one, replace(one, missed=policy))
        )
    menu.addSeparator()
    for words, after in (
        ("Urgent: in quiet hours too", replace(one, urgent=not one.urgent)),
        ("Alarm: with sound", replace(one, alarm=not one.alarm)),
    ):
        action = menu.addAction(tr(words))
        action.setCheckable(True)
        action.setChecked(one.urgent if "Urgent" in words else one.alarm)
        action.triggered.connect(lambda _=False, after=after: _change(desk, one, after))
    made.setMenu(menu)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    return made


def _change(desk: Desk, before: Reminder, after: Reminder) -> None:
    summary = tr("Change: {title}", title=before.text)
    attempt(lambda: desk.propose(Proposal(summary, (Update(before, after),))))
