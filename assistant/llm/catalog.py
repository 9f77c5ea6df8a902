"""The models that can be had: `resources/catalog.toml` as frozen records."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from assistant.base.errors import UsageError
from assistant.base.paths import resources


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file of a model and where it can be had; `sha256` is "" where nobody knows it yet."""

    name: str
    size: int = 0
    sha256: str = ""
    wheel: str = ""
    member: str = ""
    repository: str = ""
    revision: str = "main"


@dataclass(frozen=True, slots=True)
class Entry:
    """One model of the catalogue. `memory` in bytes; without `files` the hub is asked for them."""

    name: str
    title: str
    kind: Literal["chat", "encoder"]
    format: Literal["gguf", "safetensors"]
    publisher: str
    licence: str
    languages: tuple[str, ...]
    tools: bool
    parameters: str
    memory: int
    sha256: str = ""
    repository: str = ""
    embedded: bool = False
    files: tuple[RemoteFile, ...] = ()

    @property
    def download(self) -> int:
        """Return how many bytes have to be loaded."""
        return sum(file.size for file in self.files) or self.memory


@dataclass(frozen=True, slots=True)
class Catalog:
    """All entries, and the address of the hub that the ones without other sources come from."""

    hub: str
    entries: tuple[Entry, ...]

    def find(self, name: str) -> Entry:
        """Return the entry called `name`; raises UsageError."""
        for entry in self.entries:
            if entry.name == name:
                return entry
        raise UsageError(
            "There is no model called {name} in the catalogue.",
            hint="See what there is with: deskmate models list",
            name=name,
        )

    @property
    def embedded(self) -> tuple[Entry, ...]:
        """Return what the program needs to answer out of the box."""
        return tuple(entry for entry in self.entries if entry.embedded)


@cache
def load_catalog(path: Path | None = None) -> Catalog:
    """Return the catalogue that ships with the program, or the one at `path`."""
    table = tomllib.loads((path or resources() / "catalog.toml").read_text("utf-8"))
    return Catalog(table["hub"], tuple(_entry(model) for model in table["model"]))


def _entry(model: dict[str, Any]) -> Entry:
    fields = dict(model)
    files = tuple(RemoteFile(**file) for file in fields.pop("file", ()))
    return Entry(**{**fields, "languages": tuple(fields["languages"]), "files": files})
