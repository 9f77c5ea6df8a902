"""The training itself: how long, how far, pause, go on, and what went wrong."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QProgressBar, QWidget

from assistant.base.i18n import tr
from assistant.training.stage import Plan, Stage
from ui.desk import Desk
from ui.look.ask import confirmed
from ui.look.attempt import attempt
from ui.look.follow import follow
from ui.look.parts import button, column, frame, plain, restyle, row
from ui.look.tongue import say, tongue

_LENGTHS = (("Short", 150), ("Usual", 400), ("Thorough", 1200))
_MINUTE, _HOUR = 60, 3600  # seconds
_DOING = {
    "none": "Nothing has been trained here yet.",
    "collecting": "Collecting sentences…",
    "training": "Training…",
    "measuring": "Comparing with the version in use…",
    "paused": "Paused",
    "failed": "It could not go on",
    "measured": "Trained and compared",
}


class CourseBox(QWidget):
    """One row: what goes on, its bar, and the buttons that fit."""

    def __init__(self, desk: Desk, changed: Callable[[], None]) -> None:
        super().__init__()
        self._desk = desk
        self._changed = changed
        teaching = desk.teaching
        self._state = plain(tone="strong")
        self._note = plain(step="small", tone="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.length = QComboBox()
        self.length.setObjectName("trainingLength")
        for name, steps in _LENGTHS:
            self.length.addItem(tr(name), steps)
        self.length.setCurrentIndex(1)
        follow(self.length, tongue.changed, self._name_lengths)
        say(self.length, self.length.setAccessibleName, "Length of the training")
        self.begin = button("Train", "beginTraining", self._begin, kind="primary")
        self.pause = button("Pause", "pauseTraining", lambda: self._do(teaching.pause))
        self.resume = button(
            "Go on", "resumeTraining", lambda: self._do(teaching.resume), kind="primary"
        )
        self.discard = button("Discard", "discardTraining", self._discard, kind="quiet")
        tools = row(None, self.discard, self.length, self.begin, self.pause, self.resume, spacing=6)
        inner = column(self._state, self.bar, self._note, tools, spacing=8)
        self.setLayout(column(frame("row", inner, (18, 13, 16, 13))))

    def show_stage(self, stage: Stage) -> None:
        """Show how far it is."""
        self._state.setText(tr(_DOING[stage.state]))
        known = stage.steps > 0
        self.bar.setVisible(stage.busy or (stage.state == "paused" and known))
        self.bar.setMaximum(stage.steps if known else 0 if stage.busy else 1)
        self.bar.setValue(stage.step)
        note = _note(stage)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        restyle(self._note, tone="danger" if stage.state == "failed" else "muted")
        self.bar.setAccessibleName(f"{self._state.text()} {note}".strip())
        stopped = stage.state in {"paused", "failed"}
        self.begin.setVisible(not stage.busy and not stopped)
        self.length.setVisible(not stage.busy and not stopped)
        self.pause.setVisible(stage.state in {"training", "measuring"})
        self.pause.setEnabled(True)
        self.resume.setVisible(stopped)
        self.discard.setVisible(stopped or (stage.state == "measured" and not stage.installed))

    def _name_lengths(self) -> None:
        for at, (name, _) in enumerate(_LENGTHS):
            self.length.setItemText(at, tr(name))

    def _begin(self) -> None:
        steps = int(self.length.currentData())
        self._do(lambda: self._desk.teaching.begin(Plan(steps=steps)))

    def _discard(self) -> None:
        question = tr("Discard this training? Versions that were installed stay.")
        if confirmed(self, question, tr("Discard")):
            self._do(self._desk.teaching.discard)

    def _do(self, work: Callable[[], object]) -> None:
        attempt(work)
        if work == self._desk.teaching.pause:
            self.pause.setEnabled(False)
            self._note.setText(tr("It saves what it has, then it rests."))
        else:
            self._changed()


def _note(stage: Stage) -> str:
    if stage.state == "failed":
        return stage.text
    if stage.state == "none":
        return tr("It runs beside your work, and you may close this page or the program meanwhile.")
    if stage.state == "measured" and not stage.gates:
        return tr("Nothing could be compared.")
    if not stage.steps:
        return ""
    far = tr("{n} of {all} steps", n=stage.step, all=stage.steps)
    left = _left(stage.seconds_left) if stage.busy else ""
    return f"{far}  ·  {left}" if left else far


def _left(seconds: float) -> str:
    if seconds >= _HOUR:
        return tr("{n} h left", n=f"{seconds / _HOUR:.1f}")
    if seconds > _MINUTE:
        return tr("{n} min left", n=round(seconds / _MINUTE))
    return tr("{n} s left", n=round(seconds)) if seconds >= 1 else ""
