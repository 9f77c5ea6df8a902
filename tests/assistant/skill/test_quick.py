"""A line typed in a hurry: what it makes, what was understood of it, and how fast."""

import time
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant.domain.calendar import Event
from assistant.domain.reminders import Reminder
from assistant.domain.tasks import Task
from assistant.skill.quick import LONGEST, Sort, read_line, record_of

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 23, 10, tzinfo=BERLIN)  # a Monday


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("text", "sort", "title", "start"),
    [
        ("dinner with Ola on Saturday at 19:30", Sort.EVENT, "dinner with Ola", "2026-11-28T19:30"),
        ("明天下午三点开会", Sort.EVENT, "开会", "2026-11-24T15:00"),
        ("remind me to ring the plumber in 40 minutes", Sort.REMINDER, "ring the plumber",
         "2026-11-23T10:40"),
        ("提醒我后天交房租", Sort.REMINDER, "交房租", "2026-11-25T09:00"),
        ("每周五下午提醒我写周报", Sort.REMINDER, "写周报", "2026-11-27T15:00"),
        ("todo: sort the photos by Sunday", Sort.TASK, "sort the photos", "2026-11-29T00:00"),
        ("待办：买灯泡", Sort.TASK, "买灯泡", None),
        ("water the ferns", Sort.TASK, "water the ferns", None),
        ("ship the parcel tomorrow", Sort.TASK, "ship the parcel", "2026-11-24T00:00"),
        ("to be or not to be", Sort.TASK, "to be or not to be", None),
        ("", Sort.TASK, "", None),
    ],
)  # fmt: skip
def test_the_words_say_what_it_is(text: str, sort: Sort, title: str, start: str | None) -> None:
    line = read_line(text, NOW)
    assert (line.sort, line.title) == (sort, title)
    assert line.start == (at(start) if start else None)


def test_a_length_and_a_rhythm_are_told_apart() -> None:
    line = read_line("review with Kim every Monday at 9 for half an hour", NOW)
    assert (line.title, line.repeat) == ("review with Kim", "FREQ=WEEKLY;BYDAY=MO")
    assert (line.start, line.end) == (at("2026-11-30T09:00"), at("2026-11-30T09:30"))
    line = read_line("swim tomorrow at 12:30 for 45 minutes every week", NOW)
    assert (line.title, line.repeat) == ("swim", "FREQ=WEEKLY")
    assert (line.start, line.end) == (at("2026-11-24T12:30"), at("2026-11-24T13:15"))
    assert read_line("明天下午开会45分钟", NOW).end == at("2026-11-24T15:45")


def test_what_was_understood_is_marked() -> None:
    text = "remind me to pay the rent tomorrow at 8 !1"
    marks = {text[one.start : one.end]: one.what for one in read_line(text, NOW).marks}
    assert marks == {"remind me to": "sort", "tomorrow at 8": "when", "!1": "priority"}


def test_a_phrase_can_be_made_plain_again() -> None:
    text = "read Monday's child at 8 pm"
    phrases = {text[one.start : one.end] for one in read_line(text, NOW).marks}
    assert "at 8 pm" in phrases
    line = read_line(text, NOW, plain=phrases)
    assert (line.title, line.start) == (text, None)


def test_two_readings_are_offered_and_one_is_chosen() -> None:
    line = read_line("call mum at 3", NOW)
    assert (line.start, line.others) == (at("2026-11-23T15:00"), (at("2026-11-24T03:00"),))
    other = read_line("call mum at 3", NOW, reading=1)
    assert (other.start, other.others) == (at("2026-11-24T03:00"), (at("2026-11-23T15:00"),))


def test_what_has_passed_is_told() -> None:
    assert read_line("pay rent yesterday", NOW).past
    assert not read_line("pay rent tomorrow", NOW).past


def test_the_user_has_the_last_word_about_what_it_is() -> None:
    assert read_line("swim at 18:00", NOW, sort=Sort.TASK).sort is Sort.TASK
    assert not read_line("swim", NOW, sort=Sort.EVENT).complete
    reminder = read_line("swim tomorrow", NOW, sort=Sort.REMINDER)
    assert (reminder.start, reminder.all_day) == (at("2026-11-24T09:00"), False)


def test_a_line_becomes_a_record() -> None:
    task = record_of(read_line("buy milk tomorrow #groceries !2", NOW), "k", NOW)
    assert isinstance(task, Task)
    assert (task.title, task.list, task.priority) == ("buy milk", "groceries", 5)
    assert task.due == date(2026, 11, 24)
    event = record_of(read_line("holiday from 3 to 7 August", NOW), "k", NOW)
    assert isinstance(event, Event)
    assert (event.start, event.end) == (date(2027, 8, 3), date(2027, 8, 8))
    event = record_of(read_line("swim at 18:00", NOW), "k", NOW)
    assert isinstance(event, Event)
    assert isinstance(event.start, datetime)
    assert event.end == event.start + timedelta(hours=1)
    reminder = record_of(read_line("提醒我每天早上八点吃药", NOW), "k", NOW)
    assert isinstance(reminder, Reminder)
    assert (reminder.repeat, reminder.start) == ("FREQ=DAILY", reminder.due)


@pytest.mark.parametrize(
    "text", ["#" * 900, "!" * 900, "for for for", "\u202e\x00", "🎉 for 3", "((("]
)
def test_what_makes_no_sense_is_only_words(text: str) -> None:
    line = read_line(text, NOW)
    assert line.start is None
    assert all(0 <= one.start < one.end <= LONGEST for one in line.marks)


def test_a_key_is_answered_at_once() -> None:
    text = "lunch with Ben and Ola at the river tomorrow at 12:30 for 45 minutes every week"
    read_line(text, NOW)  # the rules are read once
    took = []
    for end in range(1, len(text) + 1):
        start = time.thread_time()
        read_line(text[:end], NOW)
        took.append(time.thread_time() - start)
    took.sort()
    assert took[len(took) * 95 // 100] < 0.05
