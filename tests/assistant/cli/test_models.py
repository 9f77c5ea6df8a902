"""`deskmate models`: what is listed, got and chosen."""

import json
import shutil
from pathlib import Path

import pytest

from assistant.cli.main import main
from assistant.llm.host import HostedModel
from assistant.llm.precision import CHOICE, write_choice
from tests.conftest import MODELS


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without models."""
    folder = tmp_path / "models"
    monkeypatch.setenv("DESKMATE_MODELS", str(folder))
    return folder


def rows(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_the_list_says_what_is_there_and_what_fits(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "models", "list"]) == 0
    found = {row["name"]: row for row in rows(capsys)}
    embedded = found["smollm2-135m-instruct"]
    assert embedded["installed"] == "smollm2-135m-instruct@b179c952"
    assert embedded["default"] is True
    assert all(row["reason"] and row["licence"] for row in found.values())


def test_the_list_reads_well_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("* smollm2-135m-instruct")


def test_the_list_says_how_a_model_computes_and_what_it_takes(
    models: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Read from what was measured on this machine, and from the processes that run."""
    monkeypatch.setenv("DESKMATE_MODELS", str(models))
    folder = models / "smollm2-135m-instruct"
    (folder / CHOICE).unlink(missing_ok=True)
    write_choice(folder, "bf16", {"bf16": [9.0, 1, 1]})
    assert main(["models", "list"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert "computes in bf16 (bf16 9.0 ms), not loaded; it takes no memory" in said[1]
    assert main(["doctor", "--json"]) in (0, 4)
    found = {row["what"]: row["said"] for row in rows(capsys)}
    assert found["It computes in"] == "bf16 (bf16 9.0 ms)"
    host = HostedModel(models)
    try:
        host.count("one")
        assert main(["models", "list"]) == 0
        assert "MB of memory in use" in capsys.readouterr().out.splitlines()[1]
        assert main(["--json", "models", "list"]) == 0
        row = next(one for one in rows(capsys) if one["name"] == "smollm2-135m-instruct")
        assert row["precision"] == "bf16"
        assert row["memory_in_use"] == pytest.approx(host.memory, rel=0.3)
    finally:
        host.close()


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder for models of its own, with links to the real ones."""
    folder = tmp_path / "linked"
    for real in MODELS.glob("*/manifest.json"):
        copy = folder / real.parent.name
        copy.mkdir(parents=True)
        for file in real.parent.iterdir():
            (copy / file.name).hardlink_to(file)
    return folder


def test_get_takes_nothing_twice(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "models", "get"]) == 0
    assert [row["name"] for row in rows(capsys)] == ["smollm2-135m-instruct", "all-minilm-l6-v2"]


def test_get_from_a_folder_that_has_nothing(
    elsewhere: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "get", "--from", str(tmp_path)]) == 4
    problem, step = capsys.readouterr().err.splitlines()[-2:]
    assert "is not in" in problem
    assert step
    assert not list(elsewhere.glob("*/manifest.json"))


def test_the_encoder_comes_from_a_folder(
    elsewhere: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(MODELS / "all-minilm-l6-v2", tmp_path / "usb")
    command = ["--json", "models", "get", "all-minilm-l6-v2", "--from", str(tmp_path / "usb")]
    assert main(command) == 0
    assert {row["name"] for row in rows(capsys)} == {"all-minilm-l6-v2"}
    assert (elsewhere / "all-minilm-l6-v2" / "manifest.json").is_file()


@pytest.mark.parametrize(
    ("command", "code"),
    [(["use", "nobody"], 4), (["get", "nobody"], 2), (["use", "all-minilm-l6-v2"], 4)],
)
def test_a_name_that_does_not_help(
    command: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", *command]) == code
    assert "deskmate models list" in capsys.readouterr().err or "use" in command


@pytest.mark.model
def test_the_embedded_model_passes_its_own_test(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json", "models", "test"]) == 0
    (row,) = rows(capsys)
    assert row["of"] == 20
    assert isinstance(row["right"], int)
    assert row["right"] >= 18
