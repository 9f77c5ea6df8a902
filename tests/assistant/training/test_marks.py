import random

import pytest

from assistant.base.errors import UsageError
from assistant.training.marks import fill, read_marks

LISTS = {"first": ["Anna"], "task": ["call {first}"], "number": ["10"]}


def test_lists_are_filled_to_the_end() -> None:
    filled = fill("in {number minutes}: {task}", LISTS, random.Random(1))
    assert filled == "in 10 minutes: call Anna"


def test_marks_name_the_words_of_arguments() -> None:
    marked = read_marks("remind me to <text|call Anna> <when|tomorrow>")
    assert marked.text == "remind me to call Anna tomorrow"
    assert marked.said == (("text", "call Anna"), ("when", "tomorrow"))


def test_an_argument_may_come_twice() -> None:
    marked = read_marks("mail <to|Anna> and <to|Ben>")
    assert marked.said == (("to", "Anna"), ("to", "Ben"))


def test_a_list_that_is_missing_is_named() -> None:
    with pytest.raises(UsageError, match="colour"):
        fill("{colour}", LISTS, random.Random(1))


def test_a_list_that_asks_for_itself_ends() -> None:
    with pytest.raises(UsageError, match="never ends"):
        fill("{loop}", {"loop": ["a {loop}"]}, random.Random(1))


def test_an_answer_may_repeat_the_words_of_an_argument() -> None:
    marked = read_marks("<title|tea> today // New event: <title> // at <start|5>")
    assert marked.before == (("user", "tea today"), ("assistant", "New event: tea"))
    assert marked.text == "at 5"
