"""`deskmate train`: router and caller from collected sentences; goes on where it was left."""

import argparse
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.base.i18n import tr
from assistant.llm.installed import ENCODER, check, default_name, find_installed
from assistant.training.run import Run, Settings

if TYPE_CHECKING:
    from assistant.cli.commands import Commands


PARTS = ("both", "head", "caller", "router")


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    one = commands.add_parser("train", help=tr("teach the model with collected sentences"))
    one.add_argument("--data", type=Path, required=True, metavar="DATA")
    one.add_argument("--out", type=Path, required=True, metavar="RUN")
    one.add_argument("--part", choices=PARTS, default="both")
    one.add_argument("--base", metavar="NAME", help=tr("the model to teach"))
    one.add_argument(
        "--start", type=Path, metavar="ADAPTER", help=tr("the adapter to teach further")
    )
    for field in fields(Settings):
        kind = float if isinstance(field.default, float) else int
        name = f"--{field.name.replace('_', '-')}"
        one.add_argument(name, type=kind, default=field.default, metavar="N")
    one.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Train what is asked for; 0 when done, 3 when paused."""
    from assistant.llm.encoder import Encoder
    from assistant.training.caller import train_caller
    from assistant.training.head import train_head
    from assistant.training.router import train_router

    settings = Settings(**{one.name: getattr(options, one.name) for one in fields(Settings)})
    models = options.paths.models
    base = find_installed(models, options.base or default_name(models))
    check(base)
    encoder = find_installed(models, ENCODER)
    own = Run(options.out)
    own.begin(settings, options.data, base.label)
    if options.part in ("both", "head"):
        train_head(own, options.data, Encoder(encoder.folder).embed, settings)
    if options.part in ("both", "caller") and not train_caller(
        own, options.data, base.folder, settings, options.start
    ):
        return _paused(options)
    if options.part == "router" and not train_router(own, options.data, encoder.folder, settings):
        return _paused(options)
    print(tr("Trained: {folder}. Next: deskmate evaluate --run {folder}", folder=options.out))
    return 0


def _paused(options: argparse.Namespace) -> int:
    print(tr("Paused: the same command goes on from here. ({folder})", folder=options.out))
    return 3
