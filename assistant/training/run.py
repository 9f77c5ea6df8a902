"""A run: one folder with its settings, checkpoints, weights, metrics and card.

RUN/run.json            what it was made of: data, seed, sizes, steps
RUN/progress.json       how far it is (step, steps, seconds left, loss), rewritten while it runs
RUN/pause               put there by anyone: the run saves itself and ends
RUN/lock                held by the process that works on it
RUN/caller RUN/router   checkpoints and the finished weights
"""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.base.errors import UsageError

_PATIENCE = 20.0  # seconds that a run which was paused may take to end
SYSTEM = "Write the call."
"""What a trained caller is told before the sentence: short, since it is read with every one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run is trained; sizes are sentences.

    Layers below `lowest`, half of them at most, are not taught, which saves the way back through
    them. `mix` draws rows by the shares of `mixture`, as many as the steps take.
    """

    seed: int = 1
    epochs: float = 2.0
    steps: int = 0
    batch: int = 16
    rate: float = 1e-3
    rank: int = 16
    threads: int = 2
    save_every: int = 200
    lowest: int = 0
    mix: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """The folder of a run."""

    folder: Path

    @property
    def paused(self) -> bool:
        """Whether someone asked it to pause."""
        return (self.folder / "pause").exists()

    def part(self, name: str) -> Path:
        """Return the folder of one part: "caller" or "router"."""
        return self.folder / name

    def checkpoint(self, part: str) -> Path | None:
        """Return the newest whole checkpoint of a part, or None."""
        found = [
            path
            for path in self.part(part).glob("checkpoints/checkpoint-*")
            if (path / "trainer_state.json").is_file()
        ]
        return max(found, key=lambda path: int(path.name.rpartition("-")[2]), default=None)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other processes off this run; raises `UsageError` where one works on it."""
        from filelock import FileLock, Timeout

        if os.environ.get("RANK", "0") != "0":
            yield
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / "lock", thread_local=False)
        try:
            lock.acquire(timeout=_PATIENCE)
        except Timeout as error:
            raise UsageError(
                "Another process works on {folder}.",
                hint="Wait until it has ended, or pause it.",
                folder=self.folder,
            ) from error
        try:
            yield
        finally:
            lock.release()

    def go_on(self) -> None:
        """Take the wish to pause away."""
        (self.folder / "pause").unlink(missing_ok=True)

    def begin(self, settings: Settings, data: Path, base: str) -> None:
        """Write what the run is made of; raises `UsageError` where it is another run's folder."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.go_on()
        told = {**asdict(settings), "data": str(data.resolve()), "base": base, "system": SYSTEM}
        former = self.told() if (self.folder / "run.json").exists() else told
        same = {name: former.get(name) for name in told}
        if same != told:
            raise UsageError(
                "{folder} holds another run.",
                hint="Choose another --out, or the same options as before to go on.",
                folder=self.folder,
            )
        if os.environ.get("RANK", "0") == "0":
            write_json(self.folder / "run.json", {**former, **told})

    def note_plan(self, **sizes: int) -> None:
        """Write down how much shall be done, before anything is."""
        write_json(self.folder / "plan.json", sizes)

    def plan(self) -> dict[str, int]:
        """Return what `note_plan` wrote; raises `UsageError` where there is none."""
        return read_json(self.folder / "plan.json", self.folder)

    def told(self) -> dict[str, Any]:
        """Return run.json; raises `UsageError` where there is none."""
        return read_json(self.folder / "run.json", self.folder)

    def note(self, **found: object) -> None:
        """Add facts to run.json."""
        write_json(self.folder / "run.json", {**self.told(), **found})


def processes() -> int:
    """Return how many processes train together (torchrun says so in WORLD_SIZE)."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def write_json(path: Path, value: Mapping[str, object]) -> None:
    """Write a file that appears whole or not at all."""
    partial = path.with_suffix(".new")
    partial.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", "utf-8")
    partial.replace(path)


def read_json(path: Path, run: Path) -> dict[str, Any]:
    """Read a file of a run; raises `UsageError`."""
    try:
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(
            "{folder} does not hold a run.",
            hint="Make one with: deskmate train --data DATA --out {folder}",
            folder=run,
        ) from error
    return found
