"""The training page: the four steps in one column, from lessons to the version in use."""

from assistant.domain.events import ModelStateChanged, Progress
from ui.desk import Desk
from ui.look.page import Page
from ui.look.parts import words
from ui.look.tongue import tongue
from ui.panels.training.course import CourseBox
from ui.panels.training.lessons import LessonsBox
from ui.panels.training.table import GatesTable
from ui.panels.training.versions import VersionsBox


class TrainingPage(Page):
    """Collect, train, compare, install; what runs goes on while the page is closed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "training",
            "Training",
            "Teach the model how you want to be understood. What is worse is never installed.",
        )
        self._desk = desk
        self._step = ""
        self.lessons = LessonsBox(desk)
        self.course = CourseBox(desk, self._moved)
        self.table = GatesTable()
        self.versions = VersionsBox(desk, self._moved)
        self._compared = words("Before and after", step="heading")
        for title, box in (("Lessons", self.lessons), ("Train", self.course)):
            self.body.addWidget(words(title, step="heading"))
            self.body.addWidget(box)
            self.body.addSpacing(12)
        self.body.addWidget(self._compared)
        self.body.addWidget(self.table)
        self.body.addSpacing(12)
        self.body.addWidget(words("Versions", step="heading"))
        self.body.addWidget(self.versions)
        tongue.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read everything again."""
        self.lessons.refresh()
        self._moved()

    def take(self, event: object) -> None:
        """Follow the training, and versions that are changed elsewhere."""
        if (isinstance(event, Progress) and event.what == "training") or isinstance(
            event, ModelStateChanged
        ):
            self._moved()

    def _moved(self) -> None:
        stage = self._desk.teaching.stage()
        self.course.show_stage(stage)
        if stage.state != self._step or not stage.busy:
            self.table.show_stage(stage)
            self._compared.setVisible(bool(stage.gates))
            self.versions.show_stage(stage)
        if stage.state != self._step and self._step == "collecting":
            self.lessons.refresh()
        self._step = stage.state
