"""A model that the user brings in a folder: GGUF, or safetensors as the hub has them."""

import re
from pathlib import Path

from assistant.base.errors import UsageError
from assistant.llm.catalog import Entry, RemoteFile
from assistant.llm.download import Progress, no_progress
from assistant.llm.install import Converted, install
from assistant.llm.installed import Installed
from assistant.llm.sources import Folder

_NEEDED = ("config.json", "tokenizer.json")
_TAKEN = (".safetensors", ".json", ".jinja")
_WIDENED = 4  # packed GGUF weights take about four times as much in bf16


def entry_of(folder: Path, name: str = "") -> Entry:
    """Return the model in `folder` as an entry of the catalogue; raises UsageError."""
    named = name or re.sub(r"[^a-z0-9._-]", "-", folder.resolve().name.casefold()).strip("-.")
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,59}", named) or named == "default":
        raise UsageError(
            "{name} is not a name for a model.",
            hint="Use small letters, digits, dots and dashes.",
            name=named,
        )
    packed = sorted(folder.glob("*.gguf"))
    files = packed[:1] or [
        path for path in sorted(folder.iterdir() if folder.is_dir() else ()) if _is_part(path)
    ]
    names = {path.name for path in files}
    whole = packed or (
        all(one in names for one in _NEEDED) and any(one.endswith(".safetensors") for one in names)
    )
    if not whole or len(packed) > 1:
        raise UsageError(
            "There is no model in {folder}.",
            hint="It needs one .gguf file, or config.json, tokenizer.json and .safetensors files.",
            folder=folder,
        )
    size = sum(path.stat().st_size for path in files)
    return Entry(
        name=named,
        title=named,
        kind="chat",
        format="gguf" if packed else "safetensors",
        publisher="",
        licence="",
        languages=(),
        tools=True,
        parameters="",
        memory=size * _WIDENED if packed else size,
        files=tuple(RemoteFile(path.name, path.stat().st_size) for path in files),
    )


def bring(
    models: Path,
    folder: Path,
    name: str = "",
    *,
    progress: Progress = no_progress,
    converted: Converted = lambda _done, _total: None,
) -> Installed:
    """Copy and check the model in `folder`; raises UsageError, DownloadFailed or ModelDamaged."""
    entry = entry_of(folder, name)
    return install(models, entry, [Folder(folder)], progress=progress, converted=converted)


def _is_part(path: Path) -> bool:
    return path.is_file() and path.name.endswith(_TAKEN) and path.name != "manifest.json"
