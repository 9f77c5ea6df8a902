"""`deskmate collect`: sentences to train on, from skills, templates and corpora."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.base.i18n import tr
from assistant.skill.registry import Registry, discover
from assistant.training.collect import Sources, collect
from assistant.training.corpora import READERS, parse_corpus
from assistant.training.rows import Row

if TYPE_CHECKING:
    from assistant.cli.commands import Commands


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    one = commands.add_parser("collect", help=tr("sentences to train on, in one folder"))
    one.add_argument("--out", type=Path, required=True, metavar="DATA")
    one.add_argument("--each", type=int, default=40, metavar="N", help=tr("sentences a template"))
    one.add_argument(
        "--most", type=int, default=1_000_000, metavar="N", help=tr("rows a corpus and tool")
    )
    one.add_argument(
        "--seed", type=int, default=1, metavar="N", help=tr("the same seed, the same data")
    )
    form = f"FORMAT:PATH ({', '.join(READERS)})"
    one.add_argument("--corpus", action="append", default=[], metavar="FORMAT:PATH", help=form)
    one.add_argument(
        "--held-out",
        action="append",
        default=[],
        metavar="FORMAT:PATH",
        help=tr("measured with, never trained on"),
    )
    one.add_argument("--mine", action="store_true", help=tr("also what I corrected myself, masked"))
    one.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Collect, and say how much it is."""
    registry = discover(("skills",), options.paths.skills)
    sources = Sources(
        each=options.each,
        most=options.most,
        seed=options.seed,
        corpora=[parse_corpus(one) for one in options.corpus],
        held_out=[parse_corpus(one) for one in options.held_out],
        mine=_mine(options, registry) if options.mine else (),
    )
    counts = collect(registry, sources, options.out)
    if options.json:
        print(json.dumps({"out": str(options.out), **counts}))
    else:
        told = {part: counts[part] for part in ("train", "dev", "test")}
        print(
            tr("{train} sentences to train on, {dev} to choose by, {test} to measure with.", **told)
        )
    return 0


def _mine(options: argparse.Namespace, registry: Registry) -> list[Row]:
    from assistant.training.mine import Notes, mine

    return list(mine(Notes(options.paths.lessons).all(), registry))
