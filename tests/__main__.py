"""Run every test: the fast ones first, then the stories on an X server of their own.

    python -m tests [pytest's own options]

Two processes, because Qt chooses its platform once a process. The stories are left out, and the
closing line says so, when something faster has failed already.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STORIES = "tests/stories"


def main(options: list[str]) -> int:
    """Run both parts; return pytest's exit code of the first that failed."""
    code, fast = _pytest([f"--ignore={STORIES}", "tests", *options], platform="offscreen")
    print(f"\nThe tests without the stories: {fast}\n", flush=True)
    if code != 0:
        print("The stories were left out: mend the failures above first.", flush=True)
        return code
    code, stories = _pytest([STORIES, *options], platform="xcb")
    print(f"\nThe tests without the stories: {fast}\nThe stories: {stories}", flush=True)
    return code


def _pytest(options: list[str], platform: str) -> tuple[int, str]:
    """Run pytest, passing its words on as they come; return its exit code and closing line."""
    line = [sys.executable, "-m", "pytest", *options]
    if sys.platform.startswith("linux"):
        environment = {**os.environ, "QT_QPA_PLATFORM": platform}
    else:
        environment = dict(os.environ)
    closing = "nothing ran"
    with subprocess.Popen(
        line, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as running:
        assert running.stdout is not None
        for words in running.stdout:
            print(words, end="", flush=True)
            if found := re.fullmatch(r"=+ (.* in [\d.]+s.*?) =+", words.strip()):
                closing = found[1]
    return running.returncode, closing


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
