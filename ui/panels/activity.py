"""The activity page: all that was done, why, who approved it, and the way back for thirty days."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from assistant.base.i18n import tr
from assistant.domain.cards import Audit, Entry
from assistant.domain.changes import Add, Change, Remove, Send, Unsend, Update
from assistant.domain.provenance import say_approval, say_cause, say_fault, say_sources
from ui.desk import Desk
from ui.look.attempt import attempt
from ui.look.icons import picture
from ui.look.moments import hour, near_day
from ui.look.page import Page, nothing
from ui.look.parts import button, clear, column, frame, icon_button, notice, plain
from ui.look.tongue import tongue
from ui.look.wait import follow_work

_DAYS = timedelta(days=30)
_ICONS: dict[type, str] = {
    Add: "plus",
    Update: "edit",
    Remove: "trash",
    Send: "plane",
    Unsend: "undo",
}


_AT_ONCE = 50  # entries; more are shown when they are asked for


class ActivityPage(Page):
    """The journal, newest first, by day; at its head whether it is as it was written."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "activity",
            "Activity",
            "Everything that was changed, and why. It can be undone for 30 days.",
        )
        self._desk = desk
        self._shown = _AT_ONCE
        self._open: set[str] = set()
        self._chain = QVBoxLayout()
        tongue.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the journal again."""
        self.clear()
        now = self._desk.clock.now()
        entries = self._desk.entries(self._shown + 1)
        self._chain = QVBoxLayout()
        self.body.addLayout(self._chain)
        for at, (day, some) in enumerate(_by_day(entries[: self._shown], now)):
            heading = plain(near_day(day, now.date()), step="lead")
            heading.setContentsMargins(0, 14 if at else 0, 0, 2)
            self.body.addWidget(heading)
            for entry in some:
                self.body.addWidget(self._row(entry, now))
        if len(entries) > self._shown:
            self.body.addWidget(button("Show more", "moreActivity", self._more))
        if not entries:
            self.body.addWidget(
                nothing(
                    "activity", tr("Nothing was changed yet"), tr("What you approve shows up here.")
                )
            )
            return
        chain = self._chain
        follow_work(self, self._desk.audit(), lambda found: self._tell(chain, found), lambda _: 0)

    def _tell(self, chain: QVBoxLayout, found: Audit) -> None:
        """Say whether the chain of the journal holds; name every line that is not as it was."""
        if chain is not self._chain:
            return  # the page was drawn anew meanwhile
        clear(chain)
        for fault in found.faults:
            told = notice("danger", "warning", plain(say_fault(fault)))
            told.setObjectName("chainFault")
            chain.addWidget(told)
        if not found.faults:
            text = tr("Lines in the journal: {n}. Their chain holds.", n=found.lines)
            chain.addWidget(plain(text, step="small", tone="muted"))

    def _more(self) -> None:
        self._shown += _AT_ONCE
        self.refresh()

    def _row(self, entry: Entry, now: datetime) -> QFrame:
        layout = QHBoxLayout()
        layout.setSpacing(12)
        layout.addWidget(picture(_icon(entry.proposal.changes), "muted", 18))
        more = self._details(entry)
        said = column(
            plain(entry.proposal.summary),
            plain(_why(entry, now), step="small", tone="muted"),
            more,
            spacing=2,
        )
        layout.addLayout(said, 1)
        if entry.undone_by:
            layout.addWidget(plain(tr("Undone"), tone="muted", wrap=False))
        elif self._can_undo(entry, now):
            undo = button("Undo", "undoEntry", lambda: attempt(lambda: self._desk.undo(entry.id)))
            layout.addWidget(undo)
        details = icon_button(
            "info", "Why, and who approved it", "entryDetails", lambda: self._toggle(entry, more)
        )
        layout.addWidget(details)
        made = frame("row", layout, (14, 10, 12, 10))
        made.setObjectName("activityRow")
        made.setAccessibleName(entry.proposal.summary)
        return made

    def _toggle(self, entry: Entry, more: QWidget) -> None:
        self._open ^= {entry.id}
        more.setVisible(entry.id in self._open)

    def _details(self, entry: Entry) -> QWidget:
        """Return what else is known of an entry; shown when it is asked for."""
        read = say_sources(entry, self._desk.reads)
        lines = [tr("Read before: {what}", what=one) for one in read] + [
            tr("Approved: {how}", how=say_approval(entry)),
            tr("By the tool {name}", name=entry.tool) if entry.tool else "",
            tr("Entry {id}", id=entry.id),
        ]
        made = QWidget()
        made.setObjectName("entryMore")
        inner = column(
            *(plain(line, step="small", tone="muted") for line in lines if line), spacing=2
        )
        inner.setContentsMargins(0, 6, 0, 0)
        made.setLayout(inner)
        if entry.id not in self._open:
            made.hide()
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
    return tr("{time}  ·  {cause}", time=at, cause=say_cause(entry))
