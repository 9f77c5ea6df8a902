"""English dates and times, on Monday 23 November 2026 at ten in the morning in Berlin."""

import pytest

from assistant.when import resolve
from tests.assistant.when.said import NOW, ZONE, readings, span, start, starts, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in one minute", "2026-11-23 10:01"),
        ("in 45 minutes", "2026-11-23 10:45"),
        ("half an hour from now", "2026-11-23 10:30"),
        ("in an hour and a half", "2026-11-23 11:30"),
        ("tmrw", "2026-11-24"),
        ("the day after tomorrow", "2026-11-25"),
        ("thurs", "2026-11-26"),
        ("this Friday", "2026-11-27"),
        ("friday of next week", "2026-12-04"),
        ("last Wednesday", "2026-11-18"),
        ("monday after next", "2026-12-07"),
        ("2026-12-24", "2026-12-24"),
        ("24 Dec", "2026-12-24"),
        ("December 24th, 2027", "2027-12-24"),
        ("24.12.2026", "2026-12-24"),
        ("the 3rd", "2026-12-03"),
        ("third Thursday of January", "2027-01-21"),
        ("last working day of the month", "2026-11-30"),
        ("three days after Christmas", "2026-12-28"),
        ("two weeks before Easter", "2027-03-14"),
        ("week of December 9th", "2026-12-07"),
        ("Q1 2027", "2027-01-01"),
        ("third quarter of 2025", "2025-07-01"),
        ("week 50", "2026-12-07"),
        ("next month", "2026-12-01"),
        ("twenty first of March", "2027-03-21"),
        ("half past four this afternoon", "2026-11-23 16:30"),
        ("quarter to six in the evening", "2026-11-23 17:45"),
        ("tomorrow at 5ish", "2026-11-24 17:00"),
        ("tomorrow at 3pm", "2026-11-24 15:00"),
        ("eight tonight", "2026-11-23 20:00"),
        ("at midnight", "2026-11-24"),
        ("noon on Saturday", "2026-11-28 12:00"),
        ("2026-12-05T14:30:00", "2026-12-05 14:30"),
        ("2026-12-05T13:30:00Z", "2026-12-05 14:30"),
        ("Sat, 5 Dec 2026 14:30:00 +0100", "2026-12-05 14:30"),
        ("a week on Friday", "2026-12-04"),
        ("this time tomorrow", "2026-11-24 10:00"),
        ("two business days from now", "2026-11-25"),
        ("the Monday before Christmas", "2026-12-21"),
        ("the day after Thanksgiving", "2026-11-27"),
        ("1900 hours", "2026-11-23 19:00"),
        ("seven hundred and thirty am tomorrow", "2026-11-24 07:30"),
        ("close of business Friday", "2026-11-27 17:00"),
        ("first Monday of next month", "2026-12-07"),
        ("Q3 2025", "2025-07-01"),
        ("on the fifteenth", "2026-12-15"),
    ],
)
def test_a_phrase_names_a_moment(text: str, expected: str) -> None:
    assert start(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tomorrow at 3pm for an hour", ("2026-11-24 15:00", "2026-11-24 16:00")),
        ("from 2 to 4 tomorrow", ("2026-11-24 14:00", "2026-11-24 16:00")),
        ("Friday 9:30-11:00", ("2026-11-27 09:30", "2026-11-27 11:00")),
        ("between 9 and 5pm on Thursday", ("2026-11-26 09:00", "2026-11-26 17:00")),
        ("July 3 to 5", ("2027-07-03", "2027-07-06")),
        ("from March to May", ("2027-03-01", "2027-06-01")),
        ("Nov to Feb 2025", ("2024-11-01", "2025-03-01")),
        ("next three days", ("2026-11-24", "2026-11-27")),
        ("end of month", ("2026-11-21", "2026-12-01")),
        ("mid-March", ("2027-03-11", "2027-03-21")),
        ("tomorrow evening", ("2026-11-24 18:00", "2026-11-25")),
        ("since May", ("2026-05-01", "")),
        ("2027-05-01 17:00 / 2027-05-02 21:00", ("2027-05-01 17:00", "2027-05-02 21:00")),
        ("fiscal year 2026", ("2025-10-01", "2026-10-01")),
        ("in the next two hours", ("2026-11-23 10:00", "2026-11-23 12:00")),
        ("next 4 business days", ("2026-11-24", "2026-11-28")),
        ("labor day weekend", ("2027-09-04", "2027-09-07")),
        ("after lunch on Friday", ("2026-11-27 14:00", "")),
        ("before the end of the month", ("", "2026-12-01")),
        ("until 5pm", ("", "2026-11-23 17:00")),
        ("after 5 on Friday", ("2026-11-27 17:00", "")),
        ("before noon", ("", "2026-11-23 12:00")),
        ("the last two weeks of January", ("2027-01-18", "2027-02-01")),
    ],
)
def test_a_phrase_names_an_interval(text: str, expected: tuple[str, str]) -> None:
    assert span(text) == expected


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45 minutes", 45),
        ("an hour and a half", 90),
        ("2.5 hours", 150),
        ("a couple of days", 2880),
    ],
)
def test_a_length_is_a_duration(text: str, minutes: float) -> None:
    (reading,) = readings(text)
    assert reading.kind == "duration"
    assert reading.duration is not None
    assert reading.duration.total_seconds() == minutes * 60


def test_next_tuesday_is_next_weeks_and_this_weeks_comes_second() -> None:
    assert starts("next Tuesday at noon") == ["2026-12-01 12:00", "2026-11-24 12:00"]


def test_a_weekday_said_on_that_day_is_the_next_one_and_today_second() -> None:
    assert starts("Monday") == ["2026-11-30", "2026-11-23"]


def test_figures_are_read_in_the_order_of_the_place() -> None:
    assert starts("5/6") == ["2027-05-06", "2027-06-05"]
    assert starts("5/6", "en-GB") == ["2027-06-05", "2027-05-06"]


def test_an_hour_without_am_or_pm_has_two_readings() -> None:
    assert starts("at 8") == ["2026-11-23 20:00", "2026-11-24 08:00"]
    assert starts("tomorrow at 9") == ["2026-11-24 09:00", "2026-11-24 21:00"]


def test_what_is_over_is_marked() -> None:
    assert readings("yesterday")[0].past
    assert readings("today at 8am")[0].past
    assert not readings("today")[0].past


def test_a_part_of_day_is_an_interval_and_has_its_moment() -> None:
    (reading,) = readings("tomorrow evening")
    assert reading.moment is not None
    assert reading.moment.hour == 19


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3pm Tokyo time tomorrow", "2026-11-24 07:00"),
        ("tomorrow 9 am PT", "2026-11-24 18:00"),
        ("tomorrow at 9:00 UTC+5:30", "2026-11-24 04:30"),
        ("tomorrow 9am America/New_York", "2026-11-24 15:00"),
    ],
)
def test_another_zone_is_turned_into_ours(text: str, expected: str) -> None:
    assert start(text) == expected


@pytest.mark.parametrize("text", ["", "hello there", "may I ask", "call (206) 555-1212", "97 %"])
def test_what_is_no_time_is_left_alone(text: str) -> None:
    assert readings(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("by Friday", "2026-11-27"),
        ("by noon", "2026-11-23 12:00"),
        ("by the end of the month", "2026-11-30"),
        ("before Friday", "2026-11-27"),
    ],
)
def test_a_deadline_has_its_moment(text: str, expected: str) -> None:
    assert told(readings(text)[0].moment) == expected


def test_the_hours_of_a_part_of_day_can_be_set() -> None:
    (reading,) = resolve("tomorrow evening", NOW, ZONE, parts={"evening": (17.0, 22.0, 17.5)})
    assert told(reading.start) == "2026-11-24 17:00"
    assert told(reading.moment) == "2026-11-24 17:30"
