"""The models that can answer, as the facade offers them: the catalogue, and endpoints."""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.app.keys import key_of
from assistant.app.minds import Minds
from assistant.app.selftest import Scores, scored, selftest, sentences
from assistant.base.connections import connections
from assistant.base.errors import AssistantError, UsageError
from assistant.base.i18n import tr
from assistant.base.lanes import Lane, Work
from assistant.base.paths import Paths
from assistant.base.secrets import Secrets
from assistant.base.settings import Settings
from assistant.domain.events import ModelStateChanged, Progress
from assistant.llm.brought import bring, entry_of
from assistant.llm.catalog import Entry, load_catalog
from assistant.llm.endpoints import PREFIX, Endpoint, Endpoints
from assistant.llm.fit import fit_of
from assistant.llm.install import install, present, sources_of
from assistant.llm.installed import Installed, default_name, find_installed, list_installed, use
from assistant.llm.remote import offers, probe
from assistant.llm.sources import try_hub


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """One line of the models page; sizes in bytes, `fit_reason` in the user's language.

    `score` is what it reached in the self-test on this computer, such as "18/20", or "".
    """

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
    parameters: str = ""
    score: str = ""
    embedded: bool = False


@dataclass(frozen=True, slots=True)
class EndpointChoice:
    """One endpoint of the models page."""

    endpoint: Endpoint
    current: bool
    score: str = ""


class Shelf:
    """Which models there are, which are here, and getting, testing and choosing one."""

    def __init__(
        self,
        paths: Paths,
        settings: Settings,
        secrets: Secrets,
        minds: Minds,
        post: Callable[[object], None],
    ) -> None:
        self._paths = paths
        self._settings = settings
        self._secrets = secrets
        self._minds = minds
        self._post = post
        self._endpoints = Endpoints(paths.home)
        self._scores = Scores(paths.home)
        self._lane = Lane("models")
        self._net = Lane("endpoints", 2)

    def choices(self) -> Sequence[ModelChoice]:
        """Return the catalogue with what is installed and what fits."""
        chosen = self._settings.text("model")
        current = "" if chosen.startswith(PREFIX) else default_name(self._paths.models)
        entries = load_catalog().entries
        known = {entry.name for entry in entries}
        own = [
            self._own(one, current)
            for one in list_installed(self._paths.models)
            if one.name not in known and one.kind == "chat"
        ]
        return (*(self._choice(entry, current) for entry in entries), *own)

    def ready(self) -> bool:
        """Whether what answers is on this computer, or behind an endpoint."""
        if self._settings.text("model").startswith(PREFIX):
            return True
        return all(present(self._paths.models, one) for one in load_catalog().embedded)

    def get(self, name: str) -> None:
        """Load a model, and the encoder beside it, in the background."""
        self._lane.submit(self._get, name)

    def use(self, name: str) -> None:
        """Let an installed model, or "endpoint:NAME", answer from now on."""
        choose(self._paths, self._settings, name)
        self._post(ModelStateChanged("unloaded"))

    def remove(self, name: str) -> None:
        """Take a model off this computer; raises UsageError for one that is needed."""
        needed = {one.name for one in load_catalog().embedded}
        if name in needed or name == default_name(self._paths.models):
            raise UsageError(
                "{name} answers, or is needed to answer, so it stays.",
                hint="Let another model answer first.",
                name=name,
            )
        model = find_installed(self._paths.models, name)
        shutil.rmtree(model.folder, ignore_errors=True)
        self._post(ModelStateChanged("unloaded"))

    def bring(self, folder: Path) -> None:
        """Take a model from a folder of the user's, in the background; told as `Progress`."""
        entry = entry_of(folder)
        self._lane.submit(self._bring, folder, f"model:{entry.name}")

    def test(self, name: str) -> None:
        """Try twenty sentences with a model, in the background; told as `Progress`."""
        self._lane.submit(self._test, name)

    def test_mirror(self, address: str, proxy: str) -> "Work[str]":
        """Ask a mirror, through `proxy` where one is given, for a list of files."""

        def ask() -> str:
            catalog = load_catalog()
            wanted = next(one.repository for one in catalog.entries if one.repository)
            with connections.trying():
                return try_hub(address or catalog.hub, wanted, proxy)

        return self._net.submit(ask)

    # Endpoints

    def endpoints(self) -> Sequence[EndpointChoice]:
        """Return the endpoints by name."""
        chosen = self._settings.text("model")
        return tuple(
            EndpointChoice(one, one.key == chosen, self._score(one.key))
            for one in self._endpoints.all()
        )

    def save_endpoint(self, endpoint: Endpoint, key: str) -> "Work[None]":
        """Keep an endpoint; the key goes to the keyring, an empty one leaves it as it is."""

        def save() -> None:
            if key:
                self._secrets.set(endpoint.secret, key)
            self._endpoints.save(endpoint)
            self._post(ModelStateChanged("unloaded"))

        return self._net.submit(save)

    def remove_endpoint(self, name: str) -> "Work[None]":
        """Forget an endpoint and its key; the local model answers where this one did."""
        endpoint = self._endpoints.find(name)

        def remove() -> None:
            if self._settings.text("model") == endpoint.key:
                self._settings.set("model", "")
            self._secrets.delete(endpoint.secret)
            self._endpoints.remove(endpoint.name)
            self._post(ModelStateChanged("unloaded"))

        return self._net.submit(remove)

    def test_endpoint(self, endpoint: Endpoint, key: str) -> "Work[str]":
        """Say hello to an endpoint; the future holds a sentence or raises `AssistantError`."""
        proxy = self._settings.text("proxy")

        def test() -> str:
            with connections.trying():
                return probe(endpoint, key or key_of(self._secrets, endpoint), proxy)

        return self._net.submit(test)

    def offered_by(self, endpoint: Endpoint, key: str) -> "Work[tuple[str, ...]]":
        """Ask an endpoint which models it has."""
        proxy = self._settings.text("proxy")

        def ask() -> tuple[str, ...]:
            with connections.trying():
                return offers(endpoint, key or key_of(self._secrets, endpoint), proxy)

        return self._net.submit(ask)

    def close(self) -> None:
        """Take no more work; a download that runs is left to end with the process."""
        self._lane.close(wait_for_work=False)
        self._net.close(wait_for_work=False)

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
            parameters=entry.parameters,
            score=self._score(entry.name),
            embedded=entry.embedded,
        )

    def _own(self, model: Installed, current: str) -> ModelChoice:
        """Return a model that the user brought, from a folder."""
        weights = sum(path.stat().st_size for path in model.folder.glob("*.safetensors"))
        fit = fit_of(0, weights, self._paths.models)
        return ModelChoice(
            name=model.name,
            title=model.name,
            kind=model.kind,
            size_bytes=weights,
            licence=tr("your own"),
            languages=(),
            installed=True,
            current=model.name == current,
            fit=fit.fits,
            fit_reason=tr(fit.reason, **fit.values),
            score=self._score(model.name),
        )

    def _score(self, name: str) -> str:
        score = self._scores.of(name)
        return str(score) if score else ""

    def _test(self, name: str) -> None:
        what = f"test:{name}"
        try:
            mind, end = self._minds.of(name)
            try:
                rows = self._told(what, selftest(mind, self._minds.registry))
                score, _ = scored(rows, time.monotonic)
            finally:
                end()
            self._scores.keep(name, score)
        except AssistantError as error:
            text = f"{error.shown()} {error.next_step()}".strip()
            self._post(Progress(what, 0, 0, error=text))
            return
        self._post(Progress(what, score.of, score.of))
        self._post(ModelStateChanged("unloaded"))

    def _told(self, what: str, rows: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        total = len(sentences())
        for at, row in enumerate(rows, start=1):
            self._post(Progress(what, min(at, total - 1), total))
            yield row

    def _bring(self, folder: Path, what: str) -> None:
        def loading(done: int, total: int, per_second: float) -> None:
            self._post(Progress(what, done, total, per_second))

        try:
            bring(self._paths.models, folder, progress=loading)
        except AssistantError as error:
            text = f"{error.shown()} {error.next_step()}".strip()
            self._post(Progress(what, 0, 0, error=text))
            self._post(ModelStateChanged("failed", text))
            return
        self._post(Progress(what, 1, 1))
        self._post(ModelStateChanged("unloaded"))

    def _get(self, name: str) -> None:
        what = f"model:{name}"
        catalog = load_catalog()
        mirror, proxy = self._settings.text("hub_mirror"), self._settings.text("proxy")
        sources = sources_of(catalog, mirror=mirror, proxy=proxy)

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


def choose(paths: Paths, settings: Settings, name: str) -> str:
    """Let an installed model or "endpoint:NAME" answer from now on; return its title."""
    if name.startswith(PREFIX):
        endpoint = Endpoints(paths.home).find(name)
        settings.set("model", endpoint.key)
        return f"{endpoint.model}@{endpoint.host}"
    model = use(paths.models, name)
    if settings.text("model"):
        settings.set("model", "")
    return model.name
