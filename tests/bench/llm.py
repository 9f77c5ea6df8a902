"""The embedded model: how long a call takes and where the time goes."""

import itertools
import statistics
import time
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import psutil

from assistant.agent.router import NearestRouter
from assistant.agent.understanding import Understanding
from assistant.base.clock import FrozenClock
from assistant.base.paths import find_paths
from assistant.cli.selftest import sentences
from assistant.llm.host import HostedModel
from assistant.llm.model import Finished, Message, Request, TextDelta
from assistant.llm.nearest import is_cjk
from assistant.skill.context import Context
from assistant.skill.registry import discover
from assistant.testing.memory import MemoryReads

ZONE = ZoneInfo("Europe/Berlin")
CLOCK = FrozenClock(datetime(2026, 11, 23, 10, tzinfo=ZONE), ZONE)
Row = tuple[str, float | str, str, str]


def never() -> bool:
    """Do not stop."""
    return False


def rows() -> list[Row]:
    """Measure the installed default model."""
    start = time.perf_counter()
    model = HostedModel(find_paths().models)
    model.load()
    ready = time.perf_counter() - start
    try:
        found: list[Row] = [
            ("model", model.name, "", ""),
            ("ready to answer", ready, "s", "< 2"),
        ]
        return [*found, *_reading(model), *_talk(model), *_calls(model), *_memory(model)]
    finally:
        model.close()


def _reading(model: HostedModel) -> Iterator[Row]:
    words = " ".join(f"word{number}" for number in range(150))
    request = Request((Message("user", words),), max_tokens=1)
    *_, last = model.generate(request, never)
    assert isinstance(last, Finished)
    yield "prompt", last.prompt_tokens / last.seconds, "tokens/s", ""


def _talk(model: HostedModel) -> Iterator[Row]:
    request = Request((Message("user", "Tell me a story about the sea."),), max_tokens=60)
    start = time.perf_counter()
    times = [
        time.perf_counter() for one in model.generate(request, never) if isinstance(one, TextDelta)
    ]
    steps = [later - earlier for earlier, later in itertools.pairwise(times)]
    yield "first word of an answer", (times[0] - start) * 1000, "ms", ""
    yield "a token, median", statistics.median(steps) * 1000, "ms", ""
    yield "Stop", _stop(model, request) * 1000, "ms", "< 200"


def _stop(model: HostedModel, request: Request) -> float:
    wished: list[float] = []
    answer = model.generate(request, lambda: bool(wished))
    for number, _ in enumerate(answer):
        if number == 5:
            wished.append(time.perf_counter())
    return time.perf_counter() - wished[0]


def _calls(model: HostedModel) -> Iterator[Row]:
    mind = Understanding(model, NearestRouter(discover(), model))
    start = time.perf_counter()
    mind.route("warm up")
    yield "router ready", time.perf_counter() - start, "s", ""
    routing, whole, prompts, tokens = [], [], [], []
    for one in sentences():
        text = one["text"]
        context = Context(CLOCK, MemoryReads(), "zh" if is_cjk(text) else "en", text)
        start = time.perf_counter()
        route = mind.route(text)
        routing.append(time.perf_counter() - start)
        heard = mind.hear(mind.ask(route, context, (), never), lambda _: None)
        whole.append(time.perf_counter() - start)
        if heard.finished:
            prompts.append(heard.finished.prompt_tokens)
            tokens.append(heard.finished.new_tokens)
    whole.sort()
    yield "router, median", statistics.median(routing) * 1000, "ms", ""
    yield "prompt of a call, median", statistics.median(prompts), "tokens", ""
    yield "a call, median", statistics.median(tokens), "tokens", ""
    yield "whole call, p50", statistics.median(whole), "s", ""
    yield "whole call, p95", whole[int(len(whole) * 0.95)], "s", ""


def _memory(model: HostedModel) -> Iterator[Row]:
    if model.pid is not None:
        used = psutil.Process(model.pid).memory_info().rss / 2**20
        yield "memory of the model host", used, "MiB", "<= 600"
