"""Which version answers, installing the trained one, and going back."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.base.lanes import Work
from assistant.training.deploy import SHIPPED
from assistant.training.stage import Stage
from ui.desk import Desk
from ui.look.attempt import complaints
from ui.look.parts import button, clear, column, frame, plain, row
from ui.look.wait import follow_work

_SHOWN = 5  # versions, the newest ones


class VersionsBox(QWidget):
    """A row for installing, and one for every version that was used."""

    def __init__(self, desk: Desk, changed: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._changed = changed
        self._why = plain()
        self.install = button("Install", "installTraining", self._install, kind="primary")
        self.back = button("Go back", "rollbackTraining", self._back)
        line = row(spacing=18)
        line.addWidget(self._why, 1)
        line.addWidget(self.install)
        self._offer = frame("row", line, (18, 13, 16, 13))
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(6)
        used = row(spacing=18)
        used.addWidget(self._list, 1)
        used.addWidget(self.back)
        self.setLayout(column(self._offer, frame("row", used, (18, 13, 16, 13)), spacing=8))

    def show_stage(self, stage: Stage) -> None:
        """Offer what may be installed, say why not, and list the versions."""
        self._offer.setVisible(stage.state == "measured" and not stage.installed)
        self.install.setEnabled(stage.better)
        self._why.setText(_why(stage))
        versions = list(self._desk.teaching.versions())
        self.back.setVisible(len(versions) > 1)
        clear(self._rows)
        for number, one in enumerate(reversed(versions[-_SHOWN:])):
            label = plain(version_words(one), tone="muted" if number else "strong", wrap=False)
            made = QWidget()
            parts = [label]
            if number == 0:
                pill = plain(tr("In use"), wrap=False)
                pill.setProperty("kind", "pill")
                pill.setProperty("tone", "accent")
                parts.append(pill)
            made.setLayout(row(*parts, None))
            self._rows.addWidget(made)

    def _install(self) -> None:
        self.install.setEnabled(False)
        self._follow(self._desk.teaching.install())

    def _back(self) -> None:
        self._follow(self._desk.teaching.rollback())

    def _follow(self, work: "Work[str]") -> None:
        def failed(error: AssistantError) -> None:
            complaints.heard.emit(error)
            self._changed()

        follow_work(self, work, lambda _: self._changed(), failed)


def version_words(name: str) -> str:
    """Return a version's name in words: number and the beginning of its hash."""
    if name == SHIPPED:
        return tr("What came with the program")
    version, _, digest = name.rpartition("-")
    return tr("Training {n} ({digest})", n=version or name, digest=digest)


def _why(stage: Stage) -> str:
    if stage.better:
        return tr("No measure is worse: it can answer from the next sentence on.")
    worse = sum(not one.passed for one in stage.gates)
    if worse:
        return tr("Not installed: worse in {n} of {all} measures.", n=worse, all=len(stage.gates))
    return tr("Not installed: nothing could be compared.")
