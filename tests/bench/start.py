"""How soon the window is painted, how much memory it has taken by then, what an import costs.

The program is started as a user starts it, in a process of its own, on an X server of its own; a
watcher beside it notes the first paint and ends it. The first start makes the files of a new
home, so the starts after it are measured.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STARTS = 5
WATCHED = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

class Watcher(QObject):
    seen = False
    def eventFilter(self, thing, event):
        if event.type() == QEvent.Type.Paint and not self.seen:
            self.seen = True
            QTimer.singleShot(0, self.note)  # runs when this round of painting is over
        return False
    def note(self):
        memory = open("/proc/self/status").read().partition("VmRSS:")[2].split()[0]
        print(time.monotonic(), memory, flush=True)
        QApplication.quit()

run, watcher = QApplication.exec, Watcher()
def watched(*_):
    QApplication.instance().installEventFilter(watcher)
    return run()
QApplication.exec = watched

from ui.shell.main import run as start
sys.exit(start(sys.argv[1:]))
"""
Row = tuple[str, float | str, str, str]


def rows() -> list[Row]:
    """Return the rows of the table."""
    from pyvirtualdisplay.display import Display

    with tempfile.TemporaryDirectory() as home, Display(size=(1400, 1000)) as screen:
        environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{screen.display}"}
        first, *later = [_start(Path(home), environment) for _ in range(STARTS + 1)]
    seconds, megabytes = zip(*later, strict=True)
    return [
        ("first paint of the first start", first[0], "s", ""),
        ("first paint of the second start, median", statistics.median(seconds), "s", "< 2"),
        ("first paint of the second start, worst", max(seconds), "s", "< 2"),
        ("memory at the first paint, before the model", max(megabytes), "MB", "< 200"),
        ("import of the core (assistant.app)", _import("assistant.app"), "s", ""),
        ("import of Python alone, for comparison", _import("sys"), "s", ""),
    ]


def _start(home: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Start the window over `home`; return seconds until the first paint and MB taken then."""
    begin = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, "--home", str(home)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    painted, kilobytes = done.stdout.split()
    return float(painted) - begin, int(kilobytes) * 1024 / 1e6


def _import(module: str) -> float:
    """Return the median seconds of a Python that imports `module` and ends."""
    taken = []
    for _ in range(STARTS):
        begin = time.monotonic()
        subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
        taken.append(time.monotonic() - begin)
    return statistics.median(taken)
