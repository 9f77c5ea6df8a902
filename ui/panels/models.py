"""The models page: what there is, what fits this computer, what is here."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from assistant.base.i18n import tr
from assistant.domain.events import ModelStateChanged, Progress
from ui.desk import Desk, ModelChoice
from ui.look.attempt import attempt
from ui.look.flow import FlowLayout
from ui.look.moments import size
from ui.look.page import Page
from ui.look.parts import button, clear, column, frame, plain
from ui.look.tongue import tongue

_LANGUAGES = {"en": "English", "zh": "Chinese", "fr": "French", "es": "Spanish", "de": "German",
              "it": "Italian", "pt": "Portuguese"}  # fmt: skip


class ModelsPage(Page):
    """The catalogue, with fit, size, licence, and the way to get and to use each."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "models",
            "Models",
            "Language models run on this computer; nothing you type is sent anywhere.",
        )
        self._desk = desk
        self._progress: dict[str, Progress] = {}
        self._bars: dict[str, tuple[QProgressBar, QLabel]] = {}
        self._rows = column(spacing=10)
        self.body.addLayout(self._rows)
        tongue.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the catalogue again."""
        clear(self._rows)
        self._bars.clear()
        for one in self._desk.models():
            self._rows.addWidget(self._row(one))

    def take(self, event: object) -> None:
        """Follow downloads and changes of the model."""
        if isinstance(event, Progress) and event.what.startswith("model:"):
            self._moved(event)
        elif isinstance(event, ModelStateChanged):
            self.refresh()

    def _moved(self, event: Progress) -> None:
        name = event.what.removeprefix("model:")
        if event.error or (event.total and event.done >= event.total > 1):
            finished = not event.error
        else:
            finished = event.total == 1 == event.done
        known = name in self._bars
        self._progress[name] = event
        if finished:
            del self._progress[name]
        if finished or event.error or not known:
            self.refresh()
        else:
            self._show_bar(event, *self._bars[name])

    def _row(self, one: ModelChoice) -> QFrame:
        layout = QHBoxLayout()
        layout.setSpacing(14)
        facts = QWidget()
        flow = FlowLayout(6)
        for text, tone in self._facts(one):
            flow.addWidget(_pill(text, tone))
        facts.setLayout(flow)
        said = column(plain(one.title, tone="strong"), facts, spacing=7)
        if one.fit_reason and not one.fit:
            said.addWidget(plain(one.fit_reason, step="small", tone="warning"))
        self._add_progress(one, said)
        layout.addLayout(said, 1)
        layout.addWidget(self._button(one))
        made = frame("row", layout, (18, 14, 16, 14))
        made.setObjectName("modelRow")
        made.setAccessibleName(one.title)
        return made

    def _facts(self, one: ModelChoice) -> list[tuple[str, str]]:
        spoken = ", ".join(_language(code) for code in one.languages)
        fit = (tr("Fits this computer"), "ok") if one.fit else (tr("Does not fit"), "warning")
        facts = [fit, (size(one.size_bytes), ""), (one.licence, ""), (spoken, "")]
        if one.current:
            facts.insert(0, (tr("In use"), "accent"))
        elif one.installed:
            facts.insert(0, (tr("On this computer"), "accent"))
        return facts

    def _add_progress(self, one: ModelChoice, said: QVBoxLayout) -> None:
        progress = self._progress.get(one.name)
        if progress is None:
            return
        if progress.error:
            said.addWidget(plain(progress.error, step="small", tone="danger"))
            return
        bar = QProgressBar()
        bar.setTextVisible(False)
        pace = plain(step="small", tone="muted")
        said.addWidget(bar)
        said.addWidget(pace)
        self._bars[one.name] = (bar, pace)
        self._show_bar(progress, bar, pace)

    def _show_bar(self, progress: Progress, bar: QProgressBar, pace: QLabel) -> None:
        bar.setMaximum(max(0, progress.total // 1000))
        bar.setValue(progress.done // 1000)
        text = tr(
            "{done} of {total}, {speed} a second",
            done=size(progress.done),
            total=size(progress.total),
            speed=size(progress.per_second),
        )
        pace.setText(text)
        bar.setAccessibleName(text)

    def _button(self, one: ModelChoice) -> QWidget:
        progress = self._progress.get(one.name)
        if not one.installed:
            made = button("Get", "getModel", lambda: self._get(one.name), icon="download")
            made.setEnabled(progress is None or bool(progress.error))
            return made
        made = button("Use", "useModel", lambda: self._use(one.name))
        made.setEnabled(not one.current)
        made.setVisible(not one.current)
        return made

    def _get(self, name: str) -> None:
        self._progress[name] = Progress(f"model:{name}", 0, 0)
        self.refresh()
        if not attempt(lambda: self._desk.get_model(name)):
            del self._progress[name]
            self.refresh()

    def _use(self, name: str) -> None:
        attempt(lambda: self._desk.use_model(name))
        self.refresh()


def _language(code: str) -> str:
    """Return a language in words; the catalogue says "and 100 more" where it stops counting."""
    words = code.split()
    if words[:1] == ["and"] and words[2:] == ["more"]:
        return tr("and {n} more", n=words[1])
    return tr(_LANGUAGES.get(code, code))


def _pill(text: str, tone: str) -> QLabel:
    made = plain(text, wrap=False)
    made.setProperty("kind", "pill")
    made.setProperty("tone", tone)
    return made
