"""`deskmate ask` and `deskmate chat`."""

from collections.abc import Callable

import pytest

from assistant.base.lanes import Event as Flag
from assistant.sync.smtp import Verdict
from tests.assistant.cli.conftest import Terminal

Says = Callable[..., Terminal]
TEA = 'reminders.create {"text": "tea", "when": "in an hour"}'
LETTER = 'mail.draft {"to": ["anna@example.org"], "gist": "I am late"}'
WATCH = "email anna@example.org that I am late"


def test_what_was_done_is_said(says: Says) -> None:
    said = says(TEA)("ask", "remind me of tea in an hour")
    assert said.code == 0
    assert said.out == "I will remind you: tea, Monday 23 November 2026, 11:00\n"
    assert said.err == ""


def test_the_answer_streams(says: Says) -> None:
    said = says("Hello, how are you?")("ask", "hi", "there")
    assert (said.code, said.out) == (0, "Hello, how are you?\n")


@pytest.mark.parametrize("keys", ["y\n", "YES\n", "是\n"])
def test_yes_from_a_terminal_sends(says: Says, keys: str) -> None:
    terminal = says(LETTER)
    said = terminal("ask", WATCH, keys=keys)
    assert said.code == 0
    assert "To: anna@example.org" in said.err
    assert "Subject: I am late" in said.err
    assert "leaves this computer to smtp.example.org" in said.err
    assert "You have not written to anna@example.org before." in said.err
    assert "It waits in the outbox." in said.err
    assert terminal.letters == []


def test_with_a_running_clock_the_letter_is_waited_for(says: Says) -> None:
    terminal = says(LETTER)
    (terminal.home).mkdir()
    (terminal.home / "settings.toml").write_text("rest_seconds = 0\n", "utf-8")
    said = terminal("ask", WATCH, keys="y\n", clock=False)
    assert said.code == 0
    assert said.err.endswith("Sent.\n")
    assert len(terminal.letters) == 1


def test_ctrl_c_during_the_rest_keeps_the_letter(
    says: Says, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Pressed(Flag):
        def wait(self, timeout: float | None = None) -> bool:
            if timeout is not None and timeout > 10:
                raise KeyboardInterrupt
            return super().wait(timeout)

    monkeypatch.setattr("assistant.cli.ask.Flag", Pressed)
    terminal = says(LETTER)
    said = terminal("ask", WATCH, keys="y\n", clock=False)
    assert said.code == 3
    assert said.err.endswith("Not sent; the letter is kept as a draft.\n")
    assert terminal.letters == []


def test_a_letter_that_does_not_leave_is_code_4(says: Says) -> None:
    terminal = says(LETTER)
    terminal.verdict = Verdict.UNKNOWN
    (terminal.home).mkdir()
    (terminal.home / "settings.toml").write_text("rest_seconds = 0\n", "utf-8")
    assert terminal("ask", WATCH, keys="y\n", clock=False).code == 4


@pytest.mark.parametrize("keys", ["n\n", "\n", "", "yes please\n", "Y E S\n"])
def test_anything_else_declines(says: Says, keys: str) -> None:
    terminal = says(LETTER)
    said = terminal("ask", WATCH, keys=keys)
    assert said.code == 3
    assert terminal.letters == []
    assert "Draft saved: I am late" in said.out


def test_nobody_at_the_terminal_declines(says: Says) -> None:
    terminal = says(LETTER)
    said = terminal("ask", WATCH, lines="y\n")
    assert said.code == 3
    assert "Nobody is here to approve this: declined." in said.err


def test_a_refusal_is_code_3(says: Says) -> None:
    said = says(LETTER)("ask", "email someone")
    assert said.code == 3
    assert "neither typed by you" in said.out


def test_no_account_is_code_4_and_keeps_the_draft(says: Says) -> None:
    terminal = says(LETTER)
    terminal.account = False
    said = terminal("ask", WATCH, keys="y\n")
    assert said.code == 4
    assert said.err == (
        "There is no mail account yet.\nAdd one on the mail page, then send the draft from there.\n"
    )
    assert "Draft saved" in said.out


def test_a_question_is_asked(says: Says) -> None:
    said = says('reminders.create {"text": "tea"}')("ask", "remind me of tea")
    assert (said.code, said.out) == (0, "When?\n")


def test_json_lines(says: Says) -> None:
    said = says(LETTER)("ask", "--json", WATCH, keys="y\n")
    events = [line["event"] for line in said.lines]
    assert events == ["answered_by", "call", "card", "ended", "applied"]
    by, call, card, ended, applied = said.lines
    assert by["model"] == says().model.name
    assert call["tool"] == "mail.draft"
    assert call["said"] == {"to": ["anna@example.org"], "gist": "I am late"}
    assert card["card"]["letters"][0]["recipients"] == ["anna@example.org"]
    assert ended["reason"] == "waiting"
    assert applied["entry"]["approval"] == card["card"]["sha256"]


@pytest.mark.parametrize(
    ("output", "text", "event"),
    [
        ("Hello.", "hi", "text"),
        ("clock.now {}", "what time is it", "text"),
        (LETTER, "email someone", "refused"),
        ("nobody.knows {}", "x", "error"),
    ],
)
def test_json_of_every_kind(says: Says, output: str, text: str, event: str) -> None:
    said = says(output)("ask", "--json", text)
    assert event in [line["event"] for line in said.lines]
    assert all(line["turn"] for line in said.lines)


@pytest.mark.parametrize(("text", "count"), [("", 0), ("  ", 0), ("x" * 100_000, 1), ("\x1b", 0)])
def test_bad_words_are_usage(says: Says, text: str, count: int) -> None:
    said = says("Hello.")("ask", text)
    assert said.code == 2
    assert len(said.err.splitlines()) == 2
    assert said.out == ""


def test_bytes_that_are_no_text(says: Says) -> None:
    assert says("Hello.")("ask", "hi \udcff").code == 0


def test_a_conversation(says: Says) -> None:
    terminal = says(TEA, "", "Hello.", 'reminders.create {"text": "x"}')
    keys = ["remind me of tea in an hour", "", "undo", "hi", "x" * 30_000, "x", "exit", ""]
    said = terminal("chat", keys="\n".join(keys))
    assert said.code == 0
    for text in ("I will remind you: tea", "Undone: Remind you: tea", "Hello.", "When?"):
        assert text in said.out
    assert "30000 characters" in said.out


def test_the_end_of_the_input_ends_the_conversation(says: Says) -> None:
    assert says()("chat", keys="").code == 0
