"""`deskmate when`: words to moments, one phrase or a stream of JSON lines."""

import argparse
import json
import sys
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any, TextIO
from zoneinfo import ZoneInfo

from assistant.base.clock import SystemClock, local_zone, zone_named
from assistant.base.errors import UsageError
from assistant.base.i18n import tr
from assistant.when import Reading, find_first, resolve

if TYPE_CHECKING:
    from assistant.cli.commands import Commands


def add(commands: "Commands") -> None:
    """Add the `when` command to argparse's subparsers."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "when", help=tr("words to moments: what a phrase of time means")
    )
    parser.add_argument("text", nargs="*", help=tr("a phrase, or a sentence that contains one"))
    parser.add_argument("--jsonl", action="store_true", help=tr("JSON lines"))
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Carry the command out; raises `UsageError` for neither a phrase nor `--jsonl`."""
    if options.jsonl:
        stream(sys.stdin, sys.stdout, options)
        return 0
    text = " ".join(options.text)
    if not text:
        raise UsageError(
            "There is nothing to read.", hint="Give a phrase, or --jsonl to read JSON lines."
        )
    reply = answer({"text": text}, options)
    sys.stdout.write(json.dumps(reply, ensure_ascii=False, indent=None if options.json else 2))
    sys.stdout.write("\n")
    return 0


def stream(source: TextIO, target: TextIO, options: argparse.Namespace) -> None:
    """Answer every line at once; a bad line gets an error and the next one is read."""
    resolve("now", SystemClock().now(), local_zone())  # read the rules before the first line
    for line in source:
        if line.strip():
            target.write(json.dumps(reply_to(line, options), ensure_ascii=False) + "\n")
            target.flush()


def reply_to(line: str, options: argparse.Namespace) -> dict[str, Any]:
    """The answer to one line of JSON, an error object where it is none."""
    request: Any = None
    try:
        request = json.loads(line)
        if not isinstance(request, dict):
            return {"id": None, "error": tr("A line is a JSON object with a text.")}
        return answer(request, options)
    except json.JSONDecodeError:
        return {"id": None, "error": tr("A line is a JSON object with a text.")}
    except (UsageError, OverflowError) as error:
        return {"id": request.get("id"), "error": str(error)}


def answer(request: dict[str, Any], options: argparse.Namespace) -> dict[str, Any]:
    """The reply to a request (PROTOCOLS: `deskmate when --jsonl`).

    Raises `UsageError` where a field is missing or no such thing.
    """
    began = time.perf_counter()
    text = request.get("text")
    if not isinstance(text, str):
        raise UsageError("A line is a JSON object with a text.")
    zone = _zone(request.get("timezone") or options.timezone)
    now = _now(request.get("now"), options.now, zone)
    locale = request.get("locale") or options.locale or "en"
    if not isinstance(locale, str):
        raise UsageError("The field {name} must be a text.", name="locale")
    found = find_first(text, now, zone, locale)
    readings = [shown(reading) for reading in found.readings] if found else []
    return {
        "id": request.get("id"),
        "value": readings[0] if readings else None,
        "matched": found.text if found else None,
        "others": readings[1:],
        "ms": round((time.perf_counter() - began) * 1000, 2),
    }


def shown(reading: Reading) -> dict[str, Any]:
    """A reading as JSON: local ISO 8601 without offset, `end` exclusive."""
    return {
        "kind": reading.kind,
        "start": _iso(reading.start),
        "end": _iso(reading.end),
        "grain": reading.grain,
        "rrule": reading.rrule,
        "duration": reading.duration_iso,
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")


def _zone(name: object) -> ZoneInfo:
    if name is None:
        return local_zone()
    if not isinstance(name, str):
        raise UsageError("The field {name} must be a text.", name="timezone")
    return zone_named(name)


def _now(said: object, frozen: datetime | None, zone: ZoneInfo) -> datetime:
    if said is None:
        return frozen if frozen is not None else SystemClock(zone).now()
    if not isinstance(said, str):
        raise UsageError("The field {name} must be a text.", name="now")
    try:
        moment = datetime.fromisoformat(said)
    except ValueError as error:
        raise UsageError("The field now must be an ISO 8601 time.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
