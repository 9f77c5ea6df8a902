"""The long properties of words to moments.

    python -m tests.proof.when [--strings N] [--years N]

A million random strings raise nothing and take less than 50 ms of processor time each; at every
change of the clocks of ten years, in every zone, times agree with zoneinfo (RFC 5545 section
3.3.5). Exit code 1 where something does not hold.
"""

import argparse
import gc
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from assistant.when import find, resolve

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Berlin"))
LIMIT = 0.05
REPORT = Path(__file__).resolve().parents[2] / "docs" / "evals" / "when_proof.md"
PIECES = [
    "tomorrow", "next", "last", "this", "every", "monday", "friday", "march", "may", "5", "12",
    "30", "2027", "at", "on", "from", "to", "until", "noon", "pm", "am", "hours", "days", "week",
    "of", "the", "first", "second", "and", "3rd", "half", "past", "quarter", "between", "or",
    "before", "after", "明天", "下", "周", "三", "点", "半", "上午", "每", "月", "年", "到", "之前",
    "十", "二", "农历", "15:30", "5/6", "2026-05-06", ",", "-", ".", "(", ")", "'", ":", "/",
]  # fmt: skip


def strings(count: int, seed: int = 20261123) -> Iterator[str]:
    """Random texts: any character, characters that rules know, and words of time in any order."""
    chance = random.Random(seed)
    for number in range(count):
        kind = number % 10
        if kind < 5:
            yield "".join(chr(_code(chance)) for _ in range(chance.randrange(1, 40)))
        elif kind < 8:
            yield "".join(chance.choice(PIECES)[:2] for _ in range(chance.randrange(1, 20)))
        else:
            yield " ".join(chance.choice(PIECES) for _ in range(chance.randrange(1, 30)))


def _code(chance: random.Random) -> int:
    code = chance.choice((chance.randrange(32, 0x250), chance.randrange(0x4E00, 0x9FFF),
                          chance.randrange(0x110000)))  # fmt: skip
    return 32 if 0xD800 <= code < 0xE000 else code


def read_all(count: int) -> tuple[int, float, str]:
    """Read them; how many took too long, the longest time in seconds, and its text."""
    slow, longest, text = 0, 0.0, ""
    find("tomorrow every day onam diwali eid vesak 春节 easter", NOW, ZoneInfo("Europe/Berlin"))
    gc.freeze()  # the collector walks the whole process, rules and all: no string's own time
    for said in strings(count):
        began = time.process_time()
        find(said, NOW, ZoneInfo("Europe/Berlin"))
        took = time.process_time() - began
        slow += took > LIMIT
        if took > longest:
            longest, text = took, said
    return slow, longest, text


def changes(zone: ZoneInfo, first: int, years: int) -> Iterator[datetime]:
    """The moments (UTC) at which the clocks of a zone change."""
    moment = datetime(first, 1, 1, tzinfo=UTC)
    end = datetime(first + years, 1, 1, tzinfo=UTC)
    step = timedelta(days=7)
    while moment < end:
        if _offset(zone, moment) != _offset(zone, moment + step):
            low, high = moment, moment + step
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) / 2
                low, high = (
                    (middle, high)
                    if _offset(zone, middle) == _offset(zone, moment)
                    else (low, middle)
                )
            yield high.replace(microsecond=0)
        moment += step


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def disagreements(zone: ZoneInfo, change: datetime) -> Iterator[str]:
    """What is read otherwise than zoneinfo has it around one change."""
    now = (change - timedelta(hours=30)).astimezone(zone)
    for minutes in (-90, -30, 0, 30, 90):
        local = (change + timedelta(minutes=minutes)).astimezone(zone).replace(tzinfo=None)
        yield from _named(local, now, zone)
        gap = local - timedelta(minutes=45)
        yield from _named(gap.replace(second=0), now, zone)
    for hours in (1, 29, 31, 40):
        found = resolve(f"in {hours} hours", now, zone)[0].start
        expected = (now.astimezone(UTC) + timedelta(hours=hours)).astimezone(zone)
        if found != expected.replace(tzinfo=None, microsecond=0):
            yield f"{zone} in {hours} hours from {now}: {found}"


def _named(local: datetime, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    half = "am" if local.hour < 12 else "pm"
    said = f"{local:%Y-%m-%d} at {(local.hour - 1) % 12 + 1}:{local.minute:02} {half}"
    found = resolve(said, now, zone)[0].start
    there = local.replace(tzinfo=zone, second=0).astimezone(UTC).astimezone(zone)
    if found != there.replace(tzinfo=None):
        yield f"{zone} {said}: {found}, not {there}"


def proven(first: int, years: int) -> tuple[int, int, list[str]]:
    """Zones, changes of the clocks, and what is read otherwise than zoneinfo has it."""
    wrong: list[str] = []
    zones, seen = sorted(available_timezones()), 0
    for name in zones:
        zone = ZoneInfo(name)
        for change in changes(zone, first, years):
            seen += 1
            wrong += disagreements(zone, change)
    return len(zones), seen, wrong


def page(rows: list[tuple[str, str]]) -> str:
    """The outcome as a page."""
    table = "\n".join(f"| {what} | {value} |" for what, value in rows)
    return (
        "# Words to moments, proven\n\nWritten by `python -m tests.proof.when`. Processor time; "
        "each change of the clocks is asked for in fourteen ways: wall times before, in and after "
        "it, and hours counted over it.\n\n| what | |\n|---|---:|\n" + table + "\n"
    )


def main(arguments: list[str]) -> int:
    """Run both proofs and write the page; 0 where both hold."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--strings", type=int, default=1_000_000)
    parser.add_argument("--years", type=int, default=10)
    options = parser.parse_args(arguments)
    zones, seen, wrong = proven(2020, options.years)
    print("\n".join(wrong[:20]))
    slow, longest, text = read_all(options.strings)
    rows = [
        ("zones", f"{zones}"),
        (f"changes of their clocks, 2020 to {2019 + options.years}", f"{seen}"),
        ("readings that disagree with zoneinfo", f"{len(wrong)}"),
        ("random strings read without an error", f"{options.strings:,}"),
        ("of them over 50 ms", f"{slow}"),
        ("the longest", f"{longest * 1000:.1f} ms"),
    ]
    print(page(rows))
    print(ascii(text))
    if not arguments:
        REPORT.write_text(page(rows), "utf-8")
    return 1 if wrong or slow else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
