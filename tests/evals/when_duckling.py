"""Duckling's corpora as expectations: phrase, reference time, start, end, grain."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from assistant.when import Reading, resolve
from tests.evals.when_score import Outcome, Row

ZONE = ZoneInfo("Etc/GMT+2")
UNIT = {
    "second": timedelta(seconds=1),
    "minute": timedelta(minutes=1),
    "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}


def rows(path: Path, language: str) -> Iterator[Row]:
    """Score every phrase of one corpus file."""
    for line in path.read_text("utf-8").splitlines():
        gold = json.loads(line)
        now = datetime.fromisoformat(gold["reference"]).replace(tzinfo=ZONE)
        locale = f"{language}-{gold['region']}" if gold["region"] else language
        readings = resolve(gold["phrase"], now, ZONE, locale)
        outcome, why = judge(gold, readings)
        section = _section(gold)
        yield Row(
            f"duckling {language}", section, gold["kind"], gold["phrase"], outcome,
            f"{gold['start']} {gold['end'] or ''} {gold['grain']}", _shown(readings), why,
        )  # fmt: skip


def _section(gold: dict[str, str]) -> str:
    if gold.get("holiday"):
        return "holidays"
    return "regional" if gold["region"] else "main"


def judge(gold: dict[str, str], readings: tuple[Reading, ...]) -> tuple[Outcome, str]:
    """Right, a miss, or apart (with the reason) where the corpus is alone with its reading."""
    if readings and _agrees(gold, readings[0]):
        return Outcome.RIGHT, ""
    reason = _apart(gold, readings)
    if reason:
        return Outcome.APART, reason
    second = any(_agrees(gold, reading) for reading in readings)
    return Outcome.MISS, "second reading" if second else ""


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _agrees(gold: dict[str, str], reading: Reading) -> bool:
    start, end = _iso(reading.start), _iso(reading.end)
    if gold["kind"] == "open":
        if gold["direction"] == "after":
            return start == gold["start"] and end is None
        return end == gold["start"]
    return start == gold["start"] and (gold["end"] is None or gold["end"] == end)


def _apart(gold: dict[str, str], readings: tuple[Reading, ...]) -> str:
    """Why a row is no error: the two corpora, or the corpus and speakers, differ."""
    phrase, first = gold["phrase"], readings[0] if readings else None
    if gold.get("disputed"):
        return "下周三 is next week's"
    if first is None or first.start is None:
        return ""
    if gold["end"] and _iso(first.start) == gold["start"] and first.end is not None:
        short = datetime.fromisoformat(gold["end"]) - first.end
        if abs(short) == UNIT.get(gold["grain"]):
            return "interval ends: from 3 to 5 ends at 5, the week on Sunday night"
    if "upcoming" in phrase and gold["kind"] == "instant" and first.kind == "interval":
        return "upcoming two weeks are the two weeks, not the second of them"
    if phrase[-1] in "前後后" and gold["kind"] == "interval" and first.kind == "instant":
        return "三天后 is a moment, not the three days"
    if gold["kind"] == "instant" and _iso(first.start) and first.grain == "day":
        return "in 7 days is a day, in two years a date" if _same_day(gold, first) else ""
    return ""


def _same_day(gold: dict[str, str], reading: Reading) -> bool:
    assert reading.start is not None
    day = datetime.fromisoformat(gold["start"])
    if gold["grain"] == "month":
        return (day.year, day.month) == (reading.start.year, reading.start.month)
    return gold["grain"] == "hour" and day.date() == reading.start.date()


def _shown(readings: tuple[Reading, ...]) -> str:
    first = readings[0] if readings else None
    return f"{first.kind} {_iso(first.start)} {_iso(first.end) or ''}" if first else "nothing"
