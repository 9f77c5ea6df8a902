"""Twenty sentences that show what a model makes of a request on this computer."""

import argparse
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.base.i18n import use
from assistant.base.paths import resources
from assistant.cli.plan import Planner
from assistant.llm.host import HostedModel
from assistant.llm.nearest import is_cjk
from assistant.skill.registry import discover

_NOW = "2026-11-23T10:00:00"  # a Monday morning


def selftest(model: HostedModel, options: argparse.Namespace) -> Iterator[tuple[str, str]]:
    """Yield every sentence of `resources/prompts/selftest.toml` with what is wrong, or ""."""
    planner = Planner(model, discover(), options)
    try:
        for one in sentences():
            locale = "zh" if is_cjk(one["text"]) else "en"
            answer = planner.answer(
                {"text": one["text"], "now": _NOW, "timezone": "UTC", "locale": locale}
            )
            yield one["text"], fault(one, answer["calls"])
    finally:
        use(options.locale)


def sentences() -> list[dict[str, Any]]:
    """Return the sentences: `text`, `tool` and the words `said` of some arguments."""
    path = resources() / "prompts" / "selftest.toml"
    found: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))["sentence"]
    return found


def fault(wanted: Mapping[str, Any], calls: list[dict[str, Any]]) -> str:
    """Return what is wrong with the calls for one sentence, or nothing."""
    if not calls:
        return "no call"
    call = calls[0]
    if call["tool"] != wanted["tool"]:
        return str(call["tool"])
    for name, words in wanted["said"].items():
        if call["said"].get(name) != words:
            return f"{name}: {call['said'].get(name)}"
    return ""
