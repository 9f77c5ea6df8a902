"""Servers that answer in place of a local model: their addresses, kept in the user's data.

    HOME/endpoints.toml     [[endpoint]] name, url, model, ...   and never a key

A key is in the keyring, under `Endpoint.secret`. An address without encryption is taken for this
computer itself, or where the user has agreed to it.
"""

import ipaddress
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from assistant.base.errors import OutsideError, UsageError

PREFIX = "endpoint:"
USUAL_CONTEXT = 8192
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible server. `url` ends before /chat/completions; `context` is in tokens.

    `embeddings` names its embedding model, where it has one. `open_http`: the user agreed that
    what is said travels unencrypted.
    """

    name: str
    url: str
    model: str
    context: int = USUAL_CONTEXT
    embeddings: str = ""
    open_http: bool = False

    @property
    def key(self) -> str:
        """Return what the setting `model` holds where this one answers."""
        return PREFIX + self.name

    @property
    def secret(self) -> str:
        """Return the name of its key in the keyring."""
        return f"{PREFIX}{self.name}"

    @property
    def host(self) -> str:
        """Return the server's host, and its port where that is not the usual one."""
        parts = urlsplit(self.url)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)

    @property
    def here(self) -> bool:
        """Whether the server runs on this computer: nothing leaves it."""
        return is_loopback(str(urlsplit(self.url).hostname))


class Endpoints:
    """The endpoints of one user."""

    def __init__(self, home: Path) -> None:
        self._path = home / "endpoints.toml"

    def all(self) -> tuple[Endpoint, ...]:
        """Return them by name; what somebody wrote into the file that is none is left out."""
        try:
            rows = tomllib.loads(self._path.read_text("utf-8")).get("endpoint", [])
        except (OSError, ValueError):
            return ()
        found = [one for row in rows if (one := _read(row)) is not None]
        return tuple(sorted(found, key=lambda one: one.name))

    def find(self, name: str) -> Endpoint:
        """Return the endpoint called `name`, with or without "endpoint:"; raises UsageError."""
        wanted = name.removeprefix(PREFIX)
        for one in self.all():
            if one.name == wanted:
                return one
        raise UsageError(
            "There is no endpoint called {name}.",
            hint="Add it with: deskmate models add-endpoint URL --model MODEL",
            name=wanted,
        )

    def save(self, endpoint: Endpoint) -> None:
        """Keep an endpoint in the place of one of the same name."""
        others = [one for one in self.all() if one.name != endpoint.name]
        self._write([*others, endpoint])

    def remove(self, name: str) -> None:
        """Forget an endpoint; one that is not there is fine."""
        self._write([one for one in self.all() if one.name != name.removeprefix(PREFIX)])

    def _write(self, endpoints: list[Endpoint]) -> None:
        import tomli_w

        text = tomli_w.dumps({"endpoint": [asdict(one) for one in endpoints]})
        new = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            new.write_text(text, "utf-8")
            os.replace(new, self._path)
        except OSError as error:
            raise OutsideError(
                "The endpoint could not be saved.", hint="Make room on the disk and try again."
            ) from error


def endpoint_of(  # noqa: PLR0913 - what a form asks for
    url: str,
    model: str,
    *,
    name: str = "",
    context: int = USUAL_CONTEXT,
    embeddings: str = "",
    open_http: bool = False,
) -> Endpoint:
    """Return the endpoint for what a user typed; raises UsageError."""
    clean = _address(url.strip(), open_http=open_http)
    if not model.strip():
        raise UsageError("Which model shall answer there?", hint="Type the model's name.")
    if not 1024 <= context <= 10_000_000:
        raise UsageError(
            "{context} is not a size of a context.",
            hint="Type how many tokens the model reads at once, such as 8192.",
            context=context,
        )
    host = str(urlsplit(clean).hostname)
    named = name.strip() or re.sub(r"[^a-z0-9._-]", "-", host.casefold()).strip("-.")[:40]
    if not _NAME.fullmatch(named):
        raise UsageError(
            "{name} is not a name for an endpoint.",
            hint="Use small letters, digits, dots and dashes.",
            name=named,
        )
    return Endpoint(named, clean, model.strip(), context, embeddings.strip(), open_http)


def is_loopback(host: str) -> bool:
    """Return whether `host` is this computer itself."""
    if host.casefold() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _address(url: str, *, open_http: bool) -> str:
    wrong = UsageError(
        "{url} is not the address of a model server.",
        hint="Type it like https://example.org/v1 or http://127.0.0.1:11434.",
        url=url[:200],
    )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise wrong from None
    if parts.username or parts.password:
        raise UsageError(
            "An address with a password in it is not taken.",
            hint="Put the key into the field for it; it is kept in the keyring.",
        )
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.query
        or parts.fragment
        or not url.isprintable()
        or " " in url
    ):
        raise wrong
    if parts.scheme == "http" and not open_http and not is_loopback(parts.hostname):
        raise UsageError(
            "{host} would be reached without encryption: anybody on the way could read along.",
            hint="Use https, or agree to it with --allow-http (in the window: tick the box).",
            host=parts.hostname,
        )
    path = parts.path.rstrip("/").removesuffix("/chat/completions").rstrip("/") or "/v1"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}{path}"


def _read(row: object) -> Endpoint | None:
    if not isinstance(row, Mapping):
        return None
    known: dict[str, Any] = {one.name: row[one.name] for one in fields(Endpoint) if one.name in row}
    try:
        return endpoint_of(**known)
    except (UsageError, TypeError, AttributeError, ValueError):
        return None
