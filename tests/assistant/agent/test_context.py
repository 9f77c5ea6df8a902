"""Every request fits into 2,048 tokens, counted by the embedded model's own tokenizer."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from assistant.agent.router import OpenRouter, Route
from assistant.agent.understanding import Seat, Understanding
from assistant.base.clock import FrozenClock, zone_named
from assistant.llm.model import Delta, Finished, Message, Request
from assistant.llm.schemas import told_in_words
from assistant.llm.tokens import Tokens
from assistant.skill.context import Context
from assistant.skill.registry import discover
from assistant.testing import MONDAY, MemoryReads, Script
from tests.conftest import MODELS

pytestmark = pytest.mark.model
LINES = ("We spoke about the plan for the garden and who waters it. " * 11)[:600]
CHINESE = ("我们讨论了花园的计划，还有谁来浇水，什么时候买种子。" * 30)[:600]
FOUND = "1. parcel, Monday 30 November 2026, 09:00\n" * 400


class Noting(Script):
    """Counts as the real tokenizer does, and keeps what it was asked."""

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._tokens = tokens

    def count(self, text: str) -> int:
        return len(self._tokens.encode(text))

    def generate(self, request: Request, stopped: Callable[[], bool]) -> Iterator[Delta]:
        self.asked.append(request)
        yield Finished("stop", 0, 0, 0.0)


@pytest.fixture(scope="module")
def real() -> Tokens:
    return Tokens(MODELS / "smollm2-135m-instruct")


def asked(mind: Understanding, route: Route, so_far: Sequence[Message], line: str) -> Request:
    context = Context(
        FrozenClock(MONDAY, zone_named("UTC")), MemoryReads(), "en", "what about tomorrow", []
    )
    history = [Message("user", line), Message("assistant", line)] * 3
    list(mind.ask(route, context, history, lambda: False, so_far))
    request: Request = mind.model.asked[-1]  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize("line", [LINES, CHINESE], ids=["en", "zh"])
def test_talk_with_a_long_history(real: Tokens, line: str) -> None:
    mind = Understanding(Noting(real), OpenRouter(discover()))
    request = asked(mind, Route(()), (), line)
    assert len(real.chat(request.messages)) + request.max_tokens <= 2048
    assert len(request.messages) > 2  # some of the history is there


@pytest.mark.parametrize("line", [LINES, CHINESE], ids=["en", "zh"])
def test_all_tools_a_long_history_and_long_results(real: Tokens, line: str) -> None:
    registry = discover()
    mind = Understanding(Noting(real), OpenRouter(registry), chains=True, seat=Seat(2048))
    call = 'reminders.find {"when": "tomorrow"}'
    so_far = [Message("assistant", call), Message("tool", FOUND)] * 3
    request = asked(mind, mind.route("x"), so_far, line)
    prompt = real.chat(told_in_words(request.messages, request.tools))
    assert len(prompt) + request.max_tokens <= 2048
    roles = [one.role for one in request.messages]
    assert roles.count("tool") == 3
    assert request.tools
