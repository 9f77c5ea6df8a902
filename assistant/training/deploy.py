"""The last step: an adapter is installed only where it is no worse, and can be taken back.

MODELS/adapters/MODEL/history      versions that were used, one a line, the newest last
MODELS/adapters/MODEL/current      the one in use; the running program looks there before
                                   every answer
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.base.errors import AssistantError, Declined
from assistant.llm.adapters import Adapter, read_adapter
from assistant.llm.installed import Installed

_SLACK = 0.005  # half a point of 100: what one sentence of 200 makes
_SLACK_NATS = 0.01  # of log P a token
_GATES = ("tool", "refused", "argument words", "whole call", "fairness", "talk")
SHIPPED = "(shipped)"


@dataclass(frozen=True, slots=True)
class Gate:
    """One measure before and after: shares from 0 to 1; of "talk", nats a token."""

    name: str
    before: float
    after: float

    @property
    def passed(self) -> bool:
        """Whether the new one is no worse."""
        return self.after >= self.before - (_SLACK_NATS if self.nats else _SLACK)

    @property
    def nats(self) -> bool:
        """Whether it is a log-likelihood a token, not a share."""
        return self.name.endswith("talk")

    def __str__(self) -> str:
        if self.nats:
            return f"{self.name} {self.before:.3f} -> {self.after:.3f}"
        return f"{self.name} {self.before:.1%} -> {self.after:.1%}"


def gates(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[Gate, ...]:
    """Return every measure that both have: "en tool", "zh whole call", "fairness", ..."""
    names = [name for name in sorted(before) if name in after and name.endswith(_GATES)]
    return tuple(Gate(name, before[name], after[name]) for name in names)


def deploy(models: Path, model: Installed, folder: Path) -> tuple[Adapter, tuple[Gate, ...]]:
    """Install the adapter in `folder` (RUN/adapter); raises `Declined` where a gate fails.

    What it is compared with: the metrics of the adapter in use, or of the stock model, measured
    with the same sentences in the same run.
    """
    adapter = read_adapter(folder, model)
    if adapter is None:
        raise Declined(
            "This adapter was trained for other weights than {model}.",
            hint="Train it again: deskmate train",
            model=model.label,
        )
    passed = check(_metrics(folder))
    home = models / "adapters" / model.name
    target = home / f"{adapter.version}-{adapter.sha256[:8]}"
    if not target.exists():
        partial = home / ".new"
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(folder, partial)
        partial.rename(target)
    _switch(home, target.name, _history(home))
    return read_adapter(target, model) or adapter, passed


def check(metrics: Mapping[str, Any]) -> tuple[Gate, ...]:
    """Return the gates; raises `Declined`, with the table that says why, where one fails."""
    found = gates(metrics.get("before", {}), metrics.get("after", {}))
    failed = [gate for gate in found if not gate.passed]
    if failed or not found:
        lines = "; ".join(map(str, failed))
        raise Declined(
            "The run is not installed, it is worse: {table}",
            hint="See its card, collect more, and train again.",
            table=lines or "nothing was measured",
        )
    return found


def versions(models: Path, model: str) -> tuple[str, ...]:
    """Return the versions that were used, the one in use last; `SHIPPED` came with the program."""
    return tuple(_history(models / "adapters" / model))


def rollback(models: Path, model: str) -> str:
    """Use the version before; return its name, "" for the stock model. Raises `AssistantError`."""
    home = models / "adapters" / model
    history = _history(home)
    if len(history) < 2:
        raise AssistantError("There is no version to go back to.", hint="See: deskmate models list")
    *rest, _ = history
    _switch(home, rest[-1], rest[:-1])
    return rest[-1]


def _switch(home: Path, version: str, history: Sequence[str]) -> None:
    home.mkdir(parents=True, exist_ok=True)
    lines = "".join(f"{one}\n" for one in [*history, version])
    (home / "history.new").write_text(lines, "utf-8")
    (home / "history.new").replace(home / "history")
    if version == SHIPPED:
        (home / "current").unlink(missing_ok=True)
        return
    (home / "current.new").write_text(version + "\n", "utf-8")
    (home / "current.new").replace(home / "current")


def _history(home: Path) -> list[str]:
    try:
        return (home / "history").read_text("utf-8").splitlines()
    except OSError:
        return [SHIPPED]  # what came with the program, adapter or stock model


def _metrics(folder: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((folder / "metrics.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found
