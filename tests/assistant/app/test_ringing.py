"""Alarms ring by a real player process, or by the desktop; quiet hours, settings, answers."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assistant.app import Assistant, build
from assistant.base.clock import FrozenClock
from assistant.base.paths import find_paths
from assistant.base.secrets import MemorySecrets
from assistant.domain.changes import Add, Proposal
from assistant.domain.events import NoteOpened
from assistant.domain.reminders import Reminder
from assistant.testing import Script
from tests.fakes.notifications import NotificationService

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=ZoneInfo("Europe/Berlin"))
PLAYER = """#!/bin/sh
echo "$1" >> {out}
trap 'echo stopped >> {out}; exit' TERM
while true; do sleep 0.05; done
"""
Open = Callable[..., tuple[Assistant, NotificationService]]


@pytest.fixture
def heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a player into the path that writes down what it plays, and that it was stopped."""
    folder, out = tmp_path / "bin", tmp_path / "heard"
    folder.mkdir()
    player = folder / "paplay"
    player.write_text(PLAYER.format(out=out), "utf-8")
    player.chmod(0o755)
    out.touch()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin")
    return out


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    desks: list[Assistant] = []
    with NotificationService(tmp_path) as desktop:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", desktop.address)

        def open_one(**settings: str) -> tuple[Assistant, NotificationService]:
            clock = FrozenClock(NOW, ZoneInfo("Europe/Berlin"))
            home = find_paths(tmp_path / "home")
            desk = build(home, clock=clock, secrets=MemorySecrets(), model=Script([]))
            for name, value in settings.items():
                desk.settings.set(name, value)
            desks.append(desk)
            desk.start()
            desk.settle()
            return desk, desktop

        yield open_one
        for desk in desks:
            desk.close()


def lines(heard: Path, count: int) -> list[str]:
    """Return what the player wrote once there are so many lines."""
    for _ in range(600):
        found = heard.read_text("utf-8").splitlines()
        if len(found) >= count:
            return found
        time.sleep(0.05)
    raise AssertionError(heard.read_text("utf-8"))


def wake(desk: Assistant, *, urgent: bool = False) -> None:
    one = Reminder("up", "get up", NOW - timedelta(seconds=5), alarm=True, urgent=urgent)
    desk.propose(Proposal("", (Add(one),)))
    desk.settle()


@pytest.mark.parametrize("answer", ["done", "snooze", "window", "close"])
def test_it_rings_until_it_is_answered(opened: Open, heard: Path, answer: str) -> None:
    desk, desktop = opened()
    wake(desk)
    (note,) = desktop.wait()
    (sound,) = lines(heard, 1)
    assert Path(sound).read_bytes()[:4] == b"RIFF"
    assert note.hints["urgency"] == 2
    assert note.hints["suppress-sound"] is True
    if answer == "window":
        desk.complete("up")
    elif answer == "close":
        desk.close()
    else:
        desktop.click(answer)
    assert lines(heard, 2)[1] == "stopped"


def test_without_a_player_the_desktop_is_asked_to_play(
    opened: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "/usr/bin/none")
    desk, desktop = opened()
    wake(desk)
    (note,) = desktop.wait()
    assert Path(note.hints["sound-file"]).is_file()
    assert note.hints["sound-name"] == "alarm-clock-elapsed"
    assert "suppress-sound" not in note.hints


@pytest.mark.parametrize(
    ("settings", "urgent", "rings"),
    [
        ({"quiet_hours": "22:00-07:00"}, False, False),
        ({"quiet_hours": "22:00-07:00"}, True, True),
        ({"alarm_sound": "no"}, True, False),
    ],
)
def test_quiet_hours_and_the_setting_silence_it(
    opened: Open, heard: Path, settings: dict[str, str], urgent: bool, rings: bool
) -> None:
    desk, desktop = opened(**settings)
    wake(desk, urgent=urgent)
    (note,) = desktop.wait()  # it comes all the same
    assert note.title == "get up"
    if rings:
        assert lines(heard, 1)
    else:
        assert heard.read_text("utf-8") == ""
        assert note.hints["suppress-sound"] is True
        assert "sound-file" not in note.hints


def test_a_reminder_is_no_alarm(opened: Open, heard: Path) -> None:
    desk, desktop = opened()
    desk.propose(Proposal("", (Add(Reminder("tea", "tea", NOW)),)))
    (note,) = desktop.wait()
    assert note.hints["urgency"] == 1
    assert "suppress-sound" not in note.hints
    assert heard.read_text("utf-8") == ""
    assert list(note.actions) == ["done", "snooze", "hour", "tonight", "tomorrow", "default"]


def test_a_click_on_the_note_opens_the_page(opened: Open) -> None:
    desk, desktop = opened()
    pages: list[NoteOpened] = []
    desk.on(NoteOpened, pages.append)
    desk.propose(Proposal("", (Add(Reminder("tea", "tea", NOW)),)))
    desktop.wait()
    desktop.click("default")
    for _ in range(600):
        if pages:
            break
        time.sleep(0.05)
    assert pages == [NoteOpened(page="reminders")]


def test_tonight_is_put_off_to_the_evening(opened: Open) -> None:
    desk, desktop = opened()
    desk.propose(Proposal("", (Add(Reminder("tea", "tea", NOW)),)))
    desktop.wait()
    desktop.click("tonight")
    for _ in range(600):
        (kept,) = desk.reads.reminders()
        if kept.snoozed is not None:
            break
        time.sleep(0.05)
    assert kept.snoozed is not None
    assert kept.snoozed.date() == NOW.date()
    assert kept.snoozed.hour >= 18
