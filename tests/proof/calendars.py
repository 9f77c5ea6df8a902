"""Calendars that others wrote: read, expanded, written again.

    python -m tests.proof.calendars

Reads the calendar files inside the wheels of `icalendar` and `recurring-ical-events`, and, where
`DESKMATE_CORPORA` names outside corpora, those under `ical/`. No file may raise, no content line be
lost, and what was read must be the same after writing. Instances are compared with those of
`recurring-ical-events`, and with the cases of libical's `icalrecur_test.txt`. The table goes to
docs/evals/calendars.md; exit code 1 where a difference has no explanation.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

from assistant.base.errors import AssistantError
from assistant.domain.calendar import Event
from assistant.domain.ical import Found, read_file, write_file
from assistant.domain.ical.lines import decode, unfold
from assistant.domain.occurrences import instances
from assistant.domain.recurrence import occurrences
from tests.conftest import CORPORA

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")
REPORT = Path(__file__).resolve().parents[2] / "docs" / "evals" / "calendars.md"
# What the head of a calendar says is written anew; BEGIN and END follow from the rest.
_OWN = re.compile(r"(?i)(BEGIN|END|PRODID|VERSION|CALSCALE|METHOD|NAME|X-WR-CALNAME)[:;]")
_ENOUGH = 400
# What differs, and why; anything else is looked at.
EXPLAINED = {
    "issue_1633_rdate_with_dates_and_tzid": "an RDATE that is a day: theirs begins in its zone",
    "issue_157_removes_trailing_semicolon": "a DTSTART that its rule leaves out: RFC 5545 3.8.5.3"
    " calls it undefined; libical leaves it out as we do",
    "issue_253_additional_recurrence_id": "an override that its series does not reach is shown",
    "issue_86_x_wr_timezone": "X-WR-TIMEZONE is no part of RFC 5545: times stay floating",
    "BYSETPOS": "dateutil counts positions from DTSTART on in the first week",
    "BYWEEKNO=53": "dateutil counts years of the calendar, not of the weeks",
    "BYWEEKNO=1": "as above, or libical does not know it",
    "FREQ=YEARLY;BYMONTHDAY": "every month has the day (3.3.10, table); libical takes DTSTART's",
    "BYYEARDAY": "refused for rules that are not yearly: set aside, never misread",
}


@dataclass
class Score:
    """What a set of files came to."""

    files: int = 0
    events: int = 0
    aside: int = 0
    uncaught: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    compared: int = 0
    unlike: list[str] = field(default_factory=list)
    why: Counter[str] = field(default_factory=Counter)


def wheels() -> Iterator[tuple[str, Path]]:
    """Yield the folders of calendars that came with the libraries."""
    for name, inside in (("icalendar", "tests"), ("recurring_ical_events", "test")):
        spec = find_spec(name)
        if spec is not None and spec.origin is not None:
            yield name, Path(spec.origin).parent / inside


def score(folder: Path) -> Score:
    """Read every file of `folder`."""
    done = Score()
    for path in sorted(folder.rglob("*.ics")):
        done.files += 1
        data = path.read_bytes()
        try:
            found = read_file(data)
            written = write_file(found.events, found.tasks, NOW, found.name, found.zones)
            again = read_file(written)
        except Exception as error:  # noqa: BLE001 - the proof is that there is none
            done.uncaught.append(f"{path.name}: {type(error).__name__} {error}")
            continue
        done.events += len(found.events)
        done.aside += len(found.aside)
        done.why.update(_reason(one.reason) for one in found.aside)
        if missing := _missing(data, found, written):
            done.lost.append(f"{path.name}: {missing[0]}")
        if [_facts(one) for one in found.events] != [_facts(one) for one in again.events]:
            done.changed.append(path.name)
        _compare(path.name, data, found, done)
    return done


def _reason(reason: str) -> str:
    return re.sub(r"'.*'|\b[\w/:.+-]*[\d_/:]+[\w/:.+-]*", "…", reason)[:60]


def _missing(data: bytes, found: Found, written: bytes) -> list[str]:
    """Return the content lines that are neither written again nor set aside."""
    kept = {line.strip() for line in unfold(decode(written))}
    kept |= {line.strip() for one in found.aside for line in one.text.split("\n")}
    source = {line.strip() for line in unfold(decode(data))}
    return sorted(line for line in source - kept if not _OWN.match(line))


def _facts(one: Event) -> tuple[object, ...]:
    overrides = tuple((each.title, each.start, each.end) for each in one.overrides)
    return (one.uid, one.title, one.start, one.end, one.repeat, one.exdates, one.rdates, overrides)


def _compare(name: str, data: bytes, found: Found, done: Score) -> None:
    """Compare with the other expander, where all of the file could be read by both."""
    theirs = _theirs(data, found)
    if theirs is None:
        return
    done.compared += 1
    ours = sorted(
        _stamp(one.start)
        for event in found.events
        for one in instances(event, *_window(found), UTC_ZONE)
    )
    if ours != theirs:
        extra, lacks = Counter(ours) - Counter(theirs), Counter(theirs) - Counter(ours)
        done.unlike.append(f"{name}: {sum(extra.values())} more, {sum(lacks.values())} fewer")


def _window(found: Found) -> tuple[datetime, datetime]:
    first = min(_utc(one.start) for one in found.events)
    return first - timedelta(days=2), first + timedelta(days=_ENOUGH)


def _theirs(data: bytes, found: Found) -> list[str] | None:
    if not found.events or any("BEGIN:VEVENT" in one.text for one in found.aside):
        return None
    import recurring_ical_events
    from icalendar import Calendar

    low, high = _window(found)
    try:
        calendar = Calendar.from_ical(data.decode("utf-8", "replace"))
        events = recurring_ical_events.of(calendar, components=["VEVENT"]).between(low, high)
        return sorted(_stamp(one.start) for one in events)
    except Exception:  # noqa: BLE001 - where they cannot read it, there is nothing to compare
        return None


def _utc(moment: datetime | date) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _stamp(moment: datetime | date) -> str:
    return _utc(moment).strftime("%Y-%m-%d %H:%M")


def rules(path: Path) -> tuple[int, list[str]]:
    """Return how many cases of libical's there are, and those that come out differently."""
    cases, unlike = 0, []
    for block in re.split(r"\n\s*\n", path.read_text("utf-8")):
        said = dict(
            line.split(":", 1) for line in block.splitlines() if ":" in line and line[0] not in "#*"
        )
        if "RRULE" not in said:
            continue
        cases += 1
        ours = _expanded(said["RRULE"], said["DTSTART"])
        wanted = said.get("INSTANCES", "").replace(" ", "").replace("Z", "")
        if ours != wanted:
            unlike.append(f"{said['RRULE']} from {said['DTSTART']}: {ours[:60]} | {wanted[:60]}")
    return cases, unlike


def _expanded(rule: str, start: str) -> str:
    moment = _read(start)
    if "T" not in start:
        rule = re.sub(r";BY(HOUR|MINUTE|SECOND)=[\d,]+", "", rule)
    try:
        found = list(occurrences(rule.strip(), moment))
    except AssistantError:
        return "*** not supported"
    form = "%Y%m%dT%H%M%S" if "T" in start else "%Y%m%d"
    return ",".join(one.strftime(form) for one in found)


def _read(text: str) -> datetime:
    said = text.strip().rstrip("Z")
    return datetime.strptime(said, "%Y%m%dT%H%M%S" if "T" in said else "%Y%m%d")  # noqa: DTZ007


def _why(difference: str) -> str:
    return next((why for what, why in EXPLAINED.items() if what in difference), "")


def main() -> int:
    """Score everything, write the report, return the exit code."""
    folders = list(wheels())
    if (CORPORA / "ical").is_dir():
        folders.append(("outside files", CORPORA / "ical"))
    lines = ["# Calendar files", "", __doc__.split("\n\n")[2].replace("\n", " "), ""]
    lines += [
        "| files from | files | events | set aside | uncaught | lines lost | changed"
        " | compared | unlike |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    notes: list[str] = []
    wrong = 0
    for name, folder in folders:
        one = score(folder)
        wrong += len(one.uncaught) + len(one.lost) + len(one.changed)
        lines.append(
            f"| {name} | {one.files} | {one.events} | {one.aside} | {len(one.uncaught)} |"
            f" {len(one.lost)} | {len(one.changed)} | {one.compared} | {len(one.unlike)} |"
        )
        for each in (*one.uncaught, *one.lost, *one.changed):
            print(f"{name}: {each}")
        notes += [f"- {each}: {_why(each)}" for each in one.unlike]
        wrong += sum(not _why(each) for each in one.unlike)
    cases = CORPORA / "ical" / "libical" / "icalrecur_test.txt"
    if cases.is_file():
        count, unlike = rules(cases)
        lines += ["", f"libical's rule cases: {count - len(unlike)} of {count} come out the same."]
        lines += [f"- {one}: {_why(one)}" for one in unlike]
        wrong += sum(not _why(one) for one in unlike)
    if notes:
        lines += ["", "Instances that differ from recurring-ical-events:", "", *notes]
    REPORT.write_text("\n".join(lines) + "\n", "utf-8")
    print("\n".join(lines))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
