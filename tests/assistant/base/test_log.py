"""No secret gets into the log."""

import logging
from pathlib import Path

import pytest

from assistant.base.log import log_to, redact

SECRET = "hunter2-Zg=="


@pytest.mark.parametrize(
    "line",
    [
        "password=hunter2-Zg==",
        "Password: hunter2-Zg==",
        "password 'hunter2-Zg=='",
        "smtp_password=hunter2-Zg==",
        "{'password': 'hunter2-Zg=='}",
        '{"api_key": "hunter2-Zg=="}',
        "{'password': 'two words hunter2-Zg=='}",
        "Authorization: Bearer hunter2-Zg==",
        "authorization: Basic hunter2-Zg==",
        "AUTH PLAIN hunter2-Zg==",
        "AUTH hunter2-Zg==",
        "access_token=hunter2-Zg==&next",
        "client-secret: hunter2-Zg==",
        "https://anna:hunter2-Zg==@example.org/x",
    ],
)
def test_secrets_are_blanked(line: str) -> None:
    assert SECRET not in redact(line)
    assert "***" in redact(line)


@pytest.mark.parametrize(
    "line", ["letter e-1 sent to smtp.example.org:465", "2026-11-23 10:00 the author wrote"]
)
def test_other_words_stay(line: str) -> None:
    assert redact(line) == line


def test_the_file_holds_tracebacks_without_secrets(tmp_path: Path) -> None:
    log_to(tmp_path / "log" / "deskmate.log")
    try:
        int(f"password={SECRET}")
    except ValueError:
        logging.getLogger("deskmate.test").exception("it broke")
    written = (tmp_path / "log" / "deskmate.log").read_text("utf-8")
    assert "it broke" in written
    assert "Traceback" in written
    assert SECRET not in written


def test_a_full_disk_shows_no_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", True)
    log_to(tmp_path / "deskmate.log")
    handler = logging.getLogger().handlers[-1]

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(handler.stream, "write", full)  # type: ignore[attr-defined]
    logging.getLogger("deskmate.test").error("lost")
    assert capsys.readouterr().err == ""
