"""`deskmate plan --jsonl`: every line gets its answer."""

import argparse
import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from assistant.agent.router import OpenRouter
from assistant.agent.understanding import Understanding
from assistant.base.clock import zone_named
from assistant.cli.plan import Planner, iso_duration, plain, stream
from assistant.domain.mail import Address
from assistant.skill.registry import discover
from assistant.skill.values import Moment, Person, Repeat, Span
from assistant.testing import Script
from tests.assistant.cli.conftest import Said

BERLIN = zone_named("Europe/Berlin")
NOON = datetime(2026, 12, 1, 12, tzinfo=BERLIN)
BASE = {"text": "lunch with Anna next Tuesday at noon", "now": "2026-11-23T10:00:00"}
LUNCH = json.dumps({"title": "lunch", "start": "next Tuesday at noon", "attendees": ["Anna"]})


@pytest.fixture
def answers() -> Callable[..., list[Any]]:
    """Return what answers lines with a model that says the given output to each."""

    def run(*lines: object, output: str = f"calendar.create {LUNCH}") -> list[Any]:
        options = argparse.Namespace(
            timezone="Europe/Berlin", now=NOON, locale="en", no_reply=False, model=None
        )
        script: Any = Script([output] * len(lines))
        registry = discover()
        planner = Planner(Understanding(script, OpenRouter(registry)), registry, options)
        target = io.StringIO()
        text = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        stream(io.StringIO("\n".join(text) + "\n"), target, planner.answer)
        return [json.loads(line) for line in target.getvalue().splitlines()]

    return run


def test_a_call_with_its_words(answers: Callable[..., list[Any]]) -> None:
    (found,) = answers({**BASE, "id": "7", "timezone": "Europe/Berlin", "locale": "en"})
    assert found.pop("ms") >= 0
    assert found == {
        "id": "7",
        "calls": [
            {
                "tool": "calendar.create",
                "arguments": {
                    "title": "lunch", "start": "2026-12-01T12:00:00+01:00", "attendees": ["Anna"],
                },
                "said": {
                    "title": "lunch", "start": "next Tuesday at noon", "attendees": ["Anna"],
                },
            }
        ],
        "reply": None,
        "clarify": None,
        "model": "script@00000000",
    }  # fmt: skip


def test_the_clock_of_the_line_counts(answers: Callable[..., list[Any]]) -> None:
    (found,) = answers({**BASE, "now": "2026-06-01T10:00:00", "timezone": "Asia/Shanghai"})
    assert found["calls"][0]["arguments"]["start"] == "2026-06-09T12:00:00+08:00"


def test_talk_and_questions(answers: Callable[..., list[Any]]) -> None:
    (talk,) = answers({"text": "hi"}, output="Hello.")
    assert (talk["calls"], talk["reply"]) == ([], "Hello.")
    (asked,) = answers({"text": "tea"}, output='reminders.create {"text": "tea"}')
    assert asked["clarify"] == "When?"
    assert asked["calls"][0]["arguments"] == {"text": "tea"}
    (wrong,) = answers({"text": "x"}, output='reminders.create {"text": "tea", "when": "blah"}')
    assert wrong["clarify"]
    assert wrong["calls"][0]["said"] == {"text": "tea", "when": "blah"}


BAD = [
    "nonsense", "[]", "null", '"x"', "1", "{}", '{"text": null}', '{"text": 5}', "{'text': 'x'}",
    '{"text": "x", "now": "noon"}', '{"text": "x", "now": 5}', '{"text": "x", "timezone": 5}',
    '{"text": "x", "timezone": "Mars"}', '{"text": "x", "locale": ["en"]}',
    '{"text": "x", "context": "abc"}', '{"text": "x", "context": [{}]}',
    '{"text": "x", "context": [[]]}', '{"text": "x", "context": [{"text": 5}]}',
    '{"text": "x", "context": 7}', json.dumps({"text": "x" * 100_000}), "[" * 20_000, '{"text": "',
]  # fmt: skip


@pytest.mark.parametrize("line", BAD)
def test_a_bad_line_gets_an_error_and_the_next_is_read(
    answers: Callable[..., list[Any]], line: str
) -> None:
    bad, good = answers(line, {**BASE, "id": 2})
    assert set(bad) == {"id", "error"}
    assert bad["error"]
    assert good["id"] == 2
    assert good["calls"]


def test_the_id_comes_back_with_the_error(answers: Callable[..., list[Any]]) -> None:
    (found,) = answers({"id": [1], "text": "x", "timezone": "Mars"})
    assert found["id"] == [1]


@pytest.mark.parametrize(
    "text", ["\ud800", "\0\x1b[31m", "😀", "مرحبا", "\u202emoc", "x" * 20_000, "30 February", " "]
)
def test_odd_words(answers: Callable[..., list[Any]], text: str) -> None:
    (found,) = answers({"id": 1, "text": text}, output="Hello.")
    assert found["id"] == 1
    assert found.get("reply") == "Hello." or found["error"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Moment("x", NOON), "2026-12-01T12:00:00+01:00"),
        (Moment("x", NOON.replace(hour=0), all_day=True), "2026-12-01"),
        (
            Span("x", NOON, NOON),
            {"start": "2026-12-01T12:00:00+01:00", "end": "2026-12-01T12:00:00+01:00"},
        ),
        (Repeat("x", "FREQ=DAILY", NOON), "FREQ=DAILY"),
        (Person("x", "Anna"), "Anna"),
        (Person("x", "Anna", "a@b.org"), "a@b.org"),
        (Address("a@b.org", "Anna"), "a@b.org"),
        ((Person("x", "Anna"), "y"), ["Anna", "y"]),
        (True, True),
    ],
)
def test_arguments_as_json(value: object, shown: object) -> None:
    assert plain(value) == shown


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(minutes=45), "PT45M"), (timedelta(days=1, hours=2), "P1DT2H"),
        (timedelta(0), "PT0S"), (timedelta(days=7), "P7D"), (timedelta(seconds=3661), "PT1H1M1S"),
    ],
)  # fmt: skip
def test_durations(length: timedelta, text: str) -> None:
    assert iso_duration(length) == text


@pytest.mark.model
@pytest.mark.timeout(180)
def test_the_real_model_answers_every_line(deskmate: Callable[..., Said]) -> None:
    lines = [json.dumps({**BASE, "id": 1, "timezone": "Europe/Berlin"}), "bad", '{"text": "hello"}']
    said = deskmate("plan", "--jsonl", "--no-reply", "--locale", "en", lines="\n".join(lines))
    assert said.code == 0, said.err
    first, second, third = said.lines
    assert first["calls"][0]["tool"] == "calendar.create"
    assert first["calls"][0]["arguments"]["start"] == "2026-12-01T12:00:00+01:00"
    assert first["model"].startswith("smollm2")
    assert second["error"]
    assert third["calls"] == []
