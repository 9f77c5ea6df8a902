"""Threads, and only here: named lanes on which work is queued.

HOUSE: main = Qt only; agent = 1; store = 1 writer; net = 4; clock posts events only.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta
from typing import Any, ParamSpec, TypeVar

from assistant.base.errors import AssistantError

P = ParamSpec("P")
T = TypeVar("T")
Lock = threading.Lock
RLock = threading.RLock
Event = threading.Event
Work = Future
log = logging.getLogger(__name__)


class Lane:
    """A queue with a fixed number of workers; work that fails is logged, never lost silently.

    An expected failure is for whoever holds the future to tell, and no more than a note in the log.
    """

    def __init__(self, name: str, workers: int = 1) -> None:
        self.name = name
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix=name)
        self._open: set[Future[Any]] = set()
        self._closed = False

    def submit(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Queue `work`; the future holds its value or its exception."""
        future = self._pool.submit(work, *args, **kwargs)
        self._open.add(future)
        future.add_done_callback(self._report)
        return future

    def settle(self) -> None:
        """Wait until all that was queued so far is done, without raising what it raised."""
        wait(tuple(self._open))

    def close(self, *, wait_for_work: bool = True) -> None:
        """Take no more work; wait for what is running unless told otherwise."""
        self._closed = True
        self._pool.shutdown(wait=wait_for_work, cancel_futures=True)

    @property
    def closed(self) -> bool:
        """Whether the lane takes no more work."""
        return self._closed

    def _report(self, future: "Future[T]") -> None:
        self._open.discard(future)
        error = None if future.cancelled() else future.exception()
        if isinstance(error, AssistantError):
            log.info("work on lane %s ended: %s", self.name, error)
        elif error is not None:
            log.error("work on lane %s failed", self.name, exc_info=error)


class Ticker:
    """Calls `work` every `period` on a thread of its own until closed."""

    def __init__(self, name: str, period: timedelta, work: Callable[[], None]) -> None:
        self._stop = threading.Event()
        self._period = period.total_seconds()
        self._work = work
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop ticking and wait for the current tick."""
        self._stop.set()
        if self._thread is not threading.current_thread():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._stop.wait(self._period):
            self._work()


def spawn(name: str, work: Callable[[], None]) -> threading.Thread:
    """Start a daemon thread for one long piece of work, such as reading a pipe or a bus."""
    thread = threading.Thread(target=work, name=name, daemon=True)
    thread.start()
    return thread
