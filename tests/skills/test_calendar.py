"""Events from words."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from assistant.domain.calendar import Event
from assistant.domain.calendars import Calendar
from assistant.domain.changes import Add
from assistant.domain.contacts import Contact
from assistant.domain.mail import Address
from assistant.skill.contract import Words
from assistant.skill.questions import NeedsAnswer
from tests.assistant.skill.world import NOW, at
from tests.skills.hands import answer, propose

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ANNA = Contact("1", "Anna Berg", ("anna@example.org",))
LUNCH = Event("1", "Lunch", NOW + DAY, NOW + DAY + HOUR, "Café")
FAIR = Event("2", "Fair", date(2026, 11, 24), date(2026, 11, 26))


def created(**said: Any) -> Event:
    (change,) = propose("calendar.create", ANNA, **said).changes
    assert isinstance(change, Add)
    assert isinstance(change.record, Event)
    return change.record


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ({"start": "tomorrow at 9"}, at("2026-11-24T09:00"), at("2026-11-24T10:00")),
        ({"start": "tomorrow from 2 to 3 pm"}, at("2026-11-24T14:00"), at("2026-11-24T15:00")),
        (
            {"start": "tomorrow at 9", "duration": "half an hour"},
            at("2026-11-24T09:00"),
            at("2026-11-24T09:30"),
        ),
        (
            {"start": "tomorrow at 9", "end": "tomorrow at 11"},
            at("2026-11-24T09:00"),
            at("2026-11-24T11:00"),
        ),
        (
            {"start": "tomorrow at 11", "end": "tomorrow at 9"},
            at("2026-11-24T11:00"),
            at("2026-11-24T12:00"),
        ),
        ({"start": "tomorrow"}, date(2026, 11, 24), date(2026, 11, 25)),
        ({"start": "from 3 to 7 August"}, date(2027, 8, 3), date(2027, 8, 8)),
        ({"start": "3 August", "end": "7 August"}, date(2027, 8, 3), date(2027, 8, 8)),
        ({"start": "7 August", "end": "3 August 2027"}, date(2027, 8, 7), date(2027, 8, 8)),
    ],
)
def test_both_ends(said: dict[str, Words], start: datetime | date, end: datetime | date) -> None:
    event = created(title="x", **said)
    assert (event.start, event.end) == (start, end)
    assert event.all_day is not isinstance(start, datetime)


def test_guests_places_and_repeats() -> None:
    event = created(
        title="Yoga", start="every Thursday at 6 pm", attendees=("Anna", "Ben"), location="Hall"
    )
    assert event.attendees == (Address("anna@example.org", "Anna Berg"), Address("", "Ben"))
    assert (event.location, event.repeat) == ("Hall", "FREQ=WEEKLY;BYDAY=TH")
    assert event.uid == f"{event.id}@deskmate"


@pytest.mark.parametrize("start", ["30 February", "2月30日", "yesterday at 9", "soonish"])
def test_a_wrong_date_is_asked_about(start: str) -> None:
    with pytest.raises(NeedsAnswer) as caught:
        created(title="x", start=start)
    assert caught.value.argument == "start"


def test_find_by_time() -> None:
    found = answer("calendar.find", LUNCH, FAIR, when="tomorrow")
    assert found.records == (FAIR, LUNCH)
    assert found.text.splitlines() == [
        "Tuesday 24 November 2026 – Wednesday 25 November 2026  Fair",
        "Tuesday 24 November 2026, 10:00–11:00  Lunch",
    ]


def test_find_by_words_and_nothing() -> None:
    assert answer("calendar.find", LUNCH, FAIR, query="café").records == (LUNCH,)
    assert answer("calendar.find", LUNCH, FAIR, when="tomorrow", query="lun").records == (LUNCH,)
    assert answer("calendar.find", LUNCH, when="on 3 January").text == "No events."
    assert answer("calendar.find", LUNCH).records == (LUNCH,)
    assert answer("calendar.find", query="dentist").text == "No events."


WORK, CLUB = Calendar("work", "Work"), Calendar("c9", "Football club", default=True)


@pytest.mark.parametrize("said", ["work", "Work", "my work calendar", "WORK"])
def test_a_calendar_by_its_name(said: str) -> None:
    (change,) = propose(
        "calendar.create", WORK, CLUB, title="x", start="tomorrow", calendar=said
    ).changes
    assert change.record.calendar == "work"  # type: ignore[union-attr]
    assert change.record.all_day  # type: ignore[union-attr]


def test_the_default_calendar_takes_what_is_not_told_where() -> None:
    (change,) = propose("calendar.create", WORK, CLUB, title="x", start="tomorrow").changes
    assert change.record.calendar == "c9"  # type: ignore[union-attr]
    assert created(title="x", start="tomorrow").calendar == "personal"


def test_an_unknown_calendar_is_asked_about() -> None:
    known = (WORK, CLUB, replace(LUNCH, calendar="Holidays"))
    with pytest.raises(NeedsAnswer, match="no calendar called “school”") as question:
        propose("calendar.create", *known, title="x", start="tomorrow", calendar="school")
    assert question.value.argument == "calendar"
    assert question.value.choices == ("Personal", "Football club", "Holidays", "Work")
    for choice in question.value.choices:
        propose("calendar.create", *known, title="x", start="tomorrow", calendar=choice)


def test_one_calendar_only() -> None:
    fair = replace(FAIR, calendar="work")
    both = (WORK, LUNCH, fair)
    assert answer("calendar.find", *both, when="tomorrow").records == (fair, LUNCH)
    assert answer("calendar.find", *both, when="tomorrow", calendar="work").records == (fair,)
    assert answer("calendar.find", *both, query="fair", calendar="work").records == (fair,)
    assert not answer("calendar.find", *both, query="lunch", calendar="work").records
    assert answer("calendar.find", *both, when="tomorrow", calendar="个人").records == (LUNCH,)
