"""Letters from words."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.base import i18n
from assistant.base.errors import ToolError
from assistant.domain.changes import Add, Record, Send
from assistant.domain.contacts import Contact
from assistant.domain.mail import Address, Draft
from assistant.domain.received import SEEN, Received
from assistant.skill.questions import NeedsAnswer
from tests.assistant.skill.world import at as when
from tests.skills.hands import answer, propose

ANNA = Contact("1", "Anna Berg", ("anna@example.org",))
NO_MAIL = Contact("2", "Zoë")
OLD = Draft("9", (Address("anna@example.org"),), "Invoice", "Pay.")
TO = ("anna@example.org",)
ME = (Address("me@example.org"),)
BUDGET = Received(
    "b",
    Address("anna@example.org", "Anna Berg"),
    "Budget",
    "Dear Mara,\n\nplease send the figures by Friday.\n> old\n\nAnna",
    when("2026-11-23T08:00"),
    ME,
    (Address("stranger@example.net"),),
    (Address("elsewhere@example.net"),),
    "b2@x.org",
    "b1@x.org",
    ("b1@x.org",),
    flags=(SEEN,),
)
PARCEL = Received(
    "p", Address("ben@example.net", "Ben"), "Parcel", "It is here.", when("2026-11-22T10:00"), ME,
    flags=(SEEN,),
)  # fmt: skip
OTHER_ANNA = Received(
    "k", Address("kurz@example.org", "Anna Kurz"), "Lunch", "At noon?", when("2026-11-22T12:00"), ME
)
CHINESE = Received(
    "c",
    Address("na@example.cn", "李娜"),
    "发票",
    "您好，\n\n请在周五之前付款。",
    when("2026-11-23T09:30"),
)


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


@pytest.mark.parametrize(
    ("said", "body"),
    [
        (
            {"gist": "the order is late", "tone": "formally"},
            "Dear Anna Berg,\n\nThe order is late.\n\nKind regards,",
        ),
        (
            {"gist": "the cake was great", "tone": "friendly"},
            "Hi Anna Berg,\n\nThe cake was great.\n\nAll the best,",
        ),
        (
            {"gist": "我下周请假", "tone": "正式"},
            "尊敬的Anna Berg：\n\n您好！\n\n我下周请假。\n\n此致\n敬礼",
        ),
        (
            {"gist": "蛋糕很好吃", "tone": "随意一点"},
            "Anna Berg，你好！\n\n蛋糕很好吃。\n\n祝好",
        ),
        (
            {"gist": "see you", "language": "in English"},
            "Hi Anna Berg,\n\nSee you.\n\nAll the best,",
        ),
    ],
)
def test_tone_and_language_dress_the_gist(said: dict[str, str], body: str) -> None:
    assert written(to=TO, **said).body == body


def test_who_has_no_name_is_greeted_without() -> None:
    assert written(to=("x@b.org",), gist="late", tone="polite").body.startswith(
        "Dear Sir or Madam,"
    )


def test_nothing_is_translated_in_silence() -> None:
    with pytest.raises(NeedsAnswer, match="cannot translate") as caught:
        written(to=TO, gist="the order is late", language="用中文")
    assert caught.value.argument == "gist"


# Received letters


def mails(*more: Received) -> tuple[Record, ...]:
    return (ANNA, NO_MAIL, OLD, BUDGET, PARCEL, OTHER_ANNA, CHINESE, *more)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Ben's mail", "p"),
        ("the last mail from Ben", "p"),
        ("the mail about the parcel", "p"),
        ("the budget", "b"),
        ("Anna Berg", "b"),
        ("Anna Berg's message about the budget", "b"),
        ("kurz@example.org", "k"),
        ("李娜的邮件", "c"),
        ("关于发票的邮件", "c"),
        ("the latest mail", "c"),
        ("it", "c"),
        ("最新的邮件", "c"),
        ("k", "k"),
        ("Anna Kurz: Lunch", "k"),
    ],
)
def test_which_letter_is_meant(words: str, found: str) -> None:
    assert answer("mail.read", *mails(), mail=words).records == (find(found),)


def test_several_people_of_one_name_are_asked_about() -> None:
    with pytest.raises(NeedsAnswer, match="Which mail") as caught:
        propose("mail.reply", *mails(), mail="Anna", gist="yes")
    assert caught.value.choices == ("Anna Berg: Budget", "Anna Kurz: Lunch")
    assert caught.value.argument == "mail"
    with pytest.raises(NeedsAnswer, match="no mail that fits"):
        propose("mail.reply", *mails(), mail="Zoë", gist="yes")
    with pytest.raises(NeedsAnswer, match="No mail has arrived"):
        propose("mail.reply", ANNA, mail="Anna", gist="yes")


def test_a_reply_goes_to_its_from_in_its_thread() -> None:
    proposal = propose("mail.reply", *mails(), typed="reply", mail="the budget", gist="I agree")
    (add, send) = proposal.changes
    assert isinstance(add, Add)
    draft = add.record
    assert isinstance(draft, Draft)
    assert send == Send(draft)
    assert draft.to == (Address("anna@example.org", "Anna Berg"),)
    assert not draft.cc
    assert draft.subject == "Re: Budget"
    assert (draft.in_reply_to, draft.references) == ("b2@x.org", ("b1@x.org", "b2@x.org"))
    assert draft.answers == "b"
    assert draft.body == (
        "I agree.\n\nOn 2026-11-23 08:00, Anna Berg <anna@example.org> wrote:\n"
        "> Dear Mara,\n>\n> please send the figures by Friday.\n>> old\n>\n> Anna"
    )


def test_a_reply_in_chinese() -> None:
    draft = drafted("mail.reply", mail="李娜", gist="已经付了")
    assert draft.subject == "Re: 发票"
    assert draft.body.startswith(
        "已经付了。\n\n李娜 <na@example.cn> 于 2026-11-23 09:30 写道：\n> 您好，"
    )


def test_words_of_the_user_win_in_a_reply() -> None:
    assert drafted("mail.reply", mail="b", body="Dear Anna,\n\nno").body == "Dear Anna,\n\nno"
    with pytest.raises(NeedsAnswer, match="answer say"):
        drafted("mail.reply", mail="b")


def test_who_did_not_sign_is_not_answered() -> None:
    with pytest.raises(NeedsAnswer, match="does not say who"):
        propose("mail.reply", replace(BUDGET, sender=Address("", "Ghost")), mail="b", gist="x")


def test_forward() -> None:
    draft = drafted("mail.forward", mail="parcel", to=("Anna",), gist="have a look")
    assert draft.to == (Address("anna@example.org", "Anna Berg"),)
    assert (draft.subject, draft.forwards, draft.in_reply_to) == ("Fwd: Parcel", "p", "")
    assert draft.body == (
        "Have a look.\n\n---------- Forwarded message ----------\n"
        "From: Ben <ben@example.net>\nDate: 2026-11-22 10:00\nSubject: Parcel\n"
        "To: me@example.org\n\nIt is here."
    )
    with pytest.raises(NeedsAnswer, match="no mail address"):
        drafted("mail.forward", mail="parcel", to=("Nobody",))


def drafted(name: str, **said: Any) -> Draft:
    (change,) = propose(name, *mails(), typed="draft", **said).changes
    assert isinstance(change, Add)
    assert isinstance(change.record, Draft)
    return change.record


def find(key: str) -> Received:
    return next(one for one in mails() if isinstance(one, Received) and one.id == key)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, ["c", "b", "k", "p", "9"]),
        ({"query": "parcel"}, ["p"]),
        ({"query": "invoice"}, ["9"]),
        ({"sender": "anna"}, ["b", "k"]),
        ({"since": "today"}, ["c", "b"]),
        ({"since": "since Sunday", "sender": "Ben"}, ["p"]),
        ({"since": "周日", "sender": "Anna"}, ["k"]),
        ({"unread": True}, ["c", "k"]),
        ({"sender": "Berg", "unread": True}, []),
    ],
)
def test_find_received(said: dict[str, Any], found: list[str]) -> None:
    assert [one.id for one in answer("mail.find", *mails(), **said).records] == found


def test_how_letters_are_listed() -> None:
    assert answer("mail.find", *mails(), sender="kurz").text == (
        "unread  Sunday 22 November 2026, 12:00  Anna Kurz <kurz@example.org>  Lunch"
    )


def test_read_the_newest_of_somebody() -> None:
    read = answer("mail.read", *mails(), sender="Ben")
    assert read.text.splitlines()[:3] == [
        "From: Ben <ben@example.net>", "Sunday 22 November 2026, 10:00", "Parcel",
    ]  # fmt: skip
    assert read.text.endswith("\n\nIt is here.")
    assert answer("mail.read", *mails()).records == (CHINESE,)
    assert answer("mail.read", ANNA).text == "No letters."


def test_a_summary_is_made_of_the_letters_own_sentences() -> None:
    told = answer("mail.summarize", *mails(), mail="b").text.splitlines()
    assert told[1:] == ["“please send the figures by Friday.”"]
    several = answer("mail.summarize", *mails(), since="since Sunday")
    assert several.records == (CHINESE, OTHER_ANNA)
    i18n.use("zh")
    assert "“请在周五之前付款。”" in answer("mail.summarize", *mails(), mail="李娜").text


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        ("tomorrow at 8", "2026-11-24T08:00"),
        ("明早八点", "2026-11-24T08:00"),
        ("Friday", "2026-11-27T09:00"),
    ],
)
def test_send_later(at: str, leaves: str) -> None:
    proposal = propose("mail.send", OLD, draft="invoice", at=at)
    assert proposal.changes == (Send(OLD, when(leaves)),)
    assert "Send “Invoice” on " in proposal.summary


@pytest.mark.parametrize("at", ["yesterday", "today", "this morning at 8"])
def test_nothing_is_sent_in_the_past(at: str) -> None:
    with pytest.raises(NeedsAnswer, match="passed"):
        propose("mail.send", OLD, draft="invoice", at=at)


def test_send_and_find() -> None:
    assert propose("mail.send", OLD, draft="invoice").changes == (Send(OLD),)
    with pytest.raises(NeedsAnswer, match="Who is it for"):
        propose("mail.send", Draft("8", (), "Empty", "x"), draft="empty")
    assert answer("mail.find", OLD, query="pay").records == (OLD,)
    assert answer("mail.find", query="pay").text == "No letters."
    i18n.use("zh")
    assert "草稿" in answer("mail.find", OLD).text
