import pytest

from assistant.skill.registry import Registry
from assistant.training.fitting import Unfit, fitted


def test_arguments_stand_in_the_tools_order(registry: Registry) -> None:
    said = fitted(
        registry.tool("calendar.create"),
        "tomorrow at 3 pm tea with Anna and Ben",
        [
            ("start", "tomorrow at 3 pm"),
            ("title", "tea"),
            ("attendees", "Anna"),
            ("attendees", "Ben"),
        ],
        "en",
    )
    assert list(said) == ["title", "start", "attendees"]
    assert said["attendees"] == ("Anna", "Ben")


def test_a_time_is_the_phrase_that_code_finds(registry: Registry) -> None:
    said = fitted(
        registry.tool("reminders.create"),
        "明天下午三点提醒我喝水",
        [("text", "喝水"), ("when", "明天")],
        "zh",
    )
    assert said["when"] == "明天下午三点"


def test_words_across_a_time_are_unfit(registry: Registry) -> None:
    with pytest.raises(Unfit):
        fitted(
            registry.tool("reminders.create"),
            "remind me to call tomorrow Anna",
            [("text", "call tomorrow Anna")],
            "en",
        )


def test_a_time_that_nobody_finds_is_unfit(registry: Registry) -> None:
    pairs = [("text", "stretch"), ("when", "whenever")]
    tool = registry.tool("reminders.create")
    with pytest.raises(Unfit):
        fitted(tool, "remind me to stretch whenever", pairs, "en")


def test_a_follow_up_may_leave_words_to_the_turn_before(registry: Registry) -> None:
    said = fitted(
        registry.tool("calendar.create"),
        "make it noon",
        [("title", "tea"), ("start", "noon")],
        "en",
        earlier=["tea on Friday"],
    )
    assert said == {"title": "tea", "start": "noon"}


def test_a_time_that_is_said_now_goes_before_one_of_earlier(registry: Registry) -> None:
    said = fitted(
        registry.tool("calendar.find"),
        "and on March 10th",
        [("when", "March 10th")],
        "en",
        earlier=["am I free from March 10th to March 20th"],
    )
    assert said == {"when": "March 10th"}
