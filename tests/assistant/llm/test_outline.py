"""Which arguments may come next."""

from assistant.llm.model import Slot, ToolSpec
from assistant.llm.outline import Outline
from assistant.llm.settle import settled

EVENT = ToolSpec(
    "calendar.create",
    "",
    (
        Slot("title", required=True),
        Slot("start", required=True, choices=("on Friday",)),
        Slot("end", required=False, choices=("on Friday",)),
        Slot("location", required=False),
        Slot("attendees", required=False, many=True),
    ),
)


def begun(source: str, title: str) -> Outline:
    """Return the outline of an event with a title and a start."""
    outline = Outline((EVENT,), source)
    outline.take(outline.options()[0])
    for value in (title, "on Friday"):
        outline.take(outline.options()[0], value)
    return outline


def names(outline: Outline) -> list[str]:
    return [one.slot.name if one.slot else "" for one in outline.options()]


def test_required_arguments_come_one_by_one() -> None:
    outline = Outline((EVENT,), "dinner with Kim")
    outline.take(outline.options()[0])
    assert names(outline) == ["title"]


def test_a_time_that_is_used_is_not_used_again() -> None:
    assert "end" not in names(begun("dinner with Kim", "dinner"))


def test_what_stands_in_the_title_is_no_place_but_may_be_a_guest() -> None:
    outline = begun("dinner with Kim", "dinner with Kim")
    assert names(outline) == ["attendees", ""]


def test_an_array_may_go_on_until_nobody_is_left() -> None:
    outline = begun("tea Kim Jo", "tea")
    guests = next(one for one in outline.options() if one.slot and one.slot.many)
    outline.take(guests, "Kim")
    assert names(outline) == ["attendees", ""]
    outline.take(outline.options()[0], "Jo")
    outline.take(outline.options()[0], "Kim Jo")
    outline.take(outline.options()[-1])
    assert outline.text.endswith('"attendees": ["Kim", "Jo", "Kim Jo"]}')
    assert outline.options() == []


def test_what_code_found_must_go_in() -> None:
    tool = ToolSpec("calendar.find", "", (Slot("when", required=False, choices=("this week",)),))
    (slot,) = settled(tool, "what is on this week").slots
    assert slot.required


def test_choices_that_nobody_said_stay_optional() -> None:
    tool = ToolSpec("mail.draft", "", (Slot("tone", required=False, choices=("formal",)),))
    (slot,) = settled(tool, "write to Kim").slots
    assert not slot.required


def test_examples_say_what_belongs_into_a_call() -> None:
    examples = (
        ("a", 'x.y {"gist": "a"}'),
        ("b", 'x.y {"gist": "b", "place": "c"}'),
        ("d", 'x.y {"gist": "d"}'),
    )
    optional = tuple(Slot(name, required=False) for name in ("gist", "place", "notes"))
    slots = settled(ToolSpec("x.y", "", optional, examples), "some words").slots
    assert [(slot.name, slot.required) for slot in slots] == [("gist", True), ("place", False)]
