"""The models on this computer: one folder each, with a manifest of what it must contain.

    MODELS/smollm2-135m-instruct/manifest.json config.json model.safetensors tokenizer.json ...
    MODELS/default                      the name of the model that answers

A folder appears whole (by rename) or not at all. The manifest keeps each file's SHA-256 with the
size and time at which it was computed; a file whose size and time still agree is not read again.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.llm.model import ModelDamaged, ModelMissing

MANIFEST = "manifest.json"
DEFAULT = "smollm2-135m-instruct"
ENCODER = "all-minilm-l6-v2"
_BLOCK = 1 << 20  # bytes read at once


@dataclass(frozen=True, slots=True)
class Installed:
    """A model in its folder; `sha256` is of the weights as they were published."""

    name: str
    kind: str
    sha256: str
    folder: Path

    @property
    def label(self) -> str:
        """Return NAME@SHA, as reported with every answer."""
        return f"{self.name}@{self.sha256[:8]}"


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def write_manifest(folder: Path, *, name: str, kind: str, sha256: str) -> None:
    """Record what `folder` holds, before it is moved into place."""
    files = {
        path.relative_to(folder).as_posix(): _entry(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }
    manifest = {"name": name, "kind": kind, "sha256": sha256, "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")


def _entry(path: Path) -> dict[str, object]:
    stat = path.stat()
    return {"sha256": sha256_of(path), "size": stat.st_size, "time": stat.st_mtime_ns}


def list_installed(models: Path) -> tuple[Installed, ...]:
    """Return the models below `models`, sorted by name; damaged manifests are left out."""
    found = []
    for path in sorted(models.glob(f"*/{MANIFEST}")):
        try:
            found.append(_read(path.parent))
        except ModelDamaged:
            continue
    return tuple(found)


def find_installed(models: Path, name: str) -> Installed:
    """Return the model called `name`; raises ModelMissing or ModelDamaged."""
    folder = models / name
    if not (folder / MANIFEST).is_file():
        raise ModelMissing(
            "The model {name} is not on this computer.",
            hint="Get it on the models page, or with: deskmate models get {name}",
            name=name,
        )
    return _read(folder)


def default_name(models: Path) -> str:
    """Return the name of the model that answers when none is asked for."""
    try:
        return (models / "default").read_text("utf-8").strip() or DEFAULT
    except (OSError, UnicodeDecodeError):
        return DEFAULT


def use(models: Path, name: str) -> Installed:
    """Let the installed model `name` answer from now on; raises as `find_installed`."""
    model = find_installed(models, name)
    if model.kind != "chat":
        raise ModelMissing(
            "{name} is a sentence encoder; it cannot answer.",
            hint="Choose another one from: deskmate models list",
            name=name,
        )
    partial = models / "default.new"
    partial.write_text(name + "\n", "utf-8")
    partial.replace(models / "default")
    return model


def check(model: Installed, *, thorough: bool = False) -> None:
    """Compare every file with the manifest, `thorough` by content; raises ModelDamaged."""
    for name, entry in _manifest(model.folder)["files"].items():
        path = model.folder / name
        try:
            stat = path.stat()
        except OSError:
            raise _damaged(model.name, name) from None
        if stat.st_size != entry["size"]:
            raise _damaged(model.name, name)
        same_time = stat.st_mtime_ns == entry["time"]
        if (thorough or not same_time) and sha256_of(path) != entry["sha256"]:
            raise _damaged(model.name, name)


def _read(folder: Path) -> Installed:
    manifest = _manifest(folder)
    return Installed(manifest["name"], manifest["kind"], manifest["sha256"], folder)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        if {"name", "kind", "sha256", "files"} <= manifest.keys():
            return manifest
    except (OSError, ValueError, AttributeError):
        pass
    raise _damaged(folder.name, MANIFEST)


def _damaged(name: str, file: str) -> ModelDamaged:
    return ModelDamaged(
        "The model {name} is damaged: {file} is not as it was loaded.",
        hint="Get it again on the models page, or with: deskmate models get {name} --again",
        name=name,
        file=file,
    )
