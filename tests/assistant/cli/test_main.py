"""Options, errors and exit codes."""

import json
import os
import resource
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.base.settings import Settings
from assistant.cli import doctor, skills
from assistant.cli.main import main
from tests.assistant.cli.conftest import ROOT, Said, Terminal

Deskmate = Callable[..., Said]


def sentences(said: Said) -> list[str]:
    """Return what stands on standard error, which is one sentence and one step at most."""
    lines = said.err.splitlines()
    assert 1 <= len(lines) <= 2, said.err
    assert "Traceback" not in said.err
    assert all(line.strip() for line in lines)
    return lines


@pytest.mark.parametrize(
    "words",
    [
        (), ("fly",), ("ask",), ("plan",), ("skills", "fly"), ("models", "fly"),
        ("skills", "--locale", "tlh"), ("--home",), ("skills", "--colour"), ("models", "use"),
        ("skills", "--timezone", "Mars/Olympus"), ("skills", "--now", "noon"),
        ("skills", "--now", "2026-02-30"),
    ],
)  # fmt: skip
def test_wrong_words_are_code_2(terminal: Terminal, words: tuple[str, ...]) -> None:
    said = terminal(*words, clock=False)
    assert said.code == 2
    assert len(sentences(said)) == 2
    assert said.out == ""


@pytest.mark.parametrize("words", [("--help",), ("ask", "--help"), ("--version",)])
def test_help_and_version(terminal: Terminal, words: tuple[str, ...]) -> None:
    said = terminal(*words)
    assert said.code == 0
    assert said.out
    assert said.err == ""


def test_help_speaks_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--locale", "zh", "--help"])
    assert "终端" in capsys.readouterr().out


def test_options_before_and_after_the_command(terminal: Terminal) -> None:
    first = terminal("--json", "skills")
    assert first.lines == terminal("skills", "--json").lines
    assert {line["skill"] for line in first.lines} >= {"mail", "calendar"}


def test_the_schemas(terminal: Terminal) -> None:
    tools = json.loads(terminal("skills", "schema").out)
    assert set(tools) >= {
        "calendar.create", "calendar.find", "reminders.create", "reminders.find",
        "reminders.complete", "reminders.snooze", "mail.draft", "mail.send", "mail.find",
        "contacts.add", "contacts.find", "clock.now",
    }  # fmt: skip
    for tool in tools.values():
        assert tool["description"]
        assert tool["parameters"]["type"] == "object"
        assert set(tool["parameters"]["required"]) <= set(tool["parameters"]["properties"])
    assert tools["reminders.create"]["parameters"]["required"] == ["text", "when"]


def test_the_list_names_every_tool(terminal: Terminal) -> None:
    assert "reminders.snooze" in terminal("skills").out


def test_a_bug_is_code_70_and_shows_its_traceback_to_debug_only(terminal: Terminal) -> None:
    def fail(_: object) -> int:
        raise ZeroDivisionError("secret")

    terminal.patch.setattr(skills, "run", fail)
    said = terminal("skills")
    assert said.code == 70
    assert len(sentences(said)) == 2
    assert "secret" not in said.err
    log = (terminal.home / "log" / "deskmate.log").read_text("utf-8")
    assert "ZeroDivisionError" in log
    with pytest.raises(ZeroDivisionError):
        terminal("skills", "--debug")


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (OSError(28, "No space left on device"), 4, "The disk is full."),
        (PermissionError(13, "Permission denied"), 4, "The computer refused: Permission denied."),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_what_the_computer_refuses(
    terminal: Terminal, error: BaseException, code: int, sentence: str
) -> None:
    def fail(_: object) -> int:
        raise error

    terminal.patch.setattr(skills, "run", fail)
    said = terminal("skills")
    assert said.code == code
    assert said.err.partition("\n")[0] == sentence


def test_damaged_settings_are_set_aside(terminal: Terminal) -> None:
    terminal.home.mkdir()
    (terminal.home / "settings.toml").write_bytes(b"\xff language = zh")
    assert main(["--home", str(terminal.home), "skills"]) == 0
    assert (terminal.home / "settings.damaged").exists()


def test_the_language_of_the_settings(terminal: Terminal) -> None:
    terminal.home.mkdir()
    Settings(terminal.home / "settings.toml").set("language", "zh")
    assert main(["--home", str(terminal.home), "ask", ""]) == 2
    assert "没有" in terminal.capture.readouterr().err


def test_a_home_that_is_in_use(terminal: Terminal) -> None:
    from filelock import FileLock

    terminal.home.mkdir()
    with FileLock(terminal.home / "deskmate.lock"):
        said = terminal("ask", "hi")
    assert said.code == 4
    assert sentences(said)[0] == "Deskmate is already running."


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"x" * 4096])
def test_a_damaged_data_file(terminal: Terminal, content: bytes) -> None:
    terminal.home.mkdir()
    data = terminal.home / "deskmate.db"
    data.write_bytes(content)
    for _ in range(2):  # the home is free again after the first try
        said = terminal("ask", "hi")
        assert said.code == 4
        assert "damaged" in sentences(said)[0]
    assert data.read_bytes() == content


def test_a_home_that_is_a_file(terminal: Terminal, tmp_path: Path) -> None:
    terminal.home.write_text("x")
    said = terminal("ask", "hi")
    assert said.code == 4
    assert len(sentences(said)) == 2


def test_doctor(terminal: Terminal) -> None:
    said = terminal("doctor", "--json")
    assert said.code in (0, 4)
    names = [one["what"] for one in said.lines]
    assert {"Python", "Time zone", "Data", "Keyring", "Notifications", "Display"} <= set(names)
    assert all(one["todo"] for one in said.lines if not one["fine"] and one["what"] != "Memory")


def test_doctor_without_a_model(terminal: Terminal, tmp_path: Path) -> None:
    terminal.patch.setenv("DESKMATE_MODELS", str(tmp_path / "none"))
    said = terminal("doctor")
    assert said.code == 4
    assert "deskmate models get" in said.out


def test_doctor_finds_damage(terminal: Terminal) -> None:
    terminal.home.mkdir()
    (terminal.home / "deskmate.db").write_bytes(b"x")
    findings = terminal("doctor", "--json").lines
    (data,) = [one for one in findings if one["what"] == "Data"]
    assert not data["fine"]
    assert data["todo"]
    assert doctor.Finding("x", fine=True, said="y").todo == ""


def test_no_model_is_one_sentence(terminal: Terminal, tmp_path: Path) -> None:
    terminal.patch.setenv("DESKMATE_MODELS", str(tmp_path / "none"))
    said = terminal("ask", "hi")
    assert said.code == 4
    assert len(sentences(said)) == 2
    assert "models get" in said.err


# In a process of its own


def test_chinese_in_a_bare_locale(deskmate: Deskmate) -> None:
    bare = {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    said = deskmate("--locale", "zh", "ask", "", environment=bare)
    assert said.code == 2
    assert "没有" in said.err


def test_bytes_on_the_command_line_and_a_full_disk(deskmate: Deskmate, tmp_path: Path) -> None:
    """Files may grow to 40 kB here, which is less than the data file needs."""

    def little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    said = deskmate("--locale", "en", "ask", "hi", prepare=little)
    assert said.code == 4
    assert len(said.err.splitlines()) == 2
    assert "Traceback" not in said.err
    assert not (tmp_path / "home" / "deskmate.db").exists()


def test_a_home_that_cannot_be_written_to(deskmate: Deskmate, tmp_path: Path) -> None:
    home = tmp_path / "locked"
    home.mkdir()
    home.chmod(stat.S_IRUSR | stat.S_IXUSR)
    below = home / "home" if os.geteuid() else Path("/proc/home")
    said = deskmate("--locale", "en", "ask", "hi", home=below)
    home.chmod(stat.S_IRWXU)
    assert said.code == 4
    assert "cannot be written to" in said.err.splitlines()[0]
    assert len(said.err.splitlines()) == 2
    assert deskmate("--locale", "en", "skills", home=below).code == 0


@pytest.mark.parametrize("words", [("skills", "schema"), ("models", "list"), ("--help",)])
def test_nobody_reads_us(words: tuple[str, ...], tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    code = "import sys; from assistant.cli.main import main; sys.exit(main())"
    ended = subprocess.run(
        [sys.executable, "-c", code, "--home", str(tmp_path / "home"), *words],
        cwd=ROOT,
        stdout=write,
        stderr=subprocess.PIPE,
        timeout=120,
        check=False,
    )
    os.close(write)
    assert (ended.returncode, ended.stderr) == (0, b"")


@pytest.mark.parametrize("command", ["list", "get", "use", "test"])
def test_parts_of_a_command_take_them_too(capsys: pytest.CaptureFixture[str], command: str) -> None:
    with pytest.raises(SystemExit):
        main(["models", command, "--help"])
    assert "--timezone IANA" in capsys.readouterr().out
