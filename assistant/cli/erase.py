"""`deskmate erase`: everything gone, after a word that has to be typed."""

import argparse
import json
import sys
from typing import TYPE_CHECKING

from assistant.app.build import hold
from assistant.app.erasing import erase
from assistant.base.errors import Declined
from assistant.base.i18n import tr
from assistant.base.secrets import find_secrets

if TYPE_CHECKING:
    from assistant.cli.commands import Commands


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    one = commands.add_parser("erase", help=tr("erase everything that is kept"))
    one.add_argument("--yes", action="store_true", help=tr("do not ask"))
    one.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Erase everything; 3 where the word was not typed."""
    word = tr("erase")
    if not options.yes:
        question = tr("Everything will be gone for good. Type “{word}” to go on.", word=word)
        print(question, file=sys.stderr, flush=True)
        if sys.stdin.readline().strip().casefold() != word.casefold():
            raise Declined(
                "Nothing was erased: the word was another.", hint="Type the word to erase."
            )
    hold(options.paths)()  # raises where Deskmate runs on it
    done = erase(options.paths, find_secrets())
    if options.json:
        left = [str(one) for one in done.left]
        print(json.dumps({"files": done.files, "secrets": done.secrets, "left": left}))
        return 0
    print(tr("Erased: {files} files, {n} passwords.", files=done.files, n=done.secrets))
    for one in done.left:
        print(tr("Not Deskmate's, left alone: {path}", path=one))
    return 0
