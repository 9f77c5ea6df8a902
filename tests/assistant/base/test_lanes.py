"""Threads, named and waited for."""

import logging
import threading
from datetime import timedelta

import pytest

from assistant.base.lanes import Lane, Ticker


def test_one_worker_keeps_the_order() -> None:
    lane = Lane("one")
    done: list[int] = []
    for number in range(20):
        lane.submit(done.append, number)
    lane.settle()
    assert done == list(range(20))
    lane.close()


def test_settle_waits_for_what_runs_and_raises_nothing(caplog: pytest.LogCaptureFixture) -> None:
    lane, gate = Lane("lane"), threading.Event()

    def fail() -> None:
        gate.wait(10)
        raise ValueError("broken")

    future = lane.submit(fail)
    gate.set()
    with caplog.at_level(logging.ERROR):
        lane.settle()
        lane.close()
    assert isinstance(future.exception(), ValueError)
    assert "work on lane lane failed" in caplog.text


def test_a_closed_lane_drops_what_waits() -> None:
    lane, gate, started = Lane("lane"), threading.Event(), threading.Event()
    done: list[int] = []

    def first() -> None:
        started.set()
        gate.wait(10)
        done.append(1)

    lane.submit(first)
    second = lane.submit(done.append, 2)
    started.wait(10)
    assert not lane.closed
    lane.close(wait_for_work=False)
    gate.set()
    lane.close()
    assert (done, second.cancelled(), lane.closed) == ([1], True, True)
    with pytest.raises(RuntimeError):
        lane.submit(done.append, 3)


def test_a_ticker_ticks_until_it_is_closed() -> None:
    ticked = threading.Event()
    ticker = Ticker("tick", timedelta(milliseconds=1), ticked.set)
    assert ticked.wait(10)
    ticker.close()
    assert "tick" not in {one.name for one in threading.enumerate()}
