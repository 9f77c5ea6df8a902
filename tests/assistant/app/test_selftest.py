"""The twenty sentences, and what a model scored with them."""

from pathlib import Path

import pytest

from assistant.agent.calling import Caller
from assistant.agent.parsing import Call
from assistant.agent.router import OpenRouter
from assistant.agent.understanding import Understanding
from assistant.app.selftest import Score, Scores, fault, scored, selftest, sentences
from assistant.base.clock import FrozenClock, zone_named
from assistant.skill.contract import call_text
from assistant.skill.registry import discover
from assistant.testing import MONDAY, MemoryReads, Script


def test_there_are_ten_sentences_a_language() -> None:
    texts = [one["text"] for one in sentences()]
    assert len(set(texts)) == 20
    assert sum(text.isascii() for text in texts) == 10


def test_what_is_wrong_is_named() -> None:
    caller = Caller(discover(), MemoryReads(), FrozenClock(MONDAY, zone_named("UTC")))
    wanted = {"tool": "reminders.create", "said": {"text": "tea"}}
    assert fault(wanted, None, caller) == "no call"
    assert fault(wanted, Call("clock.now", {}), caller) == "clock.now"
    assert fault(wanted, Call("reminders.create", {"text": "x"}), caller) == "text: x"
    assert "no such" in fault(wanted, Call("reminders.create", {"text": "tea", "q": "x"}), caller)
    assert fault(wanted, Call("reminders.create", {"text": "tea", "when": "w"}), caller) == ""


def test_a_model_that_knows_all_answers_scores_twenty() -> None:
    registry = discover()
    outputs = [call_text(one["tool"], one["said"]) for one in sentences()]
    mind = Understanding(Script(outputs), OpenRouter(registry), chains=True)
    ticks = iter(range(1000))
    score, rows = scored(selftest(mind, registry), lambda: float(next(ticks)))
    assert str(score) == "20/20", rows
    assert score.seconds == pytest.approx(1.0)


def test_scores_are_kept(tmp_path: Path) -> None:
    kept = Scores(tmp_path / "home")
    assert kept.of("x") is None
    kept.keep("x", Score(18, 20, 0.5))
    assert Scores(tmp_path / "home").of("x") == Score(18, 20, 0.5)
    (tmp_path / "home" / "selftests.json").write_text('{"x": "y"}', "utf-8")
    assert kept.of("x") is None
