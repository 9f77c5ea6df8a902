"""`deskmate import`: what became of every file."""

import json
from pathlib import Path

import pytest

from assistant.cli.main import main

Told = tuple[str, int, str]
LETTER = b"From: Anna <anna@example.org>\r\nSubject: Hi\r\n\r\nOne."
OTHER = LETTER.replace(b"One.", b"Two.\r\n\r\n>From here on")


def take(home: Path, capsys: pytest.CaptureFixture[str], *files: Path) -> tuple[int, list[Told]]:
    code = main(["import", "--json", "--home", str(home), *map(str, files)])
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return code, [(one["status"], one["items"], one["reason"]) for one in told]


def test_letters_and_mailboxes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, many, none = (tmp_path / name for name in ("one.eml", "many.mbox", "none.EML"))
    one.write_bytes(LETTER)
    many.write_bytes(b"From x\n" + LETTER + b"\n\nFrom y\n" + OTHER + b"\n")
    none.write_bytes(b"")
    assert take(tmp_path / "home", capsys, one, one, many, none) == (
        0,
        [
            ("imported", 1, ""), ("duplicate", 1, ""), ("imported", 2, ""),
            ("quarantined", 1, "It is empty."),
        ],
    )  # fmt: skip


def test_what_cannot_be_taken_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = tmp_path / "odd.xyz"
    odd.write_bytes(b"?")
    code, ((status, items, reason),) = take(tmp_path / "home", capsys, odd)
    assert (code, status, items) == (2, "quarantined", 0)
    assert ".eml" in reason
    code, ((status, _, reason),) = take(tmp_path / "home", capsys, tmp_path / "gone.eml")
    assert (code, status) == (4, "quarantined")
    assert "cannot be read" in reason
