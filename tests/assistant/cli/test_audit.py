"""`deskmate audit`: what, why, who; and a line that somebody changed is named."""

from collections.abc import Callable

from sqlcipher3 import dbapi2 as sqlite

from tests.assistant.cli.conftest import Terminal

LETTER = (
    b"From: Ben <ben@example.net>\nTo: me@example.org\nSubject: The parcel\n"
    b"Message-ID: <1@example.net>\n\nFetch it tomorrow.\n"
)


def test_it_tells_what_and_why_and_who(says: Callable[..., Terminal]) -> None:
    tea = says('reminders.create {"text": "tea", "when": "in an hour"}')
    assert tea("ask", "remind me of tea in an hour").code == 0
    told = tea("audit")
    assert told.code == 0
    assert "you wrote: “remind me of tea in an hour”" in told.out
    assert "no card was needed" in told.out
    assert "Lines in the journal: 1. Their chain holds." in told.out
    entry, end = tea("audit", "--json").lines
    assert (entry["tool"], entry["changes"], entry["read"]) == ("reminders.create", ["add"], [])
    assert end == {"lines": 1, "faults": []}


def test_it_names_the_card_that_was_approved(says: Callable[..., Terminal]) -> None:
    terminal = says('mail.draft {"to": ["anna@example.org"], "gist": "I am late"}')
    assert terminal("ask", "email anna@example.org that I am late", keys="y\n").code == 0
    entry = terminal("audit", "--json").lines[0]
    assert "send" in entry["changes"]
    assert len(entry["approval"]) == 64
    assert f"SHA-256 {entry['approval'][:12]}" in terminal("audit").out


def test_it_names_the_letter_that_had_been_read(says: Callable[..., Terminal]) -> None:
    terminal = says()
    with_letter = terminal.home.parent / "letter.eml"
    with_letter.write_bytes(LETTER)
    assert terminal("import", str(with_letter)).code == 0
    outputs = iter(
        ['mail.read {"sender": "Ben"}', 'reminders.create {"text": "it", "when": "tomorrow"}', ""]
    )
    from assistant.testing import Script

    terminal.model = Script(lambda _: next(outputs, ""))
    terminal("ask", "read the mail from Ben and remind me of it tomorrow")
    entry = terminal("audit", "--json").lines[0]
    assert entry["read"] == ["the mail “The parcel” from Ben <ben@example.net>"]


def test_a_line_that_was_changed_is_named(says: Callable[..., Terminal]) -> None:
    one = 'reminders.create {"text": "tea", "when": "in an hour"}'
    terminal = says(one, "", one, "")
    for _ in range(2):
        assert terminal("ask", "remind me of tea in an hour").code == 0
    with sqlite.connect(str(terminal.home / "deskmate.db")) as other:
        other.execute("DROP TRIGGER journal_no_update")
        other.execute("UPDATE journal SET cause = 'something else' WHERE seq = 1")
    other.close()
    told = terminal("audit")
    assert told.code == 4
    assert told.err.startswith("Line 1 of the journal, or the line before it, was changed: ")
    *_, end = terminal("audit", "--json").lines
    assert [(one["line"], one["damage"]) for one in end["faults"]] == [(1, "changed")]
