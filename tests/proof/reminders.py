"""Reminders: killed a thousand times, the clock moved, and at every change of ten years' clocks.

    python -m tests.proof.reminders [--kills N] [--years N] [--moves N]

Kills: a process that fires what is due is killed with SIGKILL before or after a random step of its
work (the record, the note, the move to the next time), again and again, until all has come. Nothing
may be shown twice, no reminder may be lost: one whose note fell between its record and the kill is
open still, and listed as missed.

Moves: libfaketime sets the wall clock of a running program forward and back, at random; it looks
at the clock every 15 s, as the program does. What has come by the latest moment that the clock
ever showed was told, and once.

Clocks: in every IANA zone, at every change of its offset, a daily reminder and a daily event at a
wall time within the hour that is skipped or comes twice. Each day has one instance; in the gap it
comes with the offset before, in the fold only the first (RFC 5545 3.3.5). Exit code 1 where
something does not hold; the table goes to docs/evals/reminders.md.
"""

import argparse
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo, available_timezones

from assistant.domain.calendar import Event
from assistant.domain.events import ReminderDue
from assistant.domain.occurrences import instances
from assistant.domain.recurrence import occurrences
from assistant.domain.reminders import Reminder
from assistant.schedule.scheduler import LOOK
from tests.assistant.schedule.desk import DAY, HOUR, NOW, Desk
from tests.assistant.schedule.faked import Moved

SEED = 20261123
LATEST = 45.0  # seconds until a move counts as lost; the longest wait is told
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
REPORT = Path(__file__).resolve().parents[2] / "docs" / "evals" / "reminders.md"
WAITING = (
    Reminder("once", "Once", NOW + HOUR),
    Reminder("daily", "Daily", NOW + 2 * HOUR, repeat="FREQ=DAILY", start=NOW + 2 * HOUR),
    Reminder("later", "Later", NOW + 3 * HOUR),
    Reminder("back", "When I am back", NOW, at_return=True),
)


def fire(home: Path, now: datetime, steps: int) -> None:
    """Fire what is due, in this process; die at the step of this number."""
    left = steps

    def die(_name: str) -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    desk = Desk(home / "deskmate.db", now=now, step=die)
    out = os.open(home / "shown", os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    class Shown(list[ReminderDue]):
        def append(self, event: ReminderDue) -> None:
            os.write(out, f"{event.reminder.id} {event.occurrence.isoformat()}\n".encode())

    desk.fired = Shown()
    desk.alarms.check()
    desk.alarms.returned()
    desk.store.close()


def lived(home: Path, now: datetime, steps: int) -> bool:
    """Fire in a child; return whether it lived to its end."""
    child = os.fork()
    if not child:
        try:
            fire(home, now, steps)
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def kills(count: int) -> Counter[str]:
    """Kill `count` times; return how often each thing was seen."""
    chance, seen = random.Random(SEED), Counter[str]()
    while seen["kills"] < count:
        with TemporaryDirectory() as name:
            home = Path(name)
            desk = Desk(home / "deskmate.db")
            desk.add(*WAITING)
            desk.store.close()
            deaths = 0
            while not lived(home, NOW + DAY, chance.randrange(1, 17)):
                deaths += 1
            seen["kills"] += deaths
            seen["lives"] += deaths + 1
            seen.update(_judged(home, deaths))
    return seen


def _judged(home: Path, deaths: int) -> Iterator[str]:
    lines = (home / "shown").read_text("utf-8").splitlines()
    if len(lines) != len(set(lines)):
        yield "shown twice"
    desk = Desk(home / "deskmate.db", now=NOW + DAY)
    try:
        told = {line.split()[0] for line in lines}
        listed = {one.reminder for one in desk.store.firings.unacknowledged()}
        for one in WAITING:
            kept = desk.get(one.id)
            if not kept.open or one.id not in listed:
                yield "lost"
            elif one.id not in told:
                yield "note lost with the kill, listed as missed"
        if desk.get("back").at_return:
            yield "not moved on"
        if desk.get("daily").due != WAITING[1].due + DAY:
            yield "not moved on"
        if len(told) < len(WAITING) - deaths:
            yield "more notes lost than kills"
    finally:
        desk.store.close()


def moves(count: int) -> tuple[int, float, list[str]]:
    """Move the clock so often; return how many came, the longest wait (s), and what was wrong."""
    chance, wrong, longest = random.Random(SEED), list[str](), 0.0
    with TemporaryDirectory() as name:
        home = Path(name)
        desk = Desk(home / "deskmate.db")
        ahead = [NOW + timedelta(hours=chance.randrange(1, 24 * 14)) for _ in range(4 * count)]
        desk.add(*(Reminder(f"r{n}", "R", due) for n, due in enumerate(ahead)))
        desk.store.close()
        highest = NOW
        with Moved(home, NOW, LOOK.total_seconds()) as program:
            for _ in range(count):
                to = NOW + timedelta(minutes=chance.randrange(0, 14 * 24 * 60))
                program.to(to)
                highest = max(highest, to)
                begun = time.monotonic()
                due = {f"r{n}" for n, one in enumerate(ahead) if one <= highest}
                while {key for key, _ in program.fired()} != due:
                    if time.monotonic() - begun > LATEST:
                        wrong.append(f"not all told {LATEST} s after {to}")
                        break
                    time.sleep(0.1)
                longest = max(longest, time.monotonic() - begun)
            told = [key for key, _ in program.fired()]
        wrong += [f"{key} told twice" for key, times in Counter(told).items() if times > 1]
    return len(told), longest, wrong


def changes(zone: ZoneInfo, years: int) -> Iterator[datetime]:
    """Yield the moments (UTC) at which the offset of `zone` changes."""
    step, low = timedelta(hours=12), FIRST
    end = FIRST.replace(year=FIRST.year + years)
    while low < end:
        high = low + step
        if low.astimezone(zone).utcoffset() != high.astimezone(zone).utcoffset():
            yield _exact(zone, low, high)
        low = high


def _exact(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (
            (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
        )
    return high.replace(microsecond=0)


def clocks(years: int) -> tuple[int, int, list[str]]:
    """Return the zones and changes that were looked at, and what was wrong."""
    wrong: list[str] = []
    zones = seen = 0
    for name in sorted(available_timezones() - {"localtime", "Factory"}):
        zone = ZoneInfo(name)
        zones += 1
        for change in changes(zone, years):
            seen += 1
            wrong += [f"{name} {change:%Y-%m-%d}: {text}" for text in _around(zone, change)]
    return zones, seen, wrong


def _around(zone: ZoneInfo, change: datetime) -> Iterator[str]:
    """Look at a daily series whose wall time lies in the gap, or in the fold, of `change`."""
    before = (change - timedelta(minutes=1)).astimezone(zone)
    after = change.astimezone(zone)
    shift = (after.utcoffset() or timedelta(0)) - (before.utcoffset() or timedelta(0))
    wall = change.astimezone(UTC).replace(tzinfo=None) + (before.utcoffset() or timedelta(0))
    inside = wall + shift / 2  # between both readings of the clock
    start = (inside - 2 * DAY).replace(tzinfo=zone, microsecond=0)
    rule = "FREQ=DAILY;COUNT=5"
    wanted = [_rfc(start.replace(tzinfo=None) + day * DAY, zone) for day in range(5)]
    found = [one.astimezone(UTC) for one in occurrences(rule, start)]
    if found != wanted:
        yield f"reminders {found} instead of {wanted}"
    event = Event("e", "e", start, start + HOUR, repeat=rule)
    low, high = start - 2 * DAY, start + 8 * DAY
    shown = [one.start.astimezone(UTC) for one in instances(event, low, high, zone)]
    if shown != sorted(wanted):
        yield f"events {shown} instead of {wanted}"


def _rfc(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment of a wall time: the offset before a gap, the first of a fold."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def main() -> int:
    """Do both, write the report, return the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--moves", type=int, default=20)
    options = parser.parse_args()
    seen = kills(options.kills)
    came, longest, lost = moves(options.moves)
    zones, times, wrong = clocks(options.years)
    wrong += lost
    bad = sum(seen[name] for name in ("shown twice", "lost", "not moved on"))
    bad += seen["more notes lost than kills"]
    noted = seen["note lost with the kill, listed as missed"]
    lines = [
        "# Reminders",
        "",
        f"{seen['kills']} kills with SIGKILL at random steps, {seen['lives']} starts:"
        f" {seen['lost']} reminders lost, {seen['shown twice']} shown twice; {noted} notes fell"
        " between their record and the kill and are listed as missed at the next start.",
        "",
        f"{options.moves} moves of the wall clock, forward and back, under a running program:"
        f" {came} reminders came, each once; {len(lost)} wrong;"
        f" the longest wait was {longest:.0f} s.",
        "",
        f"{zones} zones, {times} changes of the clocks in {options.years} years:"
        f" {len(wrong) - len(lost)} wrong by RFC 5545.",
    ]
    print("\n".join([*lines, *wrong[:40]]))
    REPORT.write_text("\n".join(lines) + "\n", "utf-8")
    return 1 if bad or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
