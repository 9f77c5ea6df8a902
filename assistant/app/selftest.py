"""Twenty sentences that show what a model makes of requests, and what came of it last time."""

import json
import os
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.agent.calling import Caller
from assistant.agent.parsing import Call
from assistant.agent.understanding import Understanding
from assistant.base.clock import FrozenClock, zone_named
from assistant.base.paths import resources
from assistant.skill.context import Context
from assistant.skill.registry import Registry
from assistant.store.store import Store

_NOW = datetime(2026, 11, 23, 10, tzinfo=zone_named("UTC"))  # a Monday morning


@dataclass(frozen=True, slots=True)
class Score:
    """How many of the calls were right, and in how many seconds half of them were there."""

    right: int
    of: int
    seconds: float

    def __str__(self) -> str:
        return f"{self.right}/{self.of}"


class Scores:
    """What models scored on this computer, by their label; a file of the user's data."""

    def __init__(self, home: Path) -> None:
        self._path = home / "selftests.json"

    def of(self, label: str) -> Score | None:
        """Return the last score of a model, or None."""
        found = self._read().get(label)
        try:
            return Score(int(found[0]), int(found[1]), float(found[2])) if found else None
        except (TypeError, ValueError, IndexError, KeyError):
            return None

    def keep(self, label: str, score: Score) -> None:
        """Keep a score in the place of a former one."""
        scores = self._read() | {label: [score.right, score.of, round(score.seconds, 3)]}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps(scores, indent=2) + "\n", "utf-8")
        os.replace(new, self._path)

    def _read(self) -> dict[str, Any]:
        try:
            found = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def sentences() -> list[dict[str, Any]]:
    """Return the sentences: `text`, `tool` and the words `said` of some arguments."""
    path = resources() / "prompts" / "selftest.toml"
    found: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["sentence"]
    return found


def selftest(mind: Understanding, registry: Registry) -> Iterator[tuple[str, str]]:
    """Yield every sentence with what is wrong with its call, or ""; nothing is carried out."""
    from assistant.llm.nearest import is_cjk

    clock = FrozenClock(_NOW, zone_named("UTC"))
    store = Store(None, clock)
    caller = Caller(registry, store.reads, clock)
    try:
        for one in sentences():
            text = one["text"]
            locale = "zh" if is_cjk(text) else "en"
            context = Context(clock, store.reads, locale, text)
            yield text, fault(one, _called(mind, context), caller)
    finally:
        store.close()


def _called(mind: Understanding, context: Context) -> Call | None:
    route = mind.route(context.typed)
    if not route.tools:
        return None
    return mind.hear(mind.ask(route, context, (), lambda: False), lambda _: None).call


def fault(wanted: Mapping[str, Any], call: Call | None, caller: Caller) -> str:
    """Return what is wrong with a call, or nothing."""
    if call is None:
        return "no call"
    if call.tool != wanted["tool"]:
        return call.tool
    parameters = {one.name for one in caller.tool(call.tool).parameters}
    for name in call.said:
        if name not in parameters:
            return f"{name}: no such argument"
    for name, words in wanted["said"].items():
        said = call.said.get(name)
        plain = list(said) if isinstance(said, tuple) else said
        if plain != words:
            return f"{name}: {plain}"
    return ""


def scored(
    results: Iterator[tuple[str, str]], clock: Callable[[], float]
) -> tuple[Score, list[tuple[str, str]]]:
    """Take the whole test; `clock` tells seconds."""
    rows, seconds, last = [], [], clock()
    for row in results:
        rows.append(row)
        seconds.append(clock() - last)
        last = clock()
    middle = sorted(seconds)[len(seconds) // 2] if seconds else 0.0
    return Score(sum(not wrong for _, wrong in rows), len(rows), middle), rows
