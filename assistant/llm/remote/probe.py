"""Is there a model behind an address? Asked by the Test button and `models test-endpoint`."""

import time

from assistant.base.i18n import tr
from assistant.llm.endpoints import Endpoint
from assistant.llm.model import Finished, Message, Request, TextDelta, ThoughtDelta
from assistant.llm.remote.http import Way
from assistant.llm.remote.model import RemoteModel

_SILENCE = 60.0  # seconds: a large model may have to be loaded first


def offers(endpoint: Endpoint, key: str, proxy: str = "") -> tuple[str, ...]:
    """Return the names of the models that a server has; raises EndpointError."""
    model = RemoteModel(endpoint, lambda: key, way=Way(proxy=proxy))
    try:
        return model.models()
    finally:
        model.close()


def probe(endpoint: Endpoint, key: str, proxy: str = "") -> str:
    """Return one sentence about a server that answers; raises EndpointError with what is wrong."""
    model = RemoteModel(endpoint, lambda: key, way=Way(silence=_SILENCE, proxy=proxy))
    start = time.perf_counter()
    first = 0.0
    try:
        request = Request((Message("user", "Say OK."),), max_tokens=16)
        for delta in model.generate(request, lambda: False):
            if isinstance(delta, TextDelta | ThoughtDelta | Finished) and not first:
                first = time.perf_counter() - start
    finally:
        model.close()
    return tr(
        "{model} at {host} answers; the first word came after {seconds} s.",
        model=endpoint.model,
        host=endpoint.host,
        seconds=f"{first:.1f}",
    )
