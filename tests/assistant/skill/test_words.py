"""The user's words become values."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from assistant.base.errors import ToolError
from assistant.domain.contacts import Contact
from assistant.skill import words
from assistant.skill.contract import Tool, Words
from assistant.skill.questions import NeedsAnswer
from assistant.skill.registry import discover
from assistant.skill.schema import Kind, Parameter
from assistant.skill.words import arguments
from tests.assistant.skill.world import at, context

ANNA = Contact("1", "Anna Berg", ("anna@example.org",))
ANNA_TOO = Contact("2", "Anna Kurz", ("kurz@example.org",))
ANNABEL = Contact("3", "Annabel", ("annabel@example.org",))
NO_MAIL = Contact("4", "Anna Ohne")


def tool(*parameters: Parameter) -> Tool:
    return Tool("x.y", "", parameters, (), lambda _: None)  # type: ignore[arg-type,return-value]


def read(kind: Kind, said: Words, *records: Contact, many: bool = False) -> Any:
    one = Parameter("it", kind, required=False, many=many)
    return arguments(tool(one), {"it": said}, context(*records)).get("it")


@pytest.mark.parametrize("name", ["ot", "IT", "__class__", "x" * 5000])
def test_an_unknown_argument_is_named(name: str) -> None:
    with pytest.raises(ToolError, match="has no argument") as caught:
        arguments(discover().tool("mail.send"), {name: "x"}, context())
    assert len(caught.value.shown()) < 130


@pytest.mark.parametrize("said", [{}, {"it": ""}, {"it": " \n\t"}, {"it": "\u200b"}, {"it": ()}])
@pytest.mark.parametrize("kind", Kind)
def test_what_is_missing_is_asked_for(kind: Kind, said: dict[str, Words]) -> None:
    needed = tool(Parameter("it", kind, required=True, many=kind is Kind.PERSON))
    with pytest.raises(NeedsAnswer, match=r"\?$") as caught:
        arguments(needed, said, context())
    assert caught.value.argument == "it"


def test_what_is_blank_and_not_needed_is_left_out() -> None:
    assert read(Kind.TEXT, " ") is None
    assert read(Kind.PERSON, ("", " "), ANNA, many=True) is None
    found = read(Kind.PERSON, ("", "a@b.org"), ANNA, many=True)
    assert [one.email for one in found] == ["a@b.org"]


def test_no_is_an_answer() -> None:
    flag = tool(Parameter("it", Kind.FLAG, required=True))
    assert arguments(flag, {"it": False}, context()) == {"it": False}


@pytest.mark.parametrize(
    ("kind", "said", "many"),
    [
        (Kind.FLAG, "yes", False),
        (Kind.TEXT, True, False),
        (Kind.TEXT, ("a", "b"), False),
        (Kind.PERSON, True, True),
        (Kind.CHOICE, "rude", False),
        (Kind.TEXT, "x" * 20_001, False),
    ],
)
def test_a_wrong_shape_goes_back_to_the_model(kind: Kind, said: Words, many: bool) -> None:
    with pytest.raises(ToolError):
        read(kind, said, many=many)


def test_text_keeps_its_lines_and_loses_what_is_not_seen() -> None:
    assert read(Kind.TEXT, " one\r\ntwo\0 \u202e3\n") == "one\ntwo 3"
    assert read(Kind.TEXT, "👨\u200d👩\u200d👧 مرحبا") == "👨\u200d👩\u200d👧 مرحبا"


@pytest.mark.parametrize(
    ("said", "start", "all_day"),
    [
        ("tomorrow at 9", "2026-11-24T09:00", False),
        ("in 20 minutes", "2026-11-23T10:20", False),
        ("tomorrow", "2026-11-24T00:00", True),
        ("by Friday", "2026-11-27T00:00", True),
        ("by 5 pm", "2026-11-23T17:00", False),
        ("by midnight", "2026-11-24T00:00", False),
    ],
)
def test_a_moment(said: str, start: str, all_day: bool) -> None:
    moment = read(Kind.MOMENT, said)
    assert (moment.said, moment.start, moment.all_day) == (said, at(start), all_day)


def test_a_day_is_nudged_in_the_morning() -> None:
    moment = read(Kind.MOMENT, "tomorrow")
    assert (moment.day, moment.nudge) == (date(2026, 11, 24), at("2026-11-24T09:00"))
    assert read(Kind.MOMENT, "tomorrow at 7").nudge == at("2026-11-24T07:00")


def test_a_moment_in_the_gap_of_spring_moves_on() -> None:
    assert words.aware(at("2027-03-28T02:30").replace(tzinfo=None), context()).hour == 3


@pytest.mark.parametrize("said", ["30 February", "blah", "yesterday", "yesterday at 9"])
def test_what_is_no_coming_moment_is_asked_about(said: str) -> None:
    with pytest.raises(NeedsAnswer, match=said) as caught:
        read(Kind.MOMENT, said)
    assert caught.value.argument == "it"


def test_a_span_a_duration_and_a_repeat() -> None:
    span = read(Kind.SPAN, "tomorrow")
    assert (span.start, span.end) == (at("2026-11-24T00:00"), at("2026-11-25T00:00"))
    span = read(Kind.SPAN, "the next two hours")
    assert span.end - span.start == timedelta(hours=2)
    assert read(Kind.DURATION, "half an hour") == timedelta(minutes=30)
    assert read(Kind.DURATION, "from 2 to 4 pm") == timedelta(hours=2)
    repeat = read(Kind.REPEAT, "every Monday at 9")
    assert (repeat.rule, repeat.start) == ("FREQ=WEEKLY;BYDAY=MO", at("2026-11-30T09:00"))


@pytest.mark.parametrize(("kind", "said"), [(Kind.DURATION, "Monday"), (Kind.REPEAT, "tomorrow")])
def test_what_is_no_length_and_no_repeat_is_asked_about(kind: Kind, said: str) -> None:
    with pytest.raises(NeedsAnswer, match=said):
        read(kind, said)


def test_an_address_is_taken_as_it_stands() -> None:
    person = read(Kind.PERSON, "new@Example.org", ANNA)
    assert (person.name, person.email) == ("", "new@example.org")


def test_an_address_in_the_contacts_lends_the_name() -> None:
    assert read(Kind.PERSON, "anna@example.org", ANNA).name == "Anna Berg"


@pytest.mark.parametrize("said", ["anna", "ANNA BERG", "Anna"])
def test_one_contact_is_found_by_name(said: str) -> None:
    assert read(Kind.PERSON, said, ANNA, ANNABEL).email == "anna@example.org"


def test_a_name_that_nobody_has_stays_a_name() -> None:
    person = read(Kind.PERSON, "李娜", ANNA)
    assert (person.name, person.email) == ("李娜", "")


def test_two_of_a_name_are_asked_about_and_never_guessed() -> None:
    with pytest.raises(NeedsAnswer, match="Which Anna do you mean") as caught:
        read(Kind.PERSON, ("Anna", "a@b.org"), ANNA, ANNA_TOO, NO_MAIL, many=True)
    assert caught.value.argument == "it"
    assert caught.value.instead == "Anna"
    assert caught.value.choices == (
        "Anna Berg <anna@example.org>", "Anna Kurz <kurz@example.org>", "Anna Ohne",
    )  # fmt: skip


@pytest.mark.parametrize("reader", [words.moment, words.span, words.duration, words.repeat])
@pytest.mark.parametrize("said", ["\u202e\0", "1" * 19_000, "😀" * 500, "9" * 400 + " days"])
def test_odd_words_are_asked_about_too(reader: Callable[..., object], said: str) -> None:
    with pytest.raises(NeedsAnswer) as caught:
        reader(said, context())
    assert len(caught.value.shown()) < 200
