"""Where models are loaded from: a mirror and a proxy, with a test."""

from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QVBoxLayout

from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from ui.desk import Desk
from ui.look.attempt import attempt
from ui.look.parts import button, plain, restyle, row, words
from ui.look.tongue import say
from ui.look.wait import follow_work

_FIELDS = (
    ("hub_mirror", "Mirror", "https://example.org"),
    ("proxy", "Proxy", "http://127.0.0.1:3128"),
)


class OriginForm(QFrame):
    """Two addresses; what is typed counts when the field is left."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("originForm")
        self.setProperty("kind", "row")
        self._desk = desk
        self._fields: dict[str, QLineEdit] = {}
        self._result = plain(step="small")
        self._result.setObjectName("originResult")
        self._result.hide()
        self._button = button("Test connection", "testOrigin", self._test)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for at, (name, label, example) in enumerate(_FIELDS):
            grid.addWidget(words(label, tone="muted", wrap=False), at, 0)
            grid.addWidget(self._field(name, label, example), at, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 16, 14)
        layout.setSpacing(12)
        layout.addLayout(grid)
        layout.addWidget(self._result)
        layout.addLayout(row(self._button, None))

    def _field(self, name: str, label: str, example: str) -> QLineEdit:
        made = QLineEdit(self._desk.settings.text(name))
        made.setObjectName(name)
        made.setPlaceholderText(example)
        say(made, made.setAccessibleName, label)
        made.editingFinished.connect(lambda: self._keep(name))
        self._fields[name] = made
        return made

    def _keep(self, name: str) -> None:
        typed = self._fields[name].text().strip()
        if typed != self._desk.settings.text(name):
            attempt(lambda: self._desk.settings.set(name, typed))

    def _test(self) -> None:
        for name in self._fields:
            self._keep(name)
        self._button.setEnabled(False)
        self._tell(tr("Testing…"), "muted")
        mirror, proxy = (one.text().strip() for one in self._fields.values())
        work = self._desk.test_mirror(mirror, proxy)
        follow_work(self, work, lambda said: self._tested(said, "ok"), self._failed)

    def _failed(self, error: AssistantError) -> None:
        self._tested(f"{error.shown()} {error.next_step()}".strip(), "danger")

    def _tested(self, text: str, tone: str) -> None:
        self._button.setEnabled(True)
        self._tell(text, tone)

    def _tell(self, text: str, tone: str) -> None:
        self._result.setText(text)
        self._result.show()
        restyle(self._result, tone=tone)
