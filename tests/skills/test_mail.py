"""Letters from words."""

from typing import Any

import pytest

from assistant.base import i18n
from assistant.base.errors import ToolError
from assistant.domain.changes import Add, Send
from assistant.domain.contacts import Contact
from assistant.domain.mail import Address, Draft
from assistant.skill.questions import NeedsAnswer
from tests.skills.hands import answer, propose

ANNA = Contact("1", "Anna Berg", ("anna@example.org",))
NO_MAIL = Contact("2", "Zoë")
OLD = Draft("9", (Address("anna@example.org"),), "Invoice", "Pay.")
TO = ("anna@example.org",)


def written(typed: str = "draft", **said: Any) -> Draft:
    (change,) = propose("mail.draft", ANNA, NO_MAIL, typed=typed, **said).changes
    assert isinstance(change, Add)
    assert isinstance(change.record, Draft)
    return change.record


@pytest.mark.parametrize(
    ("gist", "subject", "body"),
    [
        ("i am late", "I am late", "I am late."),
        ("Are you there?", "Are you there?", "Are you there?"),
        ("我晚十分钟到", "我晚十分钟到", "我晚十分钟到。"),
        ("see you at 5", "See you at 5", "See you at 5."),
        ("ça va", "Ça va", "Ça va."),
        ("one\ntwo", "One", "One\ntwo."),
    ],
)
def test_a_gist_becomes_a_sentence_and_a_subject(gist: str, subject: str, body: str) -> None:
    letter = written(to=TO, gist=gist)
    assert (letter.subject, letter.body) == (subject, body)


def test_a_long_subject_is_cut_between_words() -> None:
    subject = written(to=TO, gist="word " * 40).subject
    assert len(subject) <= 60
    assert subject.endswith("word…")
    assert len(written(to=TO, gist="字" * 100).subject) == 60


def test_words_of_the_user_win() -> None:
    letter = written(to=TO, gist="x", subject=" Hi ", body="Dear Anna,\n\nyes")
    assert (letter.subject, letter.body) == ("Hi", "Dear Anna,\n\nyes")


def test_everyone_once() -> None:
    letter = written(to=("Anna", "ANNA@example.org", "b@b.org"), cc=("c@c.org",), gist="x")
    assert letter.to == (Address("anna@example.org", "Anna Berg"), Address("b@b.org"))
    assert letter.cc == (Address("c@c.org"),)


@pytest.mark.parametrize("name", ["Zoë", "Nobody", "李娜"])
def test_a_name_without_an_address_is_asked_about(name: str) -> None:
    with pytest.raises(NeedsAnswer, match="no mail address") as caught:
        written(to=(name, "b@b.org"), gist="x")
    assert (caught.value.argument, caught.value.instead) == ("to", name)


def test_no_text_is_asked_about() -> None:
    with pytest.raises(NeedsAnswer, match="What should the mail say") as caught:
        written(to=TO)
    assert caught.value.argument == "gist"


@pytest.mark.parametrize("to", ["a@b", "a@b.org\r\nBcc: c@d.org", "@"])
def test_no_address_goes_back_to_the_model(to: str) -> None:
    with pytest.raises(ToolError):
        written(to=(to,), gist="x")


@pytest.mark.parametrize(
    "typed", ["write a draft to anna", "mail anna but don't send it", "给安娜起草一封邮件"]
)
def test_a_draft_stays_a_draft(typed: str) -> None:
    assert len(propose("mail.draft", ANNA, typed=typed, to=TO, gist="x").changes) == 1


def test_anything_else_means_to_send() -> None:
    proposal = propose("mail.draft", ANNA, typed="email anna x", to=TO, gist="x")
    add, send = proposal.changes
    assert isinstance(add, Add)
    assert send == Send(add.record)  # type: ignore[arg-type]
    assert proposal.summary == "Send “X” to Anna Berg <anna@example.org>"


def test_send_and_find() -> None:
    assert propose("mail.send", OLD, draft="invoice").changes == (Send(OLD),)
    with pytest.raises(NeedsAnswer, match="Who is it for"):
        propose("mail.send", Draft("8", (), "Empty", "x"), draft="empty")
    assert answer("mail.find", OLD, query="pay").records == (OLD,)
    assert answer("mail.find", query="pay").text == "No letters."
    i18n.use("zh")
    assert "草稿" in answer("mail.find", OLD).text
