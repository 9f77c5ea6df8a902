"""One sentence through router, grammar and model, as in a turn: measured is what is used."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

from assistant.agent.router import NearestRouter, TunedRouter
from assistant.agent.understanding import Understanding
from assistant.base.clock import FrozenClock
from assistant.llm.adapters import TALK
from assistant.llm.host import HostedModel
from assistant.llm.model import Message
from assistant.skill.context import Context
from assistant.skill.registry import Registry
from assistant.store.store import Store
from assistant.training.rows import Row
from assistant.training.scoring import Given

_ZONE = ZoneInfo("UTC")
_NOW = datetime(2026, 11, 23, 10, tzinfo=_ZONE)


class Answering:
    """Answers rows one by one; carries nothing out."""

    def __init__(self, model: HostedModel, registry: Registry) -> None:
        clock = FrozenClock(_NOW, _ZONE)
        self._clock, self._store = clock, Store(None, clock)
        router = TunedRouter(registry, model, NearestRouter(registry, model))
        self._mind = Understanding(model, router)

    def __call__(self, row: Row) -> Given:
        """Return the call for one sentence; free talk is not waited for."""
        start = time.perf_counter()
        history = [Message(role, text) for role, text in row.before]
        route = self._mind.route(row.text, history)
        call = None
        if route.tools:
            context = Context(self._clock, self._store.reads, row.language, row.text)
            call = self._mind.hear(
                self._mind.ask(route, context, history, lambda: False), lambda _: None
            ).call
        seconds = time.perf_counter() - start
        if call is None or call.tool == TALK:
            return Given("", {}, seconds)
        return Given(call.tool, call.said, seconds)
