"""`deskmate when`: one phrase, or lines of JSON answered line by line."""

import argparse
import io
import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assistant.base.errors import UsageError
from assistant.cli import when

LINE = {"id": "1", "now": "2026-11-23T10:00:00", "timezone": "Europe/Berlin", "locale": "en"}


def options(**given: Any) -> argparse.Namespace:
    usual = {"now": None, "timezone": None, "locale": None, "json": False, "jsonl": True}
    return argparse.Namespace(**{"text": [], **usual, **given})


def answers(*lines: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    when.stream(io.StringIO("\n".join(lines) + "\n"), out, options())
    return [json.loads(line) for line in out.getvalue().splitlines()]


def ask(text: str) -> dict[str, Any]:
    return answers(json.dumps({**LINE, "text": text}))[0]


def test_a_line_gets_its_value_and_the_other_readings() -> None:
    answer = ask("lunch with Anna next Tuesday at noon")
    assert answer["id"] == "1"
    assert answer["matched"] == "next Tuesday at noon"
    assert answer["value"]["kind"] == "instant"
    assert answer["value"]["start"] == "2026-12-01T12:00:00"
    assert [other["start"] for other in answer["others"]] == ["2026-11-24T12:00:00"]
    assert answer["ms"] >= 0


def test_a_repetition_and_a_length() -> None:
    assert ask("every weekday at 9")["value"]["rrule"] == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    assert ask("45 minutes")["value"]["duration"] == "PT45M"


def test_a_text_without_a_time_has_no_value() -> None:
    answer = ask("hello")
    assert answer["value"] is None
    assert answer["matched"] is None
    assert answer["others"] == []


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        json.dumps({"id": "9"}),
        json.dumps({"id": "9", "text": "tomorrow", "timezone": "Mars/Base"}),
        json.dumps({"id": "9", "text": "tomorrow", "now": "soon"}),
        json.dumps({"id": "9", "text": "tomorrow", "now": 5}),
        json.dumps({"id": "9", "text": "tomorrow", "locale": 5}),
        json.dumps({"id": "9", "text": ["tomorrow"]}),
    ],
)
def test_a_bad_line_is_answered_and_the_next_is_read(line: str) -> None:
    bad, good = answers(line, json.dumps({**LINE, "text": "tomorrow"}))
    assert bad["error"]
    assert set(bad) == {"id", "error"}
    assert good["value"]["start"] == "2026-11-24T00:00:00"


def test_the_options_stand_in_for_missing_fields() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    given = options(now=datetime(2026, 11, 23, 10, tzinfo=zone), timezone="Asia/Shanghai")
    assert when.answer({"text": "明天"}, given)["value"]["start"] == "2026-11-24T00:00:00"


def test_a_phrase_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.set_defaults(now=datetime(2026, 11, 23, tzinfo=ZoneInfo("UTC")), timezone="UTC",
                        locale="en", json=True)  # fmt: skip
    when.add(parser.add_subparsers())
    parsed = parser.parse_args(["when", "tomorrow", "at", "3pm"])
    assert parsed.run(parsed) == 0
    assert json.loads(capsys.readouterr().out)["value"]["start"] == "2026-11-24T15:00:00"


def test_nothing_to_read_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="nothing to read"):
        when.run(options(jsonl=False))
