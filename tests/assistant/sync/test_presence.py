"""Sleep, locks and idle times, over a real bus: what is heard, and whose words count."""

import queue
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.sync.presence import Ears, Session
from tests.fakes.seat import LOGIND, MUTTER, SAVER, Seat

Heard = queue.SimpleQueue[str]


@pytest.fixture
def heard() -> Heard:
    return queue.SimpleQueue()


@pytest.fixture
def session(heard: Heard) -> Iterator[Session]:
    made = Session(
        Ears(
            slept=lambda: heard.put("slept"),
            woke=lambda: heard.put("woke"),
            left=lambda: heard.put("left"),
            returned=lambda: heard.put("returned"),
        )
    )
    yield made
    made.stop()


def sit(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in seat.world.items():
        monkeypatch.setenv(name, value)


def test_sleep_locks_and_the_screen_saver_are_heard(
    session: Session, heard: Heard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Seat(tmp_path) as seat:
        sit(seat, monkeypatch)
        session.start()
        seat.sleep(before=True)
        seat.sleep(before=False)
        seat.lock(on=True, path="/org/freedesktop/login1/session/_32")  # somebody else's
        seat.lock(on=True)
        seat.lock(on=False)
        found = [heard.get(timeout=60) for _ in range(4)]  # the other bus is another thread
        seat.save_screen(on=True)
        seat.save_screen(on=False)
        found += [heard.get(timeout=60) for _ in range(2)]
    assert found == ["slept", "woke", "left", "returned", "left", "returned"]


@pytest.mark.parametrize("who", [(LOGIND, MUTTER), (LOGIND, SAVER), (SAVER, MUTTER)])
def test_the_idle_time_is_told_by_whoever_knows_it(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, who: tuple[str, ...]
) -> None:
    with Seat(tmp_path, who) as seat:
        sit(seat, monkeypatch)
        session.start()
        assert session.idle() == timedelta()
        seat.still = 250.5
        assert session.idle() == timedelta(seconds=250.5)


def test_who_has_answered_once_is_asked_again_and_nobody_else(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Seat(tmp_path) as seat:
        sit(seat, monkeypatch)
        session.start()
        seat.asked.clear()
        session.idle()
        session.idle()
        assert seat.asked == [f"{MUTTER} GetIdletime"] * 2


def test_the_hint_of_logind_counts_where_no_desktop_answers(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Seat(tmp_path, (LOGIND,)) as seat:
        sit(seat, monkeypatch)
        session.start()
        assert session.idle() is None
        seat.hint = (False, 0)
        assert session.idle() is None  # never set by any desktop
        since = time.monotonic_ns() // 1_000 - 300_000_000
        seat.hint = (True, since)
        still = session.idle()
        assert still is not None
        assert still >= timedelta(minutes=5)
        seat.hint = (False, since)
        assert session.idle() == timedelta()


def test_without_any_bus_nothing_is_known(session: Session) -> None:
    session.start()
    assert session.idle() is None


def test_a_bus_that_goes_away_is_no_failure(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Seat(tmp_path) as seat:
        sit(seat, monkeypatch)
        session.start()
        assert session.idle() == timedelta()
    assert session.idle() is None
