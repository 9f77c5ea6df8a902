"""A model that says it has done something."""

import pytest

from assistant.agent.claims import claims_an_act


@pytest.mark.parametrize(
    "text",
    [
        "I have scheduled lunch for you.", "I've sent it.", "I sent the mail to Anna.",
        "I'll remind you tomorrow.", "Done! I just added it.", "I have now cancelled the event.",
        "I will email Anna.", "I've already set a reminder.", "I set an alarm.",
        "我已经为您安排了会议。", "我会提醒你。", "已添加到日历。", "我将帮您发送邮件",
    ],
)  # fmt: skip
def test_claims(text: str) -> None:
    assert claims_an_act(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "Hello!", "You can send mails here.", "Shall I remind you?", "The meeting is at noon.",
        "I have a book for you.", "你好！", "你可以设置提醒。",
    ],
)  # fmt: skip
def test_talk(text: str) -> None:
    assert not claims_an_act(text)
