"""What is kept and where it goes: connections, taking everything along, erasing everything."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from assistant.base.i18n import tr
from ui.desk import Desk
from ui.look.ask import confirmed, typed
from ui.look.parts import button, column, frame, plain, restyle, words
from ui.look.wait import follow_work


class Privacy(QWidget):
    """Rows of the settings page. `page` names a page to go to; `erased` ends the program."""

    page = Signal(str)
    erased = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._told = plain(step="small")
        self._told.setObjectName("privacyResult")
        self._told.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 18, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(words("Your data", step="lead"))
        for row in (
            self._row(
                "Connections",
                "Which places Deskmate connects to, when and why",
                button("Show", "showConnections", lambda: self.page.emit("connections")),
            ),
            self._row(
                "Take everything with you",
                "Mail, calendars, contacts, tasks and talk, as files that other programs read",
                button("Export…", "exportAll", self._export),
            ),
            self._row(
                "Bring it back",
                "The folder of an earlier export; what is here already stays as it is",
                button("Import…", "importAll", self._import),
            ),
            self._row(
                "Erase everything",
                "All that Deskmate keeps on this computer, passwords and what it learned included",
                button("Erase…", "eraseAll", self._erase, kind="danger"),
            ),
        ):
            layout.addWidget(row)
        layout.addWidget(self._told)

    def _row(self, title: str, about: str, action: QWidget) -> QFrame:
        inner = QHBoxLayout()
        inner.setSpacing(18)
        said = column(
            words(title, tone="strong"), words(about, step="small", tone="muted"), spacing=2
        )
        inner.addLayout(said, 1)
        inner.addWidget(action)
        return frame("row", inner, (18, 13, 16, 13))

    def _export(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Where to?"))
        if folder:
            self.export_to(folder)

    def export_to(self, folder: str) -> None:
        """Write everything into `folder`, and say what came of it."""
        self._tell(tr("Writing…"), "muted")
        follow_work(
            self,
            self._desk.export_all(folder),
            lambda count: self._tell(
                tr("{count} files were written to {folder}.", count=count, folder=folder), "ok"
            ),
            lambda error: self._tell(f"{error.shown()} {error.next_step()}".strip(), "danger"),
        )

    def _import(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Which export?"))
        if folder:
            self.import_from(folder)

    def import_from(self, folder: str) -> None:
        """Take in an export of everything, and say what came of it."""
        self._tell(tr("Reading…"), "muted")
        follow_work(
            self,
            self._desk.restore(folder),
            lambda done: self._tell(
                tr(
                    "{new} were brought back, {known} were here already.",
                    new=done.new,
                    known=done.known,
                ),
                "ok",
            ),
            lambda error: self._tell(f"{error.shown()} {error.next_step()}".strip(), "danger"),
        )

    def _erase(self) -> None:
        word = tr("erase")
        said = typed(
            self,
            tr("Everything will be gone for good. Type “{word}” to go on.", word=word),
            "",
        )
        if said is None:
            return
        if said.strip().casefold() != word.casefold():
            self._tell(tr("Nothing was erased: the word was another."), "muted")
            return
        if confirmed(self, tr("Erase everything now? Deskmate ends after it."), tr("Erase")):
            self.erased.emit()

    def _tell(self, text: str, tone: str) -> None:
        self._told.setText(text)
        self._told.show()
        restyle(self._told, tone=tone)
