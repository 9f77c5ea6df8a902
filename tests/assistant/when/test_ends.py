"""Ends that may or may not belong to a stretch, and words that mean one of two things."""

import pytest

from tests.assistant.when.said import matched, readings, span, start, starts, told


def ends(text: str, locale: str = "en") -> list[str]:
    return [told(reading.end) for reading in readings(text, locale)]


def test_an_end_comes_with_and_without_its_last_day() -> None:
    assert ends("from July 3 to July 10") == ["2027-07-11", "2027-07-10"]
    assert ends("until Friday") == ["2026-11-28", "2026-11-27"]
    assert ends("2014 to 2018") == ["2019-01-01", "2018-01-01"]
    assert starts("2027年8月1日以后", "zh")[:2] == ["2027-08-02", "2027-08-01"]
    assert ends("from 3pm to 5pm") == ["2026-11-23 17:00"]


def test_a_deadline_has_one_reading() -> None:
    assert len(readings("by Friday")) == 1


def test_a_weekend_begins_on_friday_evening_or_on_saturday() -> None:
    assert starts("this weekend") == ["2026-11-27 18:00", "2026-11-28"]
    assert starts("下周末", "zh") == ["2026-12-04 18:00", "2026-12-05"]


def test_from_may_also_mean_of() -> None:
    assert [r.kind for r in readings("from last week")] == ["interval", "instant"]
    assert starts("from 2014")[1] == "2014-01-01"


def test_later_is_in_the_second_half_and_earlier_in_the_first() -> None:
    assert span("later this week") == ("2026-11-26", "2026-11-30")
    assert span("later this month") == ("2026-11-23", "2026-12-01")
    assert span("earlier this month") == ("2026-11-01", "2026-11-16")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("this week or next", ["this week", "next"]),
        ("Tuesday or Wednesday morning", ["Tuesday", "Wednesday morning"]),
        ("the flight will last two hours", ["two hours"]),
        ("3 weeks later it was done", ["3 weeks later"]),
        ("18 and 19 June", ["18", "19 June"]),
        ("Feb 30 2027", []),
        ("2月30日", []),
    ],
)
def test_where_a_phrase_begins_and_ends(text: str, expected: list[str]) -> None:
    assert matched(text) == expected


def test_days_are_the_speakers_and_times_those_of_the_other_zone() -> None:
    assert start("tonight at 9pm New York time") == "2026-11-24 03:00"
    assert span("tomorrow between 8am ET and 9am ET") == ("2026-11-24 14:00", "2026-11-24 15:00")


def test_in_a_year_gone_by_the_first_of_several_is_meant() -> None:
    assert start("Eid al-Adha 1974") == "1974-01-03"
