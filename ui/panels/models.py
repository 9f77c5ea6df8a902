"""The models page: what answers, what there is, what fits this computer, and model servers."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from assistant.base.i18n import tr
from assistant.domain.events import ModelStateChanged, Progress
from ui.desk import Desk
from ui.look.attempt import attempt, complaints
from ui.look.page import Page
from ui.look.parts import button, clear, column, notice, plain, words
from ui.look.tongue import tongue
from ui.look.wait import follow_work
from ui.panels.endpoint import EndpointForm
from ui.panels.modelrow import Deeds, EndpointRow, ModelRow
from ui.panels.origin import OriginForm


class ModelsPage(Page):
    """The catalogue with fit, size, licence and self-test; servers; mirror and proxy."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "models", "Models", "Models answer on this computer, unless you choose a server."
        )
        self._desk = desk
        self._running: dict[str, Progress] = {}
        self._shown: dict[str, ModelRow | EndpointRow] = {}
        self._deeds = Deeds(
            get=lambda name: self._begin(f"model:{name}", lambda: desk.get_model(name)),
            use=lambda name: attempt(lambda: desk.use_model(name)),
            test=lambda name: self._begin(f"test:{name}", lambda: desk.test_model(name)),
            remove=self._remove,
            change=self._change,
        )
        self.form = EndpointForm(desk)
        self.form.saved.connect(self.refresh)
        self.tools.addWidget(button("Add folder", "addFolder", self._bring, icon="plus"))
        self.tools.addWidget(
            button("Add model server", "newEndpoint", self.form.begin, icon="plus")
        )
        self._away = plain()
        self._notice = notice("warning", "leaves", self._away)
        self._notice.setObjectName("leavesNotice")
        self._servers, self._rows = column(spacing=10), column(spacing=10)
        self._heading = words("Model servers", step="heading")
        self.body.addWidget(self._notice)
        self.body.addWidget(self.form)
        self.body.addWidget(self._heading)
        self.body.addLayout(self._servers)
        self.body.addSpacing(12)
        self.body.addWidget(words("Models for this computer", step="heading"))
        self.body.addLayout(self._rows)
        self.body.addSpacing(12)
        self.body.addWidget(words("Where models are loaded from", step="heading"))
        self.body.addWidget(OriginForm(desk))
        tongue.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Read the catalogue and the servers again."""
        clear(self._rows)
        clear(self._servers)
        self._shown.clear()
        host = self._desk.leaves_for
        self._away.setText(tr("What you type leaves this computer to {host}.", host=host))
        self._notice.setVisible(bool(host))
        servers = list(self._desk.endpoints())
        self._heading.setVisible(bool(servers))
        for one in servers:
            row = EndpointRow(one, self._deeds, self._running)
            self._shown[f"test:{one.endpoint.key}"] = row
            self._servers.addWidget(row)
        for choice in self._desk.models():
            line = ModelRow(choice, self._deeds, self._running)
            self._shown[f"model:{choice.name}"] = self._shown[f"test:{choice.name}"] = line
            self._rows.addWidget(line)

    def take(self, event: object) -> None:
        """Follow downloads, tests and changes of the model."""
        if isinstance(event, Progress) and event.what.startswith(("model:", "test:")):
            self._moved(event)
        elif isinstance(event, ModelStateChanged):
            self.refresh()

    def _moved(self, event: Progress) -> None:
        finished = not event.error and 0 < event.total <= event.done
        if finished and event.what.startswith("model:"):
            finished = event.total == 1  # the sum of all files comes before the last word
        known = event.what in self._running
        if finished:
            self._running.pop(event.what, None)
        else:
            self._running[event.what] = event
        row = self._shown.get(event.what)
        if finished or event.error or not known or row is None or row.bar is None:
            self.refresh()
        else:
            row.bar.show_progress(event)

    def _begin(self, what: str, work: Callable[[], object]) -> None:
        self._running[what] = Progress(what, 0, 0)
        self.refresh()
        if not attempt(work):
            self._running.pop(what, None)
            self.refresh()

    def _bring(self) -> None:
        """Let the user point to a folder that holds a model."""
        found = QFileDialog.getExistingDirectory(self, tr("A folder with a model"))
        if found:
            attempt(lambda: self._desk.bring_model(Path(found)))

    def _remove(self, name: str) -> None:
        if name.startswith("endpoint:"):
            work = self._desk.remove_endpoint(name)
            follow_work(self, work, lambda _: self.refresh(), complaints.heard.emit)
        elif attempt(lambda: self._desk.remove_model(name)):
            self.refresh()

    def _change(self, name: str) -> None:
        for one in self._desk.endpoints():
            if one.endpoint.name == name:
                self.form.change(one.endpoint)
