import json
from pathlib import Path

import pytest

from assistant.base.errors import AssistantError, Declined
from assistant.llm.adapters import WEIGHTS, find_adapter, write_manifest
from assistant.llm.installed import Installed
from assistant.llm.model import ModelDamaged
from assistant.training.deploy import SHIPPED, check, deploy, gates, rollback

BETTER = {
    "before": {"en tool": 0.8, "zh whole call": 0.5, "en seconds p50": 0.1},
    "after": {"en tool": 0.9, "zh whole call": 0.5, "en seconds p50": 0.2},
}


@pytest.fixture
def model(tmp_path: Path) -> Installed:
    return Installed("stock", "chat", "ab" * 32, tmp_path / "models" / "stock")


def made(folder: Path, weights: bytes, metrics: object = BETTER, base: str = "ab" * 32) -> Path:
    folder.mkdir()
    (folder / WEIGHTS).write_bytes(weights)
    (folder / "metrics.json").write_text(json.dumps(metrics), "utf-8")
    told = {"version": folder.name, "base_sha256": base, "system": "x", "tools": [], "named": []}
    write_manifest(folder, told)
    return folder


def test_a_better_run_is_installed_and_found(tmp_path: Path, model: Installed) -> None:
    models = tmp_path / "models"
    adapter, passed = deploy(models, model, made(tmp_path / "one", b"1"))
    assert [gate.name for gate in passed] == ["en tool", "zh whole call"]
    assert find_adapter(models, model) == adapter
    assert adapter.folder.parent == models / "adapters" / "stock"


@pytest.mark.parametrize("metrics", [{}, {"before": {"en tool": 0.9}, "after": {"en tool": 0.8}}])
def test_a_worse_run_is_refused_with_the_reason(
    tmp_path: Path, model: Installed, metrics: object
) -> None:
    with pytest.raises(Declined) as caught:
        deploy(tmp_path / "models", model, made(tmp_path / "one", b"1", metrics))
    assert caught.value.exit_code == 3
    assert find_adapter(tmp_path / "models", model) is None


def test_the_refusal_shows_both_numbers() -> None:
    with pytest.raises(Declined, match=r"en tool 90\.0% -> 80\.0%"):
        check({"before": {"en tool": 0.9}, "after": {"en tool": 0.8}})


def test_one_sentence_in_two_hundred_is_no_difference() -> None:
    (gate,) = gates({"fairness": 0.9}, {"fairness": 0.8951})
    assert gate.passed


def test_rollback_goes_back_step_by_step(tmp_path: Path, model: Installed) -> None:
    models = tmp_path / "models"
    first, _ = deploy(models, model, made(tmp_path / "one", b"1"))
    deploy(models, model, made(tmp_path / "two", b"2"))
    rollback(models, "stock")
    assert find_adapter(models, model) == first
    assert rollback(models, "stock") == SHIPPED
    assert find_adapter(models, model) is None
    with pytest.raises(AssistantError, match="no version"):
        rollback(models, "stock")


def test_what_is_tampered_with_after_installing_is_refused(
    tmp_path: Path, model: Installed
) -> None:
    models = tmp_path / "models"
    adapter, _ = deploy(models, model, made(tmp_path / "one", b"1"))
    (adapter.folder / WEIGHTS).write_bytes(b"3")
    with pytest.raises(ModelDamaged):
        find_adapter(models, model)


def test_an_adapter_for_other_weights_is_not_installed(tmp_path: Path, model: Installed) -> None:
    with pytest.raises(Declined, match="other weights"):
        deploy(tmp_path / "models", model, made(tmp_path / "one", b"1", base="cd" * 32))
