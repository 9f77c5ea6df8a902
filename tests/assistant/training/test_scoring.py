from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.skill.contract import Words
from assistant.training.charts import before_after, confusions, loss_curve, misses
from assistant.training.fairness import fair_rows, fairness
from assistant.training.report import Measured, card, metrics
from assistant.training.rows import Row
from assistant.training.scoring import Given, Score, compared, measured, table

TOOLS = {"calendar.create": frozenset({"title", "start"})}
ROW = Row("tea at noon", "calendar.create", {"title": "tea", "start": "noon"}, source="ours")


def one(tool: str, said: dict[str, Words]) -> dict[str, float]:
    score = Score()
    score.add(ROW, Given(tool, said, 0.1), TOOLS)
    return score.rates()


def test_a_whole_call_has_every_argument_right() -> None:
    assert one("calendar.create", {"title": "tea", "start": "at noon"})["whole call"] == 1
    missing = one("calendar.create", {"title": "tea"})
    assert (missing["whole call"], missing["argument words"]) == (0, 0.5)


def test_what_is_missing_must_be_asked_for() -> None:
    score = Score()
    row = Row("tea", "calendar.create", {"title": "tea"})
    score.add(row, Given("calendar.create", {"title": "tea"}, 0.1), TOOLS)
    score.add(row, Given("calendar.create", {"title": "tea", "start": "tea"}, 0.1), TOOLS)
    assert score.rates()["asked"] == 0.5


def test_of_a_partial_row_only_its_own_words_count() -> None:
    score = Score()
    row = Row("tea at noon", "calendar.create", {"title": "tea"}, partial=True)
    score.add(row, Given("calendar.create", {"title": "tea", "start": "noon"}, 0.1), TOOLS)
    assert score.rates()["whole call"] == 1


def test_another_tool_has_no_argument_right() -> None:
    rates = one("", {})
    assert (rates["tool"], rates["argument words"], rates["whole call"]) == (0, 0, 0)


def test_what_was_not_said_counts_against_the_call() -> None:
    assert sorted(compared({"title": "tea"}, {"title": "tea", "notes": "noon"})) == [False, True]


def test_a_tool_that_does_not_exist_must_be_refused() -> None:
    score = Score()
    score.add(Row("x", "tasks.add", named=True), Given("", {}, 0.1), TOOLS)
    score.add(Row("x", ""), Given("calendar.create", {}, 0.1), TOOLS)
    assert score.rates()["refused"] == 0.5
    assert "tool" not in score.rates()


def always(tool: str, said: Callable[[Row], dict[str, Words]]) -> Callable[[Row], Given]:
    return lambda row: Given(tool, said(row), 0.2)


def test_the_table_and_the_card_hold_the_numbers() -> None:
    scores = measured([ROW], always("calendar.create", lambda row: dict(row.said)), TOOLS)
    shown = table(scores)
    assert "100.0 % of 1" in shown
    found = Measured("stock@1", scores, 0.9, {"Zoë": 2})
    text = card(found, found, {"losses": [{"step": 1, "loss": 2.0}, {"step": 2, "loss": 1.0}]}, "x")
    assert "90.0%" in text
    assert "Zoë 2" in text
    assert text.count("<svg") == 4
    assert metrics(found, found, {})["after"]["en tool"] == 1
    assert loss_curve([]) == before_after({}, {}) == confusions({}) == misses({}, 5) == ""


def test_fairness_is_sameness() -> None:
    def knows_few(row: Row) -> Given:
        return Given("" if "Björn" in row.text else row.tool, row.said, 0.1)

    share, misses = fairness(knows_few)
    sentences = {sentence for sentence, _, _ in fair_rows()}
    assert set(misses) == {"Björn"}
    assert misses["Björn"] == len(sentences)
    assert share == pytest.approx(1 - 1 / 40)


def test_forty_names(tmp_path: Path) -> None:
    assert len({name for _, name, _ in fair_rows()}) == 40
