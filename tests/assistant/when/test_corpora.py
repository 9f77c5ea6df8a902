"""The scores that this room promises, on the corpora that others wrote."""

import pytest

from tests.conftest import CORPORA
from tests.evals.when import score
from tests.evals.when_score import Row, share

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return list(score(CORPORA / "time"))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("section", "least"), [("main", 97), ("holidays", 90), ("regional", 95)])
def test_duckling(rows: list[Row], language: str, section: str, least: float) -> None:
    assert share(rows, f"duckling {language}", section) >= least


@pytest.mark.parametrize("language", ["en", "zh"])
def test_recognizers(rows: list[Row], language: str) -> None:
    assert share(rows, f"recognizers {language}", "sentences") >= 90


def test_negatives(rows: list[Row]) -> None:
    assert share(rows, "recognizers en", "negatives") >= 98
