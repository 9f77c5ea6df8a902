"""Run every test: the fast ones first, then the stories on an X server of their own.

    python -m tests [pytest's own options]

Two processes, because Qt chooses its platform once a process. Both always run; the last two lines
say how each of them ended.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STORIES = "tests/stories"
CLOSING = re.compile(r"\d+ (passed|failed|deselected|errors?)\b.* in [\d.]+s.*|no tests ran in .*")


def main(options: list[str]) -> int:
    """Run both parts; return pytest's exit code, of the first that failed."""
    fast = ["tests", f"--ignore={STORIES}", "--no-xvfb"]
    code, closing = _pytest([*fast, *options], platform="offscreen")
    stories_code, stories_closing = _pytest([STORIES, *options], platform="xcb")
    print(f"\nThe stories: {stories_closing}\nThe other tests: {closing}", flush=True)
    return code or stories_code


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
            if found := CLOSING.fullmatch(words.strip("= \n")):
                closing = found[0]
    return running.returncode, closing


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
