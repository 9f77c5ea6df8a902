"""The pinned set fits what pyproject.toml asks for, and the wheel carries all that is needed."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def pins() -> dict[str, str]:
    """Return the exact version of every package that constraints.txt names."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in pairs}


def test_every_dependency_is_pinned_within_its_range() -> None:
    pinned = pins()
    wanted = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"]
    for requirement in map(Requirement, wanted):
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)])


def test_no_cuda_packages_are_pinned() -> None:
    assert not [name for name in pins() if name.startswith(("nvidia", "cuda", "triton"))]


def test_the_set_up_takes_the_same_torch() -> None:
    text = (ROOT / "packaging" / "environment.py").read_text("utf-8")
    assert f'"torch=={pins()["torch"]}+cpu"' in text


def test_the_wheel_carries_every_resource_and_works(tmp_path: Path) -> None:
    for room in ("assistant", "ui", "skills", "resources"):
        shutil.copytree(
            ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
        )
    for name in ("pyproject.toml", "LICENSE", "README.md"):
        shutil.copy(ROOT / name, tmp_path)
    build = "from setuptools.build_meta import build_wheel; build_wheel('wheel')"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", build],
        cwd=tmp_path,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = (tmp_path / "wheel").glob("*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        str(path.relative_to(tmp_path))
        for room in ("assistant", "ui", "skills", "resources")
        for path in (tmp_path / room).rglob("*")
        if path.is_file()
    }
    assert wanted <= inside, wanted - inside
    _try(wheel, tmp_path)


def _try(wheel: Path, folder: Path) -> None:
    """Install the wheel into an empty folder and use the program from there, as pip's users do."""
    place = folder / "installed"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index"]
    subprocess.run([*pip, "--target", str(place), str(wheel)], check=True)
    home = ["--home", str(folder / "home")]
    moment = ["--now", "2026-11-23T10:00:00", "--timezone", "Europe/Berlin"]
    for words, said in (
        (["skills"], "Reminders"),
        (["when", "every other Tuesday at 9", *moment], "FREQ=WEEKLY"),
        (["models", "list"], "SmolLM2"),
    ):
        line = [sys.executable, str(place / "bin" / "deskmate"), *words, *home]
        done = subprocess.run(
            line,
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(place)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert said.casefold() in done.stdout.casefold(), done.stdout
