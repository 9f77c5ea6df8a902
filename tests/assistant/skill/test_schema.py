"""Signatures become JSON Schema."""

from datetime import timedelta
from typing import Literal

import pytest
from llguidance import LLMatcher

from assistant.api import (
    Address,
    Answer,
    ContactRef,
    Context,
    EventRef,
    LetterRef,
    MailRef,
    Moment,
    Person,
    Phone,
    ReminderRef,
    Repeat,
    Skill,
    Span,
    TaskRef,
)
from assistant.skill.registry import discover
from assistant.skill.schema import Kind, json_schema

skill = Skill("everything", title="Everything")


@skill.tool()
def act(  # noqa: PLR0917 - one of each kind
    ctx: Context,
    text: str,
    when: Moment,
    span: Span | None = None,
    length: timedelta | None = None,
    repeat: Repeat | None = None,
    people: list[Person] | None = None,
    mail_to: tuple[Address, ...] = (),
    phone: Phone | None = None,
    event: EventRef | None = None,
    reminder: ReminderRef | None = None,
    task: TaskRef | None = None,
    mail: MailRef | None = None,
    letter: LetterRef | None = None,
    contact: ContactRef | None = None,
    tone: Literal["formal", "short"] = "short",
    loud: bool = False,
) -> Answer:
    """Act."""
    return Answer("")


def test_every_type_has_its_kind() -> None:
    assert [one.kind for one in skill.tools["act"].parameters] == [
        Kind.TEXT, Kind.MOMENT, Kind.SPAN, Kind.DURATION, Kind.REPEAT, Kind.PERSON, Kind.ADDRESS,
        Kind.PHONE, Kind.EVENT, Kind.REMINDER, Kind.TASK, Kind.MAIL,
        Kind.LETTER, Kind.CONTACT, Kind.CHOICE, Kind.FLAG,
    ]  # fmt: skip


def test_the_schema_is_one() -> None:
    schema = json_schema(skill.tools["act"].parameters)
    assert LLMatcher.validate_grammar(LLMatcher.grammar_from_json_schema(schema)) == ""
    assert schema["required"] == ["text", "when"]
    assert schema["additionalProperties"] is False
    assert schema["properties"]["people"]["type"] == "array"
    assert schema["properties"]["mail_to"]["items"]["x-kind"] == "address"
    assert schema["properties"]["tone"]["enum"] == ["formal", "short"]
    assert schema["properties"]["loud"] == {"type": "boolean"}


@pytest.mark.parametrize("hint", [int, dict, Moment | Span, list[int], object])
def test_a_type_that_no_words_can_become_is_an_authors_mistake(hint: object) -> None:
    def tool(ctx: Context, thing: object) -> Answer:
        return Answer("")

    tool.__annotations__["thing"] = hint
    with pytest.raises(TypeError, match="thing"):
        Skill("odd", title="Odd").tool()(tool)


def test_every_example_of_ours_has_arguments_of_its_tool() -> None:
    for tool in discover().tools():
        known = {one.name: one for one in tool.parameters}
        for one in tool.examples:
            assert set(one.said) <= set(known), (tool.name, one.text)
            for name, words in one.said.items():
                assert isinstance(words, tuple) is known[name].many, (tool.name, one.text)


def test_every_example_of_ours_is_copied_from_its_sentence() -> None:
    for tool in discover().tools():
        for one in tool.examples:
            for words in one.said.values():
                if isinstance(words, bool):
                    continue  # said by the sentence as a whole
                for word in words if isinstance(words, tuple) else (words,):
                    assert str(word) in one.text, (tool.name, one.text, word)
