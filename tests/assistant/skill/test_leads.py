import pytest

from assistant.skill.leads import tails

ENGLISH = ("saying", "let * know that", "let * know", "write to * that", "remind me to")


@pytest.mark.parametrize(
    ("text", "tail"),
    [
        ("send Jo a note saying the key is under the mat", "the key is under the mat"),
        ("let Jo and Kim know we are late.", "we are late"),
        ("Let jo@example.org know that it rains", "it rains"),
        ("write to Jo Lind that the train, sadly, is gone", "the train, sadly, is gone"),
        ("\n remind me to feed the cat \n", "feed the cat"),
        ("remind me \n to feed the cat", "feed the cat"),
        ("remind me to \n feed the cat", "feed the cat"),
    ],
)
def test_what_follows_a_lead_in_is_the_argument(text: str, tail: str) -> None:
    assert tails(ENGLISH, text) == (tail,)


@pytest.mark.parametrize(
    "text",
    [
        "saying",
        "remind me to \n",
        "an essay on naysaying today",
        "write to Jo about the door that creaks",
        "write to one two three four five six that it rains",
        "",
    ],
)
def test_without_a_lead_in_or_anything_after_it_there_is_none(text: str) -> None:
    assert tails(ENGLISH, text) == ()


def test_chinese_needs_no_spaces() -> None:
    assert tails(("提醒我要", "提醒我"), "\n提醒我要带伞") == ("带伞",)
    assert tails(("提醒我",), "提醒我\n带伞") == ("带伞",)


def test_the_first_lead_in_of_the_list_wins() -> None:
    text = "let Jo know that we meet, saying hello"
    assert tails(("let * know that", "saying"), text) == ("we meet, saying hello",)
    assert tails(("saying", "let * know that"), text) == ("hello",)


def test_signs_of_patterns_are_only_signs() -> None:
    assert tails(("(a+)+", "note:"), "note: buy (a+)+ milk") == ("milk",)
