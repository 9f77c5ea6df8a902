"""The embedded model beside llama.cpp: the same file, threads and sentences, in turns.

A whole call is a sentence in, a validated call out: ours with routing, by the trained adapter
(as the program does it) and by examples alone (the stock weights). llama.cpp is given the routed
tools for nothing, the same examples as JSON, and its own grammar for their JSON Schema. On a busy
machine the clock lies for both; the seconds of processor are printed beside it.
"""

import json
import statistics
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import psutil

from assistant.agent.router import NearestRouter, TunedRouter
from assistant.agent.understanding import Understanding
from assistant.base.clock import FrozenClock
from assistant.base.paths import find_paths
from assistant.llm.host import HostedModel
from assistant.llm.model import Delta, Finished, Message, Model, Request, Slot, TextDelta, ToolSpec
from assistant.llm.nearest import is_cjk
from assistant.llm.process import usual_threads
from assistant.llm.prompt import messages_for
from assistant.skill.context import Context
from assistant.skill.registry import discover
from assistant.testing.memory import MemoryReads
from tests.bench.llama import Llama, Missing

ZONE = ZoneInfo("Europe/Berlin")
CLOCK = FrozenClock(datetime(2026, 11, 23, 10, tzinfo=ZONE), ZONE)
SENTENCES = Path(__file__).with_name("sentences.toml")
STORY = (Message("user", "Tell me a story about the sea."),)
Row = tuple[str, float | str, str, str]
Times = list[tuple[float, float]]  # by the clock, by the processor


def never() -> bool:
    """Do not stop."""
    return False


def rows() -> Iterator[Row]:
    """Measure the installed default model."""
    start = time.perf_counter()
    model = HostedModel(find_paths().models)
    model.load()
    yield "model", model.name, "", ""
    yield "ready to answer", time.perf_counter() - start, "s", "<= 2"
    try:
        llama: Llama | None = Llama(usual_threads())
    except Missing as missing:
        llama = None
        yield "llama.cpp", f"not measured: {missing}", "", ""
    try:
        yield from _Side(model, llama).rows()
        yield "memory of the model host", model.memory / 2**20, "MiB", "<= 600"
    finally:
        model.close()
        if llama is not None:
            llama.close()


class _Side:
    """Both engines, asked in turns."""

    def __init__(self, model: HostedModel, llama: Llama | None) -> None:
        self.model, self.llama = model, llama
        self.host = psutil.Process(model.pid)
        self.spent: Counter[str] = Counter()

    def rows(self) -> Iterator[Row]:
        """Yield everything."""
        yield from self._reading()
        yield from self._talking()
        yield "Stop", self._stop() * 1000, "ms", "<= 100"
        yield from self._calling()

    def timed(self, work: Callable[[], object]) -> tuple[float, float]:
        """Return seconds by the clock and by the processor, the host's and our own."""
        start, processor = time.perf_counter(), self._processor()
        work()
        return time.perf_counter() - start, self._processor() - processor

    def _processor(self) -> float:
        host = self.host.cpu_times()
        return float(host.user + host.system) + time.process_time()

    def _reading(self) -> Iterator[Row]:
        ours: Times = []
        theirs: Times = []
        for number in range(4):
            words = " ".join(f"word{one + number}" for one in range(150))
            request = Request((Message("user", words),), max_tokens=1)
            deltas: list[Delta] = []
            answer = self.model.generate(request, never)
            wall, cpu = self.timed(partial(deltas.extend, answer))
            count = next(one.prompt_tokens for one in deltas if isinstance(one, Finished))
            ours.append((wall / count, cpu / count))
            if self.llama:
                found = self.llama.ask("read", text=words)
                theirs.append((found["wall"] / found["tokens"], found["cpu"] / found["tokens"]))
        speeds = [[(1 / wall, 1 / cpu) for wall, cpu in times] for times in (ours, theirs)]
        yield from _compared("prompt", speeds[0], speeds[1], ("tokens/s", 1), ">= 2")

    def _talking(self) -> Iterator[Row]:
        first: tuple[Times, Times] = ([], [])
        token: tuple[Times, Times] = ([], [])
        for _ in range(3):
            list(self.model.generate(Request((Message("user", "hi"),), max_tokens=1), never))
            start, processor = time.perf_counter(), self._processor()
            times = [
                (time.perf_counter(), self._processor())
                for one in self.model.generate(Request(STORY, max_tokens=60), never)
                if isinstance(one, TextDelta)
            ]
            first[0].append((times[0][0] - start, times[0][1] - processor))
            (begin, cpu), (end, last) = times[0], times[-1]
            token[0].append(((end - begin) / (len(times) - 1), (last - cpu) / (len(times) - 1)))
            if self.llama:
                story = [{"role": one.role, "content": one.text} for one in STORY]
                self.llama.ask("talk", messages=[{"role": "user", "content": "hi"}])
                found = self.llama.ask("talk", messages=story)
                first[1].append((found["wall"], found["cpu"]))
                token[1].append((found["token wall"], found["token cpu"]))
        yield from _compared("first word of an answer", *first, ("ms", 1000), "<= 0.5")
        yield from _compared("a token", *token, ("ms", 1000), "<= 1.5")

    def _stop(self) -> float:
        wished: list[float] = []
        answer = self.model.generate(Request(STORY, max_tokens=60), lambda: bool(wished))
        for number, _ in enumerate(answer):
            if number == 5:
                wished.append(time.perf_counter())
        return time.perf_counter() - wished[0]

    def _calling(self) -> Iterator[Row]:
        registry = discover()
        nearest = NearestRouter(registry, self.model)
        wall, _ = self.timed(lambda: nearest.route("warm up"))
        yield "router ready", wall, "s", ""
        trained = Understanding(self.model, TunedRouter(registry, self.model, nearest))
        stock = Understanding(self.model, nearest)
        trained.route("warm up")
        ours: Times = []
        plain: Times = []
        theirs: Times = []
        new: list[int] = []
        for text in tomllib.loads(SENTENCES.read_text("utf-8"))["sentences"]:
            ours.append(self.timed(partial(self._call, trained, text, count=True)))
            plain.append(self.timed(partial(self._call, stock, text)))
            if self.llama:
                found = self.llama.ask("call", **_question(stock, text))
                theirs.append((found["wall"], found["cpu"]))
                new.append(found["new"])
        yield from _compared("whole call", ours, theirs, ("s", 1), "<= 0.3", late="<= 0.5")
        yield from _compared("whole call by examples", plain, theirs, ("s", 1), "", late="")
        if new:
            yield "tokens of a call of llama.cpp, median", statistics.median(new), "tokens", ""
        for what, number in self.spent.items():
            unit = "" if what.endswith(("steps", "tokens")) and what != "steps" else "ms"
            mean = number / len(ours)
            yield f"of a call, mean: {what}", mean * (1000 if unit else 1), unit, ""

    def _call(self, mind: Understanding, text: str, *, count: bool = False) -> None:
        begin = time.perf_counter()
        context = Context(CLOCK, MemoryReads(), "zh" if is_cjk(text) else "en", text)
        route = mind.route(text)
        routed = time.perf_counter()
        heard = mind.hear(mind.ask(route, context, (), never), lambda _: None)
        end = time.perf_counter()
        if count:
            known: dict[str, float] = dict(heard.finished.spent) if heard.finished else {}
            rest = sum(known.get(one, 0.0) for one in ("prompt", "grammar", "steps"))
            self.spent.update(
                {"route": routed - begin, **known, "parse and pipes": end - routed - rest}
            )


def _compared(
    what: str,
    ours: Times,
    theirs: Times,
    unit: tuple[str, float],
    goal: str,
    *,
    late: str | None = None,
) -> Iterator[Row]:
    """Yield medians, those of llama.cpp, and the ratios by the clock and by the processor."""
    shares = [("median", 0.5, goal)] + ([("p95", 0.95, late)] if late is not None else [])
    for name, share, limit in shares:
        mine = [_at(sorted(one), share) * unit[1] for one in zip(*ours, strict=True)]
        yield f"{what}, {name}", mine[0], unit[0], ""
        if theirs:
            other = [_at(sorted(one), share) * unit[1] for one in zip(*theirs, strict=True)]
            yield f"{what}, {name}, llama.cpp", other[0], unit[0], ""
            yield f"{what}, {name}, ratio", mine[0] / other[0], "", limit
            yield f"{what}, {name}, ratio by processor time", mine[1] / other[1], "", limit


def _at(ordered: Sequence[float], share: float) -> float:
    return statistics.median(ordered) if share == 0.5 else ordered[int(len(ordered) * share)]


def _question(mind: Understanding, text: str) -> dict[str, object]:
    """Return the routed tools of one sentence as llama.cpp is asked for a call of them."""
    context = Context(CLOCK, MemoryReads(), "zh" if is_cjk(text) else "en", text)
    route = mind.route(text)
    listener = _Listener(mind.model)
    list(Understanding(listener, mind.router).ask(route, context, (), never))
    request = listener.asked[0]
    tools = request.tools
    messages = messages_for(tools, text) if tools else list(request.messages)
    shown = [{"role": one.role, "content": _as_json(one)} for one in messages]
    return {
        "messages": shown,
        "schema": {"oneOf": [_schema(tool) for tool in tools]} if tools else {},
    }


class _Listener:
    """A model that notes what it is asked and leaves the rest to another one."""

    def __init__(self, model: Model) -> None:
        self.name = model.name
        self.asked: list[Request] = []
        self.embed, self.count, self.close = model.embed, model.count, model.close
        self.log_likelihood = model.log_likelihood

    def generate(self, request: Request, stopped: Callable[[], bool]) -> Iterator[Delta]:
        """Note `request`."""
        self.asked.append(request)
        return iter(())


def _as_json(message: Message) -> str:
    name, brace, body = message.text.partition(" {")
    if message.role != "assistant" or not brace:
        return message.text
    call = {"tool": name, "arguments": json.loads("{" + body)}
    return json.dumps(call, ensure_ascii=False)


def _schema(tool: ToolSpec) -> dict[str, object]:
    return {
        "type": "object",
        "properties": {
            "tool": {"const": tool.name},
            "arguments": {
                "type": "object",
                "properties": {slot.name: _kind(slot) for slot in tool.slots},
                "required": [slot.name for slot in tool.slots if slot.required],
                "additionalProperties": False,
            },
        },
        "required": ["tool", "arguments"],
        "additionalProperties": False,
    }


def _kind(slot: Slot) -> dict[str, object]:
    one: dict[str, object] = {"type": slot.kind}
    return {"type": "array", "items": one, "maxItems": 4} if slot.many else one


if __name__ == "__main__":
    for row in rows():
        print(*row, file=sys.stdout, flush=True)
