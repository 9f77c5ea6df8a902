"""Where a run of the window stands is read from its folder alone."""

import json
from pathlib import Path

from assistant.training.rows import Row, write_rows
from assistant.training.stage import Stage, fresh, newest, next_step, patterns, sentences, stage_of


def test_runs_are_counted(tmp_path: Path) -> None:
    assert newest(tmp_path) is None
    assert fresh(tmp_path).name == "1"
    for name in ("2", "10", "notes"):
        (tmp_path / name).mkdir()
    assert newest(tmp_path) == tmp_path / "10"
    assert fresh(tmp_path).name == "11"


def test_a_run_goes_from_step_to_step(tmp_path: Path) -> None:
    folder = tmp_path / "3"
    assert stage_of(folder) == Stage()
    folder.mkdir()
    assert (next_step(folder), stage_of(folder).state) == ("collect", "paused")
    assert stage_of(folder, "collect").state == "collecting"
    (folder / "data").mkdir()
    for part in ("train", "dev", "test"):
        write_rows([Row(part, "", source="templates")], folder / "data" / f"{part}.jsonl")
    (folder / "data" / "card.md").touch()
    assert sentences(folder) == {"templates": 3}
    told = {"part": "caller", "step": 5, "steps": 20, "left_s": 30.0}
    (folder / "progress.json").write_text(json.dumps(told), "utf-8")
    running = stage_of(folder, "train")
    assert (running.state, running.step, running.steps, running.seconds_left) == (
        "training",
        5,
        20,
        30.0,
    )
    assert stage_of(folder).state == "paused"
    (folder / "failed").write_text("It fell.", "utf-8")
    assert (stage_of(folder).state, stage_of(folder).text) == ("failed", "It fell.")
    (folder / "failed").unlink()
    adapter = folder / "caller" / "adapter"
    adapter.mkdir(parents=True)
    (adapter / "adapter_model.safetensors").touch()
    measuring = stage_of(folder, "evaluate")
    assert (measuring.state, measuring.steps) == ("measuring", 0)  # not those of the training
    metrics = {"before": {"en tool": 0.9, "en talk": -2.0}, "after": {"en tool": 0.95}}
    (folder / "metrics.json").write_text(json.dumps(metrics), "utf-8")
    done = stage_of(folder)
    assert (done.state, done.better, done.installed) == ("measured", True, False)
    assert stage_of(folder, current="3-abcd1234").installed


def test_a_worse_measure_and_none_at_all_are_not_better(tmp_path: Path) -> None:
    assert not Stage("measured").better
    folder = tmp_path / "1"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "card.md").touch()
    (folder / "caller" / "adapter").mkdir(parents=True)
    (folder / "caller" / "adapter" / "adapter_model.safetensors").touch()
    metrics = {"before": {"en talk": -2.0}, "after": {"en talk": -2.05}}
    (folder / "metrics.json").write_text(json.dumps(metrics), "utf-8")
    assert not stage_of(folder).better


def test_patterns_are_those_that_ship() -> None:
    assert patterns() > 500
