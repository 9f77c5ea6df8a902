"""`deskmate evaluate`: how right a run is, beside what is installed; metrics.json and a card."""

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.base.i18n import tr
from assistant.cli.answering import Answering
from assistant.llm.adapters import read_adapter
from assistant.llm.host import HostedModel
from assistant.llm.installed import default_name, find_installed
from assistant.skill.registry import Registry, discover
from assistant.training.counting import Counting, Paused
from assistant.training.dialogue import talked, turns
from assistant.training.export import export
from assistant.training.fairness import fair_rows, fairness
from assistant.training.remembered import Remembered
from assistant.training.report import Measured, card, metrics
from assistant.training.rows import Row, read_rows
from assistant.training.run import Run, write_json
from assistant.training.scoring import measured, table
from assistant.training.spoken import read_spoken

if TYPE_CHECKING:
    from assistant.cli.commands import Commands


def add(commands: "Commands") -> None:
    """Add the command to the parser."""
    one = commands.add_parser("evaluate", help=tr("how right a trained model is"))
    one.add_argument("--run", type=Path, required=True, metavar="RUN", dest="folder")
    one.add_argument(
        "--most", type=int, default=150, metavar="N", help=tr("rows a source and language")
    )
    one.add_argument("--seed", type=int, default=1, metavar="N")
    one.add_argument(
        "--names", type=int, default=40, metavar="N", help=tr("names that must be treated alike")
    )
    one.add_argument(
        "--spoken",
        type=Path,
        action="append",
        default=[],
        metavar="TOML",
        help=tr("more sentences to measure with, written by hand"),
    )
    one.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Measure the run and what is installed with the same sentences; write both down.

    3 where it was asked to pause: what was answered so far is kept.
    """
    own = Run(options.folder)
    own.told()
    try:
        with own.held():
            return _evaluate(options, own)
    except Paused:
        print(tr("Paused: the same command goes on from here. ({folder})", folder=options.folder))
        return 3


def _evaluate(options: argparse.Namespace, own: Run) -> int:
    own.go_on()
    told = own.told()
    models = options.paths.models
    base = find_installed(models, str(told["base"]).partition("@")[0] or default_name(models))
    folder = export(own, base, options.folder.resolve().name)
    registry = discover(("skills",), options.paths.skills)
    rows = chosen(read_rows(Path(str(told["data"])) / "test.jsonl"), options.most, options.seed)
    rows += [row for path in options.spoken for row in read_spoken(path)]
    far = Counting(own, 2 * (len(rows) + len(list(fair_rows(names=options.names))) + len(turns())))
    bench = _Bench(own, registry, rows, far, options.names)
    before = bench.measure(HostedModel(models, base.name))
    after = bench.measure(
        HostedModel(models, base.name, find=lambda _, model: read_adapter(folder, model))
    )
    write_json(options.folder / "metrics.json", metrics(before, after, told))
    text = card(before, after, told, str(told.get("command", "deskmate train")))
    (options.folder / "card.md").write_text(text, "utf-8")
    export(own, base, options.folder.resolve().name)  # again, now with metrics and card
    if options.json:
        print(json.dumps(metrics(before, after, told), ensure_ascii=False))
    else:
        print(f"{before.label}\n{table(before.scores)}\n\n{after.label}\n{table(after.scores)}")
    return 0


def needs(registry: Registry) -> dict[str, frozenset[str]]:
    """Return every tool with the arguments that must be said, or asked for."""
    return {
        tool.name: frozenset(one.name for one in tool.parameters if one.required)
        for tool in registry.tools()
    }


def chosen(rows: Sequence[Row], most: int, seed: int) -> list[Row]:
    """Return at most `most` rows of every source and language, chosen by the seed.

    Turns in context are a source of their own.
    """
    piles: dict[tuple[str, str, bool], list[Row]] = defaultdict(list)
    for row in rows:
        piles[row.source, row.language, bool(row.before)].append(row)
    found = []
    for _, pile in sorted(piles.items()):
        random.Random(seed).shuffle(pile)  # noqa: S311 - no secret
        found += pile[:most]
    return found


@dataclass(frozen=True, slots=True)
class _Bench:
    run: Run
    registry: Registry
    rows: Sequence[Row]
    far: Counting
    names: int

    def measure(self, model: HostedModel) -> Measured:
        """Answer every row, the sentences with names, and ordinary talk."""
        label = model.name
        answering = Answering(model, self.registry)
        answer = self.far.counted(Remembered(answering, self.run.folder / "answers", label))
        try:
            scores = measured(self.rows, answer, needs(self.registry))
            share, misses = fairness(answer, names=self.names)
            return Measured(label, scores, share, misses, talked(model, self.far.step))
        finally:
            model.close()
