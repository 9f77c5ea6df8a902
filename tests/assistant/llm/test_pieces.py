from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from assistant.llm.pieces import BUCKETS, FILE, Head, buckets_of, read_head


def blank(texts: Sequence[str]) -> "npt.NDArray[np.float32]":
    return np.zeros((len(texts), 2), np.float32)


def head_of(labels: Sequence[str], word: str = "") -> Head:
    """Return a head of two labels in which `word` speaks for the second."""
    pieces = np.zeros((BUCKETS, 2), np.float32)
    if word:
        pieces[buckets_of(word), 1] = 2.0
    weights = {
        "pieces": pieces,
        "meaning": np.eye(2, dtype=np.float32),
        "offsets": np.zeros(2, np.float32),
    }
    return Head(weights, labels)


def test_odds_are_those_of_one_choice() -> None:
    odds = head_of(["clock.now", "talk"], "rain").odds("rain", blank)
    assert sum(np.exp(list(odds.values()))) == pytest.approx(1.0)
    assert odds["talk"] > odds["clock.now"]
    assert max(head_of(["a", "b"]).odds("", blank).values()) < 0


def test_meaning_counts_where_the_encoder_knows_the_language() -> None:
    def vectors(texts: Sequence[str]) -> "npt.NDArray[np.float32]":
        return np.tile(np.array([3.0, 0.0], np.float32), (len(texts), 1))

    head = head_of(["clock.now", "talk"])
    assert head.odds("what time", vectors)["clock.now"] > head.odds("what time", blank)["clock.now"]
    assert head.odds("几点", vectors) == head.odds("几点", blank)


def test_numbers_and_capitals_make_no_other_pieces() -> None:
    assert buckets_of("Wake me at 7") == buckets_of("wake me at 8")
    assert buckets_of("wake me") != buckets_of("me wake")


def test_chinese_is_read_by_characters() -> None:
    shared = set(buckets_of("明天")) & set(buckets_of("明天见"))
    assert len(shared) == len(["^", "明", "天", "$", "^明", "明天", "^明天"])
    assert buckets_of("明 天") == buckets_of("明天")


def test_a_folder_without_a_head_has_none(tmp_path: Path) -> None:
    assert read_head(tmp_path) is None


def test_what_training_writes_is_read(tmp_path: Path) -> None:
    from safetensors.numpy import save_file

    tensors: dict[str, npt.NDArray[Any]] = {
        "pieces": np.zeros((BUCKETS, 2), np.float16),
        "meaning": np.zeros((2, 2), np.float32),
        "offsets": np.array([1.0, 0.0], np.float32),
    }
    save_file(tensors, str(tmp_path / FILE), metadata={"labels": "clock.now talk"})
    head = read_head(tmp_path)
    assert head is not None
    assert head.labels == ("clock.now", "talk")
    odds = head.odds("what time is it", blank)
    assert max(odds, key=odds.__getitem__) == "clock.now"
