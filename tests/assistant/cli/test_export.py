"""Calendar files in by `deskmate import`, out by `deskmate export`."""

import json
from pathlib import Path

import pytest

from assistant.cli.main import main

GOOD = """BEGIN:VCALENDAR
VERSION:2.0
X-WR-CALNAME:Work
BEGIN:VEVENT
UID:{uid}
DTSTART:20261201T120000Z
SUMMARY:Lunch
X-MOOD:fine
END:VEVENT
BEGIN:VEVENT
UID:broken
DTSTART:20260230T120000Z
SUMMARY:Never
END:VEVENT
BEGIN:VTODO
UID:todo
SUMMARY:Milk
END:VTODO
END:VCALENDAR
"""


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def run(*words: str) -> tuple[int, list[dict[str, object]]]:
        code = main([*words, "--json", "--home", str(tmp_path / "home"), "--locale", "en"])
        out = capsys.readouterr().out
        return code, [json.loads(line) for line in out.splitlines()]

    return run


def test_in_and_out(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "work.ics"
    file.write_text(GOOD.format(uid="one"), "utf-8")
    code, told = run("import", str(file))
    assert code == 0
    assert (told[0]["status"], told[0]["items"]) == ("imported", 2)
    code, told = run("import", str(file))
    assert (code, told[0]["status"], told[0]["items"]) == (0, "duplicate", 2)
    code, told = run("export", str(tmp_path / "out"))
    assert code == 0
    names = [Path(str(one["file"])).name for one in told]
    assert names == ["Work.ics", "set aside.txt"]
    text = (tmp_path / "out" / "Work.ics").read_text("utf-8")
    assert "X-MOOD:fine" in text
    assert "SUMMARY:Milk" in text
    assert "20260230T120000Z" in (tmp_path / "out" / "set aside.txt").read_text("utf-8")


def test_one_bad_file_does_not_stop_the_others(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    bad = tmp_path / "bad.ics"
    bad.write_bytes(b"\x00\xffnonsense")
    good = tmp_path / "good.ics"
    good.write_text(GOOD.format(uid="two"), "utf-8")
    code, told = run("import", str(tmp_path / "missing.ics"), str(bad), str(good))
    assert code == 4
    assert [one["status"] for one in told] == ["quarantined", "quarantined", "imported"]
    assert all(one["reason"] for one in told)
