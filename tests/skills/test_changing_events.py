"""Events found by what people call them, changed, deleted, and the time between them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from assistant.base.i18n import use
from assistant.domain.calendar import Event
from assistant.domain.calendars import Calendar
from assistant.domain.changes import Remove, Risk, Update
from assistant.domain.contacts import Contact
from assistant.domain.mail import Address
from assistant.skill.questions import NeedsAnswer
from tests.assistant.skill.world import at
from tests.skills.hands import answer, call, propose

HOUR = timedelta(hours=1)


def event(key: str, title: str, start: str, **more: Any) -> Event:
    return Event(key, title, at(start), at(start) + HOUR, **more)


DENTIST = event("dentist", "Dentist", "2026-11-25T09:30")
REVIEW = event("review", "Project review", "2026-11-23T15:00")
LUNCH = event("lunch", "Lunch", "2026-11-27T12:00", attendees=(Address("", "Anna Berg"),))
FRIEND = event("friend", "Lunch with Ben", "2026-11-26T12:00")
TEETH = event("teeth", "看牙", "2026-11-24T14:00")
TALK = event("talk", "项目评审会", "2026-11-24T16:00")
FAIR = Event("fair", "Fair", date(2026, 11, 28), date(2026, 11, 30))
ALL = (DENTIST, REVIEW, LUNCH, FRIEND, FAIR)


def moved(*known: Event, **said: Any) -> Event:
    (change,) = propose("calendar.update", *known, **said).changes
    assert isinstance(change, Update)
    assert isinstance(change.after, Event)
    assert change.after.sequence == change.before.sequence + 1  # type: ignore[union-attr]
    return change.after


@pytest.mark.parametrize(
    ("said", "which"),
    [
        ({"event": "the dentist"}, DENTIST),
        ({"event": "my dentist appointment"}, DENTIST),
        ({"event": "my 3pm"}, REVIEW),
        ({"event": "my", "when": "3pm"}, REVIEW),
        ({"when": "this afternoon"}, REVIEW),
        ({"event": "lunch with Anna on Friday"}, LUNCH),
        ({"event": "lunch", "when": "Friday"}, LUNCH),
        ({"event": "lunch with Ben"}, FRIEND),
        ({"event": "Lunch"}, LUNCH),
        ({"event": "the fair"}, FAIR),
        ({"event": "看牙的预约"}, TEETH),
        ({"event": "明天下午四点的会"}, TALK),
        ({"event": "会", "when": "明天下午"}, TALK),
        ({"event": "项目评审"}, TALK),
    ],
)
def test_the_one_that_is_meant(said: dict[str, Any], which: Event) -> None:
    proposal = propose("calendar.delete", *ALL, TEETH, TALK, **said)
    assert (proposal.changes, proposal.risk) == ((Remove(which),), Risk.DESTRUCTIVE)


@pytest.mark.parametrize(
    ("said", "choices"),
    [
        ({"event": "the meeting", "when": "on Wednesday"}, ("Dentist",)),
        ({"event": "my", "when": "from Thursday to Friday"}, ("Lunch with Ben", "Lunch")),
        ({"event": "lunch", "when": "on Wednesday"}, ("Lunch",)),
        ({"event": "my", "when": "tomorrow afternoon"}, ("看牙", "项目评审会")),
    ],
)
def test_several_are_asked_about(said: dict[str, Any], choices: tuple[str, ...]) -> None:
    with pytest.raises(NeedsAnswer) as caught:
        propose("calendar.delete", *ALL, TEETH, TALK, **said)
    assert [one.rpartition(", ")[0].rpartition(", ")[0] for one in caught.value.choices] == [
        *choices
    ]
    assert caught.value.argument == "event"


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_a_choice_that_is_clicked_is_understood(locale: str) -> None:
    use(locale)
    again = event("again", "Dentist", "2026-12-02T09:30")
    days = replace(FAIR, id="days", title="Dentist")
    known = (DENTIST, again, days)
    with pytest.raises(NeedsAnswer) as caught:
        propose("calendar.delete", *known, event="dentist")
    assert len(caught.value.choices) == 3
    chosen = [propose("calendar.delete", *known, event=one) for one in caught.value.choices]
    assert {one.changes[0] for one in chosen} == {Remove(one) for one in known}


def test_none_is_said() -> None:
    for said in ({"event": "the opera"}, {"event": "my", "when": "on 3 January"}):
        with pytest.raises(NeedsAnswer, match="There is no event"):
            propose("calendar.delete", *ALL, **said)
    with pytest.raises(NeedsAnswer, match="Which event"):
        propose("calendar.delete", *ALL)


@pytest.mark.parametrize(
    ("start", "first"),
    [
        ("4 pm", at("2026-11-25T16:00")),
        ("11", at("2026-11-25T11:00")),
        ("noon", at("2026-11-25T12:00")),
        ("an hour", at("2026-11-25T10:30")),
        ("an hour later", at("2026-11-25T10:30")),
        ("half an hour earlier", at("2026-11-25T09:00")),
        ("提前一小时", at("2026-11-25T08:30")),
        ("推迟一小时", at("2026-11-25T10:30")),
        ("下午四点", at("2026-11-25T16:00")),
        ("tomorrow at 8", at("2026-11-24T08:00")),
        ("Friday", at("2026-11-27T09:30")),
        ("周五", at("2026-11-27T09:30")),
    ],
)
def test_a_new_time_is_read_from_where_it_stands(start: str, first: datetime) -> None:
    after = moved(*ALL, event="dentist", start=start)
    assert (after.start, after.end) == (first, first + HOUR)


def test_earlier_may_stand_before_the_length() -> None:
    typed = "bring the dentist forward by half an hour"
    after = moved(DENTIST, typed=typed, event="the dentist", start="half an hour")
    assert after.start == at("2026-11-25T09:00")
    after = moved(TEETH, typed="看牙提前一小时", event="看牙", start="一小时")
    assert after.start == at("2026-11-24T13:00")


def test_days_move_by_days() -> None:
    after = moved(*ALL, event="the fair", start="on 5 December")
    assert (after.start, after.end) == (date(2026, 12, 5), date(2026, 12, 7))
    after = moved(*ALL, event="the fair", start="tomorrow at 10")
    assert (after.start, after.end) == (at("2026-11-24T10:00"), at("2026-11-24T11:00"))


def test_all_that_can_change() -> None:
    anna = Contact("1", "Anna Berg", ("anna@example.org",))
    (change,) = propose(
        "calendar.update", DENTIST, anna,
        event="dentist", duration="2 hours", title="Dr Low", location="Main Street",
        attendees=("Anna",), repeat="every month", remind_before="30 minutes", notes="fasting",
    ).changes  # fmt: skip
    assert isinstance(change, Update)
    assert change.after == replace(
        DENTIST, end=at("2026-11-25T11:30"), title="Dr Low", location="Main Street",
        attendees=(Address("anna@example.org", "Anna Berg"),), repeat="FREQ=MONTHLY",
        reminder_minutes=30, notes="fasting", sequence=1,
    )  # fmt: skip
    assert change.risk is Risk.EXTERNAL


def test_nothing_to_change_is_asked_about() -> None:
    with pytest.raises(NeedsAnswer, match="What shall change"):
        propose("calendar.update", DENTIST, event="dentist")


def test_a_bare_number_is_no_new_name() -> None:
    with pytest.raises(NeedsAnswer, match="What shall change"):
        propose("calendar.update", DENTIST, event="dentist", title="4")


def test_free_time_between_the_events() -> None:
    found = answer("calendar.free_time", *ALL, when="on Wednesday")
    assert found.text.splitlines() == [
        "Wednesday 25 November 2026, 09:00–09:30 (free)",
        "Wednesday 25 November 2026, 10:30–18:00 (free)",
    ]
    hour = answer("calendar.free_time", *ALL, when="on Wednesday", duration="an hour")
    assert hour.text == "Wednesday 25 November 2026, 10:30–18:00"
    full = event("full", "Offsite", "2026-11-25T09:00")
    full = replace(full, end=at("2026-11-25T18:00"))
    assert answer("calendar.free_time", full, when="on Wednesday").text == (
        "There is no free time then."
    )
    told = answer("calendar.free_time", when="tomorrow", attendees=("Tom",)).text
    assert "not that of Tom" in told


YOGA = event("yoga", "Yoga", "2026-11-24T18:00", repeat="FREQ=WEEKLY")


def test_one_of_a_series_is_asked_about_and_the_answer_read() -> None:
    with pytest.raises(NeedsAnswer, match="Which ones") as caught:
        propose("calendar.delete", YOGA, event="yoga", typed="cancel yoga")
    assert caught.value.argument == "scope"
    only, rest, every = (
        propose("calendar.delete", YOGA, event="yoga", typed="cancel yoga", scope=one)
        for one in caught.value.choices
    )
    assert isinstance(only.changes[0], Update)
    assert only.changes[0].after == replace(YOGA, exdates=(at("2026-11-24T18:00"),), sequence=1)
    assert only.risk is Risk.DESTRUCTIVE
    assert rest.changes == every.changes == (Remove(YOGA),)


def test_a_day_or_the_words_say_which_of_a_series() -> None:
    (change,) = propose(
        "calendar.update", YOGA, typed="move yoga on 1 December to 7 pm",
        event="yoga", when="on 1 December", start="7 pm",
    ).changes  # fmt: skip
    assert isinstance(change, Update)
    assert isinstance(change.after, Event)
    (moved,) = change.after.overrides
    assert (moved.start, moved.recurrence_id) == (at("2026-12-01T19:00"), at("2026-12-01T18:00"))
    (change,) = propose(
        "calendar.update", YOGA, typed="move all yoga to 7 pm", event="yoga", start="7 pm"
    ).changes
    assert isinstance(change, Update)
    assert isinstance(change.after, Event)
    assert (change.after.start, change.after.overrides) == (at("2026-11-24T19:00"), ())


ANNA = Contact("anna", "Anna Berg", ("anna@example.org",))
TUESDAY = {"when": "tomorrow", "duration": "two hours"}


def hers(start: str, hours: float, calendar: str = "Anna Berg", **more: Any) -> Event:
    return Event(start, "busy", at(start), at(start) + hours * HOUR, calendar=calendar, **more)


@pytest.mark.parametrize("calendar", ["Anna Berg", "c1"])
def test_calendars_of_guests_count_for_them_alone(calendar: str) -> None:
    mine = event("mine", "Mine", "2026-11-24T09:00")
    known = (
        ANNA,
        Calendar("c1", "A. B.", owner="anna@example.org"),
        Calendar("c2", "Ben", owner="ben@example.org"),
        mine,
        hers("2026-11-24T10:00", 4, calendar),
        hers("2026-11-24T16:00", 2, "c2"),
    )
    alone = answer("calendar.free_time", *known, **TUESDAY).text
    assert alone.splitlines()[0].endswith("10:00–18:00")
    both = answer("calendar.free_time", *known, attendees=("Anna",), **TUESDAY).text
    assert [line[-11:] for line in both.splitlines()] == ["14:00–18:00"]
    three = answer("calendar.free_time", *known, attendees=("Anna", "ben@example.org"), **TUESDAY)
    assert [line[-11:] for line in three.text.splitlines()] == ["14:00–16:00"]
    cleo = answer("calendar.free_time", *known, attendees=("Cleo",), **TUESDAY).text
    assert cleo.endswith("I only know the calendars that are here, not that of Cleo.")


def test_an_event_in_which_a_guest_takes_part_counts() -> None:
    known = (
        ANNA,
        Calendar("c2", "Ben", owner="ben@example.org"),
        hers("2026-11-24T09:00", 7, "c2", attendees=(Address("anna@example.org"),)),
    )
    found = answer("calendar.free_time", *known, attendees=("Anna",), **TUESDAY).text
    assert found.splitlines()[0].endswith("16:00–18:00")


@pytest.mark.parametrize(
    "typed", ["three times next week that suit Anna and me", "下周三个安娜和我都有空的时间"]
)
def test_as_many_times_as_are_asked_for(typed: str) -> None:
    found = call("calendar.free_time", ANNA, typed=typed, when="next week", attendees=("Anna",))
    lines = found.text.splitlines()  # type: ignore[union-attr]
    assert len(lines) == 4  # and that Anna's own calendar is not here
    assert len({line.split(",")[0] for line in lines[:3]}) == 3
    assert all(line.endswith("09:00–10:00") for line in lines[:3])


@pytest.mark.parametrize(
    "said",
    [
        {"event": "lunch with Anna", "when": "Friday", "start": "Saturday"},
        {"event": "lunch", "when": "on Friday", "start": "Saturday"},
        {"event": "午饭", "when": "周五", "start": "周六"},
    ],
)
def test_from_one_day_to_another_the_hours_stay(said: dict[str, str]) -> None:
    noon = event("noon", "午饭", "2026-11-27T12:00")
    late = event("late", "Lunch", "2026-11-30T12:00")
    after = moved(LUNCH, late, noon, **said)
    assert after.id == ("noon" if said["event"] == "午饭" else "lunch")
    assert (after.start, after.end) == (at("2026-11-28T12:00"), at("2026-11-28T13:00"))


def test_on_another_day_than_it_stands_it_is_asked_about() -> None:
    with pytest.raises(NeedsAnswer, match="no “lunch” then") as question:
        moved(LUNCH, event="lunch", when="Thursday", start="Saturday")
    assert question.value.choices
