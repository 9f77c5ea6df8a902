"""`deskmate models bench`: how fast a model reads and writes on this computer."""

import time
from collections.abc import Sequence
from statistics import median

from assistant.base.i18n import tr
from assistant.llm.model import Finished, Message, Model, Request, TextDelta, ThoughtDelta

_QUESTIONS = (
    "Write a few sentences about a walk along a river.",
    "Explain in a few sentences why leaves are green.",
    "Tell in a few sentences how bread is made.",
)
_NEW = 64  # tokens of each answer
_READ = "The committee met again and went through the list of open points one by one. " * 24


def measure(model: Model) -> dict[str, object]:
    """Return the figures of three answers and of one long prompt; the first call loads."""
    start = time.perf_counter()
    _answer(model, "Say OK.", 4)
    ready = time.perf_counter() - start
    runs = [_answer(model, question, _NEW) for question in _QUESTIONS]
    _, long, tokens = _answer(model, f"{_READ}\nWhat did the committee do?", 1)
    return {
        "name": model.name,
        "ready_s": round(ready, 2),
        "first_token_s": round(median(first for first, _, _ in runs), 3),
        "tokens_per_s": round(median(_pace(runs)), 1),
        "prompt_tokens_per_s": round(tokens / long, 1) if long and tokens else None,
    }


def _pace(runs: Sequence[tuple[float, float, int]]) -> list[float]:
    return [new / max(whole - first, 1e-6) for first, whole, new in runs]


def _answer(model: Model, text: str, most: int) -> tuple[float, float, int]:
    """Return seconds to the first piece, seconds in all, and new tokens (of a long prompt: all)."""
    start, first, pieces = time.perf_counter(), 0.0, 0
    finished = None
    for delta in model.generate(Request((Message("user", text),), max_tokens=most), lambda: False):
        match delta:
            case TextDelta() | ThoughtDelta():
                first = first or time.perf_counter() - start
                pieces += 1
            case Finished():
                finished = delta
            case _:
                pass
    whole = time.perf_counter() - start
    new = (finished.new_tokens if finished else 0) or pieces
    read = (finished.prompt_tokens if finished else 0) or model.count(text)
    return first or whole, whole, read if most == 1 else max(1, new - 1)


def bench_line(row: dict[str, object]) -> str:
    """Return the figures as one sentence."""
    return tr(
        "{name}: first word after {first} s, {pace} tokens a second, reads {reads} a second.",
        name=row["name"],
        first=row["first_token_s"],
        pace=row["tokens_per_s"],
        reads=row["prompt_tokens_per_s"] or "?",
    )
