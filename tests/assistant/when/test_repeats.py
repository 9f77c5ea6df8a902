"""Repetitions as RRULEs, and their first occurrence."""

from datetime import timedelta

import pytest
from dateutil.rrule import rrulestr

from tests.assistant.when.said import readings, rule, start


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("every weekday at 9", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("every other Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("first Monday of each month until June", "FREQ=MONTHLY;UNTIL=20270630T235959;BYDAY=1MO"),
        ("daily for two weeks", "FREQ=DAILY;UNTIL=20261206T235959"),
        ("every Monday at 9 for half an hour", "FREQ=WEEKLY;BYDAY=MO"),
        ("every 30 minutes for 2 hours", "FREQ=MINUTELY;UNTIL=20261123T115959;INTERVAL=30"),
        ("twice a year", "FREQ=MONTHLY;INTERVAL=6"),
        ("every 3 hours between 9 and 17", "FREQ=DAILY;BYHOUR=9,12,15;BYMINUTE=0"),
        ("mondays and wednesdays at 4pm", "FREQ=WEEKLY;BYDAY=MO,WE"),
        ("the last Friday of every month", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("every 15th of the month", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("every year on May 5th", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=5"),
        ("every evening", "FREQ=DAILY"),
        ("Mon-Fri 9-5", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("every day except Sunday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA"),
        ("every Sunday in December", "FREQ=WEEKLY;BYMONTH=12;BYDAY=SU"),
        ("weekly on Tuesdays", "FREQ=WEEKLY;BYDAY=TU"),
        ("every day at 9 am and 6 pm", "FREQ=DAILY;BYHOUR=9,18;BYMINUTE=0"),
        ("last working day of every month", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
        ("每月1号和15号", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
        ("周一到周五每天早上9点", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("一周两次", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("每半小时", "FREQ=MINUTELY;INTERVAL=30"),
        ("每个工作日早上九点", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("每隔两周的周三", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        ("每月最后一天", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("每周一三五", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
        ("每年农历八月十五", "RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=15"),
        ("隔天", "FREQ=DAILY;INTERVAL=2"),
    ],
)
def test_a_repetition_is_a_rule(text: str, expected: str) -> None:
    assert rule(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("every weekday at 9", "2026-11-24 09:00"),
        ("every weekday at 11", "2026-11-23 11:00"),
        ("每周一下午三点", "2026-11-23 15:00"),
        ("every Monday starting December 10th", "2026-12-14"),
        ("每年农历八月十五", "2027-09-15"),
    ],
)
def test_a_rule_starts_with_its_first_occurrence(text: str, expected: str) -> None:
    assert start(text) == expected


def test_the_first_occurrence_belongs_to_the_rule() -> None:
    (reading, *_) = readings("first Monday of each month at 3pm")
    assert reading.rrule is not None
    occurrences = rrulestr(reading.rrule, dtstart=reading.start)
    assert next(iter(occurrences)) == reading.start


def test_an_interval_that_repeats_keeps_its_end() -> None:
    (reading, *_) = readings("every Tuesday from 7pm to 9pm")
    assert reading.start is not None
    assert reading.end is not None
    assert (reading.end - reading.start).total_seconds() == 7200


def test_each_occurrence_may_take_its_time() -> None:
    (found, *_) = readings("every Monday at 9 for half an hour")
    assert found.start is not None
    assert found.end is not None
    assert (found.start.hour, found.end - found.start) == (9, timedelta(minutes=30))
