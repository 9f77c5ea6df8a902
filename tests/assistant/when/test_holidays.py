"""Holidays by rule, by calendar and by table."""

from datetime import date

import pytest

from assistant.when.almanac import solar_term, stretches
from tests.assistant.when.said import readings, start


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("Thanksgiving", "en", "2026-11-26"),
        ("Thanksgiving", "en-CA", "2027-10-11"),
        ("Mother's Day", "en-GB", "2027-03-07"),
        ("Labor Day", "en", "2027-09-06"),
        ("easter", "en", "2027-03-28"),
        ("orthodox easter 2027", "en", "2027-05-02"),
        ("Hanukkah 2027", "en", "2027-12-24"),
        ("Passover 2027", "en", "2027-04-21"),
        ("Eid al-Fitr 2026", "en", "2026-03-20"),
        ("chinese new year", "en", "2027-02-06"),
        ("国庆节", "zh-TW", "2027-10-10"),
        ("母亲节", "zh", "2027-05-09"),
        ("端午节", "zh", "2027-06-09"),
    ],
)
def test_a_holiday_falls_on_its_day(text: str, locale: str, expected: str) -> None:
    assert start(text, locale) == expected


@pytest.mark.parametrize(
    ("how", "year", "expected"),
    [
        ("12-25", 2026, date(2026, 12, 25)),
        ("4th thursday of 11", 2026, date(2026, 11, 26)),
        ("last monday of 5", 2026, date(2026, 5, 25)),
        ("monday before 5-25", 2026, date(2026, 5, 18)),
        ("tuesday after 11-1", 2026, date(2026, 11, 3)),
        ("4-27 not sunday", 2014, date(2014, 4, 26)),
        ("easter -2", 2026, date(2026, 4, 3)),
        ("hebrew 7-10", 2026, date(2026, 9, 21)),
        ("lunar 1-1", 2026, date(2026, 2, 17)),
    ],
)
def test_a_rule_finds_its_day(how: str, year: int, expected: date) -> None:
    assert stretches(how, year)[0][0] == expected


def test_a_holiday_may_last() -> None:
    ((first, after),) = stretches("hebrew 9-25 -1 for 8", 2026)
    assert (after - first).days == 8


def test_a_rule_that_is_none_says_so() -> None:
    with pytest.raises(ValueError, match="no such way"):
        stretches("full moon", 2026)


@pytest.mark.parametrize(
    ("year", "longitude", "expected"),
    [(2026, 0, date(2026, 3, 20)), (2026, 15, date(2026, 4, 5)), (2026, 270, date(2026, 12, 22))],
)
def test_solar_terms(year: int, longitude: int, expected: date) -> None:
    assert solar_term(year, longitude) == expected


def test_a_year_that_the_tables_do_not_reach_has_no_reading() -> None:
    assert readings("Chinese New Year 2150") == ()
