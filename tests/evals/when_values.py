"""Whether a reading is the value that Recognizers-Text's specifications give.

The specifications write some things otherwise than a calendar: "on or before the 4th" ends on the
4th, where `Reading.end` is the first moment that is over; a time in another zone stays in that
zone, with the offset beside it. Such notation is turned into ours first. What then differs for a
reason that the two corpora do not share is told by that reason.
"""

import re
from datetime import datetime, timedelta
from typing import Any

from assistant.when import Grain, Reading
from assistant.when.parts import PARTS, PartsOfDay
from assistant.when.periods import floor, step

HOURS: PartsOfDay = {
    **PARTS,
    "morning": (8, 12, 9),
    "zh morning": (8, 12, 9),
    "forenoon": (8, 12, 9),
    "afternoon": (12, 16, 15),
    "evening": (16, 20, 19),
    "night": (20, 24, 21),
    "tonight": (20, 24, 20),
    "breakfast": (8, 12, 9),
    "lunch": (11, 13, 12),
    "dinner": (16, 20, 19),
}
"""The hours of the specifications, handed over as a user's own would be."""
ONLY_TIME = re.compile(r"\d\d:\d\d(:\d\d)?")
EDGES = re.compile(
    r"\b(?:early|earlier|late|later|middle|mid|end of|beginning|start of)\b|\bEO[MYW]\b", re.I
)
PART = re.compile(r"T(?:MO|AF|EV|NI|NT|DT|MEL|MED|MEB|DA)")
DAYLIGHT = ("pt", "et", "ct", "mt", "pacific", "eastern", "central", "mountain")
"""Names of zones for which the specifications give the winter's offset all the year."""
UNKNOWN = -10000
UNITS: tuple[Grain, ...] = ("day", "month", "quarter", "year")

ENDS = "interval ends: whether the last day, month or year belongs to it"
EDGE = "how long a beginning, middle or end is"
NO_OFFSET = "the corpus does not know the zone"
TASKS = "hours of TasksMode, which names single moments for parts of day"


def agrees(value: dict[str, Any], reading: Reading) -> bool | str:
    """Yes, no, or the reason for which the corpora differ here."""
    match value["type"]:
        case "duration":
            return reading.duration == timedelta(seconds=float(value["value"]))
        case "set":
            return repeats(value["timex"], reading)
    if reading.kind in ("duration", "recurrence"):
        return False
    if "timezone" in value and value.get("utcOffsetMins") == str(UNKNOWN):
        return NO_OFFSET
    if "value" in value:
        return _point(value, reading)
    return _span(value, reading)


def _offsets(value: dict[str, Any]) -> tuple[timedelta, ...]:
    """What to take from a told time for that of the specification's own zone."""
    told = timedelta(minutes=int(value.get("utcOffsetMins") or 0))
    name = value.get("timezoneText", "").removesuffix(" time").removesuffix(" timezone")
    return (told, told + timedelta(hours=1)) if name in DAYLIGHT else (told,)


def _point(value: dict[str, Any], reading: Reading) -> bool | str:
    start, said = reading.start, value["value"]
    if start is None:
        return False
    if value["type"] == "date":
        return start.date() == datetime.fromisoformat(said).date()
    if any(_same(said, start + offset) for offset in _offsets(value)):
        return True
    end_of_day = said.endswith("23:59:59") and reading.grain == "day"
    return end_of_day and _same(said[:10], start)


def _span(value: dict[str, Any], reading: Reading) -> bool | str:
    start, end = reading.start, reading.until
    if value.get("Mod") == "until" and end is not None and value.get("sourceEntity"):
        # "On or before the 4th": the specification names the day that is the last.
        end = step(end, "day", -1) if reading.grain == "day" else end
    if value.get("Mod") == "after" and start is not None and start.time() == start.min.time():
        start = step(start, "day", -1) if reading.grain == "day" else start
    if value["type"] == "daterange" and reading.grain in ("second", "minute"):
        # Days alone are told: "up to now" is up to today.
        start, end = start and floor(start, "day"), end and floor(end, "day")
    verdicts = [_between(value, start, end, offset) for offset in _offsets(value)]
    if value.get("Mod") == "after":
        verdicts.append(_between(value, reading.start, end, timedelta(0)))
    return True if True in verdicts else verdicts[0] or _reason(value, reading)


def _between(
    value: dict[str, Any], start: datetime | None, end: datetime | None, offset: timedelta
) -> bool:
    first, last = value.get("start"), value.get("end")
    begins = _same(first, start + offset) if first and start else not first
    ends = _same(last, end + offset) if last and end else not last
    return begins and ends


def _reason(value: dict[str, Any], reading: Reading) -> bool | str:
    """Why both are right, where the corpora do not agree on what such words mean."""
    start, end = reading.start, reading.until
    first, last = value.get("start"), value.get("end")
    if start is None or end is None or first is None or last is None:
        return False
    if first == last and PART.search(value["timex"]):
        return TASKS
    if _same(first, start) and _last_unit(last, end):
        return ENDS
    return False


def _last_unit(said: str, end: datetime) -> bool:
    """Whether an end is that of the day, month or year that the specification names."""
    if ONLY_TIME.fullmatch(said) or end.time() != end.min.time():
        return False
    return any(_same(said, step(end, unit, -1)) for unit in UNITS)


def near_edge(value: dict[str, Any], reading: Reading) -> bool:
    """Whether two stretches called the beginning, middle or end of something share a day."""
    bounds = [value.get("start"), value.get("end")]
    if any(bound and ONLY_TIME.fullmatch(bound) for bound in bounds):
        return False
    first, last = (datetime.fromisoformat(bound) if bound else None for bound in bounds)
    start, end = reading.start, reading.until
    begins = start is None or last is None or start < last
    return begins and (end is None or first is None or first < end)


def _same(said: str, moment: datetime | None) -> bool:
    if moment is None:
        return False
    if said.endswith("23:59:59") and moment.time() == moment.min.time():
        moment -= timedelta(seconds=1)
    if ONLY_TIME.fullmatch(said):
        return moment.strftime("%H:%M:%S").startswith(said)
    return datetime.fromisoformat(said) == moment


FREQ = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY", "H": "HOURLY"}
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def repeats(timex: str, reading: Reading) -> bool:
    """Whether an RRULE says what a TIMEX set says."""
    if reading.kind != "recurrence" or reading.rrule is None:
        return False
    rule = dict(part.split("=") for part in reading.rrule.split(";"))
    start = reading.start
    assert start is not None
    if match := re.search(r"T(\d\d)(?::(\d\d))?", timex):
        if (start.hour, start.minute) != (int(match[1]), int(match[2] or 0)):
            return False
    elif "T" in timex and not PART.search(timex) and "-WE" not in timex and "WE" not in timex:
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
