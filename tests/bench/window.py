"""The window while the real model writes: how long its main loop is held up, how fast Stop is.

A timer asks to be called every 5 ms; how much later it is called is what a key press would wait.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from assistant.app import Assistant
    from ui.shell.application import Program

PERIOD = 5  # milliseconds
TALK = "Tell me a long story about a lighthouse keeper and the sea"
ROUNDS = 3
Row = tuple[str, float | str, str, str]


def rows() -> list[Row]:
    """Return the rows of the table."""
    late: list[float] = []
    stops: list[float] = []
    with _opened() as (program, desk):
        for _ in range(ROUNDS):
            held, stopped = _round(program, desk)
            late += held
            stops.append(stopped)
    late.sort()
    held_up = "main loop held up while the model writes"
    stop = "Stop, from the press to the end of the turn"
    return [
        (f"{held_up}, p50", late[len(late) // 2], "ms", ""),
        (f"{held_up}, p95", late[int(len(late) * 0.95)], "ms", "< 50"),
        (f"{held_up}, worst", late[-1], "ms", ""),
        (f"{stop}, median", statistics.median(stops), "ms", "< 200"),
        (f"{stop}, worst", max(stops), "ms", "< 200"),
    ]


@contextmanager
def _opened() -> Iterator[tuple["Program", "Assistant"]]:
    from PySide6.QtWidgets import QApplication

    from assistant.app import build
    from assistant.base.paths import find_paths
    from assistant.base.secrets import MemorySecrets
    from ui.shell.application import Program
    from ui.shell.theme import Wardrobe
    from ui.shell.words import Interpreter

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as home:
        desk = build(find_paths(Path(home)), secrets=MemorySecrets())
        program = Program(app, desk, Interpreter(app), Wardrobe(app))
        program.show()
        yield program, desk
        program.window.hide()
        program.end()


def _round(program: "Program", desk: "Assistant") -> tuple[list[float], float]:
    """Ask for a story, watch the main loop for a while, then stop; milliseconds."""
    from PySide6.QtCore import Qt, QTimer

    from assistant.domain.events import TextDelta, TurnEnded

    pieces: list[float] = []
    ends: list[float] = []
    beats: list[float] = []
    off = (
        desk.on(TextDelta, lambda _: pieces.append(time.perf_counter())),
        desk.on(TurnEnded, lambda _: ends.append(time.perf_counter())),
    )
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(PERIOD)
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    desk.ask(TALK, program.window.chat.conversation)
    _live(lambda: len(pieces) > 5, 180)
    timer.start()
    _live(lambda: len(pieces) > 60 or bool(ends), 60)
    timer.stop()
    asked = time.perf_counter()
    desk.stop()
    _live(lambda: bool(ends), 30)
    for stop_listening in off:
        stop_listening()
    held = [max(0.0, (after - before) * 1000 - PERIOD) for before, after in pairwise(beats)]
    return held, (ends[-1] - asked) * 1000


def _live(until: Callable[[], bool], seconds: float) -> None:
    """Let the window live until `until` holds, `seconds` at most."""
    from PySide6.QtCore import QEventLoop, QTimer

    # QTest.qWait would hold the interpreter's lock, and with it the threads of the core.
    end = time.perf_counter() + seconds
    while not until() and time.perf_counter() < end:
        loop = QEventLoop()
        QTimer.singleShot(10, loop.quit)
        loop.exec()
