"""Which model answers: the one that the user chose, on this computer or behind an endpoint."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.agent.router import NearestRouter, OpenRouter, tuned
from assistant.agent.understanding import Seat, Understanding
from assistant.app.keys import key_of
from assistant.base.paths import Paths
from assistant.base.secrets import Secrets
from assistant.base.settings import Settings
from assistant.llm.endpoints import PREFIX, Endpoint, Endpoints
from assistant.llm.host import HostedModel
from assistant.llm.installed import default_name
from assistant.llm.model import Model
from assistant.llm.remote import RemoteModel
from assistant.llm.remote.http import Way
from assistant.skill.registry import Registry

if TYPE_CHECKING:
    from assistant.llm.model import Vectors

_NEAR = 4096  # tokens: a processor reads a few hundred a second
_LARGE = 1_900_000_000  # bytes of weights: two a parameter


class Minds:
    """Makes understandings when they are first needed, and keeps them."""

    def __init__(
        self,
        paths: Paths,
        settings: Settings,
        secrets: Secrets,
        registry: Registry,
        given: Model | None = None,
    ) -> None:
        """`given` answers always, whatever is chosen; it chooses tools by itself."""
        self._endpoints = Endpoints(paths.home)
        self._settings = settings
        self._secrets = secrets
        self.registry = registry
        self._paths = paths
        self._hosted = HostedModel(paths.models, idle=self._patience)
        self._given = given
        self._local: tuple[str, Understanding] | None = None
        self._remote: tuple[Endpoint, Understanding] | None = None

    def current(self) -> Understanding:
        """Return who understands the next words; raises UsageError for an endpoint that is gone."""
        if self._given is not None or not (chosen := self._chosen()):
            return self._at_home()
        endpoint = self._endpoints.find(chosen)
        if self._remote is None or self._remote[0] != endpoint:
            self._drop_remote()
            self._remote = (endpoint, self._far(endpoint))
        return self._remote[1]

    def of(self, name: str) -> tuple[Understanding, Callable[[], None]]:
        """Return who understands words with one certain model, and what ends it again.

        `name` is a model on this computer or "endpoint:NAME"; what answers now is not ended.
        """
        if name.startswith(PREFIX):
            far = self._far(self._endpoints.find(name))
            return far, far.model.close
        if name == default_name(self._paths.models):
            return self._at_home(), lambda: None
        model = HostedModel(self._paths.models, name)
        large = is_large(self._paths.models, name)
        return near_mind(model, self.registry, large=large), model.close

    def host(self) -> str:
        """Return where what is typed goes; "" while it stays on this computer."""
        chosen = "" if self._given is not None else self._chosen()
        found = [one for one in self._endpoints.all() if one.key == chosen and not one.here]
        return found[0].host if found else ""

    def close(self) -> None:
        """Give all memory and connections back."""
        if self._given is not None:
            self._given.close()
        self._drop_remote()
        self._hosted.close()

    def _patience(self) -> float:
        return self._settings.number("unload_minutes") * 60

    def _chosen(self) -> str:
        chosen = self._settings.text("model")
        return chosen if chosen.startswith(PREFIX) else ""

    def _at_home(self) -> Understanding:
        """Return who understands words on this computer; another model than before is loaded."""
        name = "" if self._given is not None else default_name(self._paths.models)
        if self._local is None or self._local[0] != name:
            self._hosted.unload()
            self._local = (name, self._made(name))
        return self._local[1]

    def _made(self, name: str) -> Understanding:
        if self._given is not None:
            return Understanding(self._given, OpenRouter(self.registry), chains=True)
        return near_mind(self._hosted, self.registry, large=is_large(self._paths.models, name))

    def _far(self, endpoint: Endpoint) -> Understanding:
        def key() -> str:
            return key_of(self._secrets, endpoint)

        way = Way(proxy=self._settings.text("proxy"))
        model = RemoteModel(endpoint, key, embed=self._embed, way=way)
        return far_mind(model, self.registry)

    def _embed(self, texts: Sequence[str]) -> "Vectors":
        return self._hosted.embed(texts)

    def _drop_remote(self) -> None:
        if self._remote is not None:
            self._remote[1].model.close()
            self._remote = None


def near_mind(model: HostedModel, registry: Registry, *, large: bool = False) -> Understanding:
    """Return the understanding of a model on this computer.

    A small one gets examples and a grammar; a large one chooses by itself, among the few tools
    that are near: a processor takes minutes to read about all of them.
    """
    nearest = NearestRouter(registry, model)
    if large:
        return Understanding(model, nearest, chains=True, seat=Seat(_NEAR, schemas=True))
    return Understanding(model, tuned(registry, model, nearest))


def is_large(models: Path, name: str) -> bool:
    """Return whether a model is large enough to choose tools by itself: from 10^9 parameters."""
    return sum(path.stat().st_size for path in (models / name).glob("*.safetensors")) > _LARGE


def far_mind(model: RemoteModel, registry: Registry) -> Understanding:
    """Return the understanding of a model behind an endpoint.

    It is offered every tool and chooses by itself. Where not all fit, the nearest examples say
    which come first; they are compared on this computer where the endpoint has no encoder.
    """
    endpoint = model.endpoint
    return Understanding(
        model,
        OpenRouter(registry),
        chains=True,
        likely=NearestRouter(registry, model),
        seat=Seat(endpoint.context, "" if endpoint.here else endpoint.host, schemas=True),
    )
