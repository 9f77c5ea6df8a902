"""Does a model fit this computer? The answer always comes with its reason."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from assistant.llm.installed import Installed
from assistant.llm.model import NotEnoughMemory

_OVERHEAD = 350 << 20  # bytes: the interpreter, torch, and the working memory of one answer
_GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class Fit:
    """`fits`, and one sentence that says why; `values` fill its placeholders."""

    fits: bool
    reason: str
    values: dict[str, str]


def memory_needed(weights: int) -> int:
    """Return the bytes of memory that a model with `weights` bytes in bf16 takes."""
    return round(weights * 1.1) + _OVERHEAD


def available_memory() -> int:
    """Return the bytes that a new process could take without swapping."""
    import psutil

    return int(psutil.virtual_memory().available)


def fit_of(download: int, weights: int, models: Path) -> Fit:
    """Judge a model of `download` bytes on disk and `weights` bytes once in memory."""
    need, have = memory_needed(weights), available_memory()
    space, free = download + weights, free_space(models)
    if need > have:
        values = {"need": _gib(need), "have": _gib(have)}
        return Fit(fits=False, reason="needs {need} of memory, {have} are free", values=values)
    if space > free:
        values = {"need": _gib(space), "have": _gib(free)}
        return Fit(fits=False, reason="needs {need} of disk, {have} are free", values=values)
    values = {"need": _gib(need), "have": _gib(have)}
    return Fit(fits=True, reason="needs {need} of {have} free memory", values=values)


def free_space(folder: Path) -> int:
    """Return the free bytes on the disk of `folder`, which need not exist yet."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return shutil.disk_usage(folder).free


def check_memory(*models: Installed) -> None:
    """Raise NotEnoughMemory when these models together would not fit, before loading them."""
    weights = sum(path.stat().st_size for model in models for path in _weights(model.folder))
    need, have = memory_needed(weights), available_memory()
    if need > have:
        raise NotEnoughMemory(
            "There is not enough free memory for the model: it needs {need}, {have} are free.",
            hint="Close other programs, or choose a smaller model.",
            need=_gib(need),
            have=_gib(have),
        )


def _weights(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.safetensors"))


def _gib(size: int) -> str:
    return f"{size / _GIB:.1f} GB"
