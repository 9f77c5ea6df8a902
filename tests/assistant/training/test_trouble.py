"""What may go wrong in the middle of a training: power, disk, memory."""

from pathlib import Path
from typing import Any

import pytest

from assistant.base.errors import OutsideError
from assistant.llm.installed import Installed
from assistant.training import caller
from assistant.training.caller import train_caller
from assistant.training.padded import wanted_logits
from assistant.training.progress import saving
from assistant.training.run import Run, Settings

pytestmark = [
    pytest.mark.model,
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
SMALL = Settings(steps=6, batch=4, rank=2, rate=0.02, threads=1, save_every=2)


def finished(folder: Path, base: Installed, data: Path) -> bytes:
    """Let a run go to its end; return its weights."""
    run = Run(folder)
    run.begin(SMALL, data, "base")
    assert train_caller(run, data, base.folder, SMALL)
    return (run.part("caller") / "adapter" / "adapter_model.safetensors").read_bytes()


def test_with_too_little_memory_batches_become_smaller_by_themselves(
    base: Installed, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    real = wanted_logits

    def small_machine(model: Any, batch: Any) -> Any:
        rows = len(batch["input_ids"])
        sizes.append(rows)
        if rows > 2 and model.training:
            raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate")
        return real(model, batch)

    monkeypatch.setattr(caller, "wanted_logits", small_machine)
    assert finished(tmp_path / "run", base, data)
    assert max(sizes) == 4
    assert sizes[-1] <= 2 or sizes.count(2) >= 6


@pytest.mark.parametrize(
    "error", [OSError(28, "No space left"), RuntimeError("PytorchStreamWriter failed writing file")]
)
def test_every_librarys_word_for_a_full_disk_is_said_plainly(error: Exception) -> None:
    with pytest.raises(OutsideError, match="disk is full"), saving():
        raise error


def test_what_is_no_full_disk_stays_what_it_is() -> None:
    with pytest.raises(RuntimeError, match="shape"), saving():
        raise RuntimeError("shape")
