"""`deskmate deploy`: installs a run that is no worse; `--rollback` goes back."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.base.errors import UsageError
from assistant.base.i18n import tr
from assistant.llm.installed import default_name, find_installed
from assistant.training.deploy import SHIPPED, deploy, rollback

if TYPE_CHECKING:
    from assistant.cli.commands import Commands


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    one = commands.add_parser("deploy", help=tr("install a trained model that is no worse"))
    one.add_argument("--run", type=Path, metavar="RUN", dest="folder")
    one.add_argument("--rollback", action="store_true", help=tr("go back to the version before"))
    one.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Install, or go back; a run that is worse is refused with exit code 3."""
    models = options.paths.models
    model = find_installed(models, default_name(models))
    if options.rollback:
        version = rollback(models, model.name)
        _say(options, version, tr("Gone back to {version}.", version=_shown(version)))
        return 0
    if options.folder is None:
        raise UsageError("Which run?", hint="Write: deskmate deploy --run RUN")
    adapter, passed = deploy(models, model, options.folder / "adapter")
    if not options.json:
        for gate in passed:
            print(gate)
    _say(options, adapter.label, tr("{version} answers from now on.", version=adapter.label))
    return 0


def _shown(version: str) -> str:
    return tr("what came with the program") if version == SHIPPED else version


def _say(options: argparse.Namespace, version: str, words: str) -> None:
    print(json.dumps({"adapter": version}) if options.json else words)
