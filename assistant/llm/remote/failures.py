"""What went wrong with a model server, in words a person can read."""

import json
import re
from typing import Any

from assistant.base.errors import OutsideError
from assistant.llm.endpoints import Endpoint
from assistant.llm.model import PromptTooLong

_LONGEST = 200
_TOO_LONG = ("context length", "context_length", "context window", "maximum context", "too long")


class EndpointError(OutsideError):
    """A model server did not do what it was asked.

    `passing`: it may go well a moment later; `unasked`: the server does not know what the request
    asked for, and may know a simpler one.
    """

    def __init__(
        self,
        message: str,
        *,
        hint: str,
        passing: bool = False,
        unasked: bool = False,
        **values: object,
    ) -> None:
        self.passing = passing
        self.unasked = unasked
        self.wait = 0.0
        super().__init__(message, hint=hint, **values)


def said(body: bytes) -> str:
    """Return a server's own words as one short printable line: it is foreign text."""
    text = body[:4000].decode("utf-8", "replace")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    for _ in range(3):
        if isinstance(found, dict):
            found = next((found[key] for key in ("error", "message", "detail") if key in found), "")
    text = found if isinstance(found, str) and found else "" if "<" in text[:200] else text
    line = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    line = re.sub(r"\b(?:sk|key|hf)[-_][\w*-]{6,}", "…", line)  # some repeat the key they refused
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def refused(endpoint: Endpoint, status: int, body: bytes) -> OutsideError:
    """Return what an answer of 4xx or 5xx means (RFC 9110 15.5, 15.6)."""
    words = said(body)
    values: dict[str, Any] = {
        "host": endpoint.host,
        "model": endpoint.model,
        "words": words or status,
    }
    if status in (400, 413, 422) and any(one in words.casefold() for one in _TOO_LONG):
        return PromptTooLong(
            "The text is too long for the model at {host} ({words}).",
            hint="Shorten it, or start a new conversation.",
            **values,
        )
    if status in (401, 403):
        return EndpointError(
            "{host} did not accept the key.",
            hint="Enter the key again on the models page.",
            **values,
        )
    if status == 404:
        return EndpointError(
            "{host} does not know the model {model}, or the address is not that of its models.",
            hint="Check the model's name and the address on the models page.",
            unasked=True,
            **values,
        )
    if status in (402, 429):
        return EndpointError(
            "{host} takes no more requests for now ({words}).",
            hint="Wait a minute, or look at your plan there.",
            passing=status == 429,
            **values,
        )
    if status >= 500:
        return EndpointError(
            "{host} has trouble of its own ({words}).",
            hint="Try again in a minute; if it stays so, look at the server.",
            passing=status in (500, 502, 503, 504),
            unasked=status in (500, 501),
            **values,
        )
    return EndpointError(
        "{host} did not take the request ({words}).",
        hint="Check the address and the model's name on the models page.",
        unasked=status in (400, 422),
        **values,
    )


def elsewhere(endpoint: Endpoint, location: str) -> EndpointError:
    """Return that the server points to another address: nothing is sent there unasked."""
    return EndpointError(
        "{host} points to another address ({where}); nothing was sent there.",
        hint="If you trust it, enter that address on the models page.",
        host=endpoint.host,
        where=said(location.encode("utf-8", "replace")) or "?",
    )


def no_model(endpoint: Endpoint, *, page: bool = False) -> EndpointError:
    """Return that what answers does not speak as a model server does."""
    return EndpointError(
        "{host} answers with a web page instead of a model's answer."
        if page
        else "{host} does not answer as a model server does.",
        hint="Check the address: it usually ends in /v1. On a guest network log in first.",
        host=endpoint.host,
    )


def flooded(endpoint: Endpoint) -> EndpointError:
    """Return that the server sends more than any answer has."""
    return EndpointError(
        "{host} sent far more than an answer, so Deskmate stopped listening.",
        hint="Look at the server, or choose another model.",
        host=endpoint.host,
    )


def broken_off(endpoint: Endpoint) -> EndpointError:
    """Return that the server hung up before the end."""
    return EndpointError(
        "{host} broke off in the middle of the answer.",
        hint="Ask again.",
        passing=True,
        host=endpoint.host,
    )


def late(endpoint: Endpoint) -> EndpointError:
    """Return that nothing came for a long time."""
    return EndpointError(
        "{host} did not answer in time.",
        hint="Ask again, or choose a smaller model: a large one may need minutes to load.",
        host=endpoint.host,
    )


def unreachable(endpoint: Endpoint, error: BaseException) -> EndpointError:
    """Return why there is no connection; the cause stands in the chain of `error`."""
    kinds = {type(one).__name__ for one in _chain(error)}
    values: dict[str, Any] = {"host": endpoint.host}
    if "gaierror" in kinds:
        return EndpointError(
            "There is no server called {host}, or this computer is offline.",
            hint="Check the network and the address on the models page.",
            **values,
        )
    if any(one.startswith("SSL") for one in kinds):
        return EndpointError(
            "There is no encrypted connection with {host}: it could not prove who it is.",
            hint="Check the address and this computer's clock; on a guest network log in first.",
            **values,
        )
    if "ConnectionRefusedError" in kinds:
        return EndpointError(
            "Nothing answers at {host}.",
            hint="Start the server there, or check the address and its port.",
            passing=True,
            **values,
        )
    return EndpointError(
        "{host} cannot be reached.",
        hint="Check the network and the address on the models page.",
        passing=True,
        **values,
    )


def _chain(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and len(found) < 10:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found
