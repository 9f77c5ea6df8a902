"""Letters as bytes: nothing but what was meant gets into a header, and all of it is shown."""

from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from unicodedata import category
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.base.errors import ToolError
from assistant.domain.mail import Address, Draft, Enclosed
from assistant.domain.message import address, compose, plain_line, read_letter
from assistant.domain.mime.opening import attachment, open_letter

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Berlin"))
ME = Address("me@example.org", "Me")
ANNA = Address("anna@example.org")
DRAFT = Draft("1", (ANNA,), "Late", "I am late.")
HEADERS = {
    "From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References",
    "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
}  # fmt: skip
ENDS = (
    "\r\n",
    "\n",
    "\r",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x85",
    "\u2028",
    "\u2029",
    "\0",
    "\r\n ",
    "\n\t",
)
LINES = [f"x{end}Bcc: evil@example.net{end}{end}body" for end in ENDS]
SPOOFS = [
    *LINES,
    "boss@example.org",
    '"boss@example.org" <x>',
    "<boss@example.org>",
    "a, evil@example.net",
    "é, evil@example.net",
    "; team: evil@example.net;",
    "=?utf-8?q?Bcc:_evil=40example.net?=",
    "=?utf-8?b?DQpCY2M6IGV2aWxAZXhhbXBsZS5uZXQ=?=",
    "=?us-ascii?q?=0d=0aBcc:_evil@example.net?=",
    "=?utf-8?q?a?= =?utf-8?q?b?=",
    "\u202emoc.live",
    "a\u200bb\u2066c\ufeffd",
    "(comment) Anna",
    '\\"',
    '\\é"',
    '"',
    "'",
    "undisclosed-recipients:;",
    "李娜 <li@example.net>",
    "Zoë O'Brien",
    "مرحبا",
    "é" * 300,
    "a" * 300,
    "é, " * 60 + "evil@example.net",
    "a, " * 60 + "evil@example.net",
    "\ud800",
    "😀👨\u200d👩\u200d👧",
    "%0d%0aBcc: evil@example.net",
    "Content-Type: text/html",
]
TEXTS = st.text(st.characters(), max_size=60) | st.text(
    st.sampled_from('\r\n\0\t ,;:<>@"\\()=?éa\u202e\u2028\x85李😀'), max_size=60
)


def headers(data: bytes) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in message_from_bytes(data, policy=default).items()]


def check(draft: Draft, sender: Address = ME) -> None:
    """Compose, and see that only the headers and the people that were meant are in it."""
    data = compose(draft, sender, "id@example.org", NOW)
    names = [name for name, _ in headers(data)]
    assert len(names) == len(set(names))
    assert set(names) <= HEADERS
    assert b"\r\n" not in data.replace(b"\r\n", b"")
    assert not data.replace(b"\r\n", b"").count(b"\r") + data.replace(b"\r\n", b"").count(b"\n")
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    shown = read_letter(data)
    assert [one.email for one in shown.to] == [one.email for one in draft.to]
    assert [one.email for one in shown.cc] == [one.email for one in draft.cc]
    assert not any(one.email.encode() in data for one in draft.bcc)
    assert len(message_from_bytes(data, policy=default)["From"].addresses) == 1


@pytest.mark.parametrize("text", SPOOFS)
def test_no_field_can_add_a_header_or_a_recipient(text: str) -> None:
    check(replace(DRAFT, subject=text))
    check(replace(DRAFT, body=text))
    check(replace(DRAFT, in_reply_to=text))
    check(replace(DRAFT, to=(Address("anna@example.org", text), Address("ben@example.org", text))))
    check(replace(DRAFT, cc=(Address("anna@example.org", text),)))
    check(replace(DRAFT, bcc=(Address("hidden@example.org", text),)))
    check(DRAFT, Address("me@example.org", text))


@settings(max_examples=100, deadline=None)
@given(TEXTS, TEXTS, TEXTS)
@example("\r", "\n", "\x85")
def test_no_text_can(subject: str, name: str, body: str) -> None:
    people = (Address("anna@example.org", name), Address("ben@example.org", name))
    check(replace(DRAFT, subject=subject, to=people, body=body, in_reply_to=name))


@settings(max_examples=100, deadline=None)
@given(TEXTS.map(plain_line))
@example("=?utf-8?q?x?= a=?b")
@example("a " * 100 + "b")
@example("李" * 100 + " a" * 100)
def test_a_subject_is_shown_as_it_was_meant(subject: str) -> None:
    data = compose(replace(DRAFT, subject=subject), ME, "id@example.org", NOW)
    assert read_letter(data).subject == subject


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_a_body_is_shown_as_it_was_meant(body: str) -> None:
    shown = read_letter(compose(replace(DRAFT, body=body), ME, "id@example.org", NOW)).body
    lines = body.replace("\r\n", "\n").replace("\r", "\n")
    meant = "".join(mark for mark in lines if mark in "\n\t" or category(mark) not in {"Cc", "Cs"})
    assert shown == meant.removesuffix("\n")


@pytest.mark.parametrize(
    "body", ["a" * 5000, ".\r\n.", "From me\n.\n..", "é" * 3000, "李" * 3000, "", "\n\n", "\tx"]
)
def test_odd_bodies_travel(body: str) -> None:
    check(replace(DRAFT, body=body))
    shown = read_letter(compose(replace(DRAFT, body=body), ME, "id@example.org", NOW)).body
    assert shown == body.replace("\r\n", "\n").removesuffix("\n")


def test_what_a_reader_sees() -> None:
    draft = replace(
        DRAFT, to=(Address("anna@example.org", "李娜"),), cc=(Address("b@example.org"),),
        bcc=(Address("c@example.org"),), in_reply_to="first@example.net",
    )  # fmt: skip
    data = compose(draft, ME, "id@example.org", NOW)
    shown = read_letter(data)
    assert shown.sender == "Me <me@example.org>"
    assert shown.to == draft.to
    assert shown.cc == draft.cc
    assert (shown.subject, shown.body) == ("Late", "I am late.")
    assert shown.message_id == "id@example.org"
    assert shown.date == "Mon, 23 Nov 2026 10:00:00 +0100"
    assert ("In-Reply-To", "<first@example.net>") in headers(data)
    assert ("References", "<first@example.net>") in headers(data)


@pytest.mark.parametrize(
    ("text", "email", "name"),
    [
        ("a@b.org", "a@b.org", ""),
        ("  <a@b.org> ", "a@b.org", ""),
        ("Anna Berg <Anna.B+x@Example.ORG>", "Anna.B+x@example.org", "Anna Berg"),
        ('"Berg, Anna" <a@b.org>', "a@b.org", "Berg, Anna"),
        ("o'brien@b.org", "o'brien@b.org", ""),
        ("a@bücher.example", "a@xn--bcher-kva.example", ""),
        ("a@аpple.com", "a@xn--pple-43d.com", ""),
        ("a@b。org", "a@b.org", ""),
        ("A\r\nBcc: x@y.z <a@b.org>", "a@b.org", "A Bcc: x@y.z"),
        ("\u202eAnna <a@b.org>", "a@b.org", "Anna"),
        ("a" * 64 + "@b.org", "a" * 64 + "@b.org", ""),
    ],
)
def test_an_address(text: str, email: str, name: str) -> None:
    assert address(text) == Address(email, name)


@pytest.mark.parametrize(
    "text",
    [
        "", "anna", "@", "a@", "@b.org", "a@b", "a@.org", "a@b..org", ".a@b.org", "a.@b.org",
        "a..b@c.org", "a b@c.org", "a@b.org, c@d.org", "a@b.org;c@d.org", "a@b.org c@d.org",
        "a@b@c.org", "a@b.org\r\nBcc: c@d.org", "a\n@b.org", "a@b.org\0", "a@[127.0.0.1]",
        "a@-b.org", "a@b-.org", '"a b"@c.org', "é@b.org", "a@b.org>x", "<a@b.org", "a@b.org>",
        "a" * 65 + "@b.org",
        "a@" + "b." * 130 + "org", "a@" + "b" * 64 + ".org", "a@" + "ü" * 9000 + ".org", "a@b.org.",
        "a@b_c.org",
    ],
)  # fmt: skip
def test_no_address(text: str) -> None:
    with pytest.raises(ToolError, match="not a mail address") as caught:
        address(text)
    assert caught.value.next_step()
    assert len(caught.value.shown()) < 200


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (" a \r\n b\t\0c ", "a b c"),
        ("a\u2028b", "a b"),
        ("ev\u200bil\u202e", "evil"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👨\u200d👩", "👨\u200d👩"),
        ("a\ud800b", "a b"),
    ],
)
def test_one_plain_line(text: str, line: str) -> None:
    assert plain_line(text) == line


def test_files_travel_with_their_names() -> None:
    files = {"d1": b"%PDF\x00", "d2": "说明\n".encode()}
    draft = replace(
        DRAFT,
        enclosed=(
            Enclosed("账单 2026.pdf", "application/pdf", 5, digest="d1"),
            Enclosed('odd";\r\nX: y.txt', "text/plain", 7, digest="d2"),
            Enclosed("mail.eml", "message/rfc822", 5, digest="d1"),
        ),
    )
    data = compose(draft, ME, "id@example.org", NOW, lambda one: files[one.digest])
    assert read_letter(data).enclosed == (
        ("账单 2026.pdf", 5), ('odd"; X: y.txt', 7), ("mail.eml", 5),
    )  # fmt: skip
    assert read_letter(data).body == DRAFT.body
    opened = open_letter(data, "k", NOW).letter
    assert opened.attachments[0].name == "账单 2026.pdf"
    assert attachment(data, opened.attachments[1].part) == files["d2"]
    assert b"\nX: y" not in data
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
