"""Words that mean the user's return to the computer, and words that only look like them."""

import pytest

from assistant.domain.reminders import Reminder
from assistant.skill.quick import Sort, read_line, record_of
from assistant.skill.returning import find_return
from tests.assistant.skill.world import NOW


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("remind me to call Ben when I'm back at my desk", "when I'm back at my desk"),
        ("remind me to call Ben when I am back", "when I am back"),
        ("once I get back to the computer remind me to eat", "once I get back to the computer"),
        ("remind me once I come back from lunch to send it", "once I come back from lunch"),
        ("as soon as I’m back, tell me", "as soon as I’m back"),
        ("When I return remind me of the tea", "When I return"),
        ("the next time I sit down at my desk remind me", "the next time I sit down at my desk"),
        ("回到电脑前的时候提醒我浇花", "回到电脑前的时候"),
        ("等我回来的时候提醒我浇花", "等我回来的时候"),
        ("等我回来提醒我喝水", "等我回来"),
        ("提醒我回到电脑前时浇花", "回到电脑前时"),
        ("当我回到电脑前，提醒我喝水", "当我回到电脑前"),
        ("下次坐到电脑前提醒我", "下次坐到电脑前"),
        ("我回来后提醒我喝水", "我回来后"),
    ],
)
def test_a_return_to_the_computer(text: str, words: str) -> None:
    found = find_return(text)
    assert found is not None
    assert found.text == text[found.start : found.end] == words


@pytest.mark.parametrize(
    "text",
    [
        "remind me to eat when I get back home",
        "remind me when I'm back in Berlin to call",
        "when Anna is back at her desk remind me",
        "remind me to call back",
        "give me the book back when I ask",
        "妈妈回来的时候提醒我",
        "从北京回来后提醒我",
        "回家后提醒我浇花",
        "提醒我去电脑城",
        "提醒我回电脑城取货",
        "",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert find_return(text) is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("remind me to call Ben when I'm back", "call Ben"),
        ("回到电脑前的时候提醒我浇花", "浇花"),
    ],
)
def test_quick_add_reads_it(text: str, title: str) -> None:
    line = read_line(text, NOW)
    assert (line.sort, line.title, line.at_return, line.complete) == (
        Sort.REMINDER,
        title,
        True,
        True,
    )
    made = record_of(line, "key", NOW)
    assert isinstance(made, Reminder)
    assert (made.due, made.at_return) == (NOW, True)


def test_an_event_has_no_return() -> None:
    line = read_line("lunch when I'm back tomorrow at noon", NOW, sort=Sort.EVENT)
    assert not line.at_return
    assert line.start is not None
