"""Recognizers-Text's specifications as expectations: sentence, entities, values."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from assistant.when import Found, Reading, find
from tests.evals.when_score import Outcome, Row

ZONE = ZoneInfo("UTC")
LEAD = re.compile(
    r"^(?:(?:on|at|in|for|the|from|of|by|a|an|around|about|during|since|over|any ?time|circa|"
    r"sometime)\b|[,=\s]|在|于|从|自)+",
    re.IGNORECASE,
)
TAIL = re.compile(r"[\s,.，。]+$")
EDGES = re.compile(r"\b(?:early|earlier|late|later|middle|mid|end of|beginning|start of)\b")
PARTS = ("-WE", "TMO", "TAF", "TEV", "TNI", "TNT", "TDT", "TMEL", "TMED", "TMEB", "TDA")


def rows(path: Path, language: str) -> Iterator[Row]:
    """Score every entity, and every sentence without one, of one corpus file."""
    seen = set()
    golds = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    torn = _contradicted(golds)
    for gold in golds:
        key = (gold["phrase"], gold["reference"], json.dumps(gold["entities"], sort_keys=True))
        if key in seen or gold["reference"] is None:
            continue
        seen.add(key)
        now = datetime.fromisoformat(gold["reference"]).replace(tzinfo=UTC)
        found = find(gold["phrase"], now, ZONE, "en" if language == "en" else "zh-CN")
        for row in _judged(gold, found, language):
            if row.outcome is Outcome.MISS and (gold["phrase"], gold["reference"]) in torn:
                yield row._replace(
                    outcome=Outcome.APART, why="the corpus's own modes contradict each other"
                )
            else:
                yield row


def _contradicted(golds: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """Sentences in which one mode finds other phrases than the next."""
    found: dict[tuple[str, str], set[str]] = {}
    for gold in golds:
        if gold["mode"] != "DateTimeModelSplitDateAndTime":
            spans = json.dumps([[core(e["text"]), e["type"]] for e in gold["entities"]])
            spans = spans.replace("datetimealt", "date")
            found.setdefault((gold["phrase"], gold["reference"]), set()).add(spans)
    return {key for key, spans in found.items() if len(spans) > 1}


def _judged(gold: dict[str, Any], found: tuple[Found, ...], language: str) -> Iterator[Row]:
    corpus = f"recognizers {language}"
    mode = gold["mode"].removeprefix("DateTimeModel") or "main"
    text = gold["phrase"]
    if not gold["entities"]:
        outcome = Outcome.MISS if found else Outcome.RIGHT
        shown = "; ".join(f.text for f in found)
        yield Row(corpus, "negatives", "none", text, outcome, "nothing", shown)
        return
    for entity in gold["entities"]:
        if mode == "SplitDateAndTime":
            yield Row(corpus, f"sentences {mode}", entity["type"], text, Outcome.APART, "", "",
                      "a mode that tears dates from their times")  # fmt: skip
            continue
        outcome, why = judge(gold, entity, found)
        near = "; ".join(f"{f.text} = {_shown(f.readings)}" for f in found)
        kind = entity["type"] or "other"
        expected = f"[{entity['text']}] {json.dumps(entity['values'], ensure_ascii=False)}"
        yield Row(corpus, f"sentences {mode}", kind, text, outcome, expected, near, why)


def core(text: str) -> str:
    """A phrase without the words before it that may or may not be counted in."""
    return TAIL.sub("", LEAD.sub("", text.strip().lower()))


def _together(found: Found, gold: dict[str, Any]) -> bool:
    """Whether a phrase that was found holds two or more entities whole."""
    inside = [e for e in gold["entities"] if found.start <= e["start"] and e["end"] < found.end]
    return len(inside) > 1


ZONED = re.compile(r"\s+(?:[pmce][sd]?t|gmt|utc|cet|bst|pacific|eastern|central|mountain)( time)?$")


def judge(
    gold: dict[str, Any], entity: dict[str, Any], found: tuple[Found, ...]
) -> tuple[Outcome, str]:
    """Whether an entity was found, as itself, and read as one of its values."""
    values = entity["values"]
    if all(v.get("value") == "not resolved" and v["type"] != "set" for v in values):
        return Outcome.APART, "the corpus gives no value"
    if entity["type"] == "timezone":
        return Outcome.APART, "a zone alone is no time"
    text = gold["phrase"]
    start, end = entity["start"], entity["end"] + 1
    same = [f for f in found if f.start < end and start < f.end]
    exact = [f for f in same if core(f.text) == core(text[start:end])]
    if not exact and any(_together(f, gold) for f in same):
        return Outcome.APART, "two entities of the corpus read together as one"
    zoned = [f for f in same if ZONED.sub("", core(f.text)) == core(text[start:end])]
    if not exact and zoned:
        return Outcome.APART, "told in another zone, not converted in the corpus"
    if not exact:
        return Outcome.MISS, "extraction" if same else "not found"
    readings = exact[0].readings
    verdicts = [_value(entity["type"], value, readings) for value in entity["values"]]
    if True in verdicts:
        return Outcome.RIGHT, ""
    if any("isLunar" in value for value in values):
        return Outcome.APART, "a lunar date that the corpus does not turn into a solar one"
    if EDGES.search(entity["text"]) and any(
        _overlaps(value, reading.start, reading.until) for value in values for reading in readings
    ):
        return Outcome.APART, "how long a beginning, middle or end is"
    apart = [verdict for verdict in verdicts if isinstance(verdict, str)]
    return (Outcome.APART, apart[0]) if apart else (Outcome.MISS, "value")


def _value(kind: str, value: dict[str, Any], readings: tuple[Reading, ...]) -> bool | str:
    if value.get("value") == "not resolved" and value["type"] != "set":
        return "the corpus gives no value"
    match value["type"]:
        case "set":
            return any(_set(value["timex"], reading) for reading in readings)
        case "duration":
            seconds = timedelta(seconds=float(value["value"]))
            return any(reading.duration == seconds for reading in readings)
        case "timezone":
            return "a zone alone is no time"
    checks = [_moment(value, reading) for reading in readings]
    if True in checks:
        return True
    return next((check for check in checks if isinstance(check, str)), False)


def _moment(value: dict[str, Any], reading: Reading) -> bool | str:
    if reading.kind in ("duration", "recurrence"):
        return False
    start, end = _period(reading)
    if "value" in value:
        return _point(value["value"], value, reading, start)
    return _span(value, reading, start, end)


def _period(reading: Reading) -> tuple[datetime | None, datetime | None]:
    return reading.start, reading.until


def _point(
    said: str, value: dict[str, Any], reading: Reading, start: datetime | None
) -> bool | str:
    if start is None:
        return False
    if re.fullmatch(r"\d\d:\d\d(:\d\d)?", said):
        return start.strftime("%H:%M:%S").startswith(said) or _abroad(value)
    when = datetime.fromisoformat(said)
    if value["type"] == "date":
        return start.date() == when.date()
    if start.date() == when.date() and reading.grain == "day" and when.hour == 23:
        return "the end of a day"
    return start == when or _abroad(value)


def _abroad(value: dict[str, Any]) -> bool | str:
    return "told in another zone, not converted in the corpus" if "timezone" in value else False


def _span(
    value: dict[str, Any], reading: Reading, start: datetime | None, end: datetime | None
) -> bool | str:
    said_start, said_end = value.get("start"), value.get("end")
    if value["type"] == "daterange":
        start = start and start.replace(hour=0, minute=0, second=0)
        end = end and end.replace(hour=0, minute=0, second=0)
    first = said_start is None or _same(said_start, start)
    last = said_end is None or _same(said_end, end)
    mod = value.get("Mod", "")
    if first and last:
        return True
    if any(part in value["timex"] for part in PARTS) and _same_date(value, start or end):
        return "hours of a part of day"
    if first and end is not None and said_end and _near(said_end, end):
        return "interval ends"
    if last and start is not None and said_start and _near(said_start, start):
        return "interval ends"
    if mod in ("start", "mid", "end", "less", "more", "ref_undef") or mod.startswith(
        ("before-", "after-", "since-")
    ):
        return "how long a beginning, middle or end is" if _overlaps(value, start, end) else False
    return _abroad(value)


def _same(said: str, moment: datetime | None) -> bool:
    if moment is None:
        return False
    if re.fullmatch(r"\d\d:\d\d(:\d\d)?", said):
        return moment.strftime("%H:%M:%S").startswith(said)
    return datetime.fromisoformat(said) == moment


def _same_date(value: dict[str, Any], moment: datetime | None) -> bool:
    said = value.get("start") or value.get("end") or ""
    if moment is None or re.fullmatch(r"\d\d:\d\d(:\d\d)?", said):
        return moment is not None
    return datetime.fromisoformat(said).date() == moment.date()


def _near(said: str, moment: datetime) -> bool:
    """Ends that differ by one day, month, quarter or year: counted in or not."""
    if re.fullmatch(r"\d\d:\d\d(:\d\d)?", said):
        return False
    gap = abs(moment - datetime.fromisoformat(said))
    return gap.days in (1, 7, 28, 29, 30, 31, 90, 91, 92, 365, 366) and not gap.seconds


def _overlaps(value: dict[str, Any], start: datetime | None, end: datetime | None) -> bool:
    said = value.get("start") or value.get("end")
    edge = start or end
    if said is None or edge is None or re.fullmatch(r"\d\d:\d\d(:\d\d)?", said):
        return edge is not None
    return abs(datetime.fromisoformat(said) - edge) < timedelta(days=190)


FREQ = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY", "H": "HOURLY"}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _set(timex: str, reading: Reading) -> bool:
    """Whether an RRULE says what a TIMEX set says."""
    if reading.kind != "recurrence" or reading.rrule is None:
        return False
    rule = dict(part.split("=") for part in reading.rrule.split(";"))
    start = reading.start
    assert start is not None
    if match := re.search(r"T(\d\d)(?::(\d\d))?", timex):
        if (start.hour, start.minute) != (int(match[1]), int(match[2] or 0)):
            return False
    elif "T" in timex and not any(part in timex for part in PARTS):
        return False
    if match := re.match(r"XXXX-WXX-(\d)", timex):
        return rule.get("BYDAY") == DAYS[int(match[1]) - 1]
    if re.match(r"XXXX-XX-(\d\d)", timex):
        return rule.get("BYMONTHDAY") == str(int(timex[8:10]))
    if "WE" in timex:
        return rule.get("BYDAY") == "SA,SU"
    if "WD" in timex:
        return rule.get("BYDAY") == "MO,TU,WE,TH,FR"
    return _every(timex, rule)


def _every(timex: str, rule: dict[str, str]) -> bool:
    match = re.search(r"P([\d.]+)([DWMYH])", timex)
    if match is None:
        return rule["FREQ"] == "DAILY"
    count, unit = float(match[1]), match[2]
    interval = int(rule.get("INTERVAL", "1"))
    if count == 0.5 and unit == "Y":
        return rule["FREQ"] == "MONTHLY" and interval == 6
    if unit == "Y" and rule["FREQ"] == "MONTHLY":
        return interval == count * 12
    return rule["FREQ"] == FREQ[unit] and interval == count


def _shown(readings: tuple[Reading, ...]) -> str:
    first = readings[0]
    if first.kind == "recurrence":
        return f"{first.start} {first.rrule}"
    return str(first.duration) if first.kind == "duration" else f"{first.start}..{first.end}"
