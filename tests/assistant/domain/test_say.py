"""Moments in words, in both languages."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from assistant.base import i18n
from assistant.domain.calendar import Event
from assistant.domain.mail import Address
from assistant.domain.say import say_day, say_event, say_moment, say_span

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
TUESDAY = date(2026, 12, 1)
NOON = datetime(2026, 12, 1, 12, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("language", "day"), [("en", "Tuesday 1 December 2026"), ("zh", "2026年12月1日 星期二")]
)
def test_a_day(language: str, day: str) -> None:
    i18n.use(language)
    assert say_day(TUESDAY) == say_moment(TUESDAY) == day


def test_every_weekday_has_its_name() -> None:
    days = [date(2026, 11, 23 + number) for number in range(7)]
    assert [say_day(one).split()[0] for one in days] == [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]  # fmt: skip
    i18n.use("zh")
    assert "".join(say_day(one)[-1] for one in days) == "一二三四五六日"


def test_a_moment_is_said_in_the_users_zone() -> None:
    assert say_moment(NOON) == "Tuesday 1 December 2026, 12:00"
    assert say_moment(NOON, TOKYO) == "Tuesday 1 December 2026, 20:00"
    assert say_moment(NOON.replace(tzinfo=None), TOKYO) == "Tuesday 1 December 2026, 12:00"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (NOON, NOON.replace(hour=13), "Tuesday 1 December 2026, 12:00–13:00"),
        (
            NOON,
            NOON.replace(day=2),
            "Tuesday 1 December 2026, 12:00 – Wednesday 2 December 2026, 12:00",
        ),
        (TUESDAY, date(2026, 12, 2), "Tuesday 1 December 2026"),
        (TUESDAY, date(2026, 12, 4), "Tuesday 1 December 2026 – Thursday 3 December 2026"),
    ],
)
def test_a_span(start: datetime | date, end: datetime | date, said: str) -> None:
    assert say_span(start, end, BERLIN) == said


def test_a_span_elsewhere() -> None:
    said = say_span(NOON, NOON.replace(hour=20), TOKYO)
    assert said == "Tuesday 1 December 2026, 20:00 – Wednesday 2 December 2026, 04:00"


@pytest.mark.parametrize(
    ("title", "guests", "said"),
    [
        ("Lunch", (), "Lunch"),
        ("Lunch", (Address("", "Anna Keller"),), "Lunch (with Anna Keller)"),
        ("Lunch with Anna", (Address("", "Anna Keller"),), "Lunch with Anna"),
        ("Lunch", (Address("ben@example.org"), Address(""), Address(" ", " ")),
         "Lunch (with ben@example.org)"),
    ],
)  # fmt: skip
def test_an_event_and_its_guests(title: str, guests: tuple[Address, ...], said: str) -> None:
    assert say_event(Event("1", title, NOON, NOON, attendees=guests)) == said
