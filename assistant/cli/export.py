"""`deskmate export DIR`: calendars and task lists out, a file each."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.base.i18n import tr
from assistant.cli.desk import opened

if TYPE_CHECKING:
    from assistant.cli.commands import Commands


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    one = commands.add_parser("export", help=tr("write everything out"))
    one.add_argument("folder", metavar="DIR", help=tr("the folder to write to"))
    one.add_argument("--all", action="store_true", help=tr("mail, contacts and all else too"))
    one.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write all calendars and task lists into a folder, or everything."""
    with opened(options) as desk:
        if options.all:
            count = desk.export_all(options.folder).result()
            told = tr("{count} files were written to {folder}.", count=count, folder=options.folder)
            print(json.dumps({"files": count}) if options.json else told)
            return 0
        made = desk.export(Path(options.folder))
    for path in made:
        sys.stdout.write(f"{json.dumps({'file': str(path)}) if options.json else path}\n")
    return 0
