"""Score calls on sentences that others wrote and that no training saw.

    python -m tests.evals.calls [--most N]

Prints the table by corpus and writes docs/evals/calls.md (numbers only: no sentence of a corpus
enters the project): of the corpora and of our own templates those groups that
`assistant.training.rows.split_of` keeps for testing, and Chinese sentences written by hand.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from assistant.base.paths import find_paths
from assistant.cli.answering import Answering
from assistant.cli.evaluate import chosen, needs
from assistant.llm.host import HostedModel
from assistant.skill.registry import Registry, discover
from assistant.training.corpora import corpus_rows
from assistant.training.fairness import fairness
from assistant.training.generate import generated
from assistant.training.rows import Row, dealt, distinct
from assistant.training.scoring import measured, table
from assistant.training.spoken import read_spoken
from tests.conftest import CORPORA

REPORT = Path(__file__).resolve().parents[2] / "docs" / "evals" / "calls.md"
SPOKEN = Path(__file__).with_name("spoken_zh.toml")
FILES = {
    "slurp": "slurp_devel.jsonl",
    "nlu_eval": "nlu_eval_train.jsonl",
    "smcalflow": "smcalflow_turns.jsonl",
    "sgd": "sgd_user_turns.jsonl",
    "clinc": "clinc150_train.jsonl",
}


def held_out(registry: Registry, folder: Path) -> Iterator[Row]:
    """Yield the rows that a run as in the adapter's card never trains on."""
    counts: Counter[str] = Counter()

    def every() -> Iterator[Row]:
        for form, name in FILES.items():
            yield from corpus_rows(registry, form, folder / name, counts)
        yield from generated(registry, 2, 1, counts)

    yield from (row for row in dealt(distinct(every(), counts)) if row.split == "test")


def main() -> int:
    """Print the table; 0, or 4 where the corpora are absent."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--most", type=int, default=100, help="rows a corpus and language")
    options = parser.parse_args()
    folder = CORPORA / "commands"
    if not folder.is_dir():
        print("The corpora are absent: name their folder in DESKMATE_CORPORA.", file=sys.stderr)
        return 4
    registry = discover()
    model = HostedModel(find_paths().models)
    answer = Answering(model, registry)
    tools = needs(registry)
    try:
        rows = chosen(list(held_out(registry, folder)), options.most, 1)
        rows += read_spoken(SPOKEN)
        scores = measured(rows, answer, tools)
        share, misses = fairness(answer)
        label = model.name
    finally:
        model.close()
    worst = ", ".join(f"{name} {n}" for name, n in Counter(misses).most_common(8)) or "none"
    page = "\n\n".join(
        [
            "# Sentences to calls, measured",
            f"Written by `python -m tests.evals.calls --most {options.most}`: {label}, held-out "
            "sentences through router, grammar and model as in a turn. `refused` counts talk, and "
            "wishes that no tool fulfils yet. A whole call has the right tool and all its words.",
            table(scores),
            f"Names: {share:.1%} of the answers are alike for forty names; most misses: {worst}.",
        ]
    )
    print(page)
    REPORT.write_text(page + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
