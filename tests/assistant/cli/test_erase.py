"""`deskmate export --all`, `import`, `erase`, as processes of their own."""

from collections.abc import Callable
from pathlib import Path

from tests.assistant.cli.conftest import Said

LETTER = b"From: a@example.org\nSubject: zq7kwvx\n\nHello\n"


def test_out_gone_and_back(deskmate: Callable[..., Said], tmp_path: Path) -> None:
    letter = tmp_path / "one.eml"
    letter.write_bytes(LETTER)
    assert deskmate("import", str(letter)).code == 0
    out = deskmate("export", "--all", "--json", str(tmp_path / "out"))
    assert (out.code, out.lines[0]["files"]) == (0, 4)
    assert deskmate("erase", lines="no\n").code == 3
    assert (tmp_path / "home" / "deskmate.db").exists()
    gone = deskmate("erase", lines="erase\n")
    assert (gone.code, gone.out.split(":")[0]) == (0, "Erased")
    assert not (tmp_path / "home" / "deskmate.db").exists()
    back = deskmate("import", "--json", str(tmp_path / "out"))
    assert [(one["status"], one["items"]) for one in back.lines] == [("imported", 1)]
    again = deskmate("import", "--json", str(tmp_path / "out"))
    assert again.lines[0]["status"] == "duplicate"
