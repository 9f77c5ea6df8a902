"""Rows of the scorecard: what each proof reports, kept for `python -m tests.proof`."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

INTO = "DESKMATE_PROOF_ROWS"
"""The environment variable with the file that rows are written to, a line of JSON each."""


@dataclass(frozen=True, slots=True)
class Row:
    """A claim, how it was looked at, what came out, and whether that is what was promised.

    `reason` says why not, where it was not.
    """

    claim: str
    how: str
    number: str
    reached: bool
    reason: str = ""


def report(*rows: Row) -> int:
    """Print the rows, keep them where the scorecard is written, and return the exit code."""
    for row in rows:
        said = "reached" if row.reached else f"MISSED {row.reason}"
        print(f"{row.claim}: {row.number} ({row.how}) {said}", flush=True)
    if into := os.environ.get(INTO):
        with Path(into).open("a", encoding="utf-8") as file:
            file.writelines(f"{json.dumps(asdict(row), ensure_ascii=False)}\n" for row in rows)
    return 0 if all(row.reached for row in rows) else 1
