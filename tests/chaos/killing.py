"""kill -9 at the N-th step: a line of the store's code, or a statement that SQLite runs."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from assistant.store import driver

ROOM = str(Path(driver.__file__).parent)


def killed(work: Callable[[], object], step: int) -> bool:
    """Run `work` in a forked child that kills itself before its `step`-th step.

    Return False where it ended before that. Raises `AssertionError` where `work` raised.
    """
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        _live_and_die(work, step, into)
    os.close(into)
    with os.fdopen(out, "rb") as told:
        said = told.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.WEXITSTATUS(status) == 0, said.decode()
    return False


def _live_and_die(work: Callable[[], object], step: int, into: int) -> None:
    """Run in the child; never returns."""
    count = 0

    def take_step(*_: object) -> None:
        nonlocal count
        count += 1
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def trace(frame: FrameType, event: str, _: object) -> Callable[..., Any] | None:
        if not frame.f_code.co_filename.startswith(ROOM):
            return None
        if event == "line":
            take_step()
        return trace

    def connect(address: str) -> Any:
        connection: Any = _connect(address)
        connection.set_trace_callback(take_step)
        return connection

    code = 1
    try:
        _connect = driver.connect
        driver.connect = connect
        sys.settrace(trace)
        work()
        code = 0
    except BaseException as error:  # noqa: BLE001 - told to the parent
        os.write(into, repr(error).encode())
    finally:
        os._exit(code)
