"""What the program costs while nobody does anything: processor time of the real window, at rest.

The program is started as a user starts it, on an X server of its own, once with its window and
once hidden. After a while to settle, the processor time of it and its children is read twice, a
minute apart. Processor time, not load: another program beside it changes little.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

SETTLE, WATCHED = 40, 60  # seconds
Row = tuple[str, float | str, str, str]


def rows() -> list[Row]:
    """Return the rows of the table."""
    from pyvirtualdisplay.display import Display

    found: list[Row] = []
    for name, words in (("the window open", []), ("hidden", ["--hidden"])):
        with tempfile.TemporaryDirectory() as home, Display(size=(1400, 1000)) as screen:
            environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{screen.display}"}
            percent, switches = _rest(Path(home), environment, words)
        found += [
            (f"processor while nothing happens, {name}", percent, "%", "< 0.5"),
            (f"wake-ups while nothing happens, {name}", switches, "a second", ""),
        ]
    return found


def _rest(home: Path, environment: dict[str, str], words: list[str]) -> tuple[float, float]:
    """Return the percent of one core, and the wake-ups a second, of a program at rest."""
    line = [sys.executable, "-m", "ui.shell.main", "--home", str(home), *words]
    with subprocess.Popen(line, env=environment, stderr=subprocess.DEVNULL) as program:
        if words:
            time.sleep(SETTLE)  # it looks for a tray for half a minute
        else:
            look = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "."]
            subprocess.run(look, env=environment, check=True, timeout=120, capture_output=True)
        time.sleep(SETTLE)
        first, begin = _spent(program.pid), time.monotonic()
        time.sleep(WATCHED)
        last, passed = _spent(program.pid), time.monotonic() - begin
        program.terminate()
    return 100 * (last[0] - first[0]) / passed, (last[1] - first[1]) / passed


def _spent(pid: int) -> tuple[float, float]:
    """Return the seconds of processor time so far, and how often a thread gave it up."""
    program = psutil.Process(pid)
    seconds, switches = 0.0, 0.0
    for one in (program, *program.children(recursive=True)):
        times = one.cpu_times()
        seconds += times.user + times.system
        for status in Path(f"/proc/{one.pid}/task").glob("*/status"):
            switches += float(
                status.read_text().partition("voluntary_ctxt_switches:")[2].split()[0]
            )
    return seconds, switches
