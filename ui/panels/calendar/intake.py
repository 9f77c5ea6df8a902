"""Calendar files taken in: into which calendar, how far it is, and what could not be read."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QListWidget,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.domain.calendars import Taken
from assistant.domain.events import Progress
from ui.desk import Desk
from ui.look.parts import button, plain, row, words
from ui.look.theme import look
from ui.look.wait import follow_work
from ui.panels.calendar.shelf import shown_name

_WATCH = 50  # milliseconds between two looks at how far it is


class Intake(QDialog):
    """Asks for the calendar, shows how far it is, lets it be stopped, and reports."""

    def __init__(self, parent: QWidget, desk: Desk, files: Sequence[Path]) -> None:
        super().__init__(parent)
        self.setObjectName("intake")
        self.setModal(True)
        self.setWindowTitle(tr("Import calendars"))
        self._desk = desk
        self._files = list(files)
        self._running = False
        self._far = (0, 0, "")
        self.into = self._choice()
        self.bar = QProgressBar()
        self.bar.setObjectName("intakeBar")
        self.told = plain()
        self.told.setObjectName("intakeTold")
        self.apart = QListWidget()
        self.apart.setObjectName("intakeApart")
        self._begin = button("Import", "intakeBegin", self._start, kind="primary")
        self._cancel = button("Cancel", "intakeCancel", self.reject)
        self._close = button("Close", "intakeClose", self.accept, kind="primary")
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH)
        self._watch.timeout.connect(self._show_far)
        # Progress comes on the core's threads: it is written down here and looked at by the timer.
        self._unsubscribe = desk.on(Progress, self._heard)
        self.finished.connect(lambda _: self._unsubscribe())
        self._lay_out()

    def reject(self) -> None:
        """Stop what runs; without anything running, go."""
        if not self._running:
            super().reject()
            return
        self._desk.stop_import()
        self._cancel.setEnabled(False)
        self.told.setText(tr("Stopping…"))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing while it runs is a wish to stop."""
        if self._running:
            event.ignore()
            self.reject()
            return
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape stops, as Cancel does."""
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
            return
        super().keyPressEvent(event)

    def _start(self) -> None:
        self._running = True
        self._begin.hide()
        self.into.setEnabled(False)
        self.bar.setRange(0, 0)
        self.bar.show()
        self._cancel.setFocus()
        self._watch.start()
        work = self._desk.import_calendars(self._files, str(self.into.currentData()))
        follow_work(self, work, self._done, self._failed)

    def _heard(self, event: Progress) -> None:
        self._far = (event.done, event.total, event.what)

    def _show_far(self) -> None:
        done, total, name = self._far
        if total and self._cancel.isEnabled():
            self.bar.setRange(0, total)
            self.bar.setValue(done)
            self.told.setText(tr("Reading {name}…", name=name))

    def _done(self, taken: tuple[Taken, ...]) -> None:
        self._end()
        new, known = sum(one.new for one in taken), sum(one.known for one in taken)
        aside = sum(one.aside for one in taken)
        stopped = any(one.stopped for one in taken) or len(taken) < 1
        lines = [tr("New: {new}. Known already: {known}.", new=new, known=known)]
        if stopped:
            lines.insert(0, tr("Stopped. Nothing of the file that was being read was kept."))
        if aside:
            lines.append(tr("Set aside: {n}. They are kept and exported with the rest.", n=aside))
        self.told.setText("\n".join(lines))
        for one in taken:
            pieces = one.apart or (((one.name, one.reason),) if one.aside else ())
            for called, reason in pieces:
                self.apart.addItem(f"{called}\n{reason}" if called else reason)
        self.apart.setVisible(self.apart.count() > 0)
        QTimer.singleShot(0, self, self.adjustSize)

    def _failed(self, error: AssistantError) -> None:
        self._end()
        self.told.setText(f"{error.shown()} {error.next_step()}".strip())

    def _end(self) -> None:
        self._running = False
        self._watch.stop()
        self.bar.hide()
        self._cancel.hide()
        self._close.show()
        self._close.setFocus()

    def _choice(self) -> QComboBox:
        made = QComboBox()
        made.setObjectName("intakeInto")
        made.setAccessibleName(tr("Into the calendar"))
        made.addItem(tr("A calendar for each file"), "")
        for one in self._desk.reads.calendars():
            made.addItem(shown_name(one), one.id)
        return made

    def _lay_out(self) -> None:
        self.bar.setAccessibleName(tr("How far it is"))
        self.apart.setAccessibleName(tr("What was set aside"))
        self.apart.setWordWrap(True)
        self.apart.setFixedHeight(look.theme.pixels(180))
        for later in (self.bar, self.apart, self._close):
            later.hide()
        names = ", ".join(one.name for one in self._files[:3])
        rest = len(self._files) - 3
        if rest > 0:
            names = f"{names} {tr('… and {n} more', n=rest)}"
        layout = QVBoxLayout(self)
        layout.setContentsMargins(26, 22, 26, 20)
        layout.setSpacing(12)
        layout.addWidget(plain(self.windowTitle(), step="heading"))
        layout.addWidget(plain(names, tone="muted"))
        line = row(words("Into the calendar", tone="muted", wrap=False), self.into, spacing=14)
        line.setStretch(1, 1)
        layout.addLayout(line)
        layout.addWidget(self.bar)
        layout.addWidget(self.told)
        layout.addWidget(self.apart, 1)
        layout.addLayout(row(None, self._cancel, self._begin, self._close))
        self.setMinimumWidth(look.theme.pixels(460))
