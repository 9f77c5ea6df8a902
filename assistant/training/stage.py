"""Where a run of the window stands, read from its folder: it survives a restart of the program.

HOME/training/runs/1/           a run; 2, 3, ... the later ones
HOME/training/runs/1/data       what it learns from
HOME/training/runs/1/failed     why it could not go on: a sentence and a next step
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from assistant.base.paths import resources
from assistant.training.deploy import Gate, gates
from assistant.training.mine import Note
from assistant.training.rows import Row, read_rows
from assistant.training.run import Run

State: TypeAlias = Literal[
    "none", "collecting", "training", "measuring", "paused", "failed", "measured"
]
Step: TypeAlias = Literal["collect", "train", "evaluate"]


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is done: sentences a pattern, steps, sentences measured a source, names."""

    each: int = 12
    steps: int = 200
    most: int = 40
    names: int = 40


@dataclass(frozen=True, slots=True)
class Found:
    """What can be learned from: examples of skills, patterns, and sentences last made of them."""

    examples: int
    patterns: int
    collected: int
    mine: Sequence[Note]


@dataclass(frozen=True, slots=True)
class Stage:
    """How far the newest run is; `seconds_left` is 0 where it is not known yet.

    `gates` are its measures beside those of what is installed; `text` says why it failed.
    """

    state: State = "none"
    run: str = ""
    step: int = 0
    steps: int = 0
    seconds_left: float = 0.0
    gates: tuple[Gate, ...] = ()
    text: str = ""
    installed: bool = False

    @property
    def busy(self) -> bool:
        """Whether something runs."""
        return self.state in {"collecting", "training", "measuring"}

    @property
    def better(self) -> bool:
        """Whether it may be installed: it was measured, and no measure is worse."""
        return bool(self.gates) and all(one.passed for one in self.gates)


_DOING: Mapping[Step, State] = {
    "collect": "collecting",
    "train": "training",
    "evaluate": "measuring",
}


def newest(runs: Path) -> Path | None:
    """Return the folder of the newest run, or None."""
    found = [one for one in runs.glob("*") if one.name.isdigit() and one.is_dir()]
    return max(found, key=lambda one: int(one.name), default=None)


def fresh(runs: Path) -> Path:
    """Return the folder that the next run gets."""
    last = newest(runs)
    return runs / str(int(last.name) + 1 if last else 1)


def next_step(folder: Path) -> Step | None:
    """Return what is to be done next with a run, None where it was measured."""
    if not (folder / "data" / "card.md").is_file():
        return "collect"
    if not (Run(folder).part("caller") / "adapter" / "adapter_model.safetensors").is_file():
        return "train"
    return None if (folder / "metrics.json").is_file() else "evaluate"


def stage_of(folder: Path | None, doing: Step | None = None, *, current: str = "") -> Stage:
    """Return where a run stands; `doing` is what runs now, `current` the version in use."""
    if folder is None or not folder.is_dir():
        return Stage()
    told = _json(folder / "progress.json")
    wanted = next_step(folder)
    # The numbers are those of the step that is going on, not of the one before.
    own = told.get("part") == ("measure" if wanted == "evaluate" else "caller")
    step, steps = (int(told.get("step", 0)), int(told.get("steps", 0))) if own else (0, 0)
    left = float(told.get("left_s", 0.0)) if own else 0.0
    if doing is not None:
        return Stage(_DOING[doing], folder.name, step, steps, left)
    if (failed := folder / "failed").is_file():
        return Stage("failed", folder.name, step, steps, text=failed.read_text("utf-8"))
    if wanted is not None:
        return Stage("paused", folder.name, step, steps)
    metrics = _json(folder / "metrics.json")
    found = gates(metrics.get("before", {}), metrics.get("after", {}))
    installed = current.rpartition("-")[0] == folder.name
    return Stage("measured", folder.name, gates=found, installed=installed)


def sentences(folder: Path | None) -> dict[str, int]:
    """Return how many sentences of each source were collected for a run; {} where none were."""
    if folder is None or next_step(folder) == "collect":
        return {}
    rows: list[Row] = []
    for part in ("train", "dev", "test"):
        rows += read_rows(folder / "data" / f"{part}.jsonl")
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.source] = counts.get(row.source, 0) + 1
    return counts


def patterns() -> int:
    """Return how many patterns sentences are made from."""
    tables = [
        tomllib.loads(path.read_text("utf-8")) for path in (resources() / "training").glob("*.toml")
    ]
    tools = [tool for table in tables for tool in table.get("tool", ())]
    return sum(len(tool.get(name, ())) for tool in tools for name in ("templates", "turns"))


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
