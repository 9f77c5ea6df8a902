"""Measure everything in this folder, print one table and write docs/bench.md.

    python -m tests.bench [NAME...]      all, or only the named modules

A module of this folder takes part when it has `rows() -> list[tuple[name, value, unit, goal]]`;
`goal` is a text such as "< 2" or "" where nothing is promised. Nothing here is a test: numbers
depend on the machine, so they are printed beside a description of it.
"""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.machine import describe

HERE = Path(__file__).parent
REPORT = HERE.parents[1] / "docs" / "bench.md"
HELPERS = {"__init__", "__main__", "machine", "llama", "llama_child"}
Row = tuple[str, float | str, str, str]


def main(chosen: list[str]) -> None:
    """Measure the `chosen` modules, or all, and show the table."""
    names = chosen or sorted(path.stem for path in HERE.glob("*.py") if path.stem not in HELPERS)
    found: list[tuple[str, Row]] = []
    for name in names:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        module = importlib.import_module(f"tests.bench.{name}")
        if hasattr(module, "rows"):
            found += [(name, row) for row in module.rows()]
    table = "\n".join(_table(found))
    print(table)
    if not chosen:
        REPORT.write_text(f"# Numbers\n\n{describe()}\n\n{table}\n", "utf-8")


def _table(found: list[tuple[str, Row]]) -> Iterator[str]:
    yield "| what | measured | goal | |"
    yield "|---|---:|---:|---|"
    for module, (name, value, unit, goal) in found:
        words = f"{value:,.4g}" if isinstance(value, float) else str(value)
        limit = f"{goal} {unit}" if goal else ""
        yield f"| {module}: {name} | {words} {unit} | {limit} | {_verdict(value, goal)} |"


def _verdict(value: float | str, goal: str) -> str:
    """Return "met" or "missed" for goals such as "< 2" and ">= 90", else nothing."""
    sign, _, number = goal.partition(" ")
    try:
        limit = float(number)
    except ValueError:
        return ""
    if isinstance(value, str):
        return ""
    met = {"<": value < limit, "<=": value <= limit, ">": value > limit, ">=": value >= limit}
    return {True: "met", False: "missed", None: ""}[met.get(sign)]


if __name__ == "__main__":
    main(sys.argv[1:])
