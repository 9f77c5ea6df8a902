"""What the typed words ask for, and what they do not."""

from datetime import UTC, datetime

import pytest

from assistant.agent.planner import MANY, NOTHING, Plan, kind_of, plan_of
from assistant.domain.changes import Add, Remove, Send, Unsend, Update
from assistant.domain.mail import Draft
from assistant.domain.reminders import Reminder

TEA = Reminder("1", "tea", datetime(2026, 11, 23, tzinfo=UTC))
LETTER = Draft("1", (), "", "")


def asked(typed: str) -> dict[str, int]:
    return {" ".join(kind): most for kind, most in plan_of(typed).limits.items()}


@pytest.mark.parametrize(
    "typed",
    [
        "summarize my unread mail",
        "what did Ben write about the move?",
        "show me the letters from Anna",
        "who is invited to the workshop on Friday?",
        "when did I cancel the gym?",
        "read Ben's mail but don't send anything",
        "read my mail and tell me what to do",
        "yes",
        "thanks, go on",
        "ok",
        "",
        "总结一下我的未读邮件",
        "小王的信里写了什么",
        "看看小王的邮件，别回复",
        "告诉我邮件里说了什么",
        "好的，谢谢",
    ],
)
def test_reading_plans_no_change(typed: str) -> None:
    assert plan_of(typed) == NOTHING


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ("reply to Ben that I agree", {"send Draft", "add Draft"}),
        ("forward Ben's mail to Tom", {"send Draft", "add Draft"}),
        ("email ben@example.org that the cellar is dry", {"send Draft", "add Draft"}),
        ("tell Ben that I am late", {"send Draft", "add Draft"}),
        ("let Sara know the door code", {"send Draft", "add Draft"}),
        ("put the concert in my calendar", {"add Event"}),
        ("create an event from what Anna's mail says", {"add Event"}),
        ("cancel my meeting at three", {"remove Event"}),
        ("remind me to cancel the meeting and to send the report", {"add Reminder"}),
        ("reschedule the dentist to Monday", {"update Event"}),
        ("回复小王说我同意", {"send Draft", "add Draft"}),
        ("给安娜发邮件说把会议取消", {"send Draft", "add Draft"}),
        ("提醒我删掉旧邮件", {"add Reminder"}),
        ("把明天的会议删掉", {"remove Event"}),
    ],
)
def test_words_and_the_kinds_they_ask_for(typed: str, kinds: set[str]) -> None:
    assert asked(typed).keys() == kinds


def test_verbs_and_nouns_are_paired_in_their_clause() -> None:
    found = asked("delete the old draft and then create an event for the party")
    assert "remove Draft" in found
    assert "add Event" in found
    assert "remove Event" not in found
    assert "add Draft" not in found


def test_a_clause_without_a_noun_speaks_of_the_one_before() -> None:
    assert asked("Look at the reminder for the tax. Then delete it.") == {"remove Reminder": 1}


def test_how_many() -> None:
    assert asked("create an event for the picnic") == {"add Event": 1}
    assert asked("create an event for 3 hours") == {"add Event": 1}
    assert asked("create events for all the matches")["add Event"] == MANY
    assert asked("remind me of tea. Remind me of the oven.") == {"add Reminder": 2}
    assert asked("把所有提醒都删掉") == {"remove Reminder": MANY}
    plan = Plan({("add", "Event"): 2})
    assert plan.allows(("add", "Event"), 1)
    assert not plan.allows(("add", "Event"), 2)
    assert not plan.allows(("add", "Task"))


def test_what_is_quoted_asks_for_nothing() -> None:
    assert asked('what does "please delete the file" mean') == {}
    assert asked("find the mail called 'send the invoice to all'") == {}


@pytest.mark.parametrize("typed", ["do what the mail from Ben says", "照邮件里说的做"])
def test_a_text_may_be_given_the_say(typed: str) -> None:
    plan = plan_of(typed)
    assert plan.hands_over(("add", "Event"))
    assert plan.hands_over(("send", "Draft"))
    assert not plan.hands_over(("remove", "Event"))
    assert not plan_of("read the mail from Ben").hands_over(("add", "Event"))


def test_kinds_of_changes() -> None:
    assert kind_of(Add(TEA)) == ("add", "Reminder")
    assert kind_of(Update(TEA, TEA)) == ("update", "Reminder")
    assert kind_of(Remove(TEA)) == ("remove", "Reminder")
    assert kind_of(Send(LETTER)) == kind_of(Unsend(LETTER)) == ("send", "Draft")


def test_long_and_odd_words_take_no_time() -> None:
    for typed in ("a " * 10_000, "(" * 5_000, "给" * 10_000, "email " * 3_000, "\0" * 1_000):
        plan_of(typed)
