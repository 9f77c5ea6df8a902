"""A name that fits several people is asked about, whoever they are: nobody is guessed."""

import pytest

from assistant.domain.contacts import Contact
from assistant.skill.questions import NeedsAnswer
from tests.skills.hands import call

GIVEN = (
    *("Anna", "Ben", "Zoë", "José", "Åsa", "Łukasz", "O'Neil", "Jean-Luc", "Søren", "Müller"),
    *("李", "王", "张伟", "欧阳", "สมชาย", "أحمد", "דוד", "Олег", "Νίκος", "さくら"),
    *("Nguyễn", "Priya", "Kwame", "Ngozi", "Chidi"),
)
FAMILY = ("Berg", "Okafor", "Lind", "Park", "Quist")


def crowd(given: str, kind: str) -> tuple[str, list[Contact]]:
    """Return a name, and two people and more whom it fits equally well."""
    first, second = f"{given} {FAMILY[0]}", f"{given} {FAMILY[1]}"
    chinese = any("\u4e00" <= mark <= "\u9fff" for mark in given)
    if chinese:
        first, second = f"{given}娜", f"{given}明"
    match kind:
        case "given":
            said, names = given, [first, second]
        case "whole":
            said, names = first, [first, first]
        case "begun":
            said, names = first[:-1], [first, f"{first[:-1]}x"]
        case _:
            said, names = given.upper(), [first, second, f"{second}x"]
    others = [Contact("other", "Somebody Else", ("else@example.org",))]
    people = [Contact(f"p{at}", one, (f"p{at}@example.org",)) for at, one in enumerate(names)]
    return said, [*people, *others]


CASES = [(given, kind) for given in GIVEN for kind in ("given", "whole", "begun", "shouted")]


def test_there_are_a_hundred() -> None:
    assert len(CASES) == 100
    assert len(set(CASES)) == 100


@pytest.mark.parametrize(("given", "kind"), CASES)
def test_nobody_is_guessed(given: str, kind: str) -> None:
    said, people = crowd(given, kind)
    asked = {"mail.draft": "to", "calendar.create": "attendees"}
    for tool, argument in asked.items():
        more = {"gist": "hello"} if tool == "mail.draft" else {"title": "Tea", "start": "tomorrow"}
        with pytest.raises(NeedsAnswer) as caught:
            call(tool, *people, typed="", **{argument: (said,), **more})
        assert len(caught.value.choices) >= 2, (tool, said)
        assert not any("else@example.org" in one for one in caught.value.choices)
