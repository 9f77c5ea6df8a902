"""kill -9 between any two steps: nothing is lost, nothing comes twice."""

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from assistant.domain.reminders import Reminder
from tests.assistant.schedule.desk import DAY, HOUR, MINUTE, NOW, Desk

ROOT = Path(__file__).resolve().parents[3]
ONCE = Reminder("once", "Once", NOW + HOUR)
DAILY = Reminder("daily", "Daily", NOW + 2 * HOUR, repeat="FREQ=DAILY", start=NOW + 2 * HOUR)


def started(home: Path, step: str = "") -> "subprocess.Popen[str]":
    """Run the program over the home, a day later."""
    command = [sys.executable, "-m", "tests.assistant.schedule.desk", str(home)]
    return subprocess.Popen(
        [*command, *([step] if step else [])], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def written(home: Path, *reminders: Reminder) -> None:
    desk = Desk(home / "deskmate.db")
    desk.add(*reminders)
    desk.store.close()


def shown(home: Path) -> Counter[str]:
    return Counter((home / "shown").read_text("utf-8").splitlines())


@pytest.mark.parametrize(
    ("step", "lost"),
    [("before record", 0), ("after record", 1), ("before move", 0), ("after move", 0)],
)
def test_killed_between_two_steps(tmp_path: Path, step: str, lost: int) -> None:
    """Between the record and the note at most the note is lost, never the reminder."""
    written(tmp_path, DAILY)
    process = started(tmp_path, step)
    process.communicate(timeout=60)
    assert process.returncode == -9
    again = started(tmp_path)
    again.communicate(timeout=60)
    assert again.returncode == 0
    assert sum(shown(tmp_path).values()) == 1 - lost
    desk = Desk(tmp_path / "deskmate.db", now=NOW + DAY)
    daily = desk.get("daily")
    assert daily.open
    assert daily.due == DAILY.due + DAY
    (firing,) = desk.store.firings.unacknowledged()
    assert firing.occurrence == DAILY.due
    desk.store.close()


def test_killed_anywhere_nothing_is_lost_and_nothing_twice(tmp_path: Path) -> None:
    chance = random.Random(20261123)
    reminders = [Reminder(f"r{number}", "x", NOW + number * MINUTE) for number in range(100)]
    written(tmp_path, *reminders, ONCE, DAILY)
    kills = 0
    for _ in range(12):
        process = started(tmp_path)
        assert process.stdout is not None
        process.stdout.readline()
        try:
            process.wait(chance.uniform(0, 0.02))
        except subprocess.TimeoutExpired:
            process.kill()
            kills += 1
        process.communicate()
    last = started(tmp_path)
    last.communicate(timeout=60)
    assert last.returncode == 0
    found = shown(tmp_path)
    assert kills >= 3
    assert set(found.values()) == {1}
    assert len(found) >= 102 - kills
    desk = Desk(tmp_path / "deskmate.db", now=NOW + DAY)
    assert len(desk.store.reads.reminders()) == 102
    fired = [one.reminder for one in desk.store.firings.unacknowledged()]
    assert Counter(fired) == Counter({one.id: 1 for one in (*reminders, ONCE, DAILY)})
    desk.store.close()
