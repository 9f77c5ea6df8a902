"""Score words to moments on the corpora that others wrote.

    python -m tests.evals.when [--quiet]

Prints every miss and the tables by section, kind and language, and writes docs/evals/when.md
(numbers and reasons only: no sentence of a corpus enters the project).
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.conftest import CORPORA
from tests.evals import when_duckling, when_recognizers
from tests.evals.when_score import Outcome, Row, reasons, table

REPORT = Path(__file__).resolve().parents[2] / "docs" / "evals" / "when.md"


def score(folder: Path) -> Iterator[Row]:
    """Every row of the four corpora."""
    for language in ("en", "zh"):
        yield from when_duckling.rows(folder / f"duckling_{language}.jsonl", language)
        yield from when_recognizers.rows(folder / f"recognizers_{language}.jsonl", language)


def report(rows: list[Row]) -> str:
    """The tables as a page."""
    parts = [
        "# Words to moments, measured",
        "Written by `python -m tests.evals.when`. Right means the first reading (Duckling), or one "
        "of the readings at the right place (Recognizers, which lists several itself).",
        "## By section",
        "\n".join(table(rows, "section")),
        "## By kind",
        "\n".join(table(rows, "kind")),
        "## Counted apart",
        "Where the corpora contradict each other, or a corpus contradicts speakers, the program "
        "says what a speaker means today; such rows count as neither right nor wrong.",
        "\n".join(reasons(rows)),
    ]
    return "\n\n".join(parts) + "\n"


def main(options: list[str]) -> int:
    """Print the misses and the tables; 0, or 4 where the corpora are absent."""
    folder = CORPORA / "time"
    if not folder.is_dir():
        print("The corpora are absent: name their folder in DESKMATE_CORPORA.", file=sys.stderr)
        return 4
    rows = list(score(folder))
    if "--quiet" not in options:
        for row in rows:
            if row.outcome is Outcome.MISS:
                print(f"{row.corpus} | {row.section} | {row.kind} | {row.why} | {row.text}")
                print(f"    wanted {row.expected}\n    found  {row.found}")
    page = report(rows)
    print(page)
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
