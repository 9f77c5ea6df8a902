"""`deskmate train`: router and caller from collected sentences; goes on where it was left."""

import argparse
import shutil
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.base.i18n import tr
from assistant.llm.adapters import find_adapter, rank_of
from assistant.llm.installed import ENCODER, Installed, check, default_name, find_installed
from assistant.llm.pieces import FILE
from assistant.training.run import Run, Settings

if TYPE_CHECKING:
    from assistant.cli.commands import Commands


INSTALLED = "installed"
PARTS = ("both", "head", "caller", "router")


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    one = commands.add_parser("train", help=tr("teach the model with collected sentences"))
    one.add_argument("--data", type=Path, required=True, metavar="DATA")
    one.add_argument("--out", type=Path, required=True, metavar="RUN")
    one.add_argument("--part", choices=PARTS, default="both")
    one.add_argument("--base", metavar="NAME", help=tr("the model to teach"))
    one.add_argument(
        "--start",
        type=Path,
        metavar="ADAPTER",
        help=tr("the adapter to teach further; “installed”: the one in use"),
    )
    for field in fields(Settings):
        kind = float if isinstance(field.default, float) else int
        name = f"--{field.name.replace('_', '-')}"
        one.add_argument(name, type=kind, default=field.default, metavar="N")
    one.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Train what is asked for; 0 when done, 3 when paused."""
    with Run(options.out).held():
        return _train(options)


def _train(options: argparse.Namespace) -> int:
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
    start = _start(options, base, own)
    if start is not None and options.part == "caller":
        settings = replace(settings, rank=rank_of(start))
    own.begin(settings, options.data, base.label)
    if start is not None:
        _go_along(own, start)
    if options.part in ("both", "head"):
        train_head(own, options.data, Encoder(encoder.folder).embed, settings)
    if options.part in ("both", "caller") and not train_caller(
        own, options.data, base.folder, settings, start
    ):
        return _paused(options)
    if options.part == "router" and not train_router(own, options.data, encoder.folder, settings):
        return _paused(options)
    print(tr("Trained: {folder}. Next: deskmate evaluate --run {folder}", folder=options.out))
    return 0


def _start(options: argparse.Namespace, base: Installed, own: Run) -> Path | None:
    """Return the folder of the adapter to begin with; a run that goes on keeps its own."""
    if (own.folder / "run.json").is_file() and (former := own.told().get("start")):
        return Path(str(former))
    if str(options.start) != INSTALLED:
        return Path(options.start) if options.start else None
    adapter = find_adapter(options.paths.models, base)
    return adapter.folder if adapter else None


def _go_along(own: Run, start: Path) -> None:
    """Note where the run begins; the router head of that adapter stays, until one is trained."""
    own.note(start=str(start))
    head = own.part("head") / FILE
    if (start / FILE).is_file() and not head.exists():
        head.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(start / FILE, head)


def _paused(options: argparse.Namespace) -> int:
    print(tr("Paused: the same command goes on from here. ({folder})", folder=options.out))
    return 3
