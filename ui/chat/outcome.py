"""The line that says what was done, with the way back."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QTimer, Signal

from assistant.base.i18n import tr
from assistant.domain.cards import Entry
from assistant.domain.changes import Send
from assistant.domain.mail import OutboxState, Outgoing
from ui.chat.lines import AppLine
from ui.desk import Desk
from ui.look.follow import follow
from ui.look.parts import button, restyle
from ui.look.tongue import tongue

UNDO_DAYS = timedelta(days=30)


class Outcome(AppLine):
    """Says what was carried out; offers Undo as long as it can be undone.

    For a letter it counts down until the letter leaves, then says how it went.
    """

    undo = Signal(str)
    retry = Signal(str)

    def __init__(self, desk: Desk, entry: Entry, text: str) -> None:
        super().__init__("good", "check-circle", text)
        self.setObjectName("outcome")
        self.entry = entry
        self._desk = desk
        self._sent = {one.draft.id for one in entry.proposal.changes if isinstance(one, Send)}
        self.note.setObjectName("countdown")
        self._undo = button("Undo", "undo", lambda: self.undo.emit(entry.id), kind="quiet")
        self._again = button("Try again", "retry", self._retry, kind="quiet")
        for part in (self._again, self._undo):
            self.tools.addWidget(part)
        self._timer = QTimer(self)
        self._timer.setInterval(500)
        self._timer.timeout.connect(self.refresh)
        follow(self, tongue.changed, self.refresh)

    def taken_back(self, entry: Entry) -> None:
        """The entry was undone."""
        self.entry = entry
        self.refresh()

    def refresh(self) -> None:
        """Look again at how things stand."""
        letter = self._letter(self._desk.outbox()) if self._sent else None
        undone = bool(self.entry.undone_by)
        resting = letter is not None and self._rests(letter)
        self._undo.setVisible(not undone and (resting or not self._sent))
        self._again.setVisible(bool(letter and not undone and letter.error))
        note = tr("Undone") if undone else self._fate(letter)
        if self._sent:
            self.words.setText(self._mail())
        self.note.setText(note)
        self.note.setVisible(bool(note))
        restyle(self.note, tone="danger" if letter and letter.error and not undone else "muted")
        if resting and not undone:
            self._timer.start()
        else:
            self._timer.stop()

    def _mail(self) -> str:
        """Say what was sent to whom; how far it is stands below, and changes."""
        sends = [one for one in self.entry.proposal.changes if isinstance(one, Send)]
        return "\n".join(
            tr(
                "Mail “{subject}” to {people}",
                subject=one.draft.subject,
                people=", ".join(str(person) for person in one.draft.recipients),
            )
            for one in sends
        )

    def _letter(self, outbox: Sequence[Outgoing]) -> Outgoing | None:
        return next((one for one in outbox if one.draft in self._sent), None)

    def _rests(self, letter: Outgoing) -> bool:
        return letter.state is OutboxState.READY and not letter.error

    def _fate(self, letter: Outgoing | None) -> str:
        if letter is None:
            return ""
        if letter.error:
            return letter.error
        if letter.state is OutboxState.READY:
            left = (letter.not_before - self._desk.clock.now()).total_seconds()
            return tr("leaves in {n} s", n=int(left + 0.999)) if left > 0 else tr("leaving now")
        return {
            OutboxState.SENDING: tr("leaving now"),
            OutboxState.SENT: tr("sent"),
            OutboxState.UNKNOWN: tr("It is not known whether it arrived"),
        }.get(letter.state, "")

    def _retry(self) -> None:
        letter = self._letter(self._desk.outbox())
        if letter is not None:
            self.retry.emit(letter.id)
