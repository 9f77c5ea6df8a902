"""The model catalogue, as the facade offers it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.base.errors import AssistantError
from assistant.base.i18n import tr
from assistant.base.lanes import Lane
from assistant.base.paths import Paths
from assistant.base.settings import Settings
from assistant.domain.events import ModelStateChanged, Progress
from assistant.llm.catalog import Entry, load_catalog
from assistant.llm.fit import fit_of
from assistant.llm.install import install, present, sources_of
from assistant.llm.installed import default_name, use


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """One line of the models page; sizes in bytes, `fit_reason` in the user's language."""

    name: str
    title: str
    kind: str
    size_bytes: int
    licence: str
    languages: tuple[str, ...]
    installed: bool
    current: bool
    fit: bool
    fit_reason: str


class Shelf:
    """Which models there are, which are here, and getting one."""

    def __init__(self, paths: Paths, settings: Settings, post: Callable[[object], None]) -> None:
        self._paths = paths
        self._settings = settings
        self._post = post
        self._lane = Lane("models")

    def choices(self) -> Sequence[ModelChoice]:
        """Return the catalogue with what is installed and what fits."""
        current = default_name(self._paths.models)
        return tuple(self._choice(entry, current) for entry in load_catalog().entries)

    def ready(self) -> bool:
        """Whether the built-in model and its encoder are on this computer."""
        return all(present(self._paths.models, one) for one in load_catalog().embedded)

    def get(self, name: str) -> None:
        """Load a model, and the encoder beside it, in the background."""
        self._lane.submit(self._get, name)

    def use(self, name: str) -> None:
        """Let an installed model answer from now on."""
        use(self._paths.models, name)
        self._post(ModelStateChanged("unloaded"))

    def close(self) -> None:
        """Take no more work; a download that runs is left to end with the process."""
        self._lane.close(wait_for_work=False)

    def _choice(self, entry: Entry, current: str) -> ModelChoice:
        fit = fit_of(entry.download, entry.memory, self._paths.models)
        return ModelChoice(
            name=entry.name,
            title=entry.title,
            kind=entry.kind,
            size_bytes=entry.download,
            licence=entry.licence,
            languages=entry.languages,
            installed=present(self._paths.models, entry) is not None,
            current=entry.name == current,
            fit=fit.fits,
            fit_reason=tr(fit.reason, **fit.values),
        )

    def _get(self, name: str) -> None:
        what = f"model:{name}"
        catalog = load_catalog()
        sources = sources_of(catalog, mirror=self._settings.text("hub_mirror"))

        def loading(done: int, total: int, per_second: float) -> None:
            self._post(Progress(what, done, total, per_second))

        try:
            wanted = [catalog.find(name), *(one for one in catalog.embedded if one.name != name)]
            for entry in wanted:
                if present(self._paths.models, entry) is None:
                    install(self._paths.models, entry, sources, progress=loading)
        except AssistantError as error:
            text = f"{error.shown()} {error.next_step()}".strip()
            self._post(Progress(what, 0, 0, error=text))
            self._post(ModelStateChanged("failed", text))
            return
        self._post(Progress(what, 1, 1))
        self._post(ModelStateChanged("unloaded"))
