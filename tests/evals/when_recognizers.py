"""Recognizers-Text's specifications as expectations: sentence, entities, values."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from assistant.when import Found, Reading, find
from assistant.when.wrong import wrong_dates
from tests.evals.when_score import Outcome, Row
from tests.evals.when_values import EDGE, EDGES, HOURS, agrees, near_edge

ZONE = ZoneInfo("UTC")
LEAD = re.compile(
    r"^(?:(?:on|at|in|for|the|from|of|by|a|an|around|about|during|since|over|any ?time|circa|"
    r"sometime)\b|[,=\s]|在|于|从|自)+",
    re.IGNORECASE,
)
TAIL = re.compile(r"[\s,.，。]+$")
ZONED = re.compile(
    r"\s+\(?(?:[pmce][sd]?t|gmt|utc|cet|bst|pacific|eastern|central|mountain|beijing)( time)?\)?$"
)
SPLIT = "SplitDateAndTime"
Torn = tuple[str, str]
"""A sentence and its reference time, read otherwise in one mode of the corpus than in another."""


def rows(path: Path, language: str) -> Iterator[Row]:
    """Score every entity, and every sentence without one, of one corpus file."""
    seen, judged = set(), []
    golds = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for gold in golds:
        key = (gold["phrase"], gold["reference"], json.dumps(gold["entities"], sort_keys=True))
        if key in seen or gold["reference"] is None:
            continue
        seen.add(key)
        now = datetime.fromisoformat(gold["reference"]).replace(tzinfo=UTC)
        found = find(gold["phrase"], now, ZONE, "en" if language == "en" else "zh-CN", HOURS)
        judged.append((gold, list(_judged(gold, found, language))))
    agreed = _agreed(judged)
    phrases = {gold["phrase"] for gold in golds if gold["entities"]}
    for gold, entities in judged:
        torn = (gold["phrase"], gold["reference"])
        for row in entities:
            if row.outcome is Outcome.MISS and agreed.get(torn, gold["mode"]) != gold["mode"]:
                yield row._replace(outcome=Outcome.APART, why="right in another mode of the corpus")
            elif row.outcome is Outcome.MISS and row.kind == "none" and row.text in phrases:
                yield row._replace(
                    outcome=Outcome.APART, why="a time in another mode of the corpus"
                )
            else:
                yield row


def _agreed(judged: list[tuple[dict[str, Any], list[Row]]]) -> dict[Torn, str]:
    """Sentences in more than one mode, of which one is wholly as we read it: that mode."""
    modes: dict[Torn, list[tuple[str, bool]]] = defaultdict(list)
    for gold, entities in judged:
        right = all(row.outcome is Outcome.RIGHT for row in entities)
        modes[gold["phrase"], gold["reference"]].append((gold["mode"], right))
    return {
        torn: next(mode for mode, right in told if right)
        for torn, told in modes.items()
        if any(right for _, right in told)
    }


def _judged(gold: dict[str, Any], found: tuple[Found, ...], language: str) -> Iterator[Row]:
    corpus = f"recognizers {language}"
    mode = gold["mode"].removeprefix("DateTimeModel") or "main"
    text = gold["phrase"]
    if not gold["entities"]:
        outcome = Outcome.MISS if found else Outcome.RIGHT
        shown = "; ".join(f.text for f in found)
        why = ""
        if found and mode == "TasksMode" and all(_no_task(one.readings[0]) for one in found):
            outcome, why = Outcome.APART, "TasksMode leaves out holidays, seasons and long periods"
        yield Row(corpus, "negatives", "none", text, outcome, "nothing", shown, why)
        return
    near = "; ".join(f"{f.text} = {_shown(f.readings)}" for f in found)
    for entity in gold["entities"]:
        outcome, why = judge(gold, entity, found)
        if outcome is not Outcome.RIGHT and mode == SPLIT:
            outcome, why = (
                Outcome.APART,
                "a mode that tears dates from their times, lengths from “later”",
            )
        kind = entity["type"] or "other"
        expected = f"[{entity['text']}] {json.dumps(entity['values'], ensure_ascii=False)}"
        yield Row(corpus, f"sentences {mode}", kind, text, outcome, expected, near, why)


def _no_task(reading: Reading) -> bool:
    """What TasksMode leaves out: it has no use for a quarter, a year or a season."""
    return bool(reading.holiday) or reading.grain in ("quarter", "year") or _long(reading)


def _long(reading: Reading) -> bool:
    start, end = reading.start, reading.end
    return start is not None and end is not None and (end - start).days > 31


def core(text: str) -> str:
    """A phrase without the words before it that may or may not be counted in."""
    return TAIL.sub("", LEAD.sub("", text.strip().lower()))


def _together(found: Found, gold: dict[str, Any]) -> bool:
    """Whether a phrase that was found holds two or more entities whole, and means them all."""
    inside = [e for e in gold["entities"] if found.start <= e["start"] and e["end"] < found.end]
    return len(inside) > 1 and all(_within(found.readings[0], entity) for entity in inside)


def _within(reading: Reading, entity: dict[str, Any]) -> bool:
    """Whether the day, time, length or repetition of an entity is part of a reading."""
    start, end = reading.start, reading.end
    if reading.rrule is not None:
        return True
    parts = {f"{edge:{form}}" for edge in (start, end) if edge for form in ("%Y-%m-%d", "%H:%M:%S")}
    for value in entity["values"]:
        said = value.get("value") or value.get("start") or value.get("end") or ""
        lasts = start is not None and end is not None and (end - start).total_seconds()
        if value["type"] == "duration" and lasts == float(said):
            return True
        if value["type"] != "duration" and parts & {said, said[:10]}:
            return True
    return False


def judge(
    gold: dict[str, Any], entity: dict[str, Any], found: tuple[Found, ...]
) -> tuple[Outcome, str]:
    """Whether an entity was found, as itself, and read as one of its values."""
    values, text = entity["values"], gold["phrase"]
    if entity["type"] == "timezone":
        return Outcome.APART, "a zone alone is no time"
    start, end = entity["start"], entity["end"] + 1
    same = [f for f in found if f.start < end and start < f.end]
    exact = [f for f in same if core(f.text) == core(text[start:end])]
    if all(v.get("value") == "not resolved" and v["type"] != "set" for v in values):
        return _unvalued(text[start:end], same, exact)
    if not exact and any(_together(f, gold) for f in same):
        return Outcome.APART, "two entities of the corpus read together as one"
    if not exact and any(ZONED.sub("", core(f.text)) == core(text[start:end]) for f in same):
        return Outcome.APART, "a mode that knows no zones; another does"
    if not exact:
        return Outcome.MISS, "extraction" if same else "not found"
    readings = exact[0].readings
    verdicts = [agrees(value, reading) for value in values for reading in readings]
    if True in verdicts:
        return Outcome.RIGHT, ""
    if any("isLunar" in value for value in values):
        return Outcome.APART, "a lunar date that the corpus does not turn into a solar one"
    reasons = [verdict for verdict in verdicts if isinstance(verdict, str)]
    if reasons:
        return Outcome.APART, reasons[0]
    edge = EDGES.search(entity["text"])
    if edge and any(near_edge(value, reading) for value in values for reading in readings):
        return Outcome.APART, EDGE
    return Outcome.MISS, "value"


def _unvalued(text: str, same: list[Found], exact: list[Found]) -> tuple[Outcome, str]:
    """An entity without a value: a day that no calendar has is none, other words are found."""
    if wrong_dates(text) or re.match(r"2/29", text):
        return (Outcome.MISS, "no such day") if same else (Outcome.RIGHT, "")
    if exact:
        return Outcome.RIGHT, ""
    return Outcome.MISS, "extraction" if same else "not found"


def _shown(readings: tuple[Reading, ...]) -> str:
    first = readings[0]
    if first.kind == "recurrence":
        return f"{first.start} {first.rrule}"
    return str(first.duration) if first.kind == "duration" else f"{first.start}..{first.end}"
