"""A card in the conversation or on the approvals page: shown whole, then decided by a click."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.domain.cards import Card, CardState
from ui.cards.face import Face, Field
from ui.cards.form import Form
from ui.cards.render import faces
from ui.desk import Desk
from ui.look.icons import picture
from ui.look.parts import button, clear, notice, plain, restyle, row, rule
from ui.look.tongue import tongue

GUARD = 400  # milliseconds in which a click that was meant for something else does nothing
FRESH = 9 * 60 * 1000  # the nonce lasts ten minutes


class CardView(QFrame):
    """One card. Whenever it comes into view it is presented anew, and its button waits a moment."""

    closed = Signal(str)

    def __init__(self, desk: Desk, card: Card, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = card
        self._desk = desk
        self._nonce = ""
        self._asked = False
        self.setObjectName("card")
        self.setProperty("kind", "card")
        self._guard = QTimer(self)
        self._guard.setSingleShot(True)
        self._guard.setInterval(GUARD)
        self._guard.timeout.connect(self._arm)
        self._refresh = QTimer(self)
        self._refresh.setInterval(FRESH)
        self._refresh.timeout.connect(self._present)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(20, 18, 20, 16)
        self._layout.setSpacing(14)
        self._draw()
        tongue.changed.connect(self._draw)

    @property
    def open(self) -> bool:
        """Whether it still waits for the user."""
        return self.card.state is CardState.OPEN

    def settle(self, card: Card) -> None:
        """The card was decided: say so, and offer nothing any more."""
        self.card = card
        self._guard.stop()
        self._refresh.stop()
        self._draw()

    def failed(self, text: str, next_step: str) -> bool:
        """What was asked of this card could not be done: say why, and let it be asked again.

        Return whether anything was asked of it.
        """
        if not self.open or not self._asked:
            return False
        self._asked = False
        self._trouble_text.setText(f"{text} {next_step}".strip())
        self._trouble.show()
        if self.isVisible():
            self._present()
            self._guard.start()
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for a nonce for what is now to be seen, and start the guard."""
        super().showEvent(event)
        if self.open:
            self._present()
            self._approve.setEnabled(False)
            self._guard.start()
            self._refresh.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """What cannot be seen cannot be approved."""
        super().hideEvent(event)
        self._nonce = ""
        self._guard.stop()
        self._refresh.stop()

    def _present(self) -> None:
        try:
            self._nonce = self._desk.present(self.card.id)
        except AssistantError as error:
            self._complain(error)

    def _arm(self) -> None:
        """Let the button be pressed: the guard is over, and what must be picked is picked."""
        ready = bool(self._nonce) and not self._guard.isActive()
        self._approve.setEnabled(ready and all(box.isChecked() for box in self._picks))

    def _draw(self) -> None:
        clear(self._layout)
        shown = faces(self.card)
        self._fields: tuple[Field, ...] = tuple(f for face in shown for f in face.fields)
        destructive = any(face.destructive for face in shown)
        restyle(self, weight="destructive" if destructive and self.open else "")
        self._layout.addLayout(self._head(shown))
        self._layout.addWidget(self._facts(shown))
        for warning in self.card.warnings if self.open else ():
            self._layout.addWidget(notice("warning", "warning", plain(warning)))
        self._layout_picks()
        self._trouble = notice("danger", "warning", label := plain())
        self._trouble_text = label
        self._trouble.setObjectName("cardTrouble")
        self._trouble.hide()
        self._layout.addWidget(self._trouble)
        self._layout.addLayout(self._foot(shown, destructive=destructive))
        self.setAccessibleName(self.card.proposal.summary)
        if self.open and self._nonce:
            self._guard.start()

    def _layout_picks(self) -> None:
        """Offer what came from outside text one by one; nothing is picked beforehand."""
        self._picks: list[QCheckBox] = []
        for one in self.card.picks if self.open else ():
            box = QCheckBox(one.what.replace("&", "&&"))
            box.setObjectName("pick")
            box.toggled.connect(self._arm)
            self._picks.append(box)
            asked = plain(tr("Chosen after a text from outside was read. Pick it to allow it:"))
            where = plain(tr("found in: {line}", line=one.where), step="small", tone="muted")
            group = QWidget()
            inside = QVBoxLayout(group)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(6)
            for part in (asked, box, *([where] if one.where else [])):
                inside.addWidget(part)
            self._layout.addWidget(notice("warning", "warning", group))

    def _head(self, shown: list[Face]) -> QHBoxLayout:
        first = shown[0] if shown else None
        title = first.title if first and len(shown) == 1 else self.card.proposal.summary
        head = QHBoxLayout()
        head.setSpacing(10)
        tint = "danger" if first and first.destructive else "accent"
        head.addWidget(
            picture(first.icon if first else "info", tint, 20), 0, Qt.AlignmentFlag.AlignVCenter
        )
        heading = plain(title, step="lead")
        heading.setObjectName("cardTitle")
        head.addWidget(heading, 1)
        return head

    def _facts(self, shown: list[Face]) -> QWidget:
        self._body = QWidget()
        self._body_layout = QVBoxLayout(self._body)
        self._body_layout.setContentsMargins(0, 0, 0, 0)
        self._body_layout.setSpacing(14)
        for at, face in enumerate(shown):
            if at:
                self._body_layout.addWidget(rule())
            self._body_layout.addWidget(face.body)
        self._form: Form | None = None
        return self._body

    def _foot(self, shown: list[Face], *, destructive: bool) -> QVBoxLayout:
        foot = QVBoxLayout()
        foot.setSpacing(12)
        leaves = next((face.leaves_to for face in shown if face.leaves_to), "")
        where = (
            tr("leaves this computer to {host}", host=leaves)
            if leaves
            else tr("stays on this computer")
        )
        place = plain(where, step="small", tone="muted")
        place.setObjectName("cardPlace")
        line = row(picture("leaves" if leaves else "stays", "muted", 16), place)
        foot.addLayout(line)
        if self.open:
            buttons = row(None)
            self._buttons(buttons, shown, destructive=destructive)
            foot.addLayout(buttons)
        else:
            line.addWidget(plain(self._state(), tone="strong", wrap=False))
        return foot

    def _buttons(self, foot: QHBoxLayout, shown: list[Face], *, destructive: bool) -> None:
        verb = shown[0].verb if len(shown) == 1 else tr("Do all {n}", n=len(shown))
        self._edit = button("Edit", "editCard", self._begin_edit)
        self._edit.setVisible(bool(self.card.tool and self._fields))
        self._cancel = button("Cancel", "cancelEdit", self._draw)
        self._update = button("Update card", "updateCard", self._send_edit, kind="primary")
        self._decline = button("Decline", "decline", self._say_no)
        self._approve = button(verb, "approve", self._say_yes, kind="primary")
        if destructive:
            restyle(self._approve, kind="danger")
        self._approve.setText(verb.replace("&", "&&"))
        self._approve.setEnabled(False)
        self._cancel.hide()
        self._update.hide()
        for one in (self._edit, self._decline, self._cancel, self._approve, self._update):
            foot.addWidget(one)

    def _state(self) -> str:
        return {
            CardState.APPROVED: tr("Approved"),
            CardState.DECLINED: tr("Declined"),
            CardState.REPLACED: tr("Replaced by a newer card"),
            CardState.STALE: tr("Out of date: nothing was done"),
        }.get(self.card.state, "")

    def _say_yes(self) -> None:
        self._approve.setEnabled(False)
        nonce, self._nonce = self._nonce, ""
        self._asked = True
        try:
            self._desk.approve(self.card.id, nonce, [one.what for one in self.card.picks])
        except AssistantError as error:
            self.failed(error.shown(), error.next_step())

    def _say_no(self) -> None:
        self._asked = True
        try:
            self._desk.decline(self.card.id)
        except AssistantError as error:
            self._complain(error)

    def _begin_edit(self) -> None:
        clear(self._body_layout)
        self._form = Form(self._fields)
        self._body_layout.addWidget(self._form)
        self._form.show()
        for gone in (self._edit, self._decline, self._approve):
            gone.hide()
        self._cancel.show()
        self._update.show()
        self._form.begin()

    def _send_edit(self) -> None:
        changed = self._form.changed() if self._form else {}
        if not changed:
            self._draw()
            return
        self._asked = True
        try:
            self._desk.edit(self.card.id, changed)
        except AssistantError as error:
            self._complain(error)

    def _complain(self, error: AssistantError) -> None:
        self._trouble_text.setText(f"{error.shown()} {error.next_step()}".strip())
        self._trouble.show()
