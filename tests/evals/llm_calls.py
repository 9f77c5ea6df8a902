"""How often the model that is installed turns a sentence into the right call.

    python -m tests.evals.llm_calls [--show]

The sentences of `llm_calls.toml` go through router, grammar and model as in a turn. A call is
right when the tool is right and every argument's words are among the accepted ones, nothing more
and nothing less; words of time are compared without "on", "at", "for".
"""

import argparse
import re
import statistics
import time
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from assistant.agent.router import NearestRouter
from assistant.agent.understanding import Understanding
from assistant.base.paths import find_paths
from assistant.llm.host import HostedModel
from assistant.llm.nearest import is_cjk
from assistant.skill.context import Context
from assistant.skill.contract import Words
from assistant.skill.registry import discover
from assistant.testing.memory import MemoryReads

ZONE = ZoneInfo("Europe/Berlin")
SENTENCES = Path(__file__).with_suffix(".toml")
_SMALL = re.compile(r"^(on|at|for|to|in|the|from) ")


class Morning:
    """A clock that stands still."""

    zone = ZONE

    def now(self) -> datetime:
        """Return a Monday morning."""
        return datetime(2026, 11, 23, 10, tzinfo=ZONE)


class Score:
    """Counts by language, and the time that answers took (seconds)."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], list[bool]] = {}
        self.seconds: list[float] = []

    def add(self, what: str, text: str, *, right: bool) -> None:
        """Count one sentence."""
        self.rows.setdefault((what, "zh" if is_cjk(text) else "en"), []).append(right)

    def lines(self) -> list[str]:
        """Return the table."""
        rows = [
            f"{what:<28} {language}  {sum(found):>3} of {len(found)}"
            for (what, language), found in sorted(self.rows.items())
        ]
        took = sorted(self.seconds)
        late = took[int(len(took) * 0.95)]
        return [*rows, f"seconds a call: p50 {statistics.median(took):.2f}, p95 {late:.2f}"]


def faults(
    wanted: Mapping[str, Words], also: Mapping[str, list[str]], said: Mapping[str, Words]
) -> list[str]:
    """Return the arguments that are wrong, missing or too many."""
    wrong = []
    for name in sorted({*wanted, *said}):
        accepted = {_plain(one) for one in [wanted.get(name, ""), *also.get(name, [])]}
        if _plain(said.get(name, "")) not in accepted:
            wrong.append(f"{name}={said.get(name)!r}")
    return wrong


def _plain(words: Words) -> object:
    if isinstance(words, list | tuple):
        return tuple(sorted(words)) if words else ""
    return _SMALL.sub("", words) if isinstance(words, str) else words


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--show", action="store_true", help="print every wrong call")
    show = parser.parse_args().show
    model = HostedModel(find_paths().models)
    mind = Understanding(model, NearestRouter(discover(), model))
    mind.route("warm up")
    score = Score()
    for one in tomllib.loads(SENTENCES.read_text("utf-8"))["sentence"]:
        if (fault := measure(one, mind, score)) and show:
            print(f"{one['text']}: {fault}")
    model.close()
    print("\n".join([model.name, *score.lines()]))
    return 0


def measure(one: Mapping[str, Any], mind: Understanding, score: Score) -> str:
    """Count one sentence; return what is wrong, or nothing."""
    text, tool = one["text"], one["tool"]
    context = Context(Morning(), MemoryReads(), "zh" if is_cjk(text) else "en", text)
    start = time.perf_counter()
    route = mind.route(text)
    offered = [one.name for one in route.tools]
    if not tool:
        score.add("talk is left alone", text, right=not offered)
        return f"taken for {offered[0]}" if offered else ""
    score.add("tool found first", text, right=offered[:1] == [tool])
    score.add("tool among those offered", text, right=tool in offered)
    call = None
    if offered:
        call = mind.hear(mind.ask(route, context, (), lambda: False), lambda _: None).call
        score.seconds.append(time.perf_counter() - start)
    wrong = faults(one["said"], one.get("also", {}), call.said) if call else ["taken for talk"]
    if call and call.tool != tool:
        wrong = [f"called {call.tool}"]
    score.add("whole call", text, right=not wrong)
    return ", ".join(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
