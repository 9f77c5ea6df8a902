"""The activity page: everything that was done, with the way back for thirty days."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from PySide6.QtWidgets import QFrame, QHBoxLayout

from assistant.base.i18n import tr
from assistant.domain.cards import Entry
from assistant.domain.changes import Add, Change, Remove, Send, Unsend, Update
from ui.desk import Desk
from ui.look.attempt import attempt
from ui.look.icons import picture
from ui.look.moments import hour, near_day
from ui.look.page import Page, nothing
from ui.look.parts import button, column, frame, plain
from ui.look.tongue import tongue

_DAYS = timedelta(days=30)
_ICONS: dict[type, str] = {
    Add: "plus",
    Update: "edit",
    Remove: "trash",
    Send: "plane",
    Unsend: "undo",
}


class ActivityPage(Page):
    """The journal, newest first, by day."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "activity",
            "Activity",
            "Everything that was changed, and why. It can be undone for 30 days.",
        )
        self._desk = desk
        tongue.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the journal again."""
        self.clear()
        now = self._desk.clock.now()
        entries = self._desk.entries()
        for at, (day, some) in enumerate(_by_day(entries, now)):
            heading = plain(near_day(day, now.date()), step="lead")
            heading.setContentsMargins(0, 14 if at else 0, 0, 2)
            self.body.addWidget(heading)
            for entry in some:
                self.body.addWidget(self._row(entry, now))
        if not entries:
            self.body.addWidget(
                nothing(
                    "activity", tr("Nothing was changed yet"), tr("What you approve shows up here.")
                )
            )

    def _row(self, entry: Entry, now: datetime) -> QFrame:
        layout = QHBoxLayout()
        layout.setSpacing(12)
        layout.addWidget(picture(_icon(entry.proposal.changes), "muted", 18))
        said = column(
            plain(entry.proposal.summary),
            plain(_why(entry, now), step="small", tone="muted"),
            spacing=2,
        )
        layout.addLayout(said, 1)
        if entry.undone_by:
            layout.addWidget(plain(tr("Undone"), tone="muted", wrap=False))
        elif self._can_undo(entry, now):
            undo = button("Undo", "undoEntry", lambda: attempt(lambda: self._desk.undo(entry.id)))
            layout.addWidget(undo)
        made = frame("row", layout, (14, 10, 12, 10))
        made.setObjectName("activityRow")
        made.setAccessibleName(entry.proposal.summary)
        return made

    def _can_undo(self, entry: Entry, now: datetime) -> bool:
        if entry.undo_of or now - entry.at > _DAYS:
            return False
        sent = {one.draft.id for one in entry.proposal.changes if isinstance(one, Send)}
        resting = {one.draft for one in self._desk.outbox() if one.state.value == "ready"}
        return sent <= resting


def _by_day(entries: Sequence[Entry], now: datetime) -> Iterator[tuple[date, Iterator[Entry]]]:
    return groupby(entries, key=lambda one: one.at.astimezone(now.tzinfo).date())


def _icon(changes: Sequence[Change]) -> str:
    strongest = max(changes, key=lambda one: one.risk, default=None)
    return _ICONS.get(type(strongest), "info")


def _why(entry: Entry, now: datetime) -> str:
    at = hour(entry.at.astimezone(now.tzinfo))
    if entry.undo_of:
        return tr("{time}  ·  undone by you", time=at)
    if entry.cause in {"clicked", ""}:
        return tr("{time}  ·  by hand", time=at)
    return tr("{time}  ·  you wrote: “{words}”", time=at, words=" ".join(entry.cause.split())[:120])
