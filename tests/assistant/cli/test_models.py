"""`deskmate models`: what is listed, got and chosen."""

import json
import shutil
from pathlib import Path

import pytest

from assistant.cli.main import main
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
