"""The real core at a real bus: it hears the computer sleep and wake, and its user come back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assistant.app import Assistant, build
from assistant.base.clock import SystemClock
from assistant.base.paths import find_paths
from assistant.base.secrets import MemorySecrets
from assistant.domain.changes import Add, Proposal
from assistant.domain.reminders import Reminder
from assistant.testing import Script
from tests.fakes.notifications import NotificationService
from tests.fakes.seat import Seat

HOUR = timedelta(hours=1)


class LooseClock(SystemClock):
    """The computer's clock; while it sleeps, only this goes on."""

    def __init__(self) -> None:
        super().__init__(ZoneInfo("Europe/Berlin"))
        self.off = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.off


@pytest.fixture
def seat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seat]:
    with Seat(tmp_path) as made:
        for name, value in made.world.items():
            monkeypatch.setenv(name, value)
        yield made


@pytest.fixture
def desktop(seat: Seat, tmp_path: Path) -> Iterator[NotificationService]:
    with NotificationService(tmp_path, address=seat.address) as made:
        yield made


@pytest.fixture
def clock() -> LooseClock:
    return LooseClock()


@pytest.fixture
def desk(desktop: NotificationService, clock: LooseClock, tmp_path: Path) -> Iterator[Assistant]:
    made = build(
        find_paths(tmp_path / "home"), clock=clock, secrets=MemorySecrets(), model=Script([])
    )
    made.start()
    made.settle()
    yield made
    made.close()


def add(desk: Assistant, reminder: Reminder) -> None:
    desk.propose(Proposal("", (Add(reminder),)))
    desk.settle()


def test_after_sleep_what_was_missed_comes_at_once(
    desk: Assistant, seat: Seat, desktop: NotificationService, clock: LooseClock
) -> None:
    add(desk, Reminder("tea", "tea", clock.now() + HOUR))
    seat.sleep(before=True)
    clock.off = 3 * HOUR
    seat.sleep(before=False)
    (note,) = desktop.wait()
    assert note.title == "tea"
    assert note.body.startswith("It was due ")


@pytest.mark.parametrize("how", ["still", "lock", "screen", "sleep"])
def test_it_comes_when_the_user_is_back(
    desk: Assistant, seat: Seat, desktop: NotificationService, clock: LooseClock, how: str
) -> None:
    add(desk, Reminder("ben", "call Ben", clock.now(), at_return=True))
    clock.off = HOUR
    desk._parts.reminding.wake()
    desk.settle()
    assert desktop.shown == []  # somebody is there, and was not away
    if how == "lock":
        seat.lock(on=True)
        seat.lock(on=False)
    elif how == "screen":
        seat.save_screen(on=True)
        seat.save_screen(on=False)
    else:
        if how == "sleep":
            seat.sleep(before=True)
        seat.still = 600
        desk._parts.reminding.wake()
        desk.settle()
        if how == "sleep":
            seat.sleep(before=False)
        assert desktop.shown == []
        seat.still = 1
        desk._parts.reminding.wake()
    (note,) = desktop.wait()
    assert (note.title, note.body) == ("call Ben", "You are back.")
    desk.settle()
    (kept,) = desk.reads.reminders()
    assert (kept.open, kept.at_return) == (True, False)


def test_asked_for_in_words_it_is_kept_and_said_so(desk: Assistant) -> None:
    model = Script(
        ['reminders.create {"text": "call Ben", "when": "when I\'m back at my desk"}', ""]
    )
    desk._parts.minds._given = model
    desk._parts.minds._local = None
    talk = desk.ask("remind me to call Ben when I'm back at my desk")
    desk.settle()
    assert talk
    (kept,) = desk.reads.reminders()
    assert kept.at_return
    (conversation,) = desk.conversations()
    said = [line.text for line in desk.lines(conversation.id)]
    assert "I will remind you: call Ben, when you are back at the computer" in said


def test_the_next_start_after_an_absence_is_a_return(
    seat: Seat, desktop: NotificationService, clock: LooseClock, tmp_path: Path
) -> None:
    home = find_paths(tmp_path / "home")
    for off in (timedelta(), HOUR):
        clock.off = off
        desk = build(home, clock=clock, secrets=MemorySecrets(), model=Script([]))
        desk.start()
        desk.settle()
        if not off:
            add(desk, Reminder("ben", "call Ben", clock.now(), at_return=True))
        desk.close()
        assert len(desktop.shown) == bool(off)
