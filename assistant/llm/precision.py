"""In which numbers a model computes here: bf16 or int8, each with int4 for single tokens or not.

    MODELS/NAME/precision.json          the choice, what was measured for it, and on which machine
    MODELS/NAME/rounded.safetensors     the weights in int8 and int4, where these were chosen

Which is the fastest depends on the processor and its memory, so it is measured (`measured`) when a
model is installed, and again on another machine. What was chosen elsewhere, or whose file is not
what was written, is not used: bf16 always works.
"""

import json
import os
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from assistant.base.platform import processor_name
from assistant.llm.installed import sha256_of

CHOICE, ROUNDED = "precision.json", "rounded.safetensors"
BF16, INT8, FEW = "bf16", "int8", "+int4"


@dataclass(frozen=True, slots=True)
class Choice:
    """The precision of a model on one machine.

    `measured` says for every precision how many milliseconds its matrices take for steps of 1, 16
    and 64 tokens. `file` is size, time and SHA-256 of the rounded weights.
    """

    precision: str
    machine: str
    measured: dict[str, list[float]]
    file: tuple[int, int, str] | None = None

    @property
    def shown(self) -> str:
        """Return it as people read it: the precision, and how long a token takes in each."""
        times = ", ".join(f"{name} {one[0]:.1f}" for name, one in self.measured.items())
        return f"{self.precision} ({times} ms)"


@cache
def machine() -> str:
    """Return what a choice depends on: the processor, the system, and torch."""
    return f"{processor_name()}, {os.cpu_count()}, torch {version('torch')}"


def read_choice(folder: Path) -> Choice | None:
    """Return what was chosen for the model in `folder` on this machine; None if nothing was."""
    try:
        table = json.loads((folder / CHOICE).read_text("utf-8"))
        table["file"] = table["file"] and tuple(table["file"])
        choice = Choice(**table)
    except (OSError, ValueError, TypeError, KeyError):
        return None
    fits = choice.machine == machine() and choice.precision.removesuffix(FEW) in (BF16, INT8)
    return choice if fits and (choice.precision == BF16 or _is_whole(folder, choice)) else None


def write_choice(folder: Path, precision: str, measured: dict[str, list[float]]) -> Choice:
    """Keep a choice, and what its file of rounded weights is, which is written already."""
    file = None
    if precision != BF16:
        path = folder / ROUNDED
        stat = path.stat()
        file = stat.st_size, stat.st_mtime_ns, sha256_of(path)
    choice = Choice(precision, machine(), measured, file)
    partial = folder / f"{CHOICE}.{os.getpid()}"
    partial.write_text(json.dumps(asdict(choice), indent=2) + "\n", "utf-8")
    partial.replace(folder / CHOICE)
    return choice


def is_lean(folder: Path) -> bool:
    """Return whether `lean` can run the model in `folder`: a plain Llama in one file of bf16."""
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    rope = config.get("rope_parameters") or config.get("rope_scaling") or {}
    return (
        config.get("model_type") == "llama"
        and config.get("hidden_act") == "silu"
        and str(config.get("dtype") or config.get("torch_dtype")) == "bfloat16"
        and rope.get("rope_type", rope.get("type", "default")) == "default"
        and not config.get("attention_bias")
        and not config.get("mlp_bias")
        and (folder / "model.safetensors").is_file()
    )


def _is_whole(folder: Path, choice: Choice) -> bool:
    """Return whether the rounded weights are as written; unchanged files are not read again."""
    path = folder / ROUNDED
    try:
        stat = path.stat()
    except OSError:
        return False
    if choice.file is None or stat.st_size != choice.file[0]:
        return False
    return stat.st_mtime_ns == choice.file[1] or sha256_of(path) == choice.file[2]
