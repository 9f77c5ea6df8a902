"""What stands above the conversation while there is no model: what is missing, and Get."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.domain.events import Progress
from ui.desk import Desk, ModelChoice
from ui.look.icons import picture
from ui.look.moments import size
from ui.look.parts import button, column, frame, plain
from ui.look.tongue import tongue


class ModelBanner(QWidget):
    """Offers to get the model that answers, shows how far that is, and goes when it is there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("modelBanner")
        self._desk = desk
        self._progress: Progress | None = None
        self._trouble = ""
        self._said = plain(tone="strong")
        self._note = plain(step="small", tone="muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._get = button("Get", "getModel", self._start, kind="primary", icon="download")
        inner = QHBoxLayout()
        inner.setSpacing(14)
        inner.addWidget(picture("models", "accent", 24), 0, Qt.AlignmentFlag.AlignVCenter)
        inner.addLayout(column(self._said, self._note, self._bar, spacing=4), 1)
        inner.addWidget(self._get, 0, Qt.AlignmentFlag.AlignVCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(frame("banner", inner, (18, 14, 16, 14)))
        tongue.changed.connect(self.refresh)
        self.refresh()

    def show_progress(self, progress: Progress) -> None:
        """Show how far a download is."""
        model = self._model()
        if model is None or progress.what != f"model:{model.name}":
            return
        done = bool(progress.total) and progress.done >= progress.total
        self._trouble = progress.error
        self._progress = None if done or progress.error else progress
        self.refresh()

    def refresh(self) -> None:
        """Look again whether the model is there."""
        model = self._model()
        self.setVisible(model is not None)
        if model is None:
            return
        self._said.setText(
            tr("The model ({size}) is not on this computer yet", size=size(model.size_bytes))
        )
        self._bar.setVisible(self._progress is not None)
        self._get.setVisible(self._progress is None)
        self._note.setText(
            self._trouble or self._pace() or tr("Everything but the chat works without it.")
        )
        if self._progress is not None:
            self._bar.setMaximum(max(0, self._progress.total // 1000))
            self._bar.setValue(self._progress.done // 1000)
            self._bar.setAccessibleName(self._note.text())

    def _pace(self) -> str:
        if self._progress is None:
            return ""
        one = self._progress
        if not one.total:
            return tr("Getting it: {done}", done=size(one.done))
        return tr(
            "Getting it: {done} of {total}, {speed} a second",
            done=size(one.done),
            total=size(one.total),
            speed=size(one.per_second),
        )

    def _model(self) -> ModelChoice | None:
        if self._desk.model_ready():
            return None
        return next((one for one in self._desk.models() if one.current), None)

    def _start(self) -> None:
        model = self._model()
        if model is None:
            return
        self._trouble = ""
        self._progress = Progress(f"model:{model.name}", 0, model.size_bytes)
        self.refresh()
        try:
            self._desk.get_model(model.name)
        except AssistantError as error:
            self._progress, self._trouble = None, f"{error.shown()} {error.next_step()}".strip()
            self.refresh()
