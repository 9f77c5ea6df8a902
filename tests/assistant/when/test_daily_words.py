"""What a calendar's user types on an ordinary day."""

import pytest

from assistant.when import find
from tests.assistant.when.said import NOW, ZONE, matched, readings, rule, span, start, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("first half of January", ("2027-01-01", "2027-01-16")),
        ("second half of 2027", ("2027-07-01", "2028-01-01")),
        ("last winter", ("2025-12-21", "2026-03-19")),
        ("未来一个月", ("2026-11-24", "2026-12-24")),
        ("过去两周", ("2026-11-09", "2026-11-23")),
        ("上世纪九十年代", ("1990-01-01", "2000-01-01")),
    ],
)
def test_stretches(text: str, expected: tuple[str, str]) -> None:
    assert span(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tomorrow evening around 8", "2026-11-24 20:00"),
        ("next month on the 20th", "2026-12-20"),
        ("8am New York time on Monday", "2026-11-30 14:00"),
        ("十二月廿三", "2026-12-23"),
        ("晚上八点前后", "2026-11-23 20:00"),
    ],
)
def test_moments(text: str, expected: str) -> None:
    assert matched(text) == [text]
    assert start(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("first thing tomorrow", "2026-11-24 08:00"),
        ("late this afternoon", "2026-11-23 17:00"),
        ("end of month", "2026-11-30"),
        ("beginning of next month", "2026-12-01"),
        ("年底", "2026-12-31"),
    ],
)
def test_the_one_moment_of_a_stretch(text: str, expected: str) -> None:
    assert told(readings(text)[0].at) == expected


def test_repeats() -> None:
    assert rule("quarterly on the 15th") == "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15"
    assert rule("每天早晚各一次", "zh") == "FREQ=DAILY;BYHOUR=9,18;BYMINUTE=0"


def test_a_part_of_day_beside_another_is_on_its_day() -> None:
    found = find("Friday morning or afternoon", NOW, ZONE)
    assert [told(one.readings[0].start) for one in found] == ["2026-11-27", "2026-11-27 12:00"]


def test_an_hour_and_minutes_joined_are_a_length() -> None:
    assert readings("1h30 of focus time")[0].duration_iso == "PT1H30M"
    assert start("at 9h30") == "2026-11-24 09:30"


def test_since_lies_back() -> None:
    assert start("since Monday") == "2026-11-23"
    assert start("since Friday") == "2026-11-20"
    assert start("五月以来", "zh") == "2026-05-01"
    assert start("from Monday on") == "2026-11-30"


def test_a_day_just_gone_comes_second() -> None:
    found = [told(reading.start) for reading in readings("Nov 12")]
    assert found == ["2027-11-12", "2026-11-12"]
    assert [told(reading.start) for reading in readings("Nov 25")] == ["2026-11-25"]


def test_so_many_times_a_day_are_spread_over_it() -> None:
    assert rule("5 times a day") == "FREQ=DAILY;BYHOUR=8,11,14,17,20;BYMINUTE=0"


def test_to_an_hour_is_a_time_where_something_is_moved() -> None:
    assert matched("move lunch to 1") == ["to 1"]
    assert matched("change the font size to 12") == []
