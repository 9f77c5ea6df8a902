"""How much of a series a change is meant for: asked before it is made."""

from functools import partial

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from assistant.base.i18n import tr
from assistant.domain.series import Scope
from ui.look.parts import button, plain, row
from ui.look.theme import look

_CHOICES = (
    (Scope.THIS, "This event only", "reachThis"),
    (Scope.FOLLOWING, "This and all that follow", "reachFollowing"),
    (Scope.ALL, "All of them", "reachAll"),
)


class ReachDialog(QDialog):
    """`chosen` is what the user said, None where they changed their mind."""

    def __init__(self, parent: QWidget, question: str, *, single: bool) -> None:
        super().__init__(parent)
        self.setObjectName("reach")
        self.setModal(True)
        self.setWindowTitle(tr("A repeating event"))
        self.chosen: Scope | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(10)
        text = plain(question, step="lead")
        text.setMinimumWidth(look.theme.pixels(320))
        layout.addWidget(text)
        layout.addSpacing(4)
        for scope, words, name in _CHOICES:
            if single or scope is not Scope.THIS:
                layout.addWidget(button(words, name, partial(self._choose, scope)))
        layout.addLayout(row(None, button("Cancel", "reachCancel", self.reject, kind="quiet")))

    def _choose(self, scope: Scope) -> None:
        self.chosen = scope
        self.accept()


def reach(parent: QWidget, question: str, *, single: bool = True) -> Scope | None:
    """Ask how far a change reaches; without `single`, it cannot be for one event alone."""
    dialog = ReachDialog(parent, question, single=single)
    dialog.exec()
    chosen = dialog.chosen
    dialog.deleteLater()
    return chosen
