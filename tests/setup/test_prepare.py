"""The set-up script: what it finds missing, what it says, when it makes `.venv` anew."""

import importlib.util
import socket
import sys
import venv
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "packaging"


@pytest.fixture(autouse=True)
def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the set-up's files find each other, as they do when Python runs one of them."""
    monkeypatch.syspath_prepend(str(FOLDER))


def load(name: str) -> ModuleType:
    """Import packaging/`name`.py, which is no package on purpose."""
    spec = importlib.util.spec_from_file_location(f"setup_{name}", FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_a_missing_library_is_named_by_its_package() -> None:
    system = load("system")
    there = system.Need("libc6", system._library("libc.so.6"), "everything")
    absent = system.Need("libnothing0", system._library("libnothing.so.0"), "nothing")
    assert system.missing([there, absent]) == [absent]
    assert system.copyable_line([absent]) == "sudo apt-get install libnothing0"


def test_a_screen_that_answers_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    display = load("display")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    assert not display.there()
    with socket.socket(socket.AF_UNIX) as screen:
        screen.bind(str(tmp_path / "wayland-7"))
        screen.listen()
        assert display.there()


@pytest.mark.parametrize(("name", "there"), [("", False), (":4095", False), ("far.away:0", True)])
def test_an_x_screen_here_must_answer(
    name: str, there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", name)
    assert load("display").there() == there


STATE: dict[str, Any] = {
    "python": [3, 11],
    "prefix": "/home/ada/deskmate/.venv",
    "installed": ["numpy", "torch"],
    "lost": [],
}


@pytest.mark.parametrize(
    "change",
    [
        {"python": [3, 13]},
        {"prefix": "/home/ada/elsewhere/.venv"},
        {"installed": ["numpy"]},
        {"lost": ["torch"]},
    ],
)
def test_a_venv_that_changed_is_not_whole(change: dict[str, Any]) -> None:
    environment = load("environment")
    assert environment._is_whole(STATE, STATE)
    assert not environment._is_whole({**STATE, **change}, STATE)


@pytest.mark.parametrize(
    ("extra", "change", "ready"),
    [
        ("", {}, True),
        ("dev", {}, False),
        ("dev", {"extra": "dev"}, True),
        ("", {"extra": "dev"}, True),
        ("", {"wanted": "what an older pyproject.toml asked for"}, False),
    ],
)
def test_work_is_done_once(extra: str, change: dict[str, str], ready: bool) -> None:
    environment = load("environment")
    note = {**STATE, "extra": "", "wanted": environment._wanted(), **change}
    assert environment._is_ready(STATE, note, extra) == ready


def test_a_venv_is_asked_and_a_broken_one_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = load("environment")
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    assert environment._probe() is None
    venv.create(tmp_path / ".venv", symlinks=True)
    state = environment._probe()
    assert state["python"] == list(sys.version_info[:2])
    assert {"pip", "torch"} <= set(state["lost"])
    (tmp_path / ".venv" / "bin" / "python").unlink()
    assert environment._probe() is None
