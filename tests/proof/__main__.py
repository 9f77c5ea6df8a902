"""All proofs, or those that are named, and the scorecard with what came out.

    python -m tests.proof [NAME ...]      such as: python -m tests.proof headers rendering

Each proof runs in a process of its own. What was not run keeps its row, with the day it is from.
docs/scorecard.json holds the rows, docs/scorecard.md shows them. Exit code 1 where a row is red.
"""

import json
import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from tests.bench.machine import machine
from tests.proof.rows import INTO

ROOT = Path(__file__).resolve().parents[2]
DATA, PAGE = ROOT / "docs" / "scorecard.json", ROOT / "docs" / "scorecard.md"
# In the order of the page; what takes long comes late in a run.
PROOFS = (
    "agentdojo", "suites", "attacks", "policy", "adversary", "tools", "shown", "rendering",
    "headers", "sends", "kills", "reminders", "faults", "corpora", "calendars", "outputs", "when",
    "caldav", "local", "walls", "erase", "names",
)  # fmt: skip
HEAD = """# Scorecard

What is proven of the [plan of a turn](decisions/0009-the-plan-of-a-turn.md), of [connections, walls
and one's own data](decisions/0013-connections-and-walls.md), and the rest. `make proof` writes it,
`make proof ONLY="headers sends"` runs some of it. A row is red (🔴) where a promise is not kept,
or could not be looked at.

| | claim | how | number | command | day, machine |
|---|---|---|---|---|---|
"""
FOOT = """
A model that is told to obey does so here: it plays the attacker's calls as soon as it has read the
order. "Won" means that anything took effect which the user had not asked for, by our own log.
`ClicksEverything` presses the button of every card and nothing else: what a card offers from
outside text it does not pick. The journal shows a changed line, not that the newest were cut off:
it is tamper-evident, not tamper-proof.
"""


def main(wanted: list[str]) -> int:
    """Run, write the page; 1 where a row that was run is red."""
    here = [name for name in PROOFS if (ROOT / "tests" / "proof" / f"{name}.py").is_file()]
    unknown = set(wanted) - set(here)
    if unknown:
        print(f"No such proof: {', '.join(sorted(unknown))}. There are: {' '.join(here)}")
        return 2
    kept: dict[str, list[dict[str, Any]]] = _kept()
    red = False
    for name in wanted or here:
        print(f"== {name}", flush=True)
        kept[name] = _run(name)
        red |= not all(row["reached"] for row in kept[name])
        ordered = {name: kept[name] for name in PROOFS if name in kept}
        DATA.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", "utf-8")
        PAGE.write_text(page(ordered), "utf-8")
    return 1 if red else 0


def _kept() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    return json.loads(DATA.read_text("utf-8")) if DATA.exists() else found


def _run(name: str) -> list[dict[str, Any]]:
    """Run one proof; one that ends without a row, or breaks, is a red row itself."""
    with tempfile.NamedTemporaryFile("r", suffix=".jsonl", encoding="utf-8") as file:
        ended = subprocess.run(
            [sys.executable, "-m", f"tests.proof.{name}"],
            cwd=ROOT,
            env={**os.environ, INTO: file.name},
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        rows = [json.loads(line) for line in file]
    sys.stderr.write(ended.stderr[-2000:])
    if not rows or (ended.returncode and all(row["reached"] for row in rows)):
        said = (ended.stderr.strip().splitlines() or [f"code {ended.returncode}"])[-1]
        rows.append({"claim": name, "how": "", "number": "-", "reached": False, "reason": said})
    stamp = f"{date.today()}, {machine()}"  # noqa: DTZ011 - the day on this machine
    return [{**row, "command": f"python -m tests.proof {name}", "when": stamp} for row in rows]


def page(kept: dict[str, list[dict[str, Any]]]) -> str:
    """Return the page."""
    lines = [_line(row) for rows in kept.values() for row in rows]
    missing = [one for one in PROOFS if one not in kept]
    absent = f"\nNot run yet: {', '.join(missing)}.\n" if missing else ""
    return HEAD + "\n".join(lines) + "\n" + absent + FOOT


def _line(row: dict[str, Any]) -> str:
    mark = "✅" if row["reached"] else "🔴"
    number = row["number"] if row["reached"] else f"**{row['number']}** {row['reason']}".strip()
    cells = (mark, row["claim"], row["how"], number, f"`{row['command']}`", row["when"])
    return "| " + " | ".join(" ".join(cell.replace("|", "/").split()) for cell in cells) + " |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
