"""The form for a model server: where it is, which model answers, and whether words leave."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.llm.endpoints import USUAL_CONTEXT, Endpoint, endpoint_of, is_loopback
from ui.desk import Desk
from ui.look.fields import lay_fields, line_field
from ui.look.parts import button, plain, restyle, roomy, row
from ui.look.tongue import say, tongue
from ui.look.wait import follow_work

# What people run, and where it usually listens.
_USUAL = (
    ("Ollama", "http://127.0.0.1:11434/v1"),
    ("LM Studio", "http://127.0.0.1:1234/v1"),
    ("llama-server", "http://127.0.0.1:8080/v1"),
    ("vLLM, Ray Serve", "http://127.0.0.1:8000/v1"),
    ("OpenAI", "https://api.openai.com/v1"),
)


class EndpointForm(QFrame):
    """Kind, address, model and key; `saved` says that the server was kept."""

    saved = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("endpointForm")
        self.setProperty("kind", "card")
        self._desk = desk
        self._name = ""
        self.kind = QComboBox()
        self.url = line_field("endpointUrl", "Address")
        self.model = QComboBox()
        self.secret = line_field("endpointKey", "Key")
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.context = QSpinBox()
        self.open_http = QCheckBox()
        self.where = plain(step="small", tone="muted")
        self.where.setObjectName("endpointWhere")
        self._lasting = plain(step="small", tone="muted")
        self.result = plain()
        self.result.setObjectName("endpointResult")
        self.look = button("Which models?", "listEndpoint", self._list)
        self.test = button("Test connection", "testEndpoint", self._test)
        self.save = button("Save", "saveEndpoint", self._save, kind="primary")
        self._lay_out()
        self.kind.activated.connect(self._chose)
        self.url.textChanged.connect(self._say_where)
        self.open_http.toggled.connect(self._say_where)
        tongue.changed.connect(self._say)
        self._say()
        self.hide()

    def begin(self) -> None:
        """Show the form for a new server."""
        self._name = ""
        self._fill(_USUAL[0][1], "", USUAL_CONTEXT, agreed=False)

    def change(self, one: Endpoint) -> None:
        """Show a server to be changed; an empty key leaves the kept one as it is."""
        self._name = one.name
        self._fill(one.url, one.model, one.context, agreed=one.open_http)

    def end(self) -> None:
        """Put the form away, and what was typed into it."""
        self.secret.clear()
        self.hide()

    def typed(self) -> Endpoint:
        """Return the server as it stands in the form; raises AssistantError."""
        return endpoint_of(
            self.url.text(),
            self.model.currentText(),
            name=self._name,
            context=self.context.value(),
            open_http=self.open_http.isChecked(),
        )

    def _fill(self, url: str, model: str, context: int, *, agreed: bool) -> None:
        self.url.setText(url)
        self.kind.setCurrentIndex(max(0, self.kind.findData(url)))
        self.model.clear()
        self.model.setEditText(model)
        self.secret.clear()
        self.context.setValue(context)
        self.open_http.setChecked(agreed)
        self._tell("", "muted")
        self._say_where()
        self.show()
        self.url.setFocus()
        follow_work(self, self._desk.secrets_last(), self._say_lasting, lambda _: None)

    def _chose(self) -> None:
        if url := self.kind.currentData():
            self.url.setText(url)

    def _list(self) -> None:
        """Ask the server for its models; a name is not needed for that."""
        try:
            one = endpoint_of(self.url.text(), "?", open_http=self.open_http.isChecked())
        except AssistantError as error:
            self._failed(error)
            return
        self._busy(tr("Asking…"))
        work = self._desk.offered_by(one, self.secret.text())
        follow_work(self, work, self._listed, self._failed)

    def _listed(self, names: tuple[str, ...]) -> None:
        chosen = self.model.currentText()
        self.model.clear()
        self.model.addItems(list(names))
        self.model.setEditText(chosen or (names[0] if names else ""))
        found = tr("{n} models found.", n=len(names)) if names else tr("It names no model.")
        self._done(found)

    def _test(self) -> None:
        try:
            one = self.typed()
        except AssistantError as error:
            self._failed(error)
            return
        self._busy(tr("Testing…"))
        follow_work(
            self, self._desk.test_endpoint(one, self.secret.text()), self._done, self._failed
        )

    def _save(self) -> None:
        try:
            one = self.typed()
        except AssistantError as error:
            self._failed(error)
            return
        self._busy(tr("Saving…"))
        work = self._desk.save_endpoint(one, self.secret.text())
        follow_work(self, work, lambda _: self._saved(), self._failed)

    def _saved(self) -> None:
        self._done("")
        self.end()
        self.saved.emit()

    def _busy(self, text: str) -> None:
        for one in (self.look, self.test, self.save):
            one.setEnabled(False)
        self._tell(text, "muted")

    def _done(self, text: str) -> None:
        for one in (self.look, self.test, self.save):
            one.setEnabled(True)
        self._tell(text, "ok")

    def _failed(self, error: AssistantError) -> None:
        self._done("")
        self._tell(f"{error.shown()} {error.next_step()}".strip(), "danger")

    def _tell(self, text: str, tone: str) -> None:
        self.result.setText(text)
        self.result.setVisible(bool(text))
        restyle(self.result, tone=tone)

    def _say_lasting(self, lasting: bool) -> None:  # noqa: FBT001 - the result of the work
        self._lasting.setText(
            tr("The key is kept in this computer's keyring, never in a file.")
            if lasting
            else tr("No keyring was found: the key is kept until Deskmate is closed.")
        )

    def _say_where(self) -> None:
        """Say whether words leave this computer; unencrypted ways need a word of the user."""
        from urllib.parse import urlsplit

        try:
            parts = urlsplit(self.url.text().strip())
            host = parts.hostname or ""
        except ValueError:
            host = ""
        bare = bool(host) and parts.scheme == "http" and not is_loopback(host)
        self.open_http.setVisible(bare)
        if not host:
            self.where.setText("")
        elif is_loopback(host):
            self.where.setText(tr("Answers on this computer: nothing you type leaves it."))
        else:
            self.where.setText(tr("What you type leaves this computer to {host}.", host=host))
        restyle(self.where, tone="warning" if host and not is_loopback(host) else "muted")

    def _say(self) -> None:
        at = max(0, self.kind.currentIndex())
        self.kind.clear()
        for name, url in _USUAL:
            self.kind.addItem(name, url)
        self.kind.addItem(tr("Another server"), "")
        self.kind.setCurrentIndex(at)
        self._say_where()

    def _lay_out(self) -> None:
        self.kind.setObjectName("endpointKind")
        self.model.setObjectName("endpointModel")
        self.model.setEditable(True)
        self.context.setObjectName("endpointContext")
        self.context.setRange(1024, 10_000_000)
        self.context.setSingleStep(1024)
        roomy(self.context)
        self.open_http.setObjectName("endpointOpen")
        say(
            self.open_http,
            self.open_http.setText,
            "Without encryption anybody on the way can read along. I agree.",
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        fields: tuple[tuple[str, QWidget], ...] = (
            ("Kind", self.kind),
            ("Address", self.url),
            ("", self.where),
            ("", self.open_http),
            ("Model", self.model),
            ("Key", self.secret),
            ("", self._lasting),
            ("Reads at once (tokens)", self.context),
        )
        lay_fields(grid, fields)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(grid)
        layout.addWidget(self.result)
        layout.addLayout(
            row(
                self.test,
                self.look,
                None,
                button("Cancel", "cancelEndpoint", self.end),
                self.save,
            )
        )
