"""Vectors of many texts are computed once."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.llm.vectors import kept_vectors

TEXTS = ["call mum", "明天开会", "lone surrogate \ud800"]


class Counting:
    """Embeds by counting letters, and counts how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        self.times += 1
        return np.array([[len(text), self.times] for text in texts], np.float32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vectors"


def test_they_are_computed_once_an_encoder_and_set_of_texts(folder: Path) -> None:
    embed = Counting()
    first = kept_vectors(folder, "one", TEXTS, embed)
    np.testing.assert_array_equal(kept_vectors(folder, "one", TEXTS, embed), first)
    assert embed.times == 1
    kept_vectors(folder, "two", TEXTS, embed)
    kept_vectors(folder, "one", TEXTS[:2], embed)
    assert embed.times == 3


def test_a_damaged_file_is_made_anew(folder: Path) -> None:
    embed = Counting()
    kept_vectors(folder, "one", TEXTS, embed)
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    for damage in (b"", whole[:40], whole[:-1] + b"!"):
        file.write_bytes(damage)
        times = embed.times
        kept_vectors(folder, "one", TEXTS, embed)
        assert embed.times == times + 1
    kept_vectors(folder, "one", TEXTS, embed)
    assert embed.times == 4


def test_few_are_kept_and_a_full_disk_is_no_failure(folder: Path) -> None:
    embed = Counting()
    for number in range(12):
        kept_vectors(folder, str(number), TEXTS, embed)
    assert len(list(folder.iterdir())) == 8
    blocked = folder.parent / "file"
    blocked.write_text("no folder", "utf-8")
    assert kept_vectors(blocked, "one", TEXTS, embed).shape == (3, 2)
