"""Which system this is, is asked in one place: in the program, and in the set-up before it."""

import re

from tests.architecture.sources import ROOT

ASKS = re.compile(r"sys\.platform|os\.name\b|\bplatform\.system\(|hasattr\(os, ")
PLACES = {"assistant/base/platform.py", "packaging/system.py"}


def test_platforms_are_told_apart_in_one_place() -> None:
    asking = {
        path.relative_to(ROOT).as_posix()
        for room in ("assistant", "ui", "skills", "packaging")
        for path in (ROOT / room).rglob("*.py")
        if ASKS.search(path.read_text("utf-8"))
    }
    assert asking == PLACES
