"""Phrases inside sentences: where they stand, and what is none."""

from itertools import pairwise
from pathlib import Path

import pytest

from assistant.when import find
from tests.assistant.when.said import NOW, ZONE, matched, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lunch with Anna next Tuesday at noon", ["next Tuesday at noon"]),
        ("Dentist on 4 Dec, then call mum at 5pm", ["4 Dec", "at 5pm"]),
        ("提醒我明天下午三点交报告", ["明天下午三点"]),
        ("周五上午十点开会，下周三之前交稿", ["周五上午十点", "下周三之前"]),
        ("Gym every Monday at 7am", ["every Monday at 7am"]),
        ("明天和Tom吃饭 at 7pm", ["明天", "at 7pm"]),
    ],
)
def test_phrases_are_found_in_order(text: str, expected: list[str]) -> None:
    assert matched(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "You may want to look at the second draft",
        "There were 2000 people in room 12",
        "Version 3.14 costs $20 and weighs 5 kg",
        "ticket ABC-12345-A1B2C3",
        "两个人三只猫",
        "五角大楼",
        "192.168.255.255",
    ],
)
def test_what_only_looks_like_a_time_is_left_alone(text: str) -> None:
    assert matched(text) == []


def starts_of(text: str) -> list[str]:
    return [told(found.readings[0].start) for found in find(text, NOW, ZONE)]


def test_a_list_shares_its_week() -> None:
    assert starts_of("next week on Tuesday or Thursday") == ["2026-12-01", "2026-12-03"]
    assert starts_of("Monday, Wednesday and Friday next week") == [
        "2026-11-30",
        "2026-12-02",
        "2026-12-04",
    ]


def test_a_list_shares_its_month() -> None:
    assert starts_of("December 17th, 18th or 19th") == ["2026-12-17", "2026-12-18", "2026-12-19"]
    assert starts_of("the 22nd, 23rd or 31st of March") == [
        "2027-03-22",
        "2027-03-23",
        "2027-03-31",
    ]
    assert matched("she came in 2nd, he was 3rd") == []


def test_a_list_shares_its_day() -> None:
    assert starts_of("tomorrow at 9am or 1pm") == ["2026-11-24 09:00", "2026-11-24 13:00"]


def test_places_are_those_of_the_text() -> None:
    text = "Ｎｏｔｅ：  開會 後天 下午３點 ok?"
    for found in find(text, NOW, ZONE, "zh"):
        assert text[found.start : found.end] == found.text
    assert matched(text, "zh") == ["後天 下午３點"]


def test_phrases_do_not_overlap() -> None:
    found = find("from Monday to Friday 9-5 next week until noon tomorrow", NOW, ZONE)
    assert all(one.end <= two.start for one, two in pairwise(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("move my 3pm to 5pm", ["3pm", "5pm"]),
        ("move the meeting from 3pm to 5pm tomorrow", ["3pm", "5pm tomorrow"]),
        ("reschedule the dentist from Monday to Tuesday at 9", ["Monday", "Tuesday at 9"]),
        ("move lunch from 12 to 1", ["from 12", "to 1"]),
        ("move it to Friday from 3 to 5", ["Friday from 3 to 5"]),
        ("change the meeting to 3 to 5pm", ["3 to 5pm"]),
        ("book the room from 3pm to 5pm", ["from 3pm to 5pm"]),
        ("把三点的会改到五点", ["三点", "五点"]),
    ],
)
def test_what_is_moved_stands_at_one_time_and_goes_to_another(
    text: str, expected: list[str]
) -> None:
    assert matched(text) == expected


def test_what_is_moved_goes_to_a_time_of_the_same_day() -> None:
    assert starts_of("move the call on Friday from 3 to 5") == [
        "2026-11-27 15:00",
        "2026-11-27 17:00",
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_words_that_only_look_like_times_are_left_alone(language: str) -> None:
    path = Path(__file__).with_name(f"no_time_{language}.txt")
    sentences = path.read_text("utf-8").splitlines()
    misread = [text for text in sentences if find(text, NOW, ZONE, language)]
    assert len(sentences) >= 150
    assert len(misread) <= len(sentences) * 0.02, misread


def test_an_empty_line_parts_phrases_and_a_line_break_does_not() -> None:
    assert matched("See you on Friday\n\n3pm works as well") == ["Friday", "3pm"]
    assert matched("See you on Friday\nat 3pm") == ["Friday\nat 3pm"]
