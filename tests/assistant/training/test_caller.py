import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.base.errors import UsageError
from assistant.llm.installed import Installed
from assistant.training.caller import train_caller
from assistant.training.progress import progress
from assistant.training.run import Run, Settings
from tests.conftest import ROOT

pytestmark = [
    pytest.mark.model,
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
SMALL = Settings(steps=6, batch=4, rank=2, rate=0.02, threads=1, save_every=3)


def trained(folder: Path, base: Installed, data: Path, settings: Settings = SMALL) -> Run:
    run = Run(folder)
    run.begin(settings, data, base.label)
    train_caller(run, data, base.folder, settings)
    return run


def weights(run: Run) -> bytes:
    return (run.part("caller") / "adapter" / "adapter_model.safetensors").read_bytes()


def test_it_learns_and_says_how_much(base: Installed, data: Path, tmp_path: Path) -> None:
    told = trained(tmp_path / "run", base, data).told()
    assert told["log_likelihood_after"] > told["log_likelihood_before"] + 0.05
    assert told["sentences"] == 8
    shown = json.loads((tmp_path / "run" / "progress.json").read_text("utf-8"))
    assert (shown["step"], shown["steps"]) == (6, 6)


def test_the_same_seed_gives_the_same_weights_even_after_a_pause(
    base: Installed, data: Path, tmp_path: Path
) -> None:
    whole = trained(tmp_path / "whole", base, data)
    run = Run(tmp_path / "paused")
    run.begin(SMALL, data, base.label)
    (run.folder / "pause").touch()
    assert not train_caller(run, data, base.folder, SMALL)
    assert run.checkpoint("caller") is not None
    assert not (run.part("caller") / "adapter").exists()
    run.begin(SMALL, data, base.label)  # as the same command does: it goes on
    assert train_caller(run, data, base.folder, SMALL)
    assert weights(run) == weights(whole)


def test_another_run_is_not_overwritten(data: Path, tmp_path: Path) -> None:
    run = Run(tmp_path)
    run.begin(SMALL, data, "base@1")
    with pytest.raises(UsageError, match="another run"):
        run.begin(Settings(seed=2), data, "base@1")


def test_two_processes_train_one_model(base: Installed, data: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from assistant.training.caller import train_caller\n"
        "from assistant.training.run import Run, Settings\n"
        "out, data, base = map(Path, sys.argv[1:])\n"
        "settings = Settings(steps=2, batch=8, rank=2, rate=0.02, threads=1, save_every=2)\n"
        "run = Run(out); run.begin(settings, data, 'base')\n"
        "assert train_caller(run, data, base, settings)\n"
    )
    script = tmp_path / "two.py"
    script.write_text(code, "utf-8")
    command = [sys.executable, "-m", "torch.distributed.run", "--nproc-per-node", "2"]
    paths = [str(tmp_path / "run"), str(data), str(base.folder)]
    done = subprocess.run(
        [*command, str(script), *paths],
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    run = Run(tmp_path / "run")
    assert weights(run)
    assert "log_likelihood_after" in run.told()


def test_the_time_left_counts_this_sitting_only() -> None:
    assert progress(60, 100, spent=20.0, first=40) == {"step": 60, "steps": 100, "left_s": 40.0}
    assert progress(0, 100, spent=0.0)["left_s"] == 0.0
