"""The outbox page: letters on their way, and the mail accounts they leave by."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from assistant.base.i18n import tr
from assistant.domain.mail import Account, OutboxState, Outgoing
from assistant.domain.message import read_letter
from ui.desk import Desk
from ui.look.attempt import attempt, complaints
from ui.look.icons import picture
from ui.look.page import Page, nothing
from ui.look.parts import button, clear, column, frame, icon_button, plain, words
from ui.look.tongue import tongue
from ui.look.wait import follow_work
from ui.panels.account import AccountForm

_SECOND = 1000


class OutboxPage(Page):
    """Accounts first, then letters, newest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "outbox", "On its way, accounts", "What you send rests a moment before it leaves."
        )
        self._desk = desk
        self._states: dict[str, QLabel] = {}
        self.form = AccountForm(desk)
        self.form.saved.connect(self.refresh)
        self._accounts = column(spacing=8)
        self._letters = column(spacing=8)
        self.tools.addWidget(button("Add mail account", "newAccount", self.form.begin, icon="plus"))
        self.body.addWidget(self.form)
        self.body.addWidget(words("On its way", step="heading"))
        self.body.addLayout(self._letters)
        self.body.addSpacing(18)
        self.body.addWidget(words("Mail accounts", step="heading"))
        self.body.addLayout(self._accounts)
        self._timer = QTimer(self)
        self._timer.setInterval(_SECOND)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        tongue.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read letters and accounts again."""
        self._show_letters()
        clear(self._accounts)
        accounts = list(self._desk.accounts())
        for one in accounts:
            self._accounts.addWidget(self._account(one))
        if not accounts:
            self._accounts.addWidget(
                plain(tr("None yet. Mail can be written, but not sent."), tone="muted")
            )

    def _tick(self) -> None:
        """Count down without drawing the rows anew."""
        for one in self._desk.outbox() if self.isVisible() else ():
            if one.id in self._states:
                self._states[one.id].setText(self._state(one))

    def _show_letters(self) -> None:
        clear(self._letters)
        self._states.clear()
        letters = list(self._desk.outbox())
        for one in letters:
            self._letters.addWidget(self._letter(one))
        if not letters:
            self._letters.addWidget(
                nothing(
                    "plane",
                    tr("Nothing on its way"),
                    tr("Mail that you send waits here until it has left."),
                )
            )

    def _letter(self, one: Outgoing) -> QFrame:
        shown = read_letter(one.message)
        icon, tone = _ICONS[one.state]
        layout = QHBoxLayout()
        layout.setSpacing(12)
        layout.addWidget(
            picture("warning" if one.error else icon, "danger" if one.error else tone, 18)
        )
        people = ", ".join(one.recipients)
        said = column(
            plain(shown.subject or tr("(no subject)"), tone="strong"),
            plain(people, tone="muted"),
            spacing=1,
        )
        state = plain(self._state(one), step="small", tone="danger" if one.error else "muted")
        state.setObjectName("letterState")
        self._states[one.id] = state
        said.addWidget(state)
        layout.addLayout(said, 1)
        self._buttons(layout, one)
        made = frame("row", layout, (14, 10, 12, 10))
        made.setObjectName("letterRow")
        made.setAccessibleName(f"{shown.subject}, {self._state(one)}")
        return made

    def _buttons(self, layout: QHBoxLayout, one: Outgoing) -> None:
        if one.state is OutboxState.UNKNOWN:
            arrived = lambda: attempt(lambda: self._desk.resolve(one.id, sent=True))  # noqa: E731
            layout.addWidget(button("It arrived", "letterArrived", arrived))
        if one.state is OutboxState.UNKNOWN or (one.error and one.state is not OutboxState.SENT):
            layout.addWidget(
                button(
                    "Send again", "letterRetry", lambda: attempt(lambda: self._desk.retry(one.id))
                )
            )
        if one.state is OutboxState.READY or one.state is OutboxState.UNKNOWN:
            layout.addWidget(
                button(
                    "Do not send",
                    "letterGiveUp",
                    lambda: attempt(lambda: self._desk.give_up(one.id)),
                )
            )

    def _state(self, one: Outgoing) -> str:
        if one.error and one.state is OutboxState.SENT:
            return tr("It did not reach {people}", people=one.error)
        if one.error:
            return tr("Not sent: {error}", error=one.error)
        if one.state is OutboxState.READY:
            left = (one.not_before - self._desk.clock.now()).total_seconds()
            return tr("leaves in {n} s", n=int(left + 0.999)) if left > 0 else tr("leaving now")
        return {
            OutboxState.DRAFT: tr("draft"),
            OutboxState.SENDING: tr("leaving now"),
            OutboxState.SENT: tr("sent"),
            OutboxState.UNKNOWN: tr(
                "It is not known whether it arrived. Look into your Sent folder."
            ),
        }[one.state]

    def _account(self, one: Account) -> QFrame:
        layout = QHBoxLayout()
        layout.setSpacing(12)
        layout.addWidget(picture("mail", "accent", 18))
        where = tr("leaves by {host}, port {port}", host=one.smtp_host, port=one.smtp_port)
        layout.addLayout(
            column(
                plain(one.address, tone="strong"),
                plain(where, step="small", tone="muted"),
                spacing=2,
            ),
            1,
        )
        layout.addWidget(icon_button("edit", "Edit", "editAccount", lambda: self.form.change(one)))
        layout.addWidget(icon_button("trash", "Delete", "deleteAccount", lambda: self._remove(one)))
        made = frame("row", layout, (14, 10, 10, 10))
        made.setObjectName("accountRow")
        made.setAccessibleName(one.address)
        return made

    def _remove(self, one: Account) -> None:
        from ui.look.ask import confirmed

        question = tr("Remove the account {address} and its password?", address=one.address)
        states = {OutboxState.READY, OutboxState.UNKNOWN}
        waiting = sum(
            each.account == one.id and each.state in states for each in self._desk.outbox()
        )
        if waiting:
            told = tr("{n} letters of it still wait: they become drafts.", n=waiting)
            question = f"{question}\n\n{told}"
        if confirmed(self, question, tr("Remove")):
            work = self._desk.remove_account(one.id)
            follow_work(self, work, lambda _: self.refresh(), complaints.heard.emit)


_ICONS = {
    OutboxState.DRAFT: ("edit", "muted"),
    OutboxState.READY: ("clock", "accent"),
    OutboxState.SENDING: ("plane", "accent"),
    OutboxState.SENT: ("check-circle", "ok"),
    OutboxState.UNKNOWN: ("question", "warning"),
}
