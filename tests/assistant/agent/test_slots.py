"""What code finds in a sentence."""

import pytest

from assistant.agent.slots import Sentence, addresses_in
from assistant.domain.calendars import Calendar
from assistant.domain.contacts import Contact
from assistant.skill.registry import discover
from tests.assistant.skill.world import context

ANNA = Contact("1", "Anna Berg", ("anna@example.org",))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mail anna@example.org.", ("anna@example.org",)),
        ("mail 'anna@example.org' now", ("anna@example.org",)),
        ("...anna@example.org!", ("anna@example.org",)),
        ("给anna@example.org发邮件", ("anna@example.org",)),
        ("(anna@example.org,ben@example.org)", ("anna@example.org", "ben@example.org")),
        ("<anna@example.org>; anna@example.org", ("anna@example.org",)),
        ("mailto:o'brien@example.org", ("o'brien@example.org",)),
        ("a@b, @b.org, a@", ()),
        ("evil@example.org.attacker.net", ("evil@example.org.attacker.net",)),
    ],
)
def test_addresses(text: str, found: tuple[str, ...]) -> None:
    assert addresses_in(text) == found


def test_times_names_and_numbers() -> None:
    sentence = Sentence("call anna tomorrow at 9 under 0171 5550100", context(ANNA))
    assert [one.text for one in sentence.times][:1] == ["tomorrow at 9"]
    assert sentence.names == ("anna",)
    assert sentence.phones == ("0171 5550100",)


def test_a_time_in_an_address_is_none() -> None:
    assert Sentence("mail monday@tomorrow.org hello", context()).times == ()


def test_times_are_cut_from_what_a_title_is_copied_from() -> None:
    sentence = Sentence("lunch tomorrow at noon with Ben", context())
    create, draft = discover().tool("calendar.create"), discover().tool("mail.draft")
    assert sentence.source([create]) == "lunch \n with Ben"
    assert sentence.source([draft]) == sentence.text


def test_what_the_grammar_is_told() -> None:
    sentence = Sentence("lunch with Anna tomorrow at noon", context(ANNA))
    spec = sentence.spec(discover().tool("calendar.create"), [("x", "calendar.create {}")])
    slots = {one.name: one for one in spec.slots}
    assert slots["start"].choices == ("tomorrow at noon",)
    assert slots["attendees"].choices == ("Anna",)
    assert slots["attendees"].many
    assert "repeat" not in slots
    assert "duration" not in slots
    assert slots["title"].copied
    assert spec.examples == (("x", "calendar.create {}"),)
    assert sentence.spec(discover().tool("clock.now"), [("x", "calendar.create {}")]).examples == ()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("remind me to pay the rent on Friday", "remind me to pay the rent"),
        ("remind me to turn the heating on tomorrow", "remind me to turn the heating on"),
    ],
)
def test_a_word_that_led_to_the_time_goes_with_it(text: str, left: str) -> None:
    tool = discover().tool("reminders.create")
    assert Sentence(text, context()).source([tool]).strip() == left


@pytest.mark.parametrize(
    ("text", "when", "start"),
    [
        ("move my 3 pm to 5 pm", ("3 pm",), ("5 pm",)),
        ("move the dentist to Friday", None, ("Friday",)),
        ("把明天的会改到周五", ("明天",), ("周五",)),
    ],
)
def test_what_is_moved_stands_somewhere_and_goes_somewhere(
    text: str, when: tuple[str, ...] | None, start: tuple[str, ...]
) -> None:
    tool = discover().tool("calendar.update")
    slots = {slot.name: slot for slot in Sentence(text, context()).spec(tool, led=False).slots}
    assert (slots["when"].choices if "when" in slots else None) == when
    assert (slots["start"].choices, slots["start"].required) == (start, True)


def test_words_set_a_flag() -> None:
    tool = discover().tool("mail.find")
    for text, choices in (("any unread mail from Ben", ("true",)), ("mail from Ben", ())):
        slots = {slot.name: slot for slot in Sentence(text, context()).spec(tool, led=False).slots}
        assert slots["unread"].choices == choices


@pytest.mark.parametrize(
    ("text", "named", "rest"),
    [
        ("put the dentist on my work calendar", "work", "put the dentist \n"),
        ("add lunch with Ben to the Family calendar", "Family", "add lunch with Ben \n"),
        ("what's on our football club calendar", "football club", "what's \n"),
        ("show my school run calendar", "school run", "show \n"),
        ("put the dentist in my calendar", "", "put the dentist in my calendar"),
        ("the meeting in the calendar", "", "the meeting in the calendar"),
        ("周六打扫，记到工作日历", "工作", "\n打扫\n"),
        ("把看牙放进家庭日历里", "家庭", "把看牙\n"),
        ("工作日历上有什么", "工作", "\n有什么"),
        ("看看我的日历", "", "看看我的日历"),
        ("把开会加到日历", "", "把开会加到日历"),
        ("看牙加到个人日历", "个人", "看牙\n"),
        ("what's on next week's calendar", "", "what's on \n calendar"),
    ],
)
def test_a_calendar_that_is_named(text: str, named: str, rest: str) -> None:
    sentence = Sentence(text, context(Calendar("1", "school run")))
    create = discover().tool("calendar.create")
    slots = {one.name: one for one in sentence.spec(create).slots}
    assert ("calendar" in slots) is bool(named)
    if named:
        assert slots["calendar"].choices == (named,)
        assert slots["calendar"].required
    assert sentence.source([create]) == rest
