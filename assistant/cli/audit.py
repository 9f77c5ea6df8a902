"""`deskmate audit`: what was done, why, who approved it; whether the journal is as it was."""

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

from assistant.app import Assistant
from assistant.base.i18n import tr
from assistant.cli.desk import opened
from assistant.domain.cards import Entry
from assistant.domain.codec import encode
from assistant.domain.provenance import say_approval, say_cause, say_fault, say_sources
from assistant.domain.say import say_moment

if TYPE_CHECKING:
    from assistant.cli.commands import Commands

BROKEN = 4
_USUAL = 50


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    one = commands.add_parser("audit", help=tr("what was done, why, and who approved it"))
    one.add_argument("--limit", type=int, default=_USUAL, help=tr("how many lines, newest first"))
    one.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the newest lines of the journal and check all; 4 where one was tampered with."""
    with opened(options) as desk:
        for entry in desk.entries(max(0, options.limit)):
            if options.json:
                print(json.dumps(_fields(entry, desk), ensure_ascii=False))
            else:
                print("\n".join(_told(entry, desk)))
        found = desk.audit().result()
    if options.json:
        faults = [encode(one) for one in found.faults]
        print(json.dumps({"lines": found.lines, "faults": faults}, ensure_ascii=False))
    elif not found.faults:
        print(tr("Lines in the journal: {n}. Their chain holds.", n=found.lines))
    for fault in found.faults:
        print(say_fault(fault), file=sys.stderr)
    return BROKEN if found.faults else 0


def _told(entry: Entry, desk: Assistant) -> list[str]:
    read = "; ".join(say_sources(entry, desk.reads))
    state = tr("undone later") if entry.undone_by else ""
    parts = [
        say_moment(entry.at, desk.clock.zone) + "  " + " ".join(entry.proposal.summary.split()),
        tr("why: {cause}", cause=say_cause(entry)),
        tr("read before: {what}", what=read) if read else "",
        tr("approved: {how}", how=say_approval(entry)),
        state,
    ]
    first, *rest = parts
    return [first, *(f"    {line}" for line in rest if line)]


def _fields(entry: Entry, desk: Assistant) -> dict[str, Any]:
    return {
        "entry": entry.id,
        "at": entry.at.isoformat(),
        "summary": entry.proposal.summary,
        "changes": [type(one).__name__.lower() for one in entry.proposal.changes],
        "tool": entry.tool,
        "cause": entry.cause,
        "labels": [encode(one) for one in entry.labels],
        "read": list(say_sources(entry, desk.reads)),
        "approval": entry.approval,
        "undo_of": entry.undo_of,
        "undone_by": entry.undone_by,
    }
