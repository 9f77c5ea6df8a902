"""Reminders from words."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from assistant.domain.changes import Add, Remove, Risk, Update
from assistant.domain.reminders import Reminder
from assistant.skill.questions import NeedsAnswer
from tests.assistant.skill.world import NOW, at
from tests.skills.hands import answer, propose

TEA = Reminder("1", "tea", NOW + timedelta(hours=1))
RENT = Reminder("2", "rent", NOW + timedelta(days=8), done=None)


def created(**said: Any) -> Reminder:
    (change,) = propose("reminders.create", **said).changes
    assert isinstance(change, Add)
    assert isinstance(change.record, Reminder)
    return change.record


@pytest.mark.parametrize(
    ("when", "due"),
    [
        ("in 20 minutes", at("2026-11-23T10:20")),
        ("tomorrow at 8", at("2026-11-24T08:00")),
        ("tomorrow", at("2026-11-24T09:00")),
        ("today", at("2026-11-23T11:00")),
        ("tonight", at("2026-11-23T20:00")),
        ("半小时后", at("2026-11-23T10:30")),
    ],
)
def test_when_it_comes(when: str, due: datetime) -> None:
    reminder = created(text="call mum", when=when)
    assert (reminder.text, reminder.due, reminder.repeat) == ("call mum", due, None)
    assert reminder.start is None


@pytest.mark.parametrize(
    ("when", "due", "start"),
    [
        ("every day at 9", at("2026-11-24T09:00"), at("2026-11-24T09:00")),
        ("every day at 11", at("2026-11-23T11:00"), at("2026-11-23T11:00")),
        ("every Monday", at("2026-11-30T09:00"), at("2026-11-23T09:00")),
        ("every Tuesday", at("2026-11-24T09:00"), at("2026-11-24T09:00")),
    ],
)
def test_a_series_keeps_its_hour(when: str, due: datetime, start: datetime) -> None:
    reminder = created(text="pills", when=when)
    assert (reminder.due, reminder.start) == (due, start)
    assert reminder.repeat is not None


def test_words_for_the_repeat_alone() -> None:
    reminder = created(text="pills", when="tomorrow at 8", repeat="every day")
    assert (reminder.due, reminder.repeat) == (at("2026-11-24T08:00"), "FREQ=DAILY")


@pytest.mark.parametrize("when", ["yesterday", "at 9 this morning", "30 February", "whenever"])
def test_what_has_passed_is_asked_about(when: str) -> None:
    with pytest.raises(NeedsAnswer) as caught:
        created(text="tea", when=when)
    assert caught.value.argument == "when"


def test_find() -> None:
    found = answer("reminders.find", RENT, TEA)
    assert found.records == (TEA, RENT)
    assert found.text.splitlines()[0] == "Monday 23 November 2026, 11:00  tea"
    assert answer("reminders.find", RENT, TEA, when="tomorrow").records == ()
    assert answer("reminders.find", RENT, TEA, when="in December").records == (RENT,)
    assert answer("reminders.find").text == "No reminders."


def test_complete() -> None:
    (change,) = propose("reminders.complete", TEA, RENT, reminder="tea").changes
    assert change == Update(TEA, replace(TEA, done=NOW))


def test_done_with_what_comes_again_leaves_it() -> None:
    pills = replace(RENT, text="pills", repeat="FREQ=DAILY")
    found = answer("reminders.complete", TEA, pills, reminder="pills")
    assert found.text == "“pills” comes again: Tuesday 1 December 2026, 10:00."


@pytest.mark.parametrize(
    ("when", "later"),
    [("for 10 minutes", at("2026-11-23T10:10")), ("tomorrow", at("2026-11-24T09:00"))],
)
def test_snooze(when: str, later: datetime) -> None:
    (change,) = propose("reminders.snooze", TEA, reminder="tea", when=when).changes
    assert change == Update(TEA, replace(TEA, snoozed=later))


def test_nothing_is_put_off_into_the_past() -> None:
    with pytest.raises(NeedsAnswer, match="passed"):
        propose("reminders.snooze", TEA, reminder="tea", when="today")


def test_find_by_words() -> None:
    assert answer("reminders.find", RENT, TEA, reminder="the rent").records == (RENT,)
    assert answer("reminders.find", RENT, TEA, reminder="coffee").text == "No reminders."


def test_put_off_by_a_length() -> None:
    (change,) = propose("reminders.snooze", TEA, reminder="tea", duration="half an hour").changes
    assert change == Update(TEA, replace(TEA, snoozed=at("2026-11-23T10:30")))
    (change,) = propose("reminders.snooze", TEA, reminder="tea").changes
    assert change == Update(TEA, replace(TEA, snoozed=at("2026-11-23T10:10")))


@pytest.mark.parametrize(
    ("when", "due"),
    [
        ("4 pm", at("2026-12-01T16:00")),
        ("tomorrow at 8", at("2026-11-24T08:00")),
        ("an hour later", at("2026-12-01T11:00")),
        ("晚上七点", at("2026-12-01T19:00")),
    ],
)
def test_update_reads_times_from_where_it_stands(when: str, due: datetime) -> None:
    (change,) = propose("reminders.update", TEA, RENT, reminder="rent", when=when).changes
    assert change == Update(RENT, replace(RENT, due=due))


def test_update_its_words() -> None:
    (change,) = propose("reminders.update", TEA, reminder="tea", text="green tea").changes
    assert change == Update(TEA, replace(TEA, text="green tea"))
    with pytest.raises(NeedsAnswer, match="When shall it come"):
        propose("reminders.update", TEA, reminder="tea")


def test_delete_asks_and_the_time_says_which() -> None:
    early = replace(RENT, id="3", text="rent again", due=at("2026-11-27T09:00"))
    proposal = propose("reminders.delete", RENT, early, reminder="rent", when="on Friday")
    assert (proposal.changes, proposal.risk) == ((Remove(early),), Risk.DESTRUCTIVE)
    assert propose("reminders.delete", TEA, RENT, when="today").changes == (Remove(TEA),)
    with pytest.raises(NeedsAnswer, match="Which reminder"):
        propose("reminders.delete", RENT, early, reminder="my", when="within 10 days")


@pytest.mark.parametrize("when", ["when I'm back at my desk", "回到电脑前的时候"])
def test_a_return_to_the_computer_is_no_moment(when: str) -> None:
    reminder = created(text="call Ben", when=when)
    assert (reminder.due, reminder.at_return) == (NOW, True)


@pytest.mark.parametrize(
    ("typed", "loud"),
    [("wake me at 6:30", True), ("设一个明天六点半的闹钟", True), ("remind me of tea", False)],
)
def test_an_alarm_is_asked_for_in_words(typed: str, loud: bool) -> None:
    (change,) = propose("reminders.create", typed=typed, text="up", when="tomorrow at 8").changes
    assert isinstance(change, Add)
    assert isinstance(change.record, Reminder)
    assert (change.record.alarm, change.record.urgent) == (loud, loud)
