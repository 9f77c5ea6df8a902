"""One model or model server in a row: what it is, what it needs, what can be done with it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from assistant.base.i18n import tr
from assistant.domain.events import Progress
from ui.desk import EndpointChoice, ModelChoice
from ui.look.flow import FlowLayout
from ui.look.moments import size
from ui.look.parts import button, column, plain

_LANGUAGES = {"en": "English", "zh": "Chinese", "fr": "French", "es": "Spanish", "de": "German",
              "it": "Italian", "pt": "Portuguese"}  # fmt: skip
_ROUND = 60  # seconds above which the time left is told in minutes


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the buttons of a row do, each with the name of the model."""

    get: Callable[[str], object]
    use: Callable[[str], object]
    test: Callable[[str], object]
    remove: Callable[[str], object]
    change: Callable[[str], object]


class ModelRow(QFrame):
    """A model of the catalogue, or one that the user brought."""

    def __init__(self, one: ModelChoice, deeds: Deeds, running: Mapping[str, Progress]) -> None:
        super().__init__()
        loading, testing = running.get(f"model:{one.name}"), running.get(f"test:{one.name}")
        said = column(plain(one.title, tone="strong"), _flow(_facts(one)), spacing=7)
        if one.fit_reason and not one.installed:
            tone = "muted" if one.fit else "warning"
            said.addWidget(plain(one.fit_reason, step="small", tone=tone))
        self.bar: Bar | None = _add_bar(said, loading) or _add_bar(said, testing)
        buttons = _buttons(one, deeds, loading, testing)
        _build(self, said, buttons)
        self.setObjectName("modelRow")
        self.setAccessibleName(one.title)


class EndpointRow(QFrame):
    """A model server that the user added."""

    def __init__(self, one: EndpointChoice, deeds: Deeds, running: Mapping[str, Progress]) -> None:
        super().__init__()
        end, name = one.endpoint, one.endpoint.key
        facts = [(end.host, "")]
        facts.append(
            (tr("Stays on this computer"), "ok")
            if end.here
            else (tr("Leaves this computer"), "warning")
        )
        if end.open_http and not end.here:
            facts.append((tr("Not encrypted"), "danger"))
        if one.score:
            facts.append((tr("{score} calls right", score=one.score), ""))
        if one.current:
            facts.insert(0, (tr("In use"), "accent"))
        said = column(plain(end.model, tone="strong"), _flow(facts), spacing=7)
        testing = running.get(f"test:{name}")
        self.bar: Bar | None = _add_bar(said, testing)
        buttons: list[QWidget] = [
            _quiet("Test", "testModel", deeds.test, name, busy=_busy(testing)),
            _quiet("Change", "changeEndpoint", deeds.change, end.name),
            _quiet("Remove", "removeEndpoint", deeds.remove, name),
        ]
        if not one.current:
            buttons.append(button("Use", "useModel", lambda: deeds.use(name)))
        _build(self, said, buttons)
        self.setObjectName("endpointRow")
        self.setAccessibleName(f"{end.model}, {end.host}")


class Bar(QWidget):
    """How far a download or a test is; moved without drawing the row anew."""

    def __init__(self, progress: Progress) -> None:
        super().__init__()
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._pace = plain(step="small", tone="muted")
        self.setLayout(column(self._bar, self._pace, spacing=4))
        self.show_progress(progress)

    def show_progress(self, progress: Progress) -> None:
        """Show how far it is."""
        unit = 1 if progress.what.startswith("test:") else 1000
        self._bar.setMaximum(max(0, progress.total // unit))
        self._bar.setValue(progress.done // unit)
        text = _pace(progress)
        self._pace.setText(text)
        self._bar.setAccessibleName(text)


def _pace(progress: Progress) -> str:
    if progress.what.startswith("test:"):
        return tr("Testing: {n} of {all} sentences", n=progress.done, all=progress.total or 20)
    if not progress.total:
        return tr("Getting it…")
    text = tr(
        "{done} of {total}, {speed} a second",
        done=size(progress.done),
        total=size(progress.total),
        speed=size(progress.per_second),
    )
    left = (progress.total - progress.done) / progress.per_second if progress.per_second else 0
    if left > _ROUND:
        return f"{text}  ·  {tr('{n} min left', n=round(left / 60))}"
    return f"{text}  ·  {tr('{n} s left', n=round(left))}" if left >= 1 else text


def _busy(progress: Progress | None) -> bool:
    return progress is not None and not progress.error


def _add_bar(said: QVBoxLayout, progress: Progress | None) -> Bar | None:
    if progress is None:
        return None
    if progress.error:
        said.addWidget(plain(progress.error, step="small", tone="danger"))
        return None
    bar = Bar(progress)
    said.addWidget(bar)
    return bar


def _facts(one: ModelChoice) -> Iterator[tuple[str, str]]:
    if one.current:
        yield tr("In use"), "accent"
    elif one.installed:
        yield tr("On this computer"), "accent"
    if one.score:
        yield tr("{score} calls right", score=one.score), "ok"
    yield (tr("Fits this computer"), "ok") if one.fit else (tr("Does not fit"), "warning")
    yield size(one.size_bytes), ""
    yield one.licence, ""
    if one.languages:
        yield ", ".join(map(_language, one.languages)), ""


def _buttons(
    one: ModelChoice, deeds: Deeds, loading: Progress | None, testing: Progress | None
) -> list[QWidget]:
    if not one.installed:
        made = button("Get", "getModel", lambda: deeds.get(one.name), icon="download")
        made.setEnabled(not _busy(loading))
        return [made]
    buttons: list[QWidget] = []
    if one.kind == "chat":
        buttons.append(_quiet("Test", "testModel", deeds.test, one.name, busy=_busy(testing)))
    if not one.embedded and not one.current:
        buttons.append(_quiet("Remove", "removeModel", deeds.remove, one.name))
    if one.kind == "chat" and not one.current:
        buttons.append(button("Use", "useModel", lambda: deeds.use(one.name)))
    return buttons


def _quiet(
    text: str, name: str, work: Callable[[str], object], model: str, *, busy: bool = False
) -> QWidget:
    made = button(text, name, lambda: work(model), kind="quiet")
    made.setEnabled(not busy)
    return made


def _build(row: QFrame, said: QVBoxLayout, buttons: list[QWidget]) -> None:
    row.setProperty("kind", "row")
    layout = QHBoxLayout(row)
    layout.setContentsMargins(18, 14, 16, 14)
    layout.setSpacing(6)
    layout.addLayout(said, 1)
    layout.addSpacing(8)
    for one in buttons:
        layout.addWidget(one)


def _flow(facts: "Iterator[tuple[str, str]] | list[tuple[str, str]]") -> QWidget:
    made = QWidget()
    flow = FlowLayout(6)
    for text, tone in facts:
        flow.addWidget(_pill(text, tone))
    made.setLayout(flow)
    return made


def _pill(text: str, tone: str) -> QLabel:
    made = plain(text, wrap=False)
    made.setProperty("kind", "pill")
    made.setProperty("tone", tone)
    return made


def _language(code: str) -> str:
    """Return a language in words; the catalogue says "and 100 more" where it stops counting."""
    said = code.split()
    if said[:1] == ["and"] and said[2:] == ["more"]:
        return tr("and {n} more", n=said[1])
    return tr(_LANGUAGES.get(code, code))
