"""The virtual environment `.venv`: made once, checked each time, made anew when it is broken."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import system

HERE = Path(__file__).resolve().parents[1]
VENV = HERE / ".venv"
NOTE = VENV / "deskmate.json"
OLDEST_PYTHON = [3, 11]
CPU_TORCH = "torch==2.13.0+cpu"
# Runs inside `.venv`: which distributions are installed, and can the main ones be found?
PROBE = """
import importlib.metadata, importlib.util, json, sys
main = "pip PySide6 torch transformers sqlcipher3 numpy assistant ui skills".split()
print(json.dumps({
    "python": list(sys.version_info[:2]),
    "prefix": sys.prefix,
    "installed": sorted({d.name.lower() for d in importlib.metadata.distributions() if d.name}),
    "lost": [name for name in main if importlib.util.find_spec(name) is None],
}))
"""


class NotReadyError(Exception):
    """The environment cannot be made; `next_step` says what to do about it."""

    def __init__(self, sentence: str, next_step: str) -> None:
        self.next_step = next_step
        super().__init__(sentence)


def program(name: str) -> str:
    """Return the path of a program installed into `.venv`."""
    return str(VENV / system.PROGRAMS / name)


def make_ready(extra: str) -> None:
    """Make `.venv` hold the pinned versions, with `extra` ("" or "dev"); raise `NotReadyError`."""
    state = _probe()
    note = _read_note()
    if _is_ready(state, note, extra):
        return
    if state is None or "pip" in state["lost"] or (note and not _is_whole(state, note)):
        _make_anew()
    kept_extra = extra or (note or {}).get("extra", "")
    _install(kept_extra)
    state = _probe()
    if state is None or state["lost"]:
        raise NotReadyError("The packages were installed but cannot be found.", "rm -r .venv")
    NOTE.write_text(json.dumps({**state, "extra": kept_extra, "wanted": _wanted()}), "utf-8")


def _is_ready(state: dict | None, note: dict | None, extra: str) -> bool:
    return (
        state is not None
        and note is not None
        and _is_whole(state, note)
        and note["wanted"] == _wanted()
        and extra in ("", note["extra"])
    )


def _is_whole(state: dict, note: dict) -> bool:
    """Return whether everything is still there, in the same place, for the same Python."""
    return (
        not state["lost"]
        and state["python"] == note["python"]
        and state["prefix"] == note["prefix"]
        and set(note["installed"]) <= set(state["installed"])
    )


def _wanted() -> str:
    """Return a fingerprint of what should be installed."""
    files = (HERE / name for name in ("pyproject.toml", "constraints.txt"))
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def _read_note() -> dict | None:
    try:
        return json.loads(NOTE.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _probe() -> dict | None:
    """Ask the Python in `.venv` what it has; None where it is missing, broken or not in place."""
    try:
        # -I: what is installed counts, not what happens to lie in the current folder.
        done = subprocess.run(
            [program("python"), "-I", "-c", PROBE], capture_output=True, text=True, check=True
        )
        state = json.loads(done.stdout)
    except (OSError, subprocess.CalledProcessError, ValueError):
        return None
    in_place = Path(state["prefix"]).resolve() == VENV
    return state if in_place and state["python"] >= OLDEST_PYTHON else None


def _make_anew() -> None:
    print(f"Making {VENV} ...", flush=True)
    try:
        if VENV.exists():
            shutil.rmtree(VENV)
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    except OSError as error:
        raise NotReadyError(
            f"The folder .venv cannot be made: {error.strerror}.",
            f"sudo chown -R {os.environ.get('USER', '$USER')} {HERE}",
        ) from error
    except subprocess.CalledProcessError as error:
        raise NotReadyError(
            "This Python cannot make a virtual environment.", "sudo apt-get install python3-venv"
        ) from error


def _install(extra: str) -> None:
    print("Installing packages (some 600 MB, once; a minute or two) ...", flush=True)
    _pip("install", "setuptools")
    if system.LINUX:
        _get_cpu_torch()
    # The build tool was installed a moment ago in its pinned version: no second one is loaded.
    _pip("install", "--no-build-isolation", "-e", f".[{extra}]" if extra else ".")


def _get_cpu_torch() -> None:
    """On Linux the plain torch is the CUDA build; take the CPU build wherever it can be had."""
    try:
        _pip("install", CPU_TORCH, quiet=True)
    except NotReadyError:
        print(
            "The package index has only the CUDA build of torch: several gigabytes. To take the\n"
            "CPU build, stop this (Ctrl-C), set PIP_EXTRA_INDEX_URL to PyTorch's index of CPU\n"
            "builds (pytorch.org, Get started, CPU) and start again.",
            flush=True,
        )


def _pip(*words: str, quiet: bool = False) -> None:
    """Run pip held to constraints.txt; its progress is shown where somebody is looking."""
    terminal = sys.stdout.isatty() and not quiet
    line = [program("python"), "-m", "pip", "--disable-pip-version-check", "--no-input", words[0]]
    line += ["-c", "constraints.txt", *([] if terminal else ["-q"]), *words[1:]]
    if subprocess.call(line, cwd=HERE, stderr=subprocess.DEVNULL if quiet else None) != 0:
        raise NotReadyError(
            "The packages could not be installed; pip says above what it missed.",
            "Check the connection to the package index and the free space, then type it again.",
        )
