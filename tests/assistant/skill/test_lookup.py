"""Names become records."""

from datetime import timedelta

import pytest

from assistant.domain.calendar import Event
from assistant.domain.mail import Address, Draft
from assistant.domain.reminders import Reminder
from assistant.skill import events, lookup
from assistant.skill.context import Context
from assistant.skill.questions import NeedsAnswer
from assistant.skill.values import EventRef
from tests.assistant.skill.world import NOW, context

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def event(key: str, title: str, start: timedelta, repeat: str | None = None) -> Event:
    return Event(key, title, NOW + start, NOW + start + HOUR, repeat=repeat)


def named(words: str, desk: Context) -> EventRef:
    return events.event(words, words, desk)


def test_the_event_of_a_title_that_comes() -> None:
    desk = context(event("1", "Yoga", -DAY), event("3", "Yoga", DAY))
    assert named("yoga", desk).event.id == "3"


def test_the_latest_where_all_have_passed() -> None:
    desk = context(event("1", "Yoga", -3 * DAY), event("2", "Yoga", -2 * DAY))
    assert named("yoga", desk).event.id == "2"


def test_a_repeating_one_is_still_to_come() -> None:
    desk = context(event("1", "Yoga", -DAY, "FREQ=DAILY"), event("2", "Yoga", -2 * DAY))
    assert named("yoga", desk).event.id == "1"


def test_two_titles_are_asked_about() -> None:
    desk = context(event("1", "Yoga class", DAY), event("2", "Yoga mat sale", DAY))
    with pytest.raises(NeedsAnswer) as caught:
        named("yoga", desk)
    assert caught.value.choices == (
        "Yoga class, Tuesday 24 November 2026, 10:00–11:00",
        "Yoga mat sale, Tuesday 24 November 2026, 10:00–11:00",
    )
    assert named("Yoga class", desk).event.id == "1"


def test_a_reminder_by_its_words() -> None:
    call, buy = Reminder("1", "Call mum", NOW), Reminder("2", "Buy milk", NOW)
    gone = Reminder("3", "Call dad", NOW, done=NOW)
    desk = context(call, buy, gone)
    assert lookup.reminder("CALL", desk).reminder is call
    with pytest.raises(NeedsAnswer, match="no open reminder"):
        lookup.reminder("dad", desk)


def test_two_reminders_are_asked_about() -> None:
    desk = context(Reminder("1", "Call mum", NOW), Reminder("2", "Call dad", NOW))
    with pytest.raises(NeedsAnswer) as caught:
        lookup.reminder("call", desk)
    assert caught.value.choices == ("Call dad", "Call mum")


def test_a_draft_by_id_and_by_words() -> None:
    old = Draft("a1", (Address("a@b.org"),), "Invoice", "Pay.")
    new = Draft("b2", (Address("a@b.org"),), "Invoice again", "Pay!")
    gone = Draft("c3", (Address("a@b.org"),), "Invoice gone", "Paid.", sent=True)
    desk = context(old, new, gone)
    assert lookup.mail("a1", desk).draft is old
    assert lookup.mail("invoice", desk).draft is new
    with pytest.raises(NeedsAnswer, match="no draft"):
        lookup.mail("gone", desk)


@pytest.mark.parametrize("find", [named, lookup.reminder, lookup.mail])
def test_what_is_not_there_is_said(find) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(NeedsAnswer, match="“x") as caught:
        find("x" * 4000, context())
    assert len(caught.value.shown()) < 150
