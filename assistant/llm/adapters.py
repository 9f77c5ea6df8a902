"""Trained adapters: small weights (LoRA, Hu et al. 2021) that teach a model our calls.

    MODELS/adapters/MODEL/current       the name of the version that is used; empty for none
    MODELS/adapters/MODEL/VERSION/      manifest.json adapter.safetensors card.md metrics.json
    resources/adapters/MODEL/           the version that ships; used where `current` is absent

A folder is used only as a whole: its files have the hashes of its manifest, and its base is the
model that is installed. One that was tampered with is refused.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from assistant.base.paths import resources
from assistant.llm.installed import Installed, sha256_of
from assistant.llm.model import Message, ModelDamaged

if TYPE_CHECKING:
    from torch import Tensor

Turn: TypeAlias = tuple[Literal["user", "assistant"], str]
"""What someone said before, as (role, text)."""
MANIFEST = "manifest.json"
WEIGHTS = "adapter.safetensors"
TALK = "talk"
"""What a trained model writes where no tool fits; no tool is called so, since it has no dot."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """A checked adapter. `system` is the prompt it was trained with; `tools` are those it knows.

    A tool in `named` was taught by name only: its arguments are not known.
    """

    folder: Path
    version: str
    sha256: str
    system: str
    tools: tuple[str, ...]
    named: tuple[str, ...]

    @property
    def label(self) -> str:
        """Return VERSION@SHA, as reported with every answer."""
        return f"{self.version}@{self.sha256[:8]}"


_LAST = 2  # turns that a call may look back to: what the user said last, and the answer
_SHORT = 120  # characters of one of them


def call_prompt(system: str, sentence: str, before: Sequence[Turn] = ()) -> list[Message]:
    """Return the chat that a trained model answers with a call: no examples.

    The last turns `before` it are cut short: only what a follow-up may point to is needed.
    """
    return [
        Message("system", system),
        *(Message(role, shortened(text)) for role, text in before[-_LAST:]),
        Message("user", sentence),
    ]


def last_turns(history: Sequence[Message]) -> tuple[Turn, ...]:
    """Return what a follow-up may point to: the user's last turn and the answer to it.

    Text from outside, which stands marked in an answer, has no say in what is called (TRUST).
    """
    found: tuple[Turn, ...] = ()
    for message in history:
        text = "…" if "<outside>" in message.text else message.text
        if message.role == "user":
            found = (("user", text), ("assistant", "…"))
        elif message.role == "assistant":
            # Of several lines the last one tells where things stand.
            found = (*(turn for turn in found if turn[0] == "user"), ("assistant", text))
    return found


def shortened(text: str) -> str:
    """Return the beginning of a turn in one line."""
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else line[:_SHORT] + "…"


def current_folder(models: Path, model: str) -> Path | None:
    """Return the folder of the adapter that `model` answers with; None where there is none."""
    home = models / "adapters" / model
    try:
        version = (home / "current").read_text("utf-8").strip()
    except OSError:
        shipped = resources() / "adapters" / model
        return shipped if (shipped / MANIFEST).is_file() else None
    return home / version if version else None


def find_adapter(models: Path, model: Installed) -> Adapter | None:
    """Return the adapter in use for `model`, checked; raises ModelDamaged.

    One that was made for other weights of that name is none.
    """
    folder = current_folder(models, model.name)
    return read_adapter(folder, model) if folder else None


def read_adapter(folder: Path, model: Installed) -> Adapter | None:
    """Return the adapter in `folder`, its files compared with its manifest; raises ModelDamaged.

    Files whose size and time are as before are not read again in the same process.
    """
    return _read(folder, _stamps(folder), model.sha256)


def _stamps(folder: Path) -> tuple[tuple[str, int, int], ...]:
    try:
        found = [(path.name, path.stat()) for path in sorted(folder.iterdir())]
    except OSError as error:
        raise _damaged(folder, str(error)) from error
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in found)


@lru_cache(maxsize=8)
def _read(
    folder: Path,
    _stamps: tuple[tuple[str, int, int], ...],
    base: str,
) -> Adapter | None:
    manifest = _manifest(folder)
    for name, digest in manifest["files"].items():
        path = folder / name
        if not path.is_file() or sha256_of(path) != digest:
            raise _damaged(folder, f"{name} has other content")
    if manifest["base_sha256"] != base:
        return None
    return Adapter(
        folder=folder,
        version=manifest["version"],
        sha256=manifest["files"][WEIGHTS],
        system=manifest["system"],
        tools=tuple(manifest["tools"]),
        named=tuple(manifest["named"]),
    )


def rank_of(folder: Path) -> int:
    """Return the rank of an adapter's matrices, from the head of its file; raises ModelDamaged."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(folder / WEIGHTS), "np") as file:
            name = next(key for key in file.keys() if key.endswith(".lora_A"))  # noqa: SIM118
            return int(file.get_slice(name).get_shape()[0])
    except (OSError, SafetensorError, StopIteration) as error:
        raise _damaged(folder, f"{WEIGHTS} cannot be read") from error


def merge(model: Any, folder: Path) -> None:  # noqa: ANN401 - a transformers model
    """Add the adapter's weights to those of `model`: W + scale * B A, in float32.

    Keys are module names with `.lora_A` (rank, inputs) and `.lora_B` (outputs, rank). Raises
    ModelDamaged where the file does not fit the model.
    """
    import torch
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(folder / WEIGHTS), "pt") as file, torch.inference_mode():
            scale = float(file.metadata()["scale"])
            names = {key.rpartition(".")[0] for key in file.keys()}  # noqa: SIM118 - no mapping
            for name in sorted(names):
                weight = model.get_submodule(name).weight
                down, up = file.get_tensor(f"{name}.lora_A"), file.get_tensor(f"{name}.lora_B")
                weight.copy_(_sum(weight, up, down, scale))
    except (OSError, SafetensorError, AttributeError, RuntimeError, KeyError, TypeError) as error:
        raise _damaged(folder, str(error).splitlines()[0]) from error


def _sum(weight: "Tensor", up: "Tensor", down: "Tensor", scale: float) -> "Tensor":
    return (weight.float() + scale * (up.float() @ down.float())).to(weight.dtype)


def write_manifest(folder: Path, told: Mapping[str, object]) -> None:
    """Record the hashes of the files of an adapter, as the last step of making it."""
    files = {
        path.name: sha256_of(path)
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != MANIFEST
    }
    text = json.dumps({**told, "files": files}, indent=2, ensure_ascii=False)
    (folder / MANIFEST).write_text(text + "\n", "utf-8")


def _manifest(folder: Path) -> dict[str, Any]:
    needed = {"version", "base_sha256", "system", "tools", "named", "files"}
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        if needed <= manifest.keys() and WEIGHTS in manifest["files"]:
            return manifest
    except (OSError, ValueError, AttributeError):
        pass
    raise _damaged(folder, f"{MANIFEST} cannot be read")


def _damaged(folder: Path, reason: str) -> ModelDamaged:
    return ModelDamaged(
        "The trained adapter {name} was changed: {reason}.",
        hint="Go back to the one before with: deskmate deploy --rollback",
        name=folder.name,
        reason=reason,
    )
