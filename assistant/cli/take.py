"""`deskmate import FILE...`: mail and other files are taken in, each with what became of it."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.app import Assistant
from assistant.app.importing import TAKERS
from assistant.app.takeaway import WHOLE
from assistant.base.errors import AssistantError, OutsideError
from assistant.base.i18n import tr
from assistant.cli.desk import opened
from assistant.domain.events import Progress
from assistant.domain.imported import Imported

if TYPE_CHECKING:
    from assistant.cli.commands import Commands


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    one = commands.add_parser("import", help=tr("take files in: .eml, .mbox and others"))
    one.add_argument("files", nargs="+", metavar="FILE", type=Path)
    one.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Take every file in; return 0 when all were taken."""
    worst = 0
    with opened(options) as assistant:
        if not options.json and sys.stderr.isatty():
            assistant.on(Progress, _tell)
        for path in _all_of(options.files):
            told, code = _take(path, assistant)
            worst = max(worst, code)
            print(json.dumps(told, ensure_ascii=False) if options.json else _line(told), flush=True)
    return worst


def _take(path: Path, assistant: Assistant) -> tuple[dict[str, object], int]:
    try:
        found = _taken(path, assistant)
    except AssistantError as error:
        reason = f"{error.shown()} {error.next_step()}".strip()
        told: dict[str, object] = {
            "file": str(path), "status": "quarantined", "items": 0, "reason": reason,
        }  # fmt: skip
        return told, error.exit_code
    told = {
        "file": str(path), "status": found.status, "items": found.items, "reason": found.reason,
    }  # fmt: skip
    return told, 0


def _taken(path: Path, assistant: Assistant) -> Imported:
    if path.name != WHOLE:
        return assistant.take_in(path.name, _bytes(path))
    done = assistant.restore(path.parent).result()
    return Imported("imported" if done.new else "duplicate", done.new or done.known)


def _all_of(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files, those in folders too; of an export of everything the file that has all."""
    for path in paths:
        if (path / WHOLE).is_file():
            yield path / WHOLE
            continue
        inside = [one for one in sorted(path.rglob("*")) if one.suffix.lower() in TAKERS]
        yield from inside if path.is_dir() else [path]


def _tell(event: Progress) -> None:
    end = "\n" if event.done == event.total else ""
    sys.stderr.write(f"\r{event.what}: {event.done}/{event.total}{end}")


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutsideError(
            "{path} cannot be read: {reason}.", path=path, reason=error.strerror or str(error)
        ) from error


def _line(told: dict[str, object]) -> str:
    words = {"imported": tr("imported"), "duplicate": tr("known already")}
    status = words.get(str(told["status"]), tr("kept apart"))
    return f"{told['file']}  {status}  {told['items']}  {told['reason']}".rstrip()
