"""Every letter that others collected is shown or set apart, in bounded time and memory."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.domain.mime.opening import html_of, key_of, open_letter
from tests.conftest import CORPORA

pytestmark = pytest.mark.corpus
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FILES = sorted((CORPORA / "mail").rglob("*.eml"))


def test_all_are_shown_or_set_apart() -> None:
    assert len(FILES) >= 200
    apart = [path.name for path in FILES if open_letter(path.read_bytes(), "k", NOW).trouble]
    assert len(apart) <= 12, apart


@pytest.mark.parametrize("path", FILES[::10], ids=lambda path: path.name[-40:])
def test_none_takes_long(path: Path) -> None:
    raw = path.read_bytes()
    begun = time.process_time()
    letter = open_letter(raw, key_of(raw), NOW).letter
    html_of(raw)
    assert time.process_time() - begun < 2
    letter.text.encode()
