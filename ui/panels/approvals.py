"""The approvals page: every card that still waits, wherever it was proposed."""

from PySide6.QtWidgets import QVBoxLayout

from assistant.base.i18n import tr
from assistant.domain.events import CardClosed, CardShown, Failed
from ui.cards.view import CardView
from ui.desk import Desk
from ui.look.page import Page, nothing
from ui.look.parts import clear
from ui.look.tongue import tongue


class ApprovalsPage(Page):
    """Open cards, oldest first."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "approvals", "Approvals", "What waits for your yes or no. Nothing here was done yet."
        )
        self._desk = desk
        self._rows = QVBoxLayout()
        self._rows.setSpacing(14)
        self.body.addLayout(self._rows)
        self._views: list[CardView] = []
        tongue.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the open cards again."""
        clear(self._rows)
        self._views = [CardView(self._desk, card) for card in self._desk.cards()]
        for view in self._views:
            self._rows.addWidget(view)
        if not self._views:
            self._rows.addWidget(
                nothing(
                    "approvals",
                    tr("Nothing waits for you"),
                    tr("Cards that you leave open are kept here."),
                )
            )

    def take(self, event: object) -> None:
        """Follow what happened to cards."""
        if isinstance(event, CardShown | CardClosed):
            self.refresh()
        elif isinstance(event, Failed):
            for view in self._views:
                view.failed(event.text, event.next_step)
