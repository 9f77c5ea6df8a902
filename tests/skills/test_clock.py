"""The time of day, here and elsewhere."""

import pytest

from assistant.base import i18n
from assistant.skill.questions import NeedsAnswer
from tests.skills.hands import answer


def test_the_time() -> None:
    assert answer("clock.now").text == "It is Monday 23 November 2026, 10:00."


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"place": "Tokyo"}, "It is Monday 23 November 2026, 18:00."),
        ({"place": "in New York"}, "It is Monday 23 November 2026, 04:00."),
        ({"place": "悉尼时间"}, "It is Monday 23 November 2026, 20:00."),
        ({"place": "reykjavik"}, "It is Monday 23 November 2026, 09:00."),
        ({"place": "Asia/Tokyo"}, "It is Monday 23 November 2026, 18:00."),
        ({}, "It is Monday 23 November 2026, 10:00."),
        (
            {"when": "3 pm", "place": "London"},
            "Monday 23 November 2026, 15:00 here is Monday 23 November 2026, 14:00 in London.",
        ),
        ({"when": "3 pm Tokyo time"}, "That is Tuesday 24 November 2026, 07:00 here."),
        (
            {"when": "tomorrow at 23:30", "place": "Delhi"},
            "Tuesday 24 November 2026, 23:30 here is Wednesday 25 November 2026, 04:00 in Delhi.",
        ),
    ],
)
def test_elsewhere(said: dict[str, str], text: str) -> None:
    assert answer("clock.convert", **said).text == text


def test_elsewhere_in_chinese() -> None:
    i18n.use("zh")
    assert answer("clock.convert", when="明天上午九点", place="东京").text == (
        "这里的2026年11月24日 星期二 09:00，在东京是2026年11月24日 星期二 17:00。"
    )


@pytest.mark.parametrize("place", ["Middle Earth", "Asia/Atlantis", "123"])
def test_a_place_that_nobody_knows_is_asked_about(place: str) -> None:
    with pytest.raises(NeedsAnswer, match="time zone") as caught:
        answer("clock.convert", place=place)
    assert caught.value.argument == "place"
